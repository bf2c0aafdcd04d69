"""Fingerprint and face in a real browser: the virtual authenticator of Chromium stands for the phone."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import CDPSession, Route, expect

from macnss.identity.enums import Method
from macnss.identity.models import Account, Passkey
from macnss.identity.services import enrolment
from macnss.identity.tests.factories import come_in
from tests.browser.conftest import DESK, LANGUAGES, Cast, Open, Visitor

languages = pytest.mark.parametrize("language", LANGUAGES)


def with_a_finger(visitor: Visitor) -> tuple[CDPSession, str]:
    """Give this browser an authenticator that recognises its owner."""
    devtools = visitor.page.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def presses(visitor: Visitor, finger: tuple[CDPSession, str], address: str) -> None:
    """Press the button of the door: the finger comes only then, so that the browser's autofill is not faster."""
    devtools, authenticator = finger
    for page_is_there in (False, True):
        state = {"authenticatorId": authenticator, "enabled": page_is_there}
        devtools.send("WebAuthn.setAutomaticPresenceSimulation", state)
        if not page_is_there:
            visitor.goes_to(address)
    visitor.page.click("[data-passkey-sign-in]")


def comes_in(visitor: Visitor, who: Account, method: Method = Method.PASSKEY) -> None:
    """The session of somebody who has just proved who they are."""
    session = come_in(Client(), who, method).cookies[settings.SESSION_COOKIE_NAME].value
    cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": visitor.address}
    visitor.page.context.add_cookies([cookie])


def signs_out(visitor: Visitor) -> None:
    visitor.page.click("details.account summary")
    visitor.page.click("details.account form button")
    visitor.page.wait_for_url(lambda url: url.rstrip("/") == visitor.address)


def adds_a_passkey(visitor: Visitor) -> None:
    visitor.goes_to(reverse("identity:passkeys"))
    visitor.page.click("[data-passkey-new]")
    visitor.page.wait_for_url("**" + reverse("identity:security"))


@languages
def test_add_sign_out_come_back_with_a_finger_and_keep_the_last_way_in(cast: Cast, opens: Open, language: str) -> None:
    owner = cast.amina.account
    assert owner
    owner.set_unusable_password()
    owner.save()
    amina = opens(language)
    finger = with_a_finger(amina)
    comes_in(amina, owner)
    adds_a_passkey(amina)
    assert amina.fits()
    assert amina.barriers() == []
    mine = Passkey.objects.get(account=owner)
    signs_out(amina)

    presses(amina, finger, "/sign-in/")
    amina.page.wait_for_url("**/me/")
    signs_out(amina)
    amina.goes_to("/sign-in/")  # and without the button: the field offers the passkey by itself
    amina.page.wait_for_url("**/me/")
    mine.refresh_from_db()
    assert mine.last_used_at

    amina.goes_to(reverse("identity:passkey", args=[mine.public_id]))
    expect(amina.page.locator("main button[value=remove], main input[value=remove]")).to_have_count(0)
    assert Passkey.objects.filter(account=owner).count() == 1
    assert amina.barriers() == []


def whose_passkey_was_removed(cast: Cast, opens: Open) -> tuple[Visitor, tuple[CDPSession, str]]:
    """Amina, signed out: her phone still has the passkey that the service forgot."""
    owner = cast.amina.account
    assert owner
    amina = opens("fr", DESK)
    finger = with_a_finger(amina)
    comes_in(amina, owner)
    adds_a_passkey(amina)
    amina.page.click("main .lines a")
    amina.page.click("main form:has(input[value=remove]) button")
    amina.page.wait_for_url("**" + reverse("identity:security"))
    assert not Passkey.objects.filter(account=owner).exists()
    signs_out(amina)
    return amina, finger


def reads_that_it_was_removed(visitor: Visitor) -> None:
    expect(visitor.page.locator("[data-passkey-says] a")).to_be_visible()
    assert "/sign-in/" in visitor.page.url


def test_a_removed_passkey_is_refused_in_words(cast: Cast, opens: Open) -> None:
    amina, finger = whose_passkey_was_removed(cast, opens)
    presses(amina, finger, "/sign-in/")
    reads_that_it_was_removed(amina)
    amina.page.click("[data-passkey-sign-in]")  # the phone has forgotten it by now, and has none to offer
    expect(amina.page.locator("[data-passkey-sign-in]")).to_be_enabled()
    reads_that_it_was_removed(amina)


def test_a_press_reads_the_refusal_that_the_autofill_received(cast: Cast, opens: Open) -> None:
    """The finger answers the offer of the field; the button is pressed while the service answers, and again later."""
    amina, _finger = whose_passkey_was_removed(cast, opens)
    answered: list[int] = []

    def answers_after_the_press(route: Route) -> None:
        answer = route.fetch()
        if not answered:
            amina.page.evaluate("document.querySelector('[data-passkey-sign-in]').click()")
        answered.append(answer.status)
        route.fulfill(response=answer)

    amina.page.route("**" + reverse("identity:passkey_sign_in") + "?next=*", answers_after_the_press)
    amina.goes_to("/sign-in/")
    reads_that_it_was_removed(amina)
    assert len(answered) == 1
    amina.page.click("[data-passkey-sign-in]")
    expect(amina.page.locator("[data-passkey-sign-in]")).to_be_enabled()
    reads_that_it_was_removed(amina)


def test_somebody_who_cancels_is_told_that_they_can_try_again(cast: Cast, opens: Open) -> None:
    owner = cast.amina.account
    assert owner
    amina = opens("fr")
    devtools, authenticator = with_a_finger(amina)
    comes_in(amina, owner)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    amina.goes_to(reverse("identity:passkeys"))
    amina.page.click("[data-passkey-new]")
    says = amina.page.locator("[data-passkey-says]")
    expect(says).to_have_text(amina.page.get_attribute("[data-passkey]", "data-cancelled") or "?")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    amina.page.click("[data-passkey-new]")
    amina.page.wait_for_url("**" + reverse("identity:security"))
    amina.goes_to(reverse("identity:passkeys"))
    amina.page.click("[data-passkey-new]")
    expect(says).to_have_text(amina.page.get_attribute("[data-passkey]", "data-already") or "?")
    assert Passkey.objects.count() == 1


@languages
def test_an_agent_makes_a_passkey_at_the_address_received_then_signs_in(cast: Cast, opens: Open, language: str) -> None:
    agent = Account.objects.get(email="driss@example.org")
    driss = opens(language, DESK)
    finger = with_a_finger(driss)
    secret = enrolment.invite(account=agent, by=None, now=timezone.now())
    driss.goes_to(reverse("identity:enrol", args=[secret]))
    assert driss.barriers() == []
    driss.page.click("[data-passkey-new]")
    driss.page.wait_for_url("**/agent/")
    signs_out(driss)
    presses(driss, finger, reverse("identity:sign_in_agent"))
    driss.page.wait_for_url(lambda url: url.endswith("/agent/") and "/sign-in/" not in url)
    driss.goes_to(reverse("identity:enrol", args=[secret]))
    assert driss.page.locator("[data-passkey-new]").count() == 0


@languages
def test_a_proof_in_place_loses_nothing_of_what_was_typed(cast: Cast, opens: Open, language: str) -> None:
    owner = cast.amina.account
    assert owner
    amina = opens(language)
    with_a_finger(amina)
    comes_in(amina, owner)
    adds_a_passkey(amina)
    mine = Passkey.objects.get(account=owner)
    amina.goes_to(reverse("identity:passkey", args=[mine.public_id]))
    amina.page.fill("input[name=name]", "هاتف 2")
    comes_in(amina, owner, Method.PASSWORD)  # the proof grew old in the meantime
    amina.page.reload()
    amina.page.click("[data-passkey-sign-in]")
    amina.page.wait_for_url(f"**/{mine.public_id}/")
    amina.page.fill("input[name=name]", "هاتف 2")
    amina.page.context.clear_cookies(name="macnss_session")
    comes_in(amina, owner, Method.PASSWORD)
    amina.page.click("main form:has(input[name=name]) button")
    amina.page.wait_for_url("**/prove/**")
    assert amina.barriers() == []
    amina.page.click("[data-passkey-sign-in]")
    amina.page.wait_for_url(f"**/{mine.public_id}/")
    expect(amina.page.locator("input[name=name]")).to_have_value("هاتف 2")


def test_somebody_with_no_scripts_is_offered_the_other_ways(cast: Cast, opens: Open) -> None:
    owner = cast.amina.account
    assert owner
    amina = opens("fr", java_script_enabled=False)
    comes_in(amina, owner)
    amina.goes_to(reverse("identity:passkeys"))
    expect(amina.page.locator("[data-passkey-new]")).to_be_hidden()
    expect(amina.page.locator("[data-passkey-absent]")).to_be_visible()
