"""A complaint has a month, an answer in words, and then conciliation by somebody else."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from macnss.cases.engine import KINDS, CannotAccept, Holder
from macnss.cases.enums import Outcome, State
from macnss.cases.models import Case
from macnss.cases.services import deciding, drafts, examining, sending
from macnss.cases.services.refusals import Incomplete
from macnss.cases.tests.factories import draft, examined, of_company, of_person, sent
from macnss.employers.tests.factories import atlas, head_of
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent, come_in, driss, office, supervisor
from macnss.insured.tests.factories import amina, zineb
from macnss.outbox.models import Message
from macnss.relations.queries import conciliation_of, open_to_conciliation
from macnss.relations.services import conciliation
from macnss.relations.services.conciliation import HandledIt, SupervisorNeeded

pytestmark = pytest.mark.django_db
COMPLAINT: dict[str, Any] = {"topic": "delay", "story": "Nothing since March.", "wanted": "An answer."}
DISAGREES = {"disagreement": "The answer says nothing.", "wanted": "The months paid."}
MONTH_LATER = dt.datetime(2026, 12, 24, 10, 0, tzinfo=dt.UTC)


def complained(holder: Holder, **other: Any) -> Case:
    return sent(holder, "complaint", {**COMPLAINT, **other})


def answered(holder: Holder, by: Account, outcome: Outcome, **said: Any) -> Case:
    case = examined(by, holder, "complaint", COMPLAINT)
    deciding.decide(case=case, outcome=outcome, by=by, now=NOW, **said)
    case.refresh_from_db()
    return case


def conciliated(holder: Holder, *, now: dt.datetime = NOW) -> Case:
    """A conciliation about the only complaint that is open to it."""
    begun = drafts.begin(kind="conciliation", holder=holder, start_key=uuid.uuid4(), language="fr", now=now)
    saved = drafts.save(case=begun, answers=DISAGREES, now=now)
    return sending.send(case=saved, by=holder.account, now=now)


def test_a_complaint_has_a_target_a_legal_month_and_a_named_unit() -> None:
    case = complained(of_person(amina()))
    assert case.legal_on == dt.date(2026, 12, 23)
    assert case.target_on
    assert case.target_on < case.legal_on
    assert case.said["unit"] == "processing"
    assert len(KINDS["complaint"].effects(COMPLAINT, Holder.of(case), NOW.date())) == 3


def test_a_company_complains_too() -> None:
    company = atlas()
    case = complained(of_company(company, head_of(company)))
    assert case.state == State.SENT
    assert case.company == company


@pytest.mark.parametrize(
    ("kind", "answers"), [("complaint", COMPLAINT), ("message", {"topic": "other", "words": "When?"})]
)
def test_nobody_accepts_without_an_answer(kind: str, answers: dict[str, Any]) -> None:
    who = driss()
    case = examined(who, of_person(amina()), kind, answers)
    with pytest.raises(CannotAccept):
        deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=NOW)
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, words="On Monday.", by=who, now=NOW)
    case.refresh_from_db()
    assert case.results["answer"] == "On Monday."
    assert all(line.value != "On Monday." for line in KINDS[kind].outcome(case))  # it is read once, with the decision


def test_one_chooses_among_ones_own_requests_what_one_complains_of() -> None:
    person, stranger = of_person(amina()), of_person(zineb())
    mine, theirs = sent(person), sent(stranger)
    case = draft(person, "complaint", {**COMPLAINT, "request": str(mine.public_id)})
    question = KINDS["complaint"].definition.sheet("request").questions[0]  # type: ignore[union-attr]
    codes = [choice.code for choice in KINDS["complaint"].choices(question, person, case.said)]
    assert codes == [str(mine.public_id), "none"]
    assert str(theirs.public_id) not in codes


def test_whoever_handled_the_request_does_not_answer_the_complaint_about_it() -> None:
    person, who, other = of_person(amina()), driss(), agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    about = examined(who, person)
    case = complained(person, request=str(about.public_id))
    with pytest.raises(HandledIt):
        examining.take(case=case, by=who, now=NOW)
    assert examining.take(case=case, by=other, now=NOW).state == State.EXAMINED


def test_conciliation_is_not_open_before_an_answer_nor_before_the_end_of_the_month() -> None:
    holder = of_person(amina())
    case = complained(holder)
    kind = KINDS["conciliation"]
    assert not kind.may_open(holder, dt.date(2026, 12, 23))
    assert KINDS["complaint"].further(case, dt.date(2026, 12, 23)) == []
    assert kind.may_open(holder, dt.date(2026, 12, 24))
    (line,) = KINDS["complaint"].further(case, dt.date(2026, 12, 24))
    assert line.link == reverse("cases:start", kwargs={"kind": "conciliation"})
    assert not kind.may_open(of_person(zineb()), dt.date(2026, 12, 24))


def test_a_refusal_opens_conciliation_at_once() -> None:
    holder = of_person(amina())
    answered(holder, driss(), Outcome.REFUSED, reasons=["unfounded"])
    assert KINDS["conciliation"].may_open(holder, NOW.date())


def test_when_the_month_passes_the_complainant_is_told_once() -> None:
    complained(of_person(amina()))
    assert conciliation.offer(now=NOW) == 0
    assert conciliation.offer(now=MONTH_LATER) == 1
    assert conciliation.offer(now=MONTH_LATER) == 0
    assert Message.objects.filter(kind="relations.month_passed").exists()


def test_conciliation_goes_to_another_office_and_to_its_supervisor() -> None:
    rabat = office("02", "RABAT", "وكالة الرباط")
    who, holder = driss(), of_person(amina())
    colleague = supervisor("salma")
    judge = supervisor("youssef", "YOUSSEF NACIRI", at=rabat)
    complaint = answered(holder, who, Outcome.REFUSED, reasons=["unfounded"])
    case = conciliated(holder)
    assert (complaint.office.town, case.office) == ("FES", rabat)  # type: ignore[union-attr]
    for barred, why in ((who, HandledIt), (colleague, SupervisorNeeded)):
        with pytest.raises(why):
            examining.take(case=case, by=barred, now=NOW)
    taken = examining.take(case=case, by=judge, now=NOW)
    deciding.decide(case=taken, outcome=Outcome.ACCEPTED, words="The months are paid.", by=judge, now=NOW)
    assert conciliation_of(complaint) == taken


def test_the_directorate_of_conciliation_comes_first_where_there_is_one() -> None:
    supervisor("youssef", "YOUSSEF NACIRI", at=office("02", "RABAT", "وكالة الرباط"))
    directorate = office("CO", "RABAT", "مديرية التوفيق")
    holder = of_person(amina())
    answered(holder, driss(), Outcome.REFUSED, reasons=["unfounded"])
    assert conciliated(holder).office == directorate


def test_a_complaint_goes_to_conciliation_once_unless_it_was_withdrawn() -> None:
    holder = of_person(amina())
    complaint = answered(holder, driss(), Outcome.REFUSED, reasons=["unfounded"])
    case = conciliated(holder)
    assert not open_to_conciliation(holder, NOW.date()).exists()
    second = draft(holder, "conciliation", {**DISAGREES, "complaint": str(complaint.public_id)})
    with pytest.raises(Incomplete) as lacks:
        sending.send(case=second, by=holder.account, now=NOW)
    assert set(lacks.value.questions) == {"complaint"}
    sending.withdraw(case=case, by=holder.account, now=NOW)
    assert sending.send(case=second, by=holder.account, now=NOW).state == State.SENT


def test_somebody_elses_complaint_is_not_conciliated() -> None:
    stranger, holder = of_person(zineb()), of_person(amina())
    theirs = answered(holder, driss(), Outcome.REFUSED, reasons=["unfounded"])
    case = draft(stranger, "conciliation", {**DISAGREES, "complaint": str(theirs.public_id)})
    with pytest.raises(Incomplete):
        sending.send(case=case, by=stranger.account, now=NOW)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_help_page_says_whom_to_call_and_where_to_write(client: Client, language: str) -> None:
    client.cookies["macnss_language"] = language
    html = client.get("/help/").content.decode()
    assert "tel:3939" in html
    assert reverse("cases:start", kwargs={"kind": "complaint"}) in html
    assert ("Mon dossier tarde" in html) == (language == "fr")


def test_the_page_of_a_complaint_leads_to_conciliation(client: Client) -> None:
    person = amina()
    case = answered(of_person(person), driss(), Outcome.REFUSED, reasons=["unfounded"])
    assert person.account
    come_in(client, person.account)
    html = client.get(reverse("cases:case", kwargs={"case_id": case.public_id})).content.decode()
    assert reverse("cases:start", kwargs={"kind": "conciliation"}) in html
