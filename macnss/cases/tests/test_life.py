"""A case from its draft to its decision, by the services."""

import datetime as dt
import uuid

import pytest

from macnss.audit.models import Event
from macnss.cases.enums import Outcome, State
from macnss.cases.models import Case
from macnss.cases.services import deciding, drafts, examining, sending, talking
from macnss.cases.services.refusals import Incomplete, NotNow, NotYours, OwnCase, OwnDecision, ReasonNeeded
from macnss.cases.tests.factories import draft, examined, of_person, sent
from macnss.identity.enums import Role
from macnss.identity.tests.factories import NOW, agent, driss
from macnss.insured.tests.factories import amina
from macnss.kernel.days import working_day
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db


def test_a_draft_is_found_again_and_keeps_what_was_answered() -> None:
    holder = of_person(amina())
    first = draft(holder)
    again = drafts.begin(kind="message", holder=holder, start_key=uuid.uuid4(), language="fr", now=NOW)
    assert again == first
    assert again.said["topic"] == "wages"


def test_a_draft_that_lacks_an_answer_is_not_sent() -> None:
    case = draft(of_person(amina()), answers={"topic": "wages"})
    with pytest.raises(Incomplete) as lacks:
        sending.send(case=case, by=None, now=NOW)
    assert set(lacks.value.questions) == {"words"}


def test_what_is_sent_twice_is_one_case_and_one_message() -> None:
    holder = of_person(amina())
    case = sent(holder)
    again = sending.send(case=case, by=holder.account, now=NOW)
    assert again.reference == case.reference
    assert Case.objects.count() == 1
    assert Message.objects.filter(kind="cases.received").count() >= 1
    assert Event.objects.filter(action="case.sent").count() == 1
    assert case.target_on == dt.date(2026, 11, 30)


def test_an_agent_takes_it_decides_it_and_the_applicant_is_told() -> None:
    who = driss()
    case = examined(who, of_person(amina()))
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, words="All is well.", by=who, now=NOW)
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert Message.objects.filter(kind="cases.answered").exists()
    with pytest.raises(NotNow):
        deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=NOW)


def test_a_refusal_needs_a_reason_with_its_article() -> None:
    who = driss()
    case = examined(who, of_person(amina()))
    with pytest.raises(ReasonNeeded):
        deciding.decide(case=case, outcome=Outcome.REFUSED, by=who, now=NOW)
    decision = deciding.decide(case=case, outcome=Outcome.REFUSED, reasons=["elsewhere"], by=who, now=NOW)
    assert decision.grounds["articles"]


def test_a_colleague_does_not_decide_what_another_examines() -> None:
    other = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    case = examined(driss(), of_person(amina()))
    with pytest.raises(NotYours):
        deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=other, now=NOW)


def test_the_clock_stops_while_papers_are_awaited() -> None:
    who = driss()
    case = examined(who, of_person(amina()))
    before = case.target_on
    examining.ask_papers(case=case, papers={"attachment": "The payslip of March."}, by=who, now=NOW)
    later = NOW + dt.timedelta(days=6)
    case.pieces.update(state="given")
    again = examining.give_papers(case=case, by=None, now=later)
    assert again.state == State.EXAMINED
    assert before
    assert again.target_on == working_day(before + dt.timedelta(days=6))


def test_nobody_examines_what_they_asked_for_themselves() -> None:
    person = amina()
    assert person.account
    person.account.is_agent = True
    person.account.save()
    with pytest.raises(OwnCase):
        examining.take(case=sent(of_person(person)), by=person.account, now=NOW)


def test_an_appeal_goes_to_another_agent() -> None:
    who, other = driss(), agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    case = examined(who, of_person(amina()))
    case_kind = case.kind
    deciding.decide(case=case, outcome=Outcome.REFUSED, reasons=["elsewhere"], by=who, now=NOW)
    from dataclasses import replace

    from macnss.cases.engine import KINDS

    kind = type(KINDS[case_kind])
    original = kind.definition
    kind.definition = replace(original, may_appeal=True)
    try:
        again = sending.appeal(case=case, words="Look again.", send_key=uuid.uuid4(), by=None, now=NOW)
    finally:
        kind.definition = original
    with pytest.raises(OwnDecision):
        examining.take(case=again, by=who, now=NOW)
    assert examining.take(case=again, by=other, now=NOW).state == State.EXAMINED


def test_the_same_message_sent_twice_is_one() -> None:
    who, key = driss(), uuid.uuid4()
    case = examined(who, of_person(amina()))
    for _time in range(2):
        talking.write(case=case, words="Which month?", from_fund=True, send_key=key, by=who, now=NOW)
    assert case.exchanges.count() == 1
