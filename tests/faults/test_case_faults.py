"""Case files under `kill -9`: whatever the moment, nothing is lost and nothing is double.

FAULTS_SEED=… plays a run again: it stands in what a failure says.
"""

import datetime as dt
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation
from pytest_django import Settings

from macnss.cases.models import Arrival, Page
from macnss.cases.services import arrivals, store
from macnss.cases.tests.papers import CARD, FACE, LETTER, asked_for
from macnss.identity.tests.factories import NOW, office
from tests.faults.asking import ASKING
from tests.faults.beside import BESIDE
from tests.faults.desk import DESK
from tests.faults.examining import EXAMINING
from tests.faults.killing import lives
from tests.faults.papers import PAPERS
from tests.faults.recording import RECORDING
from tests.faults.stories import Cast, Story, every_message_waits_once

pytestmark = pytest.mark.django_db(transaction=True)
SEED = int(os.environ.get("FAULTS_SEED") or time.time())
BY_THE_CLOCK = 2  # of the points of a story: killed after some time, whatever it is doing
STORIES: list[type[Story]] = [*ASKING, *PAPERS, *EXAMINING, *RECORDING, *DESK, *BESIDE]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    kept = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}
    return tmp_path


@pytest.fixture(autouse=True)
def some_papers() -> Iterator[None]:
    """The message to the fund takes some, and asks for none."""
    with asked_for(*(replace(paper, required=False) for paper in (CARD, FACE, LETTER))), translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """Jobs outlive the tests: Django does not know their table as its own."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def files(folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}


def swept(folder: Path) -> None:
    """After the night, exactly the files that somebody may still open are there."""
    for name in files(folder):
        os.utime(folder / name, times=((NOW - dt.timedelta(days=2)).timestamp(),) * 2)
    arrivals.forget(now=NOW + dt.timedelta(days=30))
    store.sweep(now=NOW)
    named = {name for parts in Arrival.objects.values_list("parts", flat=True) for name, _size in parts}
    assert files(folder) == named | set(Page.objects.values_list("document", flat=True))


def chosen(moments: list[str], wanted: int, chance: Random) -> list[int]:
    """Half of them around what cannot be taken back, commits and files; the others anywhere."""
    firm = [
        rank
        for rank, moment in enumerate(moments)
        if "SELECT" not in moment and ("commit" in moment or "file" in moment)
    ]
    first = chance.sample(firm, min(wanted // 2, len(firm)))
    others = [rank for rank in range(len(moments)) if rank not in first]
    return [*first, *chance.sample(others, min(wanted - len(first), len(others)))]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_killed_at_any_moment_and_done_again_it_is_done_once(story: type[Story], folder: Path) -> None:
    office()
    chance, told = Random(f"{SEED} {story.__name__}"), story(Cast())
    it, began = told.begins(), time.perf_counter()
    whole = lives(partial(told.acts, it))
    lasted = time.perf_counter() - began
    assert not whole.killed
    ends(told, it, folder, "its answer was not heard", chance)
    killed_at_moments(told, whole.passed, folder, chance)
    for _time in range(BY_THE_CLOCK):
        it, after = told.begins(), chance.uniform(0, lasted)
        lives(partial(told.acts, it), after=after)
        ends(told, it, folder, f"killed after {after:.3f} s of {lasted:.3f}", chance)


def killed_at_moments(told: Story, moments: list[str], folder: Path, chance: Random) -> None:
    """As many times as the story has points. A worker has more to do the first time: then they are drawn anew."""
    left, survived = chosen(moments, told.points - BY_THE_CLOCK, chance), 0
    while left:
        rank, it = left.pop(), told.begins()
        life = lives(partial(told.acts, it), rank)
        ends(told, it, folder, f"killed at moment {rank}: {moments[rank]}", chance)
        if not life.killed:
            moments, survived = life.passed, survived + 1
            left = chosen(moments, len(left) + 1, chance)
        assert survived < 5, moments


def test_there_are_two_hundred_points_at_least() -> None:
    assert sum(story.points for story in STORIES) >= 200


def ends(told: Story, it: Any, folder: Path, fate: str, chance: Random) -> None:
    """Do it again, then look."""
    try:
        told.again(it, chance)
        told.holds(it)
        every_message_waits_once()
        swept(folder)
    except BaseException as fault:
        fault.add_note(f"{fate}; FAULTS_SEED={SEED} plays it again")
        raise
