"""A file comes in parts: whatever is cut, repeated or killed, its bytes arrive, once."""

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import given as whatever
from hypothesis import settings as effort
from hypothesis import strategies as some
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from macnss.cases import tasks
from macnss.cases.enums import AlarmKind, ArrivalState
from macnss.cases.models import Alarm, Arrival, Case, Page
from macnss.cases.services import arrivals, drafts, papers, sending, store
from macnss.cases.services.refusals import Incomplete, NotNow
from macnss.cases.tests.papers import CARD, FACE, LETTER, asked_for, begun, given
from macnss.gateways.tests.clamd import listening
from macnss.identity.tests.factories import NOW, office
from macnss.insured.tests.factories import amina
from macnss.kernel.documents.refusals import EmptyFile, FileTooLarge
from macnss.kernel.tests.files import EICAR, heavy, locked_pdf, pdf, photo

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(minutes=10)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    kept = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}
    return tmp_path


@pytest.fixture(autouse=True)
def three_papers() -> Iterator[None]:
    with asked_for(CARD, FACE, LETTER):
        yield


@pytest.fixture
def case() -> Case:
    return begun(amina())


def expects(case: Case, content: bytes, name: str = "photo.jpg", paper: str = "card") -> Arrival:
    return arrivals.begin(case=case, piece_name=paper, file_name=name, length=len(content), now=NOW)


def comes(case: Case, content: bytes, paper: str = "card", size: int = 100_000) -> Arrival:
    """All of it, in parts; not checked yet."""
    arrival = expects(case, content, paper=paper)
    while arrival.received < len(content):
        part = content[arrival.received : arrival.received + size]
        arrival = arrivals.append(arrival=arrival, offset=arrival.received, content=part, now=NOW)
    return arrival


def checked(arrival: Arrival, now: dt.datetime = LATER) -> Arrival:
    found = Arrival.objects.select_related("case", "case__account").get(pk=arrival.pk)
    return arrivals.check(arrival=found, by=None, now=now)


def stored(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def grown_old(folder: Path) -> None:
    for each in stored(folder):
        os.utime(each, times=((NOW - dt.timedelta(days=2)).timestamp(),) * 2)


FATES = some.sampled_from(["goes", "goes", "unheard", "killed", "twice", "early", "overrun"])


@effort(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@whatever(content=some.binary(min_size=1, max_size=300), line=some.lists(some.tuples(some.integers(1, 90), FATES)))
def test_any_cut_gives_the_same_bytes_exactly_once(
    case: Case, folder: Path, content: bytes, line: list[tuple[int, str]]
) -> None:
    arrival = expects(case, content)
    parts = iter([*line, *[(100, "goes")] * 4])
    while (arrival := Arrival.objects.get(pk=arrival.pk)).received < len(content):
        size, fate = next(parts)
        _sends(arrival, content[arrival.received : arrival.received + size], fate)
    assert arrival.state == ArrivalState.CHECKING
    assert arrivals._assembled(arrival) == content
    grown_old(folder)
    store.sweep(now=NOW)  # what the killed ones left
    assert arrivals._assembled(arrival) == content
    assert len([each for each in stored(folder) if each.parent.parent.name == "arrivals"]) == len(arrival.parts)
    arrival.delete()
    grown_old(folder)
    store.sweep(now=NOW)


def _sends(arrival: Arrival, part: bytes, fate: str) -> None:
    """One part on a bad line: the sender then asks how far it is, and goes on from there."""
    offset = arrival.received
    match fate:
        case "goes" | "unheard":
            arrivals.append(arrival=arrival, offset=offset, content=part, now=NOW)
        case "killed":
            killed = mock.patch.object(Arrival, "save", side_effect=SystemExit)
            with killed, mock.patch.object(store, "erase"), pytest.raises(SystemExit):
                arrivals.append(arrival=arrival, offset=offset, content=part, now=NOW)
        case "twice":
            arrivals.append(arrival=arrival, offset=offset, content=part, now=NOW)
            with pytest.raises(arrivals.WrongPlace):
                arrivals.append(arrival=arrival, offset=offset, content=part, now=NOW)
        case "early":
            with pytest.raises(arrivals.WrongPlace):
                arrivals.append(arrival=arrival, offset=offset + 1, content=part, now=NOW)
        case "overrun":
            with pytest.raises(arrivals.WrongPlace):
                arrivals.append(arrival=arrival, offset=offset, content=part + bytes(arrival.length), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_parts_that_come_at_once_exactly_one_is_taken(folder: Path) -> None:
    case = begun(amina())
    content = photo()
    arrival, together = expects(case, content), Barrier(2)

    def sends() -> bool:
        together.wait()
        try:
            arrivals.append(arrival=arrival, offset=0, content=content[:5000], now=NOW)
        except arrivals.WrongPlace:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        won = [each.result() for each in [pool.submit(sends) for _time in range(2)]]
    assert sorted(won) == [False, True]
    arrival.refresh_from_db()
    assert (arrival.received, len(arrival.parts)) == (5000, 1)
    assert len(stored(folder)) == 1


def test_no_part_stands_in_clear(case: Case, folder: Path) -> None:
    comes(case, photo())
    assert all(b"\xff\xd8\xff" not in each.read_bytes() for each in stored(folder))


def test_a_file_that_arrived_becomes_a_page_and_its_parts_go(
    case: Case, folder: Path, django_capture_on_commit_callbacks: mock.Mock
) -> None:
    arrival = comes(case, photo())
    with django_capture_on_commit_callbacks(execute=True):
        assert checked(arrival).state == ArrivalState.KEPT
    assert Page.objects.count() == len(stored(folder)) == 1
    assert checked(arrival).state == ArrivalState.KEPT  # asking again changes nothing
    assert Page.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"MZ a program", "unknown-file"), (locked_pdf(), "locked-pdf"), (pdf(5), "too-many-pages:4")],
)
def test_what_cannot_be_kept_is_refused_in_words(case: Case, content: bytes, code: str) -> None:
    arrival = checked(comes(case, content))
    assert (arrival.state, arrival.refusal) == (ArrivalState.REFUSED, code)
    assert len(arrivals.words_of(arrival)) > 30
    arrivals.cancel(arrival=arrival)
    assert not Arrival.objects.exists()


def test_every_refusal_has_its_words() -> None:
    for code in arrivals.REFUSALS:
        said = arrivals.words_of(Arrival(refusal=f"{code}:3"))
        assert len(said) > 30, code
        assert "%(" not in said
    assert arrivals.words_of(Arrival()) == ""


@pytest.mark.parametrize(("length", "refusal"), [(0, EmptyFile), (12 * 1024**2 + 1, FileTooLarge)])
def test_a_length_that_cannot_be_is_refused_before_anything_is_sent(
    case: Case, length: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        arrivals.begin(case=case, piece_name="card", file_name="photo.jpg", length=length, now=NOW)
    assert arrivals.begin(case=case, piece_name="card", file_name="photo.jpg", length=12 * 1024**2, now=NOW)


def test_too_many_files_at_once_wait(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "MOST_AT_ONCE", 2)
    for _file in range(2):
        expects(case, b"some")
    with pytest.raises(arrivals.TooManyAtOnce):
        expects(case, b"more")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\amina\\cin.jpg", "cin.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\nc.jpg", "abc.jpg"),
        ("صورة.jpg", "صورة.jpg"),
        ("..", "—"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_a_name_is_only_a_name(case: Case, folder: Path, said: str, kept: str) -> None:
    arrival = expects(case, b"some", name=said)
    arrivals.append(arrival=arrival, offset=0, content=b"some", now=NOW)
    assert arrival.file_name == kept
    assert all(each.is_relative_to(folder / "arrivals") for each in stored(folder))


KILLS = {
    "before the picture is stored": (store, "keep"),
    "between the picture and its row": (papers, "_put"),
    "once the page is there": (arrivals, "_settle"),
    "while it is read": (papers, "read"),
}


@pytest.mark.parametrize("point", KILLS)
def test_killed_anywhere_the_check_is_done_again_and_gives_one_page(case: Case, folder: Path, point: str) -> None:
    arrival = comes(case, photo())
    killed = mock.patch.object(*KILLS[point], side_effect=SystemExit)
    with killed, mock.patch.object(store, "erase"), pytest.raises(SystemExit):
        checked(arrival, NOW)
    assert checked(arrival, NOW).state == ArrivalState.CHECKING  # whoever fell may still be at it
    assert checked(arrival).state == ArrivalState.KEPT
    assert Page.objects.count() == 1
    grown_old(folder)
    arrivals.forget(now=NOW + dt.timedelta(days=30))
    store.sweep(now=NOW)
    assert len(stored(folder)) == 1


def test_a_file_that_kills_whoever_opens_it_is_given_up_and_a_supervisor_told(case: Case) -> None:
    arrival, now = comes(case, photo()), NOW
    with mock.patch.object(papers, "read", side_effect=SystemExit):
        for _try in range(arrivals.MOST_TRIES):
            now += arrivals.STUCK_AFTER + dt.timedelta(seconds=1)
            with pytest.raises(SystemExit):
                checked(arrival, now)
        now += arrivals.STUCK_AFTER + dt.timedelta(seconds=1)
        assert checked(arrival, now).state == ArrivalState.REFUSED
    arrival.refresh_from_db()
    with translation.override("fr"):
        assert "plusieurs" in arrivals.words_of(arrival)
    assert Alarm.objects.get().kind == AlarmKind.ARRIVAL
    drafts.discard(case=case, by=case.account, now=now)  # the alarm does not hold the draft back


def test_a_file_that_nobody_checked_is_queued_again(case: Case) -> None:
    arrival = comes(case, photo())
    assert arrivals.resume(now=NOW) == 0
    for _minute in range(2):  # it waits in the queue once, however late the worker is
        assert arrivals.resume(now=LATER) == 1
    job = ProcrastinateJob.objects.get(task_name="cases.check_arrival")
    assert (job.queue_name, job.args) == ("cases", {"arrival": arrival.pk})


def test_a_large_file_waits_for_the_worker_who_makes_its_pages(case: Case) -> None:
    arrival = comes(case, heavy(4), size=1024**2)
    arrivals.complete(arrival=arrival, by=None, now=NOW)
    assert arrival.state == ArrivalState.CHECKING
    job = ProcrastinateJob.objects.get(task_name="cases.check_arrival")
    with mock.patch.object(tasks, "one_connection"):
        tasks.check_arrival(**job.args)
    assert Page.objects.count() == 1


def test_a_file_of_a_draft_that_was_erased_is_forgotten(case: Case) -> None:
    arrival = comes(case, photo())
    found = Arrival.objects.select_related("case", "case__account").get(pk=arrival.pk)
    with mock.patch.object(papers, "add", side_effect=Case.DoesNotExist):
        assert arrivals.check(arrival=found, by=None, now=LATER).state == ArrivalState.CHECKING
    with mock.patch.object(tasks, "one_connection"):
        tasks.check_arrival(arrival=0)


def test_while_the_antivirus_is_away_a_file_waits_and_a_supervisor_is_told_in_time(
    case: Case, settings: Settings
) -> None:
    arrival = comes(case, photo())
    settings.CLAMAV = "/nowhere/clamd.ctl"
    for _try in range(10):
        waits = checked(arrival)
        assert (waits.state, waits.tries) == (ArrivalState.CHECKING, 0)
    arrivals.resume(now=LATER)
    assert not Alarm.objects.exists()
    arrivals.resume(now=NOW + arrivals.CLOCK + dt.timedelta(minutes=1))
    arrivals.resume(now=NOW + arrivals.CLOCK + dt.timedelta(minutes=2))
    assert Alarm.objects.get().kind == AlarmKind.ARRIVAL
    with listening() as (settings.CLAMAV, _clamd):
        assert checked(arrival).state == ArrivalState.KEPT


def test_a_virus_in_parts_is_a_virus(case: Case, folder: Path, settings: Settings) -> None:
    arrival = comes(case, photo() + EICAR, size=len(photo()) + 20)
    with listening() as (settings.CLAMAV, _clamd):
        assert checked(arrival).refusal == "virus-found"
    assert not Page.objects.exists()


def test_a_part_lost_on_our_side_is_asked_for_again(case: Case, folder: Path) -> None:
    arrival = comes(case, photo())
    stored(folder)[0].unlink()
    assert checked(arrival).refusal == "part-lost"


def test_a_draft_is_not_sent_while_a_file_is_being_checked(case: Case) -> None:
    office()
    given(case)
    given(case, "face")
    comes(case, photo(size=(800, 1100)), paper="letter")
    with pytest.raises(Incomplete) as lacks:
        sending.send(case=case, by=None, now=NOW)
    assert lacks.value.waits


def test_a_file_that_arrives_once_the_case_is_sent_goes_with_the_other_papers(case: Case) -> None:
    office()
    given(case)
    given(case, "face")
    content = photo(size=(800, 1100))
    late = expects(case, content, paper="letter")
    sending.send(case=case, by=None, now=NOW)
    arrivals.append(arrival=late, offset=0, content=content, now=NOW)
    assert checked(late).state == ArrivalState.KEPT
    assert Page.objects.filter(piece__name="other").count() == 1


def test_what_is_being_checked_is_not_given_up(case: Case) -> None:
    arrival = comes(case, photo())
    with pytest.raises(NotNow):
        arrivals.cancel(arrival=arrival)
    assert Arrival.objects.filter(pk=arrival.pk).exists()


def test_what_nobody_comes_back_to_is_forgotten(case: Case, folder: Path) -> None:
    expects(case, b"begun, never ended")
    kept = checked(comes(case, photo()))
    waits = comes(case, photo(size=(800, 1100)))
    arrivals.forget(now=kept.moved_at + dt.timedelta(days=2))
    assert Arrival.objects.count() == 2
    arrivals.forget(now=NOW + dt.timedelta(days=9))
    assert Arrival.objects.get() == waits
