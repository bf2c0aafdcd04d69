"""A bad line, a button pressed twice, a session that ends: one case, and nothing typed is lost."""

import datetime as dt
from time import sleep

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Route, expect

from macnss.cases.engine import KINDS
from macnss.cases.models import Case
from macnss.identity.models import Account, Session
from macnss.identity.tests.factories import PASSWORD
from macnss.outbox.models import Message
from tests.browser.case_steps import answers, follows, presses, reads, says, shot, stands_well, ticks
from tests.browser.conftest import LANGUAGES, Cast, Open, Visitor
from tests.browser.test_passkeys import comes_in

languages = pytest.mark.parametrize("language", LANGUAGES)
LONG = "كتبت كثيرا. J'ai beaucoup écrit."
SAID = {"topic": "wages", "words": "Mon salaire de mars manque."}


def begins(opens: Open, language: str, **options: bool) -> Visitor:
    """From the list of one's requests to the first screen of a message."""
    amina = opens(language, **options)
    amina.signs_in("amina")
    follows(amina, "My requests", within="nav")
    follows(amina, "Ask for something", within="main")
    follows(amina, KINDS["message"].definition.title, within="main")
    presses(amina, "Begin")
    return amina


def ready_to_send(opens: Open, language: str) -> Visitor:
    amina = begins(opens, language)
    answers(amina, "message", SAID)
    if "/papers/" in amina.page.url:
        follows(amina, "Go on: read my request again")
    return amina


def one_case() -> Case:
    """One was sent, told once."""
    case = Case.objects.get()
    assert case.reference
    assert Message.objects.filter(kind="cases.received").count() == 1
    return case


@languages
def test_a_button_pressed_twice_sends_once(cast: Cast, opens: Open, served: str, language: str) -> None:
    amina = ready_to_send(opens, language)
    with amina.page.expect_navigation(url="**/sent/"):
        amina.page.get_by_role("button", name=says(amina, "Send my request")).dblclick()
    reads(amina, "Your request is sent")
    one_case()
    amina.page.go_back()
    amina.page.reload()
    reads(amina, "We are working on it")


@languages
def test_a_line_cut_while_sending_and_a_reload_send_once(cast: Cast, opens: Open, served: str, language: str) -> None:
    amina = ready_to_send(opens, language)
    page, send = amina.page, says(amina, "Send my request")
    page.context.set_offline(True)
    page.get_by_role("button", name=send).click()
    page.wait_for_url("chrome-error://**")
    assert not Case.objects.exclude(sent_at=None).exists()
    page.context.set_offline(False)
    page.go_back()
    if "/review/" not in page.url:
        follows(amina, "Go on: read my request again")
    assert amina.sees("Mon salaire de mars manque.")

    page.route("**/review/", answer_lost)
    page.get_by_role("button", name=send).click()
    page.wait_for_url("chrome-error://**")
    sent = one_case()  # the fund has it; the person does not know
    page.unroute("**/review/")
    page.reload()  # the browser sends the form again
    reads(amina, "Your request is sent")
    assert amina.sees(str(sent.reference))
    assert one_case() == sent
    stands_well(amina, "resent")


def answer_lost(route: Route) -> None:
    """What was sent arrives; its answer does not."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
    else:
        route.continue_()


def words_of(visitor: Visitor) -> Locator:
    """Where one writes the message."""
    return visitor.page.get_by_label(says(visitor, KINDS["message"].definition.sheets[0].questions[1].label))


@languages
@pytest.mark.parametrize("gone", ["ended from elsewhere", "cookie lost", "asleep too long"])
def test_a_session_that_is_gone_leaves_the_screen_as_it_is_until_one_has_signed_in_again(
    cast: Cast, opens: Open, served: str, language: str, gone: str
) -> None:
    amina = begins(opens, language)
    ticks(amina, KINDS["message"].definition.sheets[0].questions[0].choices[0].label)
    words_of(amina).fill(LONG)
    screen = amina.page.url
    if gone == "ended from elsewhere":
        Session.objects.all().delete()
    elif gone == "cookie lost":
        amina.page.context.clear_cookies()
    else:
        amina.waits(seen=dt.timedelta(minutes=31))
    amina.page.get_by_role("button", name=says(amina, "Continue")).click()
    over = amina.page.locator("dialog[open] [data-session-over]")
    expect(over).to_be_visible()
    stands_well(amina, "gone")
    assert amina.page.url == screen
    owner = cast.amina.account
    assert owner
    comes_in(amina, owner)  # in another tab, by the link of the dialog
    over.locator("[data-session-check]").click()
    expect(amina.page.locator("dialog[open]")).to_have_count(0)
    expect(words_of(amina)).to_have_value(LONG)
    presses(amina, "Continue")
    assert amina.page.url != screen
    assert Case.objects.get().said["words"] == LONG


@languages
def test_a_line_cut_at_continue_leaves_the_screen_as_it_is(cast: Cast, opens: Open, served: str, language: str) -> None:
    amina = begins(opens, language)
    ticks(amina, KINDS["message"].definition.sheets[0].questions[0].choices[0].label)
    words_of(amina).fill(LONG)
    amina.page.context.set_offline(True)
    amina.page.get_by_role("button", name=says(amina, "Continue")).click()
    expect(amina.page.locator("[data-autosave-says]")).to_have_text(says(amina, "Not saved yet: no connection"))
    expect(words_of(amina)).to_have_value(LONG)
    amina.page.context.set_offline(False)
    presses(amina, "Continue")
    assert Case.objects.get().said["words"] == LONG


@languages
def test_another_language_and_a_link_wait_until_what_was_just_typed_is_kept(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    amina = begins(opens, language)
    slow(amina)
    words_of(amina).fill(LONG)
    with amina.page.expect_navigation():
        amina.page.locator("form.language button").click()
    other = "fr" if language == "ar" else "ar"
    assert amina.page.get_attribute("html", "lang") == other
    expect(words_of(amina)).to_have_value(LONG)

    words_of(amina).fill(LONG * 2)
    screen = amina.page.url
    follows(amina, "Leave: what you wrote is kept")
    assert amina.page.url != screen
    assert Case.objects.get().said["words"] == LONG * 2


def slow(visitor: Visitor) -> None:
    """What the screen saves by itself takes its time to arrive."""

    def late(route: Route) -> None:
        if route.request.headers.get("x-autosave"):
            sleep(0.7)
        route.continue_()

    visitor.page.route("**/ask/**", late)


@languages
def test_without_javascript_a_session_that_ends_in_the_middle_of_a_screen_keeps_what_was_typed(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    Account.objects.filter(email="amina@example.org").update(email_confirmed_at=timezone.now())
    amina = begins(opens, language, java_script_enabled=False)
    words = words_of(amina)
    words.fill(LONG)
    amina.waits(seen=dt.timedelta(minutes=31))
    presses(amina, "Continue")
    assert "/sign-in/" in amina.page.url
    shot(amina, "ended-sign-in")
    amina.page.fill("input[name=identifier]", "amina@example.org")
    amina.page.fill("input[name=password]", PASSWORD)
    amina.presses("[data-password-form] button[type=submit]")
    amina.types_code()
    expect(words).to_have_value(LONG)


@languages
def test_what_is_typed_is_saved_before_any_button_and_found_at_another_device(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    amina = begins(opens, language)
    label = KINDS["message"].definition.sheets[0].questions[1].label
    words = amina.page.get_by_label(says(amina, label))
    words.fill("Une phrase.")
    shot(amina, "autosave")
    words.blur()
    expect(amina.page.locator("[data-autosave-says]")).to_have_text(says(amina, "Saved"))
    amina.page.close()

    elsewhere = opens(language)
    elsewhere.signs_in("amina")
    follows(elsewhere, "My requests", within="nav")
    stands_well(elsewhere, "draft-found")
    follows(elsewhere, "Continue", within="main .case-row")
    expect(elsewhere.page.get_by_label(says(elsewhere, label))).to_have_value("Une phrase.")
