"""Opening somebody's file leaves a line that nobody can take away."""

import pytest

from macnss.audit.models import Event
from macnss.insured.enums import Purpose
from macnss.insured.services import AlreadyRegistered, open_file
from macnss.insured.tests.factories import NOW, amina, driss, zineb

pytestmark = pytest.mark.django_db


def test_opening_a_file_tells_its_owner_who_and_why() -> None:
    person, agent = amina(), driss()
    open_file(insured=person, by=agent, purpose=Purpose.COMPLAINT, now=NOW)
    latest = Event.objects.about_person(person.pk)[0]
    assert (latest.action, latest.actor, latest.data) == ("insured.read_by_agent", agent, {"purpose": "complaint"})


def test_every_opening_is_a_line_of_its_own() -> None:
    person, agent = amina(), driss()
    for _ in range(3):
        open_file(insured=person, by=agent, purpose=Purpose.CONTROL, now=NOW)
    assert Event.objects.about_person(person.pk).filter(action="insured.read_by_agent").count() == 3


def test_an_opening_is_written_in_no_other_journal() -> None:
    person, stranger = amina(), zineb()
    open_file(insured=person, by=driss(), purpose=Purpose.REQUEST, now=NOW)
    assert not Event.objects.about_person(stranger.pk).filter(action="insured.read_by_agent").exists()


def test_one_person_a_document() -> None:
    person = amina()
    with pytest.raises(AlreadyRegistered):
        zineb(document_number=person.document_number)
