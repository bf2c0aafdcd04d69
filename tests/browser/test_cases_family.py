"""What happens in a family: told from a telephone, looked at by an agent, and seen in the family; Arabic and French."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from macnss.cases.enums import State
from macnss.cases.models import Step
from macnss.family.models import Member
from macnss.family.procedures.family_birth import NOBODY
from macnss.family.tests.factories import BIRTH, MARRIAGE, child_of
from macnss.insured.models import Insured
from macnss.ui.templatetags.formats import long_date
from tests.browser.case_steps import (
    accepts,
    answers,
    asks_for,
    case_of,
    document,
    follows,
    follows_the_message,
    gives,
    gives_all_papers,
    jpeg,
    presses,
    reads,
    reads_again_and_sends,
    sends_a_file,
    stands_well,
    takes,
    takes_and_accepts,
    title_of_paper,
)
from tests.browser.conftest import DESK, LANGUAGES, PHONE, Cast, Open, Visitor

languages = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.usefixtures("folder")
BOOKLET = "الدفتر العائلي / Livret de famille"
WHY = "الصفحة غير مقروءة. La page est illisible."


def opens_the_family(opens: Open, language: str) -> Visitor:
    amina = opens(language, PHONE)
    amina.signs_in("amina")
    follows(amina, "See it, declare an event")
    return amina


@languages
def test_a_birth_is_told_one_more_paper_is_asked_and_the_child_is_listed(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    amina = opens_the_family(opens, language)
    stands_well(amina, "family-empty")
    follows(amina, "A birth")
    stands_well(amina, "birth-start")
    presses(amina, "Begin")
    answers(amina, "family_birth", {**BIRTH, "other_parent": NOBODY.label})
    stands_well(amina, "birth-papers")
    gives(amina, title_of_paper("family_birth", "birth_act"), jpeg("acte.jpg"))
    follows(amina, "Go on: read my request again")
    reads(amina, "If it is accepted")  # what follows is said before anything is sent
    reads(amina, "Health insurance")
    reads(amina, "Family allowances")
    reference = reads_again_and_sends(amina, "birth")

    driss = opens(language, DESK)
    driss.signs_in("driss")
    takes(driss, reference)
    stands_well(driss, "birth-examined")
    asks_for(driss, BOOKLET, WHY)
    stands_well(driss, "birth-asked")

    follows_the_message(amina, "cases.papers_asked")
    reads(amina, "Papers are asked of you")
    reads(amina, BOOKLET)
    reads_that_the_clock_stands(amina, reference)
    stands_well(amina, "birth-awaited")
    follows(amina, "Give the papers")
    stands_well(amina, "birth-papers-awaited")
    follows(amina, BOOKLET, within="main")
    sends_a_file(amina, document("livret.pdf", 2), pages=2)
    follows(amina, "Done: back to my papers")
    presses(amina, "I have given everything: send to the agent")

    takes_again(driss, reference)
    stands_well(driss, "birth-given")
    accepts(driss)
    follows_the_message(amina, "cases.accepted")
    reads(amina, "Your request is accepted")
    stands_well(amina, "birth-accepted")
    follows(amina, "My data", within="nav")
    follows(amina, "See it, declare an event")
    reads(amina, BIRTH["first_name"] if language == "fr" else BIRTH["first_name_ar"])
    stands_well(amina, "family-child")


def reads_that_the_clock_stands(visitor: Visitor, reference: str) -> None:
    step = Step.objects.get(case__reference=reference, ended_at=None)
    assert case_of(reference).state == State.AWAITING
    words = "Give them by %(day)s. The time of your request does not run meanwhile."
    reads(visitor, words, day=in_the_language_of(visitor, step.target_on))


def in_the_language_of(visitor: Visitor, day: dt.date | None) -> str:
    assert day
    with translation.override(visitor.page.get_attribute("html", "lang") or ""):
        return long_date(day)


def takes_again(driss: Visitor, reference: str) -> None:
    """It comes back by itself to the agent who had it."""
    follows(driss, "Requests", within="nav", exact=True)
    follows(driss, reference, within="main")


@languages
def test_a_marriage_is_told_and_the_husband_is_listed(cast: Cast, opens: Open, language: str) -> None:
    amina, driss = opens_the_family(opens, language), opens(language, DESK)
    driss.signs_in("driss")
    follows(amina, "A marriage")
    presses(amina, "Begin")
    answers(amina, "family_spouse", MARRIAGE)
    gives_all_papers(amina, "family_spouse")
    reference = reads_again_and_sends(amina, "marriage")
    takes_and_accepts(driss, reference)
    follows(amina, "Follow my request")
    reads(amina, "Your request is accepted")
    follows(amina, "My data", within="nav")
    follows(amina, "See it, declare an event")
    reads(amina, MARRIAGE["first_name"])
    stands_well(amina, "family-husband")
    assert Member.objects.of(cast.amina).spouses().get().document_number == MARRIAGE["cin"]


@languages
def test_a_certificate_of_studies_is_sent_and_its_rights_last(cast: Cast, opens: Open, language: str) -> None:
    salma = born(cast.amina, years=13)
    amina, driss = opens_the_family(opens, language), opens(language, DESK)
    driss.signs_in("driss")
    stands_well(amina, "family-studies")
    presses(amina, "Send a certificate of studies")
    answers(amina, "family_study", {"attests": "school", "school": "LYCEE IBN KHALDOUN"})
    gives_all_papers(amina, "family_study")
    reference = reads_again_and_sends(amina, "studies")
    takes_and_accepts(driss, reference)
    follows(amina, "My data", within="nav")
    follows(amina, "See it, declare an event")
    reads(amina, "Certificate of studies")
    stands_well(amina, "family-certificate")
    certificate = salma.certificates.get()
    expect(amina.page.locator("main")).to_contain_text(in_the_language_of(amina, certificate.until)[-4:])


def born(person: Insured, *, years: int) -> Member:
    today = timezone.localdate()
    return child_of(person, today.replace(year=today.year - years, day=1))
