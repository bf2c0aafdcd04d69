"""A certificate asked for, granted, ready, handed over: followed by its owner, noted by the desk."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from macnss.agencies.tests.factories import fes, tanger
from macnss.cases.engine import KINDS, CannotAccept, Holder
from macnss.cases.enums import AlarmKind, Audience, Outcome
from macnss.cases.models import Alarm, Case
from macnss.cases.services import alarms, deciding
from macnss.cases.tests.factories import examined, of_person, sent
from macnss.certificates.enums import Making
from macnss.certificates.models import Certificate
from macnss.certificates.procedures.certificate_request import steps_of
from macnss.certificates.services import making, waiting
from macnss.certificates.services.making import NotThere, OwnCertificate
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent, come_in, driss, office, supervisor
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, zineb
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
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


# Nothing waits in silence.


def test_one_that_nobody_prints_is_an_alert_until_it_is_printed() -> None:
    who = driss()
    case = granted(amina(), who)
    waiting.watch(now=NOW + 5 * DAY)
    assert not Alarm.objects.exists()
    for _round in range(2):
        waiting.watch(now=NOW + 6 * DAY)
    alarm = Alarm.objects.get()
    assert (alarm.case, alarm.kind, alarm.office) == (case, AlarmKind.FAILED, case.office)
    assert "Accordée" in alarm.words
    assert "موافق عليها" in alarm.words
    alarms.settle(alarm=alarm, words="The printer is mended.", by=supervisor(), now=NOW + 6 * DAY)
    waiting.watch(now=NOW + 7 * DAY)
    assert not Alarm.objects.filter(settled_at=None).exists()
    waiting.watch(now=NOW + 9 * DAY)
    assert Alarm.objects.filter(settled_at=None).count() == 1


def test_one_that_nobody_posts_is_an_alert_and_its_owner_is_not_asked_to_come() -> None:
    who = driss()
    granted(amina(), who, delivery="post", agency="", postal_address="12 rue des Orangers, Fès")
    made = making.note_ready(certificate=Certificate.objects.get(), by=who, now=NOW)
    waiting.watch(now=NOW + 20 * DAY)
    assert Alarm.objects.get().case == made.case
    assert not Message.objects.filter(kind="certificates.still_waits").exists()


def test_who_does_not_collect_theirs_is_reminded_twice_then_it_is_in_the_list_of_the_agency(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = driss()
    case = granted(amina(), who)
    making.note_ready(certificate=Certificate.objects.get(), by=who, now=NOW)
    told = Message.objects.filter(kind="certificates.still_waits", channel="email")
    for day, times in ((14, 0), (15, 1), (16, 1), (30, 2), (31, 2), (60, 2)):
        waiting.watch(now=NOW + day * DAY)
        assert told.count() == times
    assert not Alarm.objects.exists()
    for day, where in ((44, ""), (45, "?state=left")):
        monkeypatch.setattr("django.utils.timezone.now", lambda day=day: NOW + day * DAY)
        come_in(client, who)
        for page in ("", "?state=left"):
            shown = str(case.reference) in client.get(f"/agent/certificates/{page}").text
            assert shown == (page == where)
    said = {"certificate": str(Certificate.objects.get().public_id), "act": "handed_over"}
    client.post("/agent/certificates/", said)
    assert Certificate.objects.get().state == Making.HANDED_OVER


def test_one_without_an_office_is_on_every_desk(client: Client) -> None:
    who = driss()
    case = granted(amina(), who)
    Certificate.objects.update(office=None)
    come_in(client, who)
    html = client.get("/agent/certificates/").text
    assert str(case.reference) in html
    assert "None" not in html


def test_nobody_prints_nor_hands_over_their_own(client: Client) -> None:
    who, person = driss(), amina()
    granted(person, who)
    made = Certificate.objects.get()
    Insured.objects.filter(pk=person.pk).update(account=who)
    with pytest.raises(OwnCertificate):
        making.note_ready(certificate=made, by=who, now=NOW)
    making.note_ready(certificate=made, by=supervisor(), now=NOW)
    with pytest.raises(OwnCertificate):
        making.hand_over(certificate=made, by=who, now=NOW)
    come_in(client, who)
    assert str(made.case.reference) not in client.get("/agent/certificates/").text


def test_somebody_who_holds_another_role_elsewhere_has_no_desk_there(client: Client) -> None:
    case = granted(amina(), driss())
    hind = agent("hind", "HIND LAHLOU", Role.FRONT_DESK, at=office("13", "TANGER", "وكالة طنجة"))
    assert case.office
    hind.postings.create(role=Role.REFERENCE_DATA, office=case.office, since=NOW.date())
    assert str(case.reference) not in come_in(client, hind).get("/agent/certificates/").text


def test_its_days_are_those_of_morocco() -> None:
    who = driss()
    granted(amina(), who)
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    made = making.note_ready(certificate=Certificate.objects.get(), by=who, now=late)
    made = making.hand_over(certificate=made, by=who, now=late)
    assert [step.on for step in steps_of(made)] == [dt.date(2026, 11, 24)] * 2
