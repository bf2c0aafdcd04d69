"""Argon2id by a process beside: right and wrong, replaced when it dies, full at times, never a clue."""

import os
import signal
import statistics
import threading
import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from macnss.identity.hashing import Argon2id, Busy, Workshop, workshop
from macnss.identity.models import Account, Limit
from macnss.identity.services.passwords import is_right
from macnss.identity.tests.factories import PASSWORD, account

ARGON = ["macnss.identity.hashing.Argon2id"]


@pytest.fixture(autouse=True)
def argon() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=ARGON):
        yield


@pytest.fixture(autouse=True, scope="module")
def closed_afterwards() -> Iterator[None]:
    yield
    workshop.close()


def test_a_hash_is_right_for_its_password_only() -> None:
    written = make_password("ثلاثة جمال خضراء")
    assert written.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("ثلاثة جمال خضراء", written)
    assert not check_password("ثلاثة جمال", written)


def test_a_hash_that_is_none_opens_nothing() -> None:
    assert not check_password("x", "argon2$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$AAAA")


def test_the_process_has_a_low_priority() -> None:
    make_password("x")
    assert workshop.process_id is not None
    assert os.getpriority(os.PRIO_PROCESS, workshop.process_id) >= 10


def test_a_process_that_died_is_replaced() -> None:
    written = make_password("three green camels")
    assert workshop.process_id is not None
    os.kill(workshop.process_id, signal.SIGKILL)
    assert check_password("three green camels", written)


def test_when_too_many_wait_the_next_one_is_told_at_once() -> None:
    with override_settings(SIGN_INS_WAITING=2):
        small = Workshop()
    cost = {"time_cost": 60, "memory_cost": 19 * 1024, "parallelism": 1}
    slow = {"password": "x", "salt": "saltsalt", "cost": cost}
    held = [threading.Thread(target=small.ask, args=(slow,)) for _ in range(2)]
    for each in held:
        each.start()
    time.sleep(0.2)
    with pytest.raises(Busy):
        small.ask({"hash": "", "password": ""})
    for each in held:
        each.join()
    small.close()


@pytest.mark.django_db
def test_the_door_says_in_words_that_it_is_full(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise Busy

    monkeypatch.setattr(workshop, "ask", full)
    answer = client.post(reverse("identity:sign_in"), {"identifier": "x", "password": "y"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert reverse("identity:cannot_get_in") in answer.content.decode()


@pytest.mark.django_db
def test_a_hash_of_a_lower_cost_is_written_anew_at_the_next_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as cheaper:
        cheaper.setattr(Argon2id, "time_cost", 1)
        owner = account("karim", "Karim Berrada")
    assert "t=1" in owner.password
    assert is_right(owner, PASSWORD)
    assert "t=2" in Account.objects.get(pk=owner.pk).password
    assert not is_right(owner, "something else")


@pytest.mark.django_db
def test_an_unknown_number_takes_as_long_as_a_wrong_password(client: Client) -> None:
    account("karim", "Karim Berrada")
    spent: dict[str, list[float]] = {"karim@example.org": [], "nobody@example.org": []}
    for _ in range(25):
        for identifier, times in spent.items():  # one after the other: what disturbs one disturbs the other
            Limit.objects.all().delete()
            started = time.perf_counter()
            answer = client.post(reverse("identity:sign_in"), {"identifier": identifier, "password": "not this one"})
            times.append(time.perf_counter() - started)
            assert answer.status_code == 422
    known, unknown = (statistics.median(times) for times in spent.values())
    assert 0.8 < known / unknown < 1.25


@pytest.mark.django_db
def test_who_waits_inside_a_transaction_keeps_its_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()
        make_password("x")
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == before
