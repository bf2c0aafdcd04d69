"""Form 321-1-06: asked by the company or by the employee, checked, accepted once."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from macnss.audit.models import Event
from macnss.cases.engine import CannotAccept, Holder, kind_of
from macnss.cases.enums import Outcome, State, Verdict
from macnss.cases.models import Case, Decision, Page, Piece
from macnss.cases.queries.desk import folder_of
from macnss.cases.services import deciding, drafts, examining, sending, store, talking
from macnss.cases.services.papers import add
from macnss.cases.services.refusals import Incomplete
from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas, chaima, head_of, zellige
from macnss.employment.models import Employment
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, driss
from macnss.insured.models import ActivationLink, Insured
from macnss.insured.tests.factories import amina, registered
from macnss.kernel.numbers.check_digits import registration_is_sound
from macnss.kernel.tests.files import photo
from macnss.lawbook.book import Law
from macnss.outbox.models import Message
from macnss.registration.models import Card
from macnss.registration.rules import register_by
from macnss.registration.services import form_321
from macnss.registration.services.registering import SameDocument, WordsNeeded, set_apart
from macnss.registration.tests.factories import NADIA, by_company, by_visitor, drafted, examined, sent, today

pytestmark = pytest.mark.django_db
ASKED = {**NADIA, "employer_known": True, "confirmation": "ask"}


@pytest.fixture
def company() -> Employer:
    return atlas()


@pytest.fixture
def accountant(company: Employer) -> Account:
    return chaima(company)


def accept(case: Case, by: Account) -> Decision:
    return deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=by, now=NOW)


def verdicts(case: Case) -> dict[str, Verdict]:
    return {check.name: check.verdict for check in kind_of(case).checks(case, today())}


def papers(answers: dict[str, Any]) -> set[str]:
    kind = kind_of(Case(kind="immatriculation"))
    return {paper.name for paper in kind.papers(answers, by_visitor()) if paper.required}


def test_acceptance_gives_a_number_a_record_a_link_a_card_and_a_way_in(company: Employer, accountant: Account) -> None:
    who = driss()
    case = examined(who, by_company(company, accountant), "immatriculation", NADIA)
    accept(case, who)
    person = Insured.objects.get(document_number="CD771204")
    assert registration_is_sound(person.number)
    link = Employment.objects.get(insured=person, employer=company)
    assert link.started_on == dt.date(2026, 11, 10)
    assert Card.objects.get(insured=person).reason == "first"
    assert ActivationLink.objects.filter(insured=person).exists()
    case = Case.objects.get(pk=case.pk)
    assert case.results["number"] == str(person.registration_number)
    assert case.person == person
    assert any(line.value == case.results["number"] for line in kind_of(case).outcome(case))
    assert kind_of(case).after(case)
    assert Event.objects.filter(action="insured.registered", person=person.pk).exists()


def test_once_decided_the_checks_read_as_they_did_then(company: Employer, accountant: Account) -> None:
    who = driss()
    case = accept(examined(who, by_company(company, accountant), "immatriculation", NADIA), who).case
    shown = {check.name: check.verdict for check in folder_of(case, today()).checks}
    assert shown["already_registered"] == Verdict.FINE  # whom this very request registered is no double
    assert shown["same_person"] == Verdict.FINE


def test_the_head_is_told_where_the_number_stands_and_never_the_number(company: Employer, accountant: Account) -> None:
    head_of(company)
    who = driss()
    accept(examined(who, by_company(company, accountant), "immatriculation", NADIA), who)
    told = Message.objects.filter(kind="registration.number_issued")
    assert told.count() == 2  # the head, and the accountant who may register


def test_the_day_by_which_it_is_asked_is_the_thirtieth_after_the_hiring() -> None:
    hired_on = dt.date(2026, 11, 10)
    assert register_by(Law(hired_on), hired_on) == dt.date(2026, 12, 10)


@pytest.mark.parametrize(("hired_on", "late"), [("2026-10-24", 0), ("2026-10-23", 1), ("2025-11-23", 335)])
def test_a_late_request_is_flagged_and_accepted(
    company: Employer, accountant: Account, hired_on: str, late: int
) -> None:
    who = driss()
    case = examined(who, by_company(company, accountant), "immatriculation", {**NADIA, "hired_on": hired_on})
    assert case.said["days_late"] == late
    assert verdicts(case)["dates"] == (Verdict.DOUBT if late else Verdict.FINE)
    accept(case, who)
    assert Insured.objects.filter(document_number="CD771204").exists()


def test_nobody_is_registered_before_they_begin_to_work(company: Employer, accountant: Account) -> None:
    case = drafted(by_company(company, accountant), "immatriculation", {**NADIA, "hired_on": "2026-12-01"})
    with pytest.raises(Incomplete) as lacks:
        sending.send(case=case, by=accountant, now=NOW)
    assert set(lacks.value.questions) == {"hired_on"}


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"document_number": "123456"}, "document_number"),
        ({"birth_date": "2030-01-01"}, "birth_date"),
        ({"phone": "", "email": ""}, "phone"),
        ({"birth_date": "1950-01-01", "hired_on": "1970-05-01"}, "hired_on"),
        ({"birth_place": "123"}, "birth_place"),
    ],
)
def test_what_is_wrong_is_said_before_sending(
    company: Employer, accountant: Account, wrong: dict[str, Any], name: str
) -> None:
    holder = by_company(company, accountant)
    case = drafted(holder, "immatriculation", {**NADIA, **wrong})
    assert name in kind_of(case).refusals(case.said, holder, today())


def test_the_papers_follow_from_the_answers() -> None:
    assert papers({"document": "cin", "family_status": "single"}) == {"cin", "photo"}
    assert papers({"document": "passport"}) == {"passport", "photo"}
    assert papers({"document": "cin", "contract": True}) == {"cin", "photo", "contract"}
    married = {"document": "residence", "family_status": "married", "children": 2}
    assert papers(married) == {"residence", "photo", "family_booklet"}
    assert papers({**married, "children": 0}) == {"residence", "photo"}
    assert papers({"document": "cin", "confirmation": "form"}) == {"cin", "photo", "signed_form"}


def test_two_photos_are_taken_the_card_has_the_first_and_the_form_the_second(
    company: Employer, accountant: Account
) -> None:
    case = drafted(by_company(company, accountant), "immatriculation", NADIA)
    portraits = {name: photo(size=(700 + rank, 900)) for rank, name in enumerate(("photo", "second_photo"))}
    for name, content in portraits.items():
        paper = kind_of(case).definition.paper(name)
        assert paper
        assert (paper.photo, paper.required) == (True, name == "photo")
        Piece.objects.filter(case=case, name=name).delete()
        add(case=case, piece_name=name, content=content, file_name="moi.jpg", by=accountant, now=NOW)
    first, second = (Page.objects.get(piece__case=case, piece__name=name) for name in portraits)
    assert form_321.portrait_of(case) == store.opened(second.document)
    who = driss()
    accept(examining.take(case=sending.send(case=case, by=accountant, now=NOW), by=who, now=NOW), who)
    assert Card.objects.get().photo == first.document


def test_a_request_without_its_papers_does_not_leave(company: Employer, accountant: Account) -> None:
    case = drafted(by_company(company, accountant), "immatriculation", NADIA, papers=False)
    with pytest.raises(Incomplete) as lacks:
        sending.send(case=case, by=accountant, now=NOW)
    assert set(lacks.value.papers) == {"cin", "photo"}


def test_a_document_that_is_registered_already_gives_no_second_number(company: Employer, accountant: Account) -> None:
    who, known = driss(), registered(document_number="CD771204")
    case = examined(who, by_company(company, accountant), "immatriculation", NADIA)
    assert verdicts(case)["already_registered"] == Verdict.WRONG
    with pytest.raises(SameDocument):
        set_apart(case=case, words="Another card.", by=who, now=NOW)
    with pytest.raises(CannotAccept):
        accept(case, who)
    assert Insured.objects.get() == known


@pytest.mark.parametrize(
    "names",
    [
        {"last_name": "CHRAIBI", "first_name": "NADIA"},
        {"last_name": "Chraïbi", "first_name": "Nadia"},
        {"last_name": "NADIA", "first_name": "CHRAIBI"},
        {"last_name": "X", "first_name": "Y", "last_name_ar": "الشرايبى", "first_name_ar": "ناديه"},
    ],
)
def test_a_namesake_born_the_same_day_stops_acceptance_until_an_agent_looked(
    company: Employer, accountant: Account, names: dict[str, Any]
) -> None:
    who = driss()
    registered(document_number="A1", birth_date=dt.date(2001, 5, 9), **names)
    case = examined(who, by_company(company, accountant), "immatriculation", NADIA)
    assert verdicts(case)["same_person"] == Verdict.WRONG
    with pytest.raises(CannotAccept):
        accept(case, who)
    with pytest.raises(WordsNeeded):
        set_apart(case=case, words=" ", by=who, now=NOW)
    set_apart(case=case, words="Other parents on the birth certificate.", by=who, now=NOW)
    assert verdicts(case)["same_person"] == Verdict.FINE
    accept(case, who)
    assert Insured.objects.count() == 2


def test_a_namesake_who_came_since_must_be_looked_at_too(company: Employer, accountant: Account) -> None:
    who = driss()
    born = dt.date(2001, 5, 9)
    registered(document_number="A1", birth_date=born, last_name="CHRAIBI", first_name="NADIA")
    case = examined(who, by_company(company, accountant), "immatriculation", NADIA)
    set_apart(case=case, words="Other parents.", by=who, now=NOW)
    registered(document_number="A2", birth_date=born, last_name="CHRAIBI", first_name="NADIA")
    with pytest.raises(CannotAccept):
        accept(case, who)


def test_a_name_that_sounds_alike_is_pointed_at(company: Employer, accountant: Account) -> None:
    registered(document_number="A1", birth_date=dt.date(2001, 5, 9), last_name="ECHRAYBI", first_name="NADIYA")
    registered(document_number="A2", birth_date=dt.date(2001, 5, 9), last_name="SHRAYBI", first_name="NADYA")
    case = sent(by_company(company, accountant), "immatriculation", NADIA)
    assert verdicts(case)["same_person"] == Verdict.DOUBT


def test_two_requests_for_one_person_are_seen_and_only_one_is_accepted(company: Employer, accountant: Account) -> None:
    who = driss()
    first = examined(who, by_company(company, accountant), "immatriculation", NADIA)
    own = {**NADIA, "employer_known": True, "affiliation_number": company.affiliation_number, "confirmation": "neither"}
    second = examined(who, by_visitor(), "immatriculation", own)
    assert verdicts(second)["asked_twice"] == Verdict.DOUBT
    accept(first, who)
    with pytest.raises(CannotAccept):
        accept(second, who)
    assert Insured.objects.count() == 1


def test_a_company_that_asked_already_is_led_to_its_request(company: Employer, accountant: Account) -> None:
    holder = by_company(company, accountant)
    asked = sent(holder, "immatriculation", NADIA)
    with pytest.raises(Incomplete) as lacks:
        sent(holder, "immatriculation", NADIA)
    assert str(asked.reference) in str(lacks.value.questions["document_number"])
    assert not kind_of(asked).refusals(NADIA, by_company(zellige(), accountant), today()), "others learn nothing of it"


@pytest.mark.parametrize(
    ("hired_on", "is_refused"), [("2016-05-08", True), ("2016-05-09", False), ("2026-11-10", False)]
)
def test_a_child_is_not_registered_without_a_look_at_the_dates(
    company: Employer, accountant: Account, hired_on: str, is_refused: bool
) -> None:
    """Nadia was born on 9 May 2001."""
    case = drafted(by_company(company, accountant), "immatriculation", {**NADIA, "hired_on": hired_on})
    assert ("hired_on" in kind_of(case).refusals(case.said, Holder.of(case), today())) is is_refused


def test_who_asks_without_an_account_does_not_type_the_proved_phone_again() -> None:
    reached = {"phone": "+212661000009"}
    case = drafts.begin(
        kind="immatriculation", holder=by_visitor(), start_key=uuid4(), language="fr", now=NOW, contact=reached
    )
    assert case.said["phone"] == reached["phone"]


def test_whoever_is_registered_reads_by_whom_and_why_they_are_written_to(
    company: Employer, accountant: Account
) -> None:
    who = driss()
    accept(examined(who, by_company(company, accountant), "immatriculation", NADIA), who)
    written = Message.objects.get(kind="registration.registered")
    assert (written.language, written.account) == ("ar", None)


def test_the_company_that_the_employee_names_is_asked(company: Employer, accountant: Account) -> None:
    who = driss()
    case = sent(by_visitor(), "immatriculation", {**ASKED, "affiliation_number": company.affiliation_number})
    assert case.state == State.ASKED
    inquiry = case.inquiries.get()
    assert inquiry.company == company
    assert "NADIA" in inquiry.words
    assert verdicts(case)["not_employed"] == Verdict.DOUBT
    talking.answer(inquiry=inquiry, agrees=True, words="", by=accountant, now=NOW)
    case.refresh_from_db()
    assert case.state == State.SENT
    assert verdicts(case)["not_employed"] == Verdict.FINE
    from macnss.cases.services import examining

    accept(examining.take(case=case, by=who, now=NOW), who)
    assert Employment.objects.filter(employer=company, insured__document_number="CD771204").exists()


def test_a_company_that_says_no_makes_the_check_wrong(company: Employer, accountant: Account) -> None:
    case = sent(by_visitor(), "immatriculation", {**ASKED, "affiliation_number": company.affiliation_number})
    talking.answer(inquiry=case.inquiries.get(), agrees=False, words="Unknown here.", by=accountant, now=NOW)
    assert verdicts(case)["not_employed"] == Verdict.WRONG


def test_an_employee_whose_employer_has_no_number_is_registered_all_the_same() -> None:
    """Dahir 1-72-184, art. 16: the employee may ask when the employer did not."""
    who = driss()
    answers = {
        **NADIA,
        "employer_known": False,
        "employer_name": "ATELIER DU COIN",
        "employer_address": "DERB SEFFAH, FES",
        "confirmation": "neither",
    }
    case = examined(who, by_visitor(), "immatriculation", answers)
    assert verdicts(case)["employer"] == Verdict.DOUBT
    accept(case, who)
    assert not Employment.objects.exists()
    assert Insured.objects.get().document_number == "CD771204"


def test_the_number_of_a_company_that_does_not_exist_is_refused_at_once() -> None:
    holder: Holder = by_visitor()
    case = drafted(holder, "immatriculation", {**ASKED, "affiliation_number": "1000009"})
    assert "affiliation_number" in kind_of(case).refusals(case.said, holder, today())


def test_a_foreigner_is_registered_with_a_passport(company: Employer, accountant: Account) -> None:
    amina()
    who = driss()
    answers = {**NADIA, "document": "passport", "document_number": "P-123 456", "nationality": "SN"}
    accept(examined(who, by_company(company, accountant), "immatriculation", answers), who)
    assert Insured.objects.get(document="passport").document_number == "P123456"
