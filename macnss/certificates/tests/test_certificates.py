"""A certificate asked for, granted, ready, handed over: followed by its owner, noted by the desk."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from macnss.agencies.tests.factories import fes, tanger
from macnss.cases.engine import KINDS, CannotAccept, Holder
from macnss.cases.enums import Audience, Outcome
from macnss.cases.models import Case
from macnss.cases.services import deciding
from macnss.cases.tests.factories import examined, of_person, sent
from macnss.certificates.enums import Making
from macnss.certificates.models import Certificate
from macnss.certificates.services import making
from macnss.certificates.services.making import NotThere
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent, come_in, driss, office
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, zineb
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
KIND = KINDS["certificate_request"]
ASKED = {"requester": "insured", "certificate": "registered", "use": "bank"}


def granted(person: Insured, by: Account, words: str = "", **other: Any) -> Case:
    answers = {**ASKED, "delivery": "agency", "agency": str(fes().public_id), **other}
    case = examined(by, of_person(person), "certificate_request", answers)
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, words=words, by=by, now=NOW)
    case.refresh_from_db()
    return case


def test_it_is_examined_where_it_is_collected() -> None:
    answers = {**ASKED, "delivery": "agency", "agency": str(tanger().public_id)}
    assert sent(of_person(amina()), "certificate_request", answers).office.code == "13"  # type: ignore[union-attr]


def test_an_address_that_the_fund_knows_is_proposed() -> None:
    filled = KIND.prefilled(of_person(amina()), NOW.date())
    assert filled["postal_address"] == "12 RUE DES ORANGERS, 30000 FES"


def test_somebody_without_a_number_asks_only_for_what_they_may() -> None:
    holder = Holder(Audience.PUBLIC)
    sheet = KIND.definition.sheet("certificate")
    assert sheet
    assert [each.code for each in KIND.choices(sheet.questions[0], holder, {})] == ["not_registered"]
    filled = KIND.prefilled(holder, NOW.date())
    assert [each.name for each in KIND.papers(filled, holder)] == ["identity"]
    assert "requester" in [each.name for each in KIND.definition.asked_sheets(filled)]


def test_the_certificate_of_somebody_deceased_asks_for_its_papers() -> None:
    needed = KIND.papers({**ASKED, "certificate": "pension_deceased"}, of_person(amina()))
    assert {paper.name for paper in needed} == {"death", "link_proof"}


def test_who_is_registered_has_no_certificate_of_the_contrary() -> None:
    answers = {**ASKED, "certificate": "not_registered", "delivery": "space"}
    case = sent(of_person(amina()), "certificate_request", answers)
    assert deciding.suggestion_for(case, NOW.date()).reasons == ("registered",)


def test_it_is_printed_then_handed_over_and_its_owner_is_told() -> None:
    who = driss()
    case = granted(amina(), who)
    made = Certificate.objects.get()
    assert [step.state for step in KIND.after(case)] == ["current", "todo"]
    making.note_ready(certificate=made, by=who, now=NOW)
    assert Message.objects.filter(kind="certificates.ready").exists()
    with pytest.raises(NotThere):
        making.note_ready(certificate=made, by=who, now=NOW)
    assert making.hand_over(certificate=made, by=who, now=NOW).state == Making.HANDED_OVER
    assert [step.state for step in KIND.after(case)] == ["done", "done"]


def test_one_that_goes_by_post_is_told_when_it_leaves() -> None:
    who = driss()
    granted(amina(), who, delivery="post", agency="", postal_address="12 rue des Orangers, Fès")
    made = making.note_ready(certificate=Certificate.objects.get(), by=who, now=NOW)
    assert not Message.objects.filter(kind="certificates.ready").exists()
    making.hand_over(certificate=made, by=who, now=NOW)
    assert Message.objects.filter(kind="certificates.posted").exists()


def test_a_written_answer_is_written_and_is_there_at_once() -> None:
    who, person = driss(), amina()
    with pytest.raises(CannotAccept):
        granted(person, who, delivery="space")
    case = Case.objects.get()
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, words="Registered since 2014.", by=who, now=NOW)
    case.refresh_from_db()
    assert KIND.outcome(case)[0].value == "Registered since 2014."
    assert Certificate.objects.get().state == Making.HANDED_OVER


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_its_owner_follows_it_and_nobody_else(
    client: Client, language: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    who, person = driss(), amina()
    first = granted(person, who)
    granted(person, who, certificate="health")
    assert person.account
    come_in(client, person.account)
    client.cookies["macnss_language"] = language
    client.get("/me/certificates/")
    with django_assert_max_num_queries(4):
        html = client.get("/me/certificates/").content.decode()
    assert str(first.reference) in html
    assert ("Attestation d’immatriculation" in html) == (language == "fr")
    stranger = zineb()
    assert stranger.account
    other = come_in(Client(), stranger.account)
    assert str(first.reference) not in other.get("/me/certificates/").content.decode()


def test_the_desk_notes_those_of_its_office_only(client: Client) -> None:
    who = driss()
    granted(amina(), who)
    made = Certificate.objects.get()
    elsewhere = agent("hind", "HIND LAHLOU", Role.FRONT_DESK, at=office("13", "TANGER", "وكالة طنجة"))
    other = come_in(Client(), elsewhere)
    said = {"certificate": str(made.public_id), "act": "ready"}
    assert other.post("/agent/certificates/", said).status_code == 404
    come_in(client, who)
    assert str(made.case.reference) in client.get("/agent/certificates/").content.decode()
    for act, state in (("ready", Making.READY), ("handed_over", Making.HANDED_OVER)):
        assert client.post("/agent/certificates/", {**said, "act": act}).status_code == 302
        made.refresh_from_db()
        assert made.state == state
    assert client.post("/agent/certificates/", {**said, "act": "burn"}).status_code == 404
    assert client.post("/agent/certificates/", {**said, "certificate": "x"}).status_code == 404
