"""A month contested: the employer asked, an agent decides, the order is watched until a declaration settles it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from macnss.cases.engine import KINDS, CannotAccept, Holder
from macnss.cases.enums import Audience, Outcome, State, Verdict
from macnss.cases.models import Alarm, Case
from macnss.cases.services import deciding, drafts, examining, sending, talking
from macnss.cases.services.refusals import Incomplete, OwnCase
from macnss.declarations.models import WageCorrection
from macnss.declarations.queries import declared_for
from macnss.declarations.services import contests, uploads
from macnss.declarations.tests.factories import Paid, declares, works
from macnss.declarations.tests.files import complementary_file, enters
from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.employers.services import mandate
from macnss.employers.tests.factories import atlas, head_of, zellige
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, come_in, driss, office
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, zineb
from macnss.kernel.months import Month
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
MARCH = Month(2026, 3)
KIND = KINDS["wage_contest"]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def drafted(person: Insured, employer: Employer | None, **other: Any) -> Case:
    office()
    holder = Holder(Audience.INSURED, person.account, person)
    begun = drafts.begin(kind="wage_contest", holder=holder, start_key=uuid.uuid4(), language="fr", now=NOW)
    answers = {
        "month": "2026-03",
        "employer": str(employer.public_id) if employer else "other",
        "wrong": "missing",
        "days": 26,
        "wage": "5000.00",
        "has_payslip": True,
        **other,
    }
    case = drafts.save(case=begun, answers=answers, now=NOW)
    case.pieces.create(name="payslip", state="given", at=NOW)
    case.pieces.create(name="bank_statement", state="given", at=NOW)
    return case


def contested(person: Insured, employer: Employer | None, **other: Any) -> Case:
    return sending.send(case=drafted(person, employer, **other), by=person.account, now=NOW)


def decided(case: Case, by: Account) -> Case:
    """The employer agrees, the agent accepts."""
    inquiry = case.inquiries.get()
    talking.answer(inquiry=inquiry, agrees=True, words="", by=head_of(inquiry.company, "boss"), now=NOW)
    taken = examining.take(case=case, by=by, now=NOW)
    deciding.decide(case=taken, outcome=Outcome.ACCEPTED, by=by, now=NOW)
    taken.refresh_from_db()
    return taken


def refused_for(case: Case) -> set[str]:
    with pytest.raises(Incomplete) as lacks:
        sending.send(case=case, by=None, now=NOW)
    return set(lacks.value.questions)


def test_the_employer_is_asked_at_once_and_reads_nothing_but_what_it_needs() -> None:
    person, company = amina(), atlas()
    head_of(company)
    works(person, company, Month(2025, 1))
    case = contested(person, company, words="My boss shouts at me.")
    assert case.state == State.ASKED
    (inquiry,) = case.inquiries.all()
    assert inquiry.company == company
    assert str(person.number) in inquiry.words
    assert "5\N{NO-BREAK SPACE}000,00" in inquiry.words
    assert "boss" not in inquiry.words
    assert person.document_number not in inquiry.words
    assert Message.objects.filter(kind="cases.company_asked").exists()


def test_an_employer_that_we_do_not_know_is_not_asked_and_an_agent_looks() -> None:
    case = contested(amina(), None, employer_name="CHEZ OMAR")
    assert case.state == State.SENT
    taken = examining.take(case=case, by=driss(), now=NOW)
    with pytest.raises(CannotAccept):
        deciding.decide(case=taken, outcome=Outcome.ACCEPTED, by=taken.taken_by, now=NOW)  # type: ignore[arg-type]


def test_the_affiliation_number_of_the_payslip_finds_the_employer() -> None:
    company = atlas()
    case = contested(amina(), None, employer_name="ATLAS", affiliation=company.affiliation_number)
    assert case.inquiries.get().company == company


def test_a_month_that_is_not_due_is_not_contested() -> None:
    assert refused_for(drafted(amina(), atlas(), month="2026-11")) == {"month"}


def test_what_is_declared_as_one_says_is_not_contested() -> None:
    person, company = amina(), atlas()
    declares(company, MARCH, Paid(person, 500_000, 20))
    assert refused_for(drafted(person, company)) == {"wrong"}
    assert refused_for(drafted(person, company, wrong="days", days=20)) == {"days"}
    assert refused_for(drafted(person, company, wrong="wage", wage="4000.00")) == {"wage"}
    assert refused_for(drafted(person, zellige(), wrong="days")) == {"wrong"}
    assert contested(person, company, wrong="days", days=26).state == State.ASKED


def test_without_a_payslip_another_proof_is_asked() -> None:
    person, company = amina(), atlas()
    with_it, without = drafted(person, company), drafted(person, company, has_payslip=False)
    needed = [{paper.name for paper in KIND.papers(each.said, Holder.of(each))} for each in (with_it, without)]
    assert needed == [{"payslip"}, {"bank_statement", "contract"}]


def test_the_agent_reads_what_the_register_and_the_company_say() -> None:
    person, company = amina(), atlas()
    works(person, company, Month(2025, 1))
    declares(zellige(), MARCH, Paid(person, 200_000, 10))
    case = contested(person, company)
    found = {check.name: check.verdict for check in KIND.checks(case, NOW.date())}
    assert found == {
        "declared": Verdict.FINE,
        "elsewhere": Verdict.DOUBT,
        "employment": Verdict.FINE,
        "payslip": Verdict.FINE,
        "answer": Verdict.DOUBT,
    }
    declares(company, MARCH, Paid(person, 500_000, 26))
    assert deciding.suggestion_for(case, NOW.date()).reasons == ("already_done",)


def test_a_contest_that_is_right_becomes_an_order_and_no_line_of_wages() -> None:
    person, company = amina(), atlas()
    case = decided(contested(person, company), driss())
    ordered = WageCorrection.objects.get()
    assert (case.state, ordered.days, ordered.real, ordered.period) == (State.ACCEPTED, 26, 500_000, MARCH)
    assert ordered.due_on == dt.date(2026, 12, 23)
    assert declared_for(person, company, MARCH).lines == 0
    assert Message.objects.filter(kind="declarations.correction_ordered").exists()
    assert len(KIND.outcome(case)) == 3
    assert refused_for(drafted(person, company)) == {"month"}


def test_a_complementary_declaration_settles_it_and_the_person_is_told() -> None:
    person, company = amina(), atlas()
    declares(company, MARCH)
    case = decided(contested(person, company), driss())
    short = complementary_file(company, enters(person, 200_000, 10))
    rest = complementary_file(company, enters(person, 300_000, 16), sequence=2)
    for content, settled in ((short, False), (rest, True)):
        upload = uploads.receive(employer=company, file_name="DSC.txt", chunks=[content], by=None, now=NOW)
        checked = uploads.check(upload=upload, by=None, now=NOW)
        assert checked.declaration, checked.report and checked.report.get("findings", checked.report)
        assert WageCorrection.objects.awaited().exists() is not settled
    assert Message.objects.filter(kind="declarations.correction_settled").exists()
    assert [step.state for step in KIND.after(case)] == ["done", "done"]


def test_only_what_is_missing_is_added_to_a_month_that_is_declared() -> None:
    person, company = amina(), atlas()
    declares(company, MARCH, Paid(person, 400_000, 26))
    decided(contested(person, company, wrong="wage", wage="5000.00"), driss())
    whole, difference = (
        complementary_file(company, enters(person, real, days)) for real, days in ((500_000, 26), (100_000, 0))
    )
    upload = uploads.receive(employer=company, file_name="DSC.txt", chunks=[whole], by=None, now=NOW)
    assert uploads.check(upload=upload, by=None, now=NOW).declaration is None
    upload = uploads.receive(employer=company, file_name="DSC.txt", chunks=[difference], by=None, now=NOW)
    assert uploads.check(upload=upload, by=None, now=NOW).declaration
    assert not WageCorrection.objects.awaited().exists()
    assert declared_for(person, company, MARCH).real == 500_000


def test_an_order_that_is_not_followed_is_told_once_to_the_person_and_to_a_supervisor() -> None:
    person, company = amina(), atlas()
    case = decided(contested(person, company), driss())
    assert contests.watch(now=NOW + dt.timedelta(days=30)) == 0
    for times in (1, 0):
        assert contests.watch(now=NOW + dt.timedelta(days=31)) == times
    assert Alarm.objects.get(case=case).kind == "failed"
    assert Message.objects.filter(kind="declarations.correction_late").exists()


def test_the_page_of_a_month_contests_it_with_what_is_known(client: Client) -> None:
    person, company = amina(), atlas()
    works(person, company, Month(2026, 1))
    assert person.account
    come_in(client, person.account)
    page = reverse("declarations:month", kwargs={"year": 2026, "month": 3})
    address = reverse("declarations:contest", kwargs={"year": 2026, "month": 3, "employer": company.public_id})
    assert address in client.get(page).content.decode()
    for _time in range(2):
        response = client.post(address)
        case = Case.objects.get()
        assert response["Location"] == reverse("cases:sheet", kwargs={"case_id": case.public_id, "sheet": "wrong"})
    assert case.said == {"month": "2026-03", "employer": str(company.public_id)}


def test_a_month_or_an_employer_of_somebody_else_is_not_contested(client: Client) -> None:
    person, company = amina(), atlas()
    works(person, company, Month(2026, 1))
    stranger = zineb()
    assert stranger.account
    come_in(client, stranger.account)
    named = {"year": 2026, "month": 3, "employer": company.public_id}
    assert client.post(reverse("declarations:contest", kwargs=named)).status_code == 404


def test_the_order_is_shown_to_both_sides(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person, company = amina(), atlas()
    works(person, company, Month(2026, 1))
    decided(contested(person, company), driss())
    assert person.account
    come_in(client, person.account)
    case = Case.objects.get()
    month = client.get(reverse("declarations:month", kwargs={"year": 2026, "month": 3})).content.decode()
    assert reverse("cases:case", kwargs={"case_id": case.public_id}) in month
    boss = come_in(Client(), Account.objects.get(email="boss@example.org"))
    address = reverse("declarations:corrections", kwargs={"employer_id": company.public_id})
    assert address in boss.get(reverse("declarations:company", args=[company.public_id])).content.decode()
    with django_assert_max_num_queries(8):
        assert str(person.number) in boss.get(address).content.decode()


def test_nobody_decides_a_contest_against_their_own_company() -> None:
    company, who = atlas(), driss()
    case = contested(amina(), company)
    since = dt.date(2020, 1, 1)
    mandate(account=who, employer=company, function=Function.HEAD, since=since, by=None, now=NOW)
    talking.answer(inquiry=case.inquiries.get(), agrees=True, words="", by=who, now=NOW)
    with pytest.raises(OwnCase):
        examining.take(case=case, by=who, now=NOW)


@pytest.mark.parametrize("month", ["1950-03", "1961-05", "1985-01"])
def test_a_month_older_than_the_law_book_or_the_person_is_refused_in_words(month: str) -> None:
    answers = {"month": month, "wrong": "missing", "days": 20, "wage": "100.00"}
    assert "month" in KIND.refusals(answers, Holder(Audience.INSURED, None, amina()), NOW.date())
