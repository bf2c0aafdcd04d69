"""The agents' back office, by hand and by keyboard: the queue, a case, the counter, a whole file, two persons."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from macnss.agencies.tests.factories import fes
from macnss.cases.engine import KINDS
from macnss.cases.enums import State
from macnss.cases.models import Alarm, Case, Phrase, SavedFilter
from macnss.cases.services import sending
from macnss.cases.tests.factories import of_person, sent
from macnss.cases.tests.kinds import another_kind
from macnss.cases.tests.papers import CARD, asked_for, begun, given
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import agent, supervisor
from macnss.insured.models import Insured
from macnss.insured.tests.factories import BRAHIM, brahim, registered, zineb
from macnss.kernel.tests.files import pdf, photo
from macnss.outbox.tests.reading import last_message
from macnss.personal.models import Bank
from tests.browser.case_steps import (
    accepts,
    answers,
    follows,
    presses,
    reads,
    reads_again_and_sends,
    says,
    scans,
    shot,
    stands_well,
    takes,
    ticks,
    writes,
)
from tests.browser.conftest import DESK, LANGUAGES, Cast, Open, Visitor

languages = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.usefixtures("folder")
COMPLAINT = {"topic": "delay", "story": "Rien depuis mars.", "wanted": "Une réponse."}


def seated(opens: Open, login: str, language: str) -> Visitor:
    visitor = opens(language, DESK)
    visitor.signs_in(login)
    return visitor


def asked(person: Insured, kind: str = "message", days_ago: int = 0) -> Case:
    """A request of this person, sent that long ago."""
    said = COMPLAINT if kind == "complaint" else {"topic": "wages", "words": "Mon salaire de mars manque."}
    return sent(of_person(person), kind, said, now=timezone.now() - dt.timedelta(days=days_ago))


def the_account(login: str) -> Account:
    return Account.objects.get(email=f"{login}@example.org")


@languages
def test_the_queue_is_narrowed_kept_and_walked_by_keyboard(cast: Cast, opens: Open, served: str, language: str) -> None:
    old, new = asked(cast.amina, "complaint", 45), asked(brahim())
    asked(zineb())
    driss = seated(opens, "driss", language)
    follows(driss, "Requests", within="nav")
    stands_well(driss, "queue")
    narrows_and_keeps(driss)

    rows = driss.page.locator("tr[data-row]")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text(str(old.reference))  # the late one stands first
    for key in ("j", "j", "k"):
        driss.page.keyboard.press(key)
    with driss.page.expect_navigation():
        driss.page.keyboard.press("Enter")
    expect(driss.page.locator("h1")).to_contain_text(str(old.reference))
    with driss.page.expect_navigation():
        driss.page.keyboard.press("t")
    reads(driss, "You have it")
    shot(driss, "queue-case-taken")
    with driss.page.expect_navigation():
        driss.page.keyboard.press("n")
    expect(driss.page.locator("h1")).to_contain_text(str(new.reference))
    new.refresh_from_db()
    assert new.taken_by == the_account("driss")
    driss.page.keyboard.press("?")
    expect(driss.page.locator("dialog[data-keys]")).to_be_visible()
    shot(driss, "keys")
    driss.page.keyboard.press("Escape")
    with driss.page.expect_navigation():
        driss.page.keyboard.press("q")
    follows(driss, "Mine", within="main .desk-board")
    expect(rows).to_have_count(2)


def narrows_and_keeps(driss: Visitor) -> None:
    """A filter is tried, kept under a name, found again, forgotten."""
    title = says(driss, KINDS["complaint"].definition.title)
    driss.page.keyboard.press("f")
    kinds = driss.page.get_by_label(says(driss, "Kind"))
    expect(kinds).to_be_focused()
    kinds.select_option(kinds.locator("option", has_text=title).get_attribute("value"))
    presses(driss, "Show", exact=True)
    expect(driss.page.locator("tr[data-row]")).to_have_count(1)
    driss.page.get_by_text(says(driss, "Keep these filters")).click()
    writes(driss, "Name of this filter", "شكايات · plaintes")
    presses(driss, "Keep", exact=True)
    stands_well(driss, "queue-filtered")
    follows(driss, "Show all", within="main")
    expect(driss.page.locator("tr[data-row]")).to_have_count(3)
    follows(driss, "شكايات · plaintes", within="main")
    expect(driss.page.locator("tr[data-row]")).to_have_count(1)
    with driss.page.expect_navigation():
        driss.page.locator(".desk-forget").click()
    assert not SavedFilter.objects.exists()
    follows(driss, "Requests", within="nav")


@languages
def test_a_case_goes_from_hand_to_hand_and_is_refused_with_its_article(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    Phrase.objects.create(kind="complaint", title_fr="Mois", title_ar="الشهر", body_fr="Quel mois ?", body_ar="أي شهر؟")
    hind, case = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER), asked(cast.amina, "complaint")
    driss = seated(opens, "driss", language)
    takes(driss, str(case.reference))
    asks_notes_and_writes(driss, case)

    act(driss, "Set it aside")
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    driss.page.get_by_label(says(driss, "Until")).fill(tomorrow)
    stays(driss)
    presses(driss, "Set it aside", within="#panel")
    act(driss, "Hand over or give back")
    driss.page.get_by_label(says(driss, "To whom")).select_option(label="HIND LAHLOU")
    writes(driss, "Why, in a few words", "Vous la connaissez.")
    stands_well(driss, "desk-hand-over")
    presses(driss, "Hand over", within="#panel")
    case.refresh_from_db()
    assert case.taken_by == hind

    second = seated(opens, "hind", language)
    scans(second, str(case.reference))
    assert second.sees("Vous la connaissez.")
    refusing(second)
    case.refresh_from_db()
    assert case.state == State.REFUSED


@languages
def test_a_case_is_worked_by_keyboard_alone(cast: Cast, opens: Open, served: str, language: str) -> None:
    plain = {"married": False}
    with another_kind() as kind:
        case = sent(of_person(cast.amina), kind.code, plain, now=timezone.now())
        driss = seated(opens, "driss", language)
        driss.goes_to(f"/agent/requests/{case.public_id}/")
        keys(driss, "t", "p")
        expect(driss.page.locator("#panel [type=checkbox], #panel [name=new_title]").first).to_be_focused()
        driss.page.keyboard.press("Escape")  # out of the field, then out of the panel
        keys(driss, "Escape", "m")
        expect(driss.page.locator("#panel textarea")).to_be_focused()
        driss.page.keyboard.type("Une question.")
        keys(driss, "Control+Enter")
        assert case.exchanges.get().words == "Une question."
        keys(driss, "a")
        expect(driss.page.locator("#panel [type=submit]")).to_be_focused()
        driss.page.locator("#panel select").select_option("here")
        driss.page.locator("#panel [type=submit]").focus()
        keys(driss, "Enter")
        reads(driss, "Accepted")
        shot(driss, "desk-by-keyboard")
    assert case.decisions.count() == 1


def keys(visitor: Visitor, *pressed: str) -> None:
    """Press one after the other; each leads to a page."""
    for key in pressed:
        with visitor.page.expect_navigation():
            visitor.page.keyboard.press(key)


@languages
def test_ready_words_are_chosen_in_either_language_and_tick_their_paper(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    Phrase.objects.create(kind="message", title_fr="Mois", title_ar="الشهر", body_fr="Quel mois ?", body_ar="أي شهر؟")
    case, driss = asked(cast.amina), seated(opens, "driss", language)
    takes(driss, str(case.reference))
    follows(driss, "Ask for papers", within="main .desk-tools")
    panel = driss.page.locator("#panel")
    box, why = panel.locator("[type=checkbox]").first, panel.locator("[name=words_attachment]")
    for tongue, french in (("fr", True), ("ar", False)):
        panel.locator(f"[data-tongue={tongue}]").click()
        why.fill("")
        why.focus()
        panel.locator("[data-into=id_words_attachment]").first.click()
        expect(box).to_be_checked()
        expect(why).not_to_have_value("")
        assert (panel.locator("[data-into]").first.get_attribute(f"data-{tongue}") or "") == why.input_value()
        box.uncheck()
        expect(why).to_have_value("")
        why.focus()
        panel.locator(".desk-phrases a").first.click()
        expect(why).to_have_value("Quel mois ?" if french else "أي شهر؟")
        expect(box).to_be_checked()
    stands_well(driss, "desk-ready-words")


SIDE_BY_SIDE = """() => {
  document.querySelector("[data-view=beside]").click();
  const sheets = [...document.querySelectorAll("[data-page]:not([hidden]) .viewer-sheet")];
  return sheets.map((sheet) => sheet.scrollWidth <= sheet.clientWidth + 1);
}"""


def test_two_pages_side_by_side_are_each_seen_whole(cast: Cast, opens: Open, served: str) -> None:
    with asked_for(CARD):
        case = begun(cast.amina)
        for rank in range(2):
            given(case, content=pdf(2) if rank else photo())
        case = sending.send(case=case, by=case.account, now=timezone.now())
        driss = seated(opens, "driss", "fr")
        driss.goes_to(f"/agent/requests/{case.public_id}/")
        fits = driss.page.evaluate(SIDE_BY_SIDE)
        assert fits == [True, True]
        shot(driss, "desk-side-by-side")


def asks_notes_and_writes(driss: Visitor, case: Case) -> None:
    """A paper asked for after a look at what the applicant will read, a note, a message from a template."""
    act(driss, "Note between agents")
    writes(driss, "In a few words", "Appelé ce matin.")
    presses(driss, "Keep the note")
    assert driss.sees("Appelé ce matin.")
    follows(driss, "Write", within="main .desk-tools")
    driss.page.locator(".desk-phrases a").first.click()
    body = driss.page.get_by_label(says(driss, "Your message"))
    expect(body).to_have_value(re.compile("Quel mois|أي شهر"))
    stands_well(driss, "desk-write")
    presses(driss, "Send the message", within="#panel")
    assert case.exchanges.get().words in {"Quel mois ?", "أي شهر؟"}
    follows(driss, "Ask for papers", within="main .desk-tools")
    presses(driss, "Ask for these papers", within="#panel")
    reads(driss, "Say which papers you ask for.")
    writes(driss, "Another paper", "Bulletin de mars")
    presses(driss, "See what the applicant will read", within="#panel")
    stands_well(driss, "desk-ask")


def refusing(agent_: Visitor) -> None:
    """Neither without a reason, nor without an article."""
    follows(agent_, "Refuse", within="main .desk-tools")
    presses(agent_, "Refuse", within="#panel")
    reads(agent_, "Choose at least one reason of the list.")
    panel = agent_.page.locator("#panel")
    not_yours = KINDS["complaint"].definition.reason("not_yours")
    assert not_yours
    panel.get_by_label(re.compile(re.escape(says(agent_, not_yours.title)))).first.check()
    presses(agent_, "Refuse", within="#panel")
    reads(agent_, "None of these reasons names its article: choose the one on which the refusal rests.")
    stands_well(agent_, "desk-refuse")
    panel.locator(".desk-article input").first.check()
    writes(agent_, "A word for the applicant", "Demandez à votre mandataire.")
    stays(agent_)
    presses(agent_, "Refuse", within="#panel")
    reads(agent_, "Refused")
    stands_well(agent_, "desk-refused")


def act(visitor: Visitor, words: str) -> None:
    """One of the acts that stand behind “More”."""
    visitor.page.locator(".desk-more summary").click()
    follows(visitor, words, within=".desk-more")


def stays(visitor: Visitor) -> None:
    then = visitor.page.locator("#panel").get_by_label(says(visitor, "Then"))
    then.select_option(label=says(visitor, "Stay on this file"))


@languages
def test_what_is_escalated_is_settled_by_a_supervisor_and_told(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    supervisor(), brahim()
    case = asked(cast.amina, "complaint", 45)
    driss = seated(opens, "driss", language)
    takes(driss, str(case.reference))
    act(driss, "Ask a supervisor")
    writes(driss, "In a few words", "Deux dossiers se contredisent.")
    presses(driss, "Ask a supervisor", within="#panel")
    stands_well(driss, "desk-escalated")

    salma = seated(opens, "salma", language)
    follows(salma, "Board", within="nav")
    stands_well(salma, "board")
    follows(salma, "Settle the alerts", within="main")
    stands_well(salma, "alarms")
    with salma.page.expect_navigation():
        salma.page.locator("main tr", has_text=str(case.reference)).get_by_role("link").first.click()
    assert salma.sees("Deux dossiers se contredisent.")
    stands_well(salma, "alarm")
    new_day = (timezone.localdate() + dt.timedelta(days=5)).isoformat()
    form = salma.page.locator("form", has=salma.page.locator("[value=date]"))
    form.locator("input[type=date]").fill(new_day)
    form.locator("textarea, input[type=text]").last.fill("Nous relisons les deux dossiers.")
    presses(salma, "Set the day and tell the applicant")
    assert not Alarm.objects.filter(settled_at=None, kind="escalated").exists()

    amina = opens(language)
    amina.signs_in("amina")
    follows(amina, "My requests", within="nav")
    follows(amina, str(case.reference), within="main")
    stands_well(amina, "escalated-applicant")
    case.refresh_from_db()
    assert str(case.target_on) == new_day


@languages
def test_a_request_is_filled_at_the_counter_and_a_colleague_examines_it(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    driss = seated(opens, "driss", language)
    follows(driss, "Scan", within="nav", exact=True)
    driss.page.get_by_label(says(driss, "Reference or code")).fill("MS-2222-2222")
    presses(driss, "Open it", exact=True)
    reads(driss, "No request bears this reference")
    stands_well(driss, "scan-unknown")

    follows(driss, "Counter", within="nav")
    stands_well(driss, "counter")
    writes(driss, "Registration number, or number of the identity document", "cd 482915")
    presses(driss, "Search", exact=True)
    stands_well(driss, "counter-closed")
    presses(driss, "Open the file")
    stands_well(driss, "counter-person")
    ticks(driss, KINDS["message"].definition.title)
    presses(driss, "Begin the request")
    reads(driss, "A request is begun at the counter for somebody present only.")
    ticks(driss, "The person is here: I looked at the identity document and at the photo.")
    presses(driss, "Begin the request")
    stands_well(driss, "counter-sheet")
    answers(driss, "message", {"topic": "wages", "words": "Dit au guichet."})
    reference = reads_again_and_sends(driss, "counter")
    scans(driss, reference)
    reads(driss, "You filled this request for somebody present: a colleague examines it.")
    assert not driss.page.get_by_role("button", name=says(driss, "Take it")).count()

    hind = seated(opens, "hind", language)
    takes(hind, reference)
    accepts(hind, "C'est fait.")
    amina = opens(language)
    amina.signs_in("amina")
    follows(amina, "My requests", within="nav")
    follows(amina, reference, within="main")
    assert amina.sees("C'est fait.")


@languages
def test_somebody_without_an_account_is_helped_to_open_one(cast: Cast, opens: Open, served: str, language: str) -> None:
    registered(BRAHIM)
    driss = seated(opens, "driss", language)
    follows(driss, "Counter", within="nav")
    writes(driss, "Registration number, or number of the identity document", "C734120")
    presses(driss, "Search", exact=True)
    presses(driss, "Open the file")
    follows(driss, "Help to open an account", within="main")
    stands_well(driss, "counter-help")
    writes(driss, "Number of the card or of the passport", "C734120")
    for label, part in (("Day", "2"), ("Month", "6"), ("Year", "1988")):
        driss.page.get_by_label(says(driss, label), exact=True).fill(part)
    writes(driss, "Mobile phone", "0662345678")
    driss.page.get_by_role("radio", name="العربية" if language == "ar" else "Français").check()
    ticks(driss, "The person is in front of me, and the photo of the document is theirs.")
    presses(driss, "Send the link that opens the account")
    stands_well(driss, "counter-helped")

    theirs = opens(language)
    theirs.page.goto(last_message().data["link"])
    stands_well(theirs, "counter-link")


@languages
def test_a_whole_file_opens_with_a_purpose_that_its_owner_reads(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    driss = seated(opens, "driss", language)
    follows(driss, "Find a person", within="nav")
    writes(driss, "Registration number", str(cast.amina.number))
    presses(driss, "Search", exact=True)
    presses(driss, "Open the file")
    reads(driss, "Choose the reason: a file does not open without one.")
    stands_well(driss, "person-closed")
    ticks(driss, "A control")
    presses(driss, "Open the file")
    stands_well(driss, "person-file")
    for rank in range(1, driss.page.locator("main .tabs a").count()):
        with driss.page.expect_navigation():
            driss.page.locator("main .tabs a").nth(rank).click()
        stands_well(driss, f"person-file-{rank}")

    amina = opens(language)
    amina.signs_in("amina")
    follows(amina, "Who looked", within="nav")
    reads(amina, "A control")
    stands_well(amina, "who-looked")


@languages
def test_reference_data_is_changed_by_two_persons(cast: Cast, opens: Open, served: str, language: str) -> None:
    fes()
    for login, name in (("imane", "IMANE ZIANI"), ("omar", "OMAR ZIANI")):
        agent(login, name, Role.REFERENCE_DATA)
    first = seated(opens, "imane", language)
    follows(first, "Reference data", within="nav")
    stands_well(first, "reference")
    banks = first.page.locator("main .menu a[href*='bank']")
    with first.page.expect_navigation():
        banks.click()
    stands_well(first, "reference-banks")
    follows(first, "Add", within="main")
    writes(first, "Code", "999")
    writes(first, "Name in French", "Banque des Essais")
    writes(first, "Why?", "Agréée le mois dernier.")
    presses(first, "Propose", exact=True)
    reads(first, "Write it in both languages: they are equal.")
    stands_well(first, "reference-wrong")
    writes(first, "Name in Arabic", "بنك التجارب")
    presses(first, "Propose", exact=True)
    assert not Bank.objects.filter(code="999").exists()

    second = seated(opens, "omar", language)
    follows(second, "Proposals", within="nav")
    stands_well(second, "proposals")
    with second.page.expect_navigation():
        second.page.locator("main tbody a").first.click()
    stands_well(second, "proposal")
    presses(second, "Accept", exact=True)
    assert Bank.objects.get(code="999").name_ar == "بنك التجارب"
    follows(second, "Reference data", within="nav")
    with second.page.expect_navigation():
        second.page.locator("main .menu a[href*='bank']").click()
    follows(second, "بنك التجارب" if language == "ar" else "Banque des Essais", within="main")
    assert second.sees("IMANE ZIANI")
    stands_well(second, "reference-row")
