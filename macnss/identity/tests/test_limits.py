"""Limits: exactly so many tries, whoever asks, from wherever; a block that ends; nothing counted, nothing opened."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from macnss.identity.models import Limit
from macnss.identity.services import limits
from macnss.identity.services.limits import WINDOWS, Act, LimitsUnavailable, TooManyTries, Window, Windows, spend
from macnss.identity.tests.factories import NOW, account, come_in

MINUTE = dt.timedelta(minutes=1)
HERE = "192.0.2.10"
SIGN_IN = WINDOWS[Act.SIGN_IN]


def passes(*, key: str = "A1", address: str = HERE, now: dt.datetime = NOW, act: Act = Act.SIGN_IN) -> bool:
    try:
        spend(act, key=key, address=address, now=now)
    except TooManyTries:
        return False
    return True


def use_up(key: str = "A1", now: dt.datetime = NOW) -> None:
    for _ in range(SIGN_IN.key.tries + 1):
        passes(key=key, now=now)


@pytest.mark.django_db
def test_so_many_tries_pass_and_the_next_one_says_when_to_come_back() -> None:
    assert [passes() for _ in range(SIGN_IN.key.tries)] == [True] * SIGN_IN.key.tries
    with pytest.raises(TooManyTries) as refused:
        spend(Act.SIGN_IN, key="A1", address=HERE, now=NOW)
    assert refused.value.seconds == SIGN_IN.key.block.total_seconds()


@pytest.mark.django_db
def test_another_person_and_another_act_are_not_concerned() -> None:
    use_up()
    assert passes(key="B2")
    assert passes(act=Act.CODE_TRIED)


@pytest.mark.django_db
def test_a_block_ends_and_the_next_one_is_longer() -> None:
    use_up()
    assert not passes(now=NOW + SIGN_IN.key.block - dt.timedelta(seconds=1))
    after = NOW + SIGN_IN.key.block
    use_up(now=after)
    assert not passes(now=after + SIGN_IN.key.block)
    assert passes(now=after + 2 * SIGN_IN.key.block)


@pytest.mark.django_db
def test_tries_during_a_block_do_not_lengthen_it() -> None:
    use_up()
    for _ in range(50):
        passes(now=NOW + MINUTE)
    assert passes(now=NOW + SIGN_IN.key.block)


@pytest.mark.django_db
def test_no_block_is_longer_than_half_a_day() -> None:
    now = NOW
    for _ in range(20):
        use_up(now=now)
        now = now + limits.LONGEST_BLOCK
    use_up(now=now)
    with pytest.raises(TooManyTries) as refused:
        spend(Act.SIGN_IN, key="A1", address=HERE, now=now)
    assert refused.value.seconds <= limits.LONGEST_BLOCK.total_seconds()


@pytest.mark.django_db
def test_the_window_closes_by_itself() -> None:
    for _ in range(SIGN_IN.key.tries):
        passes()
    assert passes(now=NOW + SIGN_IN.key.within)


@pytest.mark.django_db
def test_the_owner_who_came_in_is_forgiven() -> None:
    for _ in range(SIGN_IN.key.tries):
        passes()
    limits.forgive(Act.SIGN_IN, key="A1", now=NOW)
    assert passes()


@pytest.mark.django_db
def test_an_address_is_closed_after_many_tries_and_closes_nobody_s_account() -> None:
    for number in range(SIGN_IN.address.tries):
        assert passes(key=f"person {number}")
    assert not passes(key="Amina")
    for _ in range(SIGN_IN.key.tries):
        assert passes(key="Amina", address="198.51.100.1")


@pytest.mark.django_db
def test_neighbours_of_a_network_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = Windows(SIGN_IN.key, SIGN_IN.address, Window(3, MINUTE, MINUTE))
    monkeypatch.setitem(WINDOWS, Act.SIGN_IN, narrow)
    assert [passes(key="", address=f"192.0.2.{last}") for last in (1, 2, 3, 4)] == [True, True, True, False]
    assert passes(key="", address="192.0.3.1")


@pytest.mark.django_db
def test_the_table_names_nobody() -> None:
    passes(key="AB123456")
    assert all(b"AB123456" not in bytes(row.digest) and len(row.digest) == 32 for row in Limit.objects.all())


@pytest.mark.django_db
def test_old_counts_are_swept_and_blocks_are_not() -> None:
    passes(key="old")
    use_up("blocked", now=NOW + dt.timedelta(days=2))
    limits.sweep(now=NOW + dt.timedelta(days=2, minutes=1))
    assert not passes(key="blocked", now=NOW + dt.timedelta(days=2, minutes=1))
    assert Limit.objects.filter(since=NOW).count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_fifty_parallel_tries_exactly_so_many_pass() -> None:
    def one(_: int) -> bool:
        try:
            return passes()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as crowd:
        passed = list(crowd.map(one, range(50)))
    assert sum(passed) == SIGN_IN.key.tries


@pytest.mark.django_db(transaction=True)
def test_a_count_is_never_part_of_the_act_that_it_limits() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        spend(Act.SIGN_IN, address=HERE, now=NOW)


@contextmanager
def no_table() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE identity_limit RENAME TO elsewhere")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE elsewhere RENAME TO identity_limit")


@pytest.mark.django_db
def test_without_the_table_nobody_tries_anything() -> None:
    with no_table(), pytest.raises(LimitsUnavailable):
        spend(Act.SIGN_IN, key="A1", address=HERE, now=NOW)
    assert passes()


@contextmanager
def somebody_holds_the_table() -> Iterator[None]:
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE identity_limit IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        other.rollback()
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_table_that_does_not_answer_is_as_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ANSWERS_WITHIN", "300ms")
    with somebody_holds_the_table(), pytest.raises(LimitsUnavailable):
        spend(Act.SIGN_IN, key="A1", address=HERE, now=NOW)
    assert passes()


@pytest.mark.django_db
def test_without_the_table_the_door_is_closed_in_words_and_pages_stay_open(client: Client) -> None:
    owner = come_in(Client(), account("karim", "Karim Berrada"))
    with no_table():
        answer = client.post(reverse("identity:sign_in"), {"identifier": "karim@example.org", "password": "x"})
        assert answer.status_code == 503
        assert reverse("identity:cannot_get_in") in answer.content.decode()
        assert owner.get("/").status_code == 200
        assert client.get(reverse("identity:sign_in")).status_code == 200
