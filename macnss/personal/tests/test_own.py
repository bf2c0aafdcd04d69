"""What somebody changes alone, and what agents correct."""

import datetime as dt
from typing import Any

import pytest

from macnss.audit.models import Event
from macnss.cases.engine import KINDS
from macnss.cases.enums import Outcome, State, Verdict
from macnss.cases.models import Case
from macnss.cases.services import deciding, examining
from macnss.cases.services.refusals import Incomplete
from macnss.family.tests.factories import filed
from macnss.identity.enums import Language, Role
from macnss.identity.services import NameTaken, speak
from macnss.identity.services.names import account_named
from macnss.identity.tests.factories import NOW, account, agent, driss
from macnss.insured.models import Insured
from macnss.insured.queries import corrections_of
from macnss.insured.services import AlreadyRegistered, correct
from macnss.insured.tests.factories import amina, brahim
from macnss.outbox.models import Message
from macnss.personal.services import own
from macnss.personal.services.identity import correct_record
from macnss.personal.tests.factories import without_account

pytestmark = pytest.mark.django_db
DOCUMENT = {"what": "document", "document": "cin", "cin": "CD999111"}


def accepted(person: Insured, kind: str, answers: dict[str, Any]) -> Case:
    first, second = driss(), agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    case = examining.take(case=filed(person, kind, answers), by=first, now=NOW)
    decision = deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=first, now=NOW)
    if KINDS[kind].needs_second(answers):
        deciding.confirm(decision=decision, by=second, now=NOW)
    case.refresh_from_db()
    person.refresh_from_db()
    return case


def test_an_address_changes_at_once_and_is_told_and_remembered() -> None:
    person = amina()
    assert person.account
    own.move(insured=person, address="4 RUE NEUVE", town="SEFROU", postcode="31000", by=person.account, now=NOW)
    person.refresh_from_db()
    assert person.town == "SEFROU"
    assert Message.objects.filter(kind="personal.address_changed").exists()
    values = corrections_of(person)[0].values
    assert values["town"] == ("FES", "SEFROU")
    event = Event.objects.get(action="personal.address_changed")
    assert "RUE NEUVE" not in str(event.data)


def test_the_same_address_again_tells_nobody() -> None:
    person = amina()
    assert person.account
    same = {name: getattr(person, name) for name in ("address", "town", "postcode")}
    own.move(insured=person, by=person.account, now=NOW, **same)
    assert not Message.objects.filter(kind="personal.address_changed").exists()


def test_the_language_of_messages_is_that_of_the_account() -> None:
    person = amina()
    assert person.account
    speak(account=person.account, language=Language.FRENCH, by=person.account, now=NOW)
    person.account.refresh_from_db()
    assert person.account.language == "fr"


def test_a_name_is_corrected_by_one_agent_and_the_account_follows() -> None:
    person = amina()
    name = {"last_name": "BENNANI", "first_name": "AMINA SALMA", "last_name_ar": "بناني", "first_name_ar": "أمينة سلمى"}
    case = accepted(person, "personal_identity", {"what": "name", "why": "mistake", **name})
    assert case.state == State.ACCEPTED
    assert person.first_name == "AMINA SALMA"
    assert person.account
    assert person.account.name == "AMINA SALMA BENNANI"
    assert Message.objects.filter(kind="personal.corrected").exists()


def test_somebody_without_an_account_is_told_that_their_record_was_corrected() -> None:
    person = without_account(amina())
    correct_record(insured=person, fields={"sex": "M"}, by=driss(), now=NOW)
    messages = Message.objects.filter(kind="personal.corrected_no_account")
    assert {each.channel: each.all_addresses[each.channel] for each in messages} == {
        "email": person.email,
        "sms": person.phone,
    }


def test_a_change_of_name_asks_for_its_judgment() -> None:
    definition = KINDS["personal_identity"].definition
    papers = {paper.name for paper in definition.papers_for({"what": "name", "why": "changed"})}
    assert papers == {"identity_document", "name_judgment"}


def test_a_document_is_corrected_by_two_agents_and_opens_the_account() -> None:
    person = amina()
    accepted(person, "personal_identity", DOCUMENT)
    assert person.document_number == "CD999111"
    assert account_named("cd 999111") == person.account
    assert account_named("CD482915") is None


def test_a_document_of_another_record_is_shown_and_never_written() -> None:
    brahim()
    person = amina()
    case = filed(person, "personal_identity", {**DOCUMENT, "cin": "C734120"})
    checks = {check.name: check.verdict for check in KINDS["personal_identity"].checks(case, NOW.date())}
    assert checks["taken"] == Verdict.WRONG
    with pytest.raises(AlreadyRegistered):
        correct(insured=person, fields={"document_number": "C734120"}, by=None, now=NOW)


def test_a_document_that_opens_another_account_is_not_taken_from_it() -> None:
    from macnss.identity.enums import NameKind
    from macnss.identity.services import give_sign_in_name

    person = amina()
    give_sign_in_name(account=account("other", "OTHER"), kind=NameKind.DOCUMENT, name="CD999111", by=None, now=NOW)
    with pytest.raises(NameTaken):
        correct(insured=person, fields={"document_number": "CD999111"}, by=None, now=NOW)
    person.refresh_from_db()
    assert person.document_number == "CD482915"


def test_a_birth_date_waits_for_a_second_agent() -> None:
    person = amina()
    first = driss()
    case = examining.take(case=filed(person, "personal_birth_date", {"birth_date": "1991-03-14"}), by=first, now=NOW)
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=first, now=NOW)
    person.refresh_from_db()
    assert person.birth_date == dt.date(1992, 3, 14)
    decision = case.decisions.get()
    deciding.confirm(decision=decision, by=agent("hind", "HIND LAHLOU", Role.FILE_OFFICER), now=NOW)
    person.refresh_from_db()
    assert person.birth_date == dt.date(1991, 3, 14)


@pytest.mark.parametrize("day", ["1992-03-14", "2020-01-01", "2030-01-01"])
def test_a_birth_date_that_changes_nothing_or_cannot_be_is_refused(day: str) -> None:
    with pytest.raises(Incomplete) as lacks:
        filed(amina(), "personal_birth_date", {"birth_date": day, "birth_place": "FES"})
    assert set(lacks.value.questions) == {"birth_date"}


def test_a_correction_that_changes_nothing_is_refused() -> None:
    with pytest.raises(Incomplete):
        filed(amina(), "personal_identity", {"what": "sex", "sex": "F"})


def test_effects_are_said_before_sending() -> None:
    from macnss.cases.tests.factories import of_person

    for kind, answers in (("personal_identity", DOCUMENT), ("personal_birth_date", {"birth_date": "1991-03-14"})):
        assert KINDS[kind].effects(answers, of_person(amina() if kind == "personal_identity" else brahim()), NOW.date())
