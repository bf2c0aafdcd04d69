import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from config.postgres import WEB
from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.insured.tests.factories import NOW, amina, driss
from macnss.kernel.management.commands.prepare_database import append_only_tables, grant

TRIED = audit.action("test.tried", "Something was tried.")


@pytest.mark.django_db
def test_an_act_leaves_a_line_with_its_actor_and_the_person_concerned() -> None:
    person, agent = amina(), driss()
    audit.record(TRIED, person, by=agent, at=NOW, person=person.pk, why="counter")
    event = Event.objects.about_person(person.pk).first()
    assert event
    assert (event.action, event.actor, event.at, event.data) == (TRIED, agent, NOW, {"why": "counter"})
    assert str(person.public_id) in event.subject


@pytest.mark.django_db
def test_an_act_without_a_sentence_is_refused() -> None:
    with pytest.raises(LookupError):
        audit.record("test.unheard-of", amina(), by=None, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_its_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        audit.record(TRIED, Event(), by=None, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_nobody_rewrites_the_journal(statement: str) -> None:
    audit.record(TRIED, amina(), by=None, at=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_role_of_the_web_may_only_add_and_read(right: str) -> None:
    grant(WEB, append_only_tables())
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'audit_event', %s)", [WEB, right])
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege(%s, 'audit_event', 'INSERT')", [WEB])
        assert cursor.fetchone() == (True,)


def test_every_act_has_its_sentence() -> None:
    assert all(str(sentence) for sentence in audit.known_actions().values())


@pytest.mark.django_db
def test_the_hour_of_an_act_is_the_one_it_was_given() -> None:
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    assert audit.record(TRIED, amina(), by=None, at=long_ago).at == long_ago
