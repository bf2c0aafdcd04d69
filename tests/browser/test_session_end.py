"""The end of a session, at the page where somebody types: warned, prolonged, or signed in again; nothing is lost."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, expect
from pytest_django import Settings

from macnss.identity.models import Account, Session
from macnss.identity.tests.factories import passkey
from tests.browser.conftest import LANGUAGES, Cast, Open
from tests.browser.test_passkeys import comes_in

languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
def test_the_end_is_announced_and_nothing_typed_is_lost(
    cast: Cast, opens: Open, settings: Settings, language: str
) -> None:
    owner = cast.amina.account
    assert owner
    mine, amina = passkey(owner), opens(language)
    comes_in(amina, owner)
    settings.SESSION_IDLE = 130  # the warning comes two minutes before the end: time enough to type before it
    amina.goes_to(reverse("identity:passkey", args=[mine.public_id]))
    amina.page.fill("input[name=name]", "هاتف 2")
    expect(amina.page.locator("input[name=name]")).to_have_value("هاتف 2")
    dialog = amina.page.locator("dialog[open]")
    expect(dialog.locator("[data-session-soon]")).to_be_visible(timeout=20_000)
    assert amina.barriers() == []
    assert amina.fits()

    settings.SESSION_IDLE = 1800
    dialog.locator("[data-session-stay] button").click()
    expect(dialog).to_have_count(0)
    expect(amina.page.locator("input[name=name]")).to_have_value("هاتف 2")

    Session.objects.all().delete()
    amina.page.evaluate("document.querySelector('[data-session-stay]').requestSubmit()")
    expect(amina.page.locator("dialog[open] [data-session-over]")).to_be_visible()
    assert amina.barriers() == []

    amina.page.locator("[data-session-check]").click()
    expect(amina.page.locator("[data-session-says]")).not_to_be_empty()
    stranger: Any = Account.objects.get(email="karim@example.org")
    settings.SESSION_IDLE = 1800
    comes_in(amina, stranger)
    amina.page.locator("[data-session-check]").click()
    expect(amina.page.locator("dialog[open]")).to_have_count(1)
    comes_in(amina, owner)
    amina.page.locator("[data-session-check]").click()
    expect(amina.page.locator("dialog[open]")).to_have_count(0)
    expect(amina.page.locator("input[name=name]")).to_have_value("هاتف 2")
    amina.page.click("main form:has(input[name=name]) button")
    amina.page.wait_for_url("**" + reverse("identity:security"))
    mine.refresh_from_db()
    assert mine.name == "هاتف 2"


@languages
def test_a_bank_account_being_typed_is_not_left_for_another_language_without_a_question(
    cast: Cast, opens: Open, language: str
) -> None:
    amina, asked = opens(language), list[str]()
    owner = cast.amina.account
    assert owner
    comes_in(amina, owner)
    amina.goes_to(reverse("personal:bank_declare"))
    amina.page.locator("input[name=rib]").press_sequentially("0077 8000")

    def stays(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    amina.page.on("dialog", stays)
    amina.page.locator("form.language button").click()
    expect(amina.page.locator("input[name=rib]")).to_have_value("0077 8000")
    assert asked == ["beforeunload"]
