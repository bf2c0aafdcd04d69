"""Speaking with the fund: a month contested, a complaint and its month, a message, an appointment, a certificate."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from macnss.agencies.models import Appointment
from macnss.agencies.tests.factories import fes, tanger
from macnss.cases.engine import KINDS
from macnss.cases.enums import State
from macnss.cases.models import Case
from macnss.cases.services import watching
from macnss.certificates.models import Certificate
from macnss.declarations.models import WageCorrection
from macnss.declarations.tests.factories import career
from macnss.identity.tests.factories import office, supervisor
from macnss.kernel.months import Month
from macnss.lawbook.texts import Text
from macnss.outbox.tests.reading import last_message
from macnss.relations.services import conciliation
from tests.browser.case_steps import (
    accepts,
    answers,
    case_of,
    follows,
    gives,
    jpeg,
    presses,
    reads,
    reads_again_and_sends,
    refuses,
    says,
    stands_well,
    takes,
    takes_and_accepts,
    ticks,
    writes,
)
from tests.browser.conftest import DESK, LANGUAGES, PHONE, Cast, Open, Visitor

languages = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.usefixtures("folder")
COMPLAINT = {
    "topic": "delay",
    "story": "Je n'ai rien reçu depuis mars.\nلم أتوصل بأي شيء منذ مارس.",
    "wanted": "Une réponse.",
}


def comes(opens: Open, login: str, language: str, size: dict[str, int] = PHONE) -> Visitor:
    visitor = opens(language, size)
    visitor.signs_in(login)
    return visitor


def asks(visitor: Visitor, kind: str) -> None:
    """From the list of what one may ask for to the first screen."""
    follows(visitor, "My requests", within="nav")
    follows(visitor, "Ask for something", within="main")
    follows(visitor, KINDS[kind].definition.title, within="main")
    presses(visitor, "Begin")


def finds_again(visitor: Visitor, reference: str) -> None:
    follows(visitor, "My requests", within="nav")
    follows(visitor, reference, within="main")


@languages
def test_a_missing_month_is_contested_and_the_employer_asked(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    office()
    career(cast.amina, cast.company, Month(2026, 1), Month(2026, 10), left_out=[Month(2026, 6)])
    amina = comes(opens, "amina", language)
    follows(amina, "My wages", within="nav")
    with amina.page.expect_navigation():
        amina.page.locator("tr.gap a").click()
    stands_well(amina, "contest-month")
    presses(amina, "Contest this month")
    said = {"wrong": "missing", "days": 26, "wage": "5000", "has_payslip": True, "words": "Mon chef le sait."}
    answers(amina, "wage_contest", {"month": "2026-06", "employer": "ATLAS", **said})
    gives(amina, titled("wage_contest", "payslip"), jpeg("bulletin.jpg"))
    reference = reads_again_and_sends(amina, "contest")
    follows(amina, "Follow my request")
    reads(amina, "We asked the company")
    stands_well(amina, "contest-asked")

    answers_the_fund(comes(opens, "karim", language, DESK), reference)

    driss = comes(opens, "driss", language, DESK)
    takes(driss, reference)
    reads(driss, "The company does not agree.")
    assert driss.sees("Elle était en congé sans solde.")
    stands_well(driss, "contest-examined")
    accepts(driss, "Le bulletin de paie le prouve.")
    assert WageCorrection.objects.get().month == Month(2026, 6).first_day

    amina.page.reload()
    reads(amina, "Your request is accepted")
    assert amina.sees("Le bulletin de paie le prouve.")
    stands_well(amina, "contest-accepted")


def answers_the_fund(karim: Visitor, reference: str) -> None:
    """From the requests of the company to the question, answered with a no."""
    follows(karim, "Requests", within="nav")
    follows(karim, "Read and answer", within="main")
    stands_well(karim, "questions")
    with karim.page.expect_navigation():
        karim.page.locator("main .menu a").first.click()
    assert not karim.sees("Mon chef le sait.")
    ticks(karim, "No, it is not")
    presses(karim, "Send the answer")
    reads(karim, "Say why you do not agree: the agent reads it.")
    stands_well(karim, "question-wrong")
    writes(karim, "Your explanation", "Elle était en congé sans solde.")
    presses(karim, "Send the answer")
    assert case_of(reference).state == State.SENT


def titled(kind: str, paper: str) -> Text:
    found = KINDS[kind].definition.paper(paper)
    assert found
    return found.title


@languages
def test_a_complaint_is_answered_and_goes_to_conciliation(cast: Cast, opens: Open, served: str, language: str) -> None:
    salma = supervisor(at=office("20", "RABAT", "وكالة الرباط"))
    amina = comes(opens, "amina", language)
    with amina.page.expect_navigation():
        amina.page.get_by_role("contentinfo").get_by_role("link", name=says(amina, "Help")).click()
    stands_well(amina, "help")
    follows(amina, "Make a complaint", within="main")
    stands_well(amina, "complaint-start")
    presses(amina, "Begin")
    answers(amina, "complaint", COMPLAINT)
    reference = reads_again_and_sends(amina, "complaint")

    driss = comes(opens, "driss", language, DESK)
    takes(driss, reference)
    refuses(driss, reason("complaint", "unfounded"), "Le dossier a été payé le 3 mars.")

    finds_again(amina, reference)
    assert amina.sees("Le dossier a été payé le 3 mars.")
    stands_well(amina, "complaint-answered")
    follows(amina, "Ask for conciliation", within="main")
    reads(amina, "901-1-01")
    stands_well(amina, "conciliation-start")
    presses(amina, "Begin")
    said = {"disagreement": "Je n'ai rien reçu.", "wanted": "Le paiement."}
    answers(amina, "conciliation", said)
    again = reads_again_and_sends(amina, "conciliation")
    assert case_of(again).office == salma.postings.get().office

    chief = comes(opens, "salma", language, DESK)
    takes_and_accepts(chief, again, "Le paiement sera refait.")
    finds_again(amina, reference)
    follows(amina, "Follow your conciliation", within="main")
    assert amina.sees("Le paiement sera refait.")
    stands_well(amina, "conciliation-answered")


def reason(kind: str, code: str) -> Text:
    found = KINDS[kind].definition.reason(code)
    assert found
    return found.title


@languages
def test_a_late_complaint_is_told_with_its_reason_and_opens_conciliation(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    office()
    supervisor(at=office("20", "RABAT", "وكالة الرباط"))
    amina = comes(opens, "amina", language)
    asks(amina, "complaint")
    answers(amina, "complaint", COMPLAINT)
    case = case_of(reads_again_and_sends(amina))
    goes_back(case, dt.timedelta(days=40))
    now = timezone.now()
    watching.watch(now=now)
    conciliation.offer(now=now)

    finds_again(amina, str(case.reference))
    reads(amina, "It takes longer than we said")
    reads(amina, "No agent has taken it yet; it is the next one at its office.")
    stands_well(amina, "complaint-late")
    assert last_message("cases.late").data["reference"] == case.reference
    follows(amina, "Ask for conciliation", within="main")
    presses(amina, "Begin")
    assert Case.objects.drafts().get().kind == "conciliation"


def goes_back(case: Case, passed: dt.timedelta) -> None:
    """As if it had been sent that long ago."""
    for name in ("sent_at", "target_on", "legal_on"):
        moment = getattr(case, name)
        setattr(case, name, moment - passed if moment else None)
    case.save()
    step = case.steps.get()
    step.began_at -= passed
    step.target_on = case.target_on
    step.save()


@languages
def test_a_message_is_answered_both_ways(cast: Cast, opens: Open, served: str, language: str) -> None:
    amina = comes(opens, "amina", language)
    asks(amina, "message")
    answers(amina, "message", {"topic": "wages", "words": "Quand mon mois de mars sera-t-il déclaré ?"})
    reference = reads_again_and_sends(amina, "message")

    driss = comes(opens, "driss", language, DESK)
    takes(driss, reference)
    follows(driss, "Write", within="main .desk-tools")
    writes(driss, "Your message", "Quel employeur ?")
    presses(driss, "Send the message", within="#panel")

    finds_again(amina, reference)
    assert amina.sees("Quel employeur ?")
    presses(amina, "Send the message")
    reads(amina, "Write your message before sending it.")
    writes(amina, "Your message", "أطلس\nATLAS SARL")
    presses(amina, "Send the message")
    stands_well(amina, "message-both-ways")

    driss.page.reload()
    assert driss.sees("ATLAS SARL")
    follows(driss, "Answer", within="main .desk-tools")
    stands_well(driss, "message-accept")
    writes(driss, "Your answer", "Il est déclaré depuis hier.")
    presses(driss, "Answer", within="#panel")
    amina.page.reload()
    reads(amina, "We have answered")
    assert amina.sees("Il est déclaré depuis hier.")
    assert last_message("cases.answered").data["reference"] == reference
    stands_well(amina, "message-answered")


@languages
def test_an_appointment_is_made_moved_and_cancelled(cast: Cast, opens: Open, served: str, language: str) -> None:
    fes(), tanger()
    amina = comes(opens, "amina", language)
    follows(amina, "My appointments", within="main")
    stands_well(amina, "appointments-none")
    follows(amina, "Make an appointment", within="main")
    stands_well(amina, "appointment-agency")
    follows(amina, Text("AGENCE FES", "وكالة فاس"), within="main")
    stands_well(amina, "appointment-subject")
    presses_one(amina, amina.page.locator("main .menu a"))
    stands_well(amina, "appointment-day")
    presses_one(amina, amina.page.locator("main .menu a"))
    stands_well(amina, "appointment-time")
    presses_one(amina, amina.page.locator("main .times a"))
    stands_well(amina, "appointment-confirm")
    presses(amina, "Make this appointment")
    made = Appointment.objects.get()
    assert amina.sees(f"{made.code[:3]} {made.code[3:]}")
    stands_well(amina, "appointment")

    follows(amina, "Move it", within="main")
    presses_one(amina, amina.page.locator("main .menu a").nth(1))
    presses_one(amina, amina.page.locator("main .times button").nth(2))
    moved = Appointment.objects.get(state="booked")
    assert moved.starts_at != made.starts_at
    follows(amina, "Cancel it", within="main")
    stands_well(amina, "appointment-cancel")
    presses(amina, "Cancel the appointment")
    assert not Appointment.objects.filter(state="booked").exists()
    stands_well(amina, "appointments-over")


def presses_one(visitor: Visitor, found: Locator) -> None:
    with visitor.page.expect_navigation():
        found.first.click()


@languages
def test_an_agency_is_found_by_its_town_without_scripts(cast: Cast, opens: Open, served: str, language: str) -> None:
    fes(), tanger()
    visitor = opens(language, java_script_enabled=False)
    visitor.goes_to("/")
    follows(visitor, "Find an agency", within="main")
    writes(visitor, "My town", "تطوان" if language == "ar" else "Tétouan")
    presses(visitor, "Search")
    first = visitor.page.locator(".agencies li").first
    expect(first).to_contain_text("وكالة طنجة" if language == "ar" else "AGENCE TANGER")
    assert visitor.fits()
    presses_one(visitor, first.get_by_role("heading").get_by_role("link"))
    reads(visitor, "Opening hours")
    assert visitor.fits()


@languages
def test_a_certificate_is_asked_for_made_and_handed_over(cast: Cast, opens: Open, served: str, language: str) -> None:
    agency = fes()
    amina = comes(opens, "amina", language)
    follows(amina, "My requests", within="nav")
    follows(amina, "My certificates", within="main")
    stands_well(amina, "certificates-none")
    follows(amina, "Ask for a certificate", within="main")
    presses(amina, "Begin")
    name = "وكالة فاس" if language == "ar" else "AGENCE FES"
    said = {"certificate": "registered", "use": "bank", "delivery": "agency", "agency": name}
    answers(amina, "certificate_request", said)
    reference = reads_again_and_sends(amina, "certificate")

    driss = comes(opens, "driss", language, DESK)
    takes_and_accepts(driss, reference)
    follows(driss, "Certificates", within="nav")
    stands_well(driss, "certificates-desk")
    presses(driss, "It is ready")
    follows(amina, "My requests", within="nav")
    follows(amina, "My certificates", within="main")
    assert amina.sees(name)
    stands_well(amina, "certificates-ready")
    presses(driss, "It is handed over")
    assert Certificate.objects.get().office == agency.office
    reads(driss, "Nothing to hand over")


@languages
def test_somebody_asks_for_voluntary_insurance(cast: Cast, opens: Open, served: str, language: str) -> None:
    office()
    career(cast.amina, cast.company, Month(2022, 1), Month(2026, 8), goes_on=False)
    amina = comes(opens, "amina", language)
    asks(amina, "voluntary_insurance")
    stands_well(amina, "voluntary-sheet")
    with pytest.raises(AssertionError, match="stopped at"):
        answers(amina, "voluntary_insurance", {"lost_on": "2026-08-31", "still_employed": True})
    reads(amina, "The voluntary insurance is for those who are no longer employed.")
    answers(amina, "voluntary_insurance", {"still_employed": False, "agrees": "yes"})
    gives(amina, titled("voluntary_insurance", "identity"), jpeg())
    reference = reads_again_and_sends(amina, "voluntary")

    driss = comes(opens, "driss", language, DESK)
    takes_and_accepts(driss, reference)
    finds_again(amina, reference)
    reads(amina, "Your request is accepted")
    stands_well(amina, "voluntary-accepted")
