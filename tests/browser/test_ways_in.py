"""The first time: an account opened with Mon e-ID, one opened with a code, and Mon e-ID that does not answer."""

import datetime as dt
import json
import re
import time
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django import Settings

from macnss.declarations.tests.factories import career
from macnss.employers.tests.factories import atlas
from macnss.gateways.eid.tests.scripted import listening
from macnss.gateways.models import OutsideSystem
from macnss.identity.enums import Level
from macnss.identity.models import Passkey
from macnss.insured.models import Insured, Referral
from macnss.insured.tests.factories import registered
from macnss.kernel.months import Month
from macnss.outbox.tests.reading import last_code, last_message
from tests.browser.conftest import LANGUAGES, Cast, Open, Visitor
from tests.browser.test_passkeys import presses, with_a_finger
from tests.mon_eid import Browser, Sandbox, running

CIN = "AB123456"  # of the invented citizen of the sandbox who is the insured person of this file
WAGE = "7\u00a0200,00"
PEM = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def newcomer(quiet_end: None, transactional_db: None) -> Insured:
    """Somebody of the register who has worked, and has no account."""
    person = registered(document_number=CIN)
    career(person, atlas(), Month(2025, 12), Month(2026, 10), real=720_000)
    return person


@pytest.fixture(scope="module")
def sandbox(live_server: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The sandbox of Mon e-ID as a process, to which our live server is the service that asks."""
    service = live_server.url.replace("127.0.0.1", "localhost")  # type: ignore[attr-defined]
    client = {
        "client_id": "macnss",
        "name": {"fr": "Ma CNSS", "ar": "Ma CNSS"},
        "redirect_uris": [f"{service}/eid/return/"],
        "jwks_uri": f"{service}/eid/jwks.json",
    }
    with running(tmp_path_factory.mktemp("mon-eid"), MON_EID_CLIENTS=json.dumps([client])) as started:
        yield started


@pytest.fixture
def mon_eid(sandbox: Sandbox, settings: Settings) -> Sandbox:
    """The service asks the sandbox."""
    settings.EID = {**settings.EID, "ISSUER": sandbox.issuer, "CLIENT_KEYS": [PEM]}
    allow_forms_to(settings, sandbox.issuer)
    return sandbox


def allow_forms_to(settings: Settings, issuer: str) -> None:
    policy = settings.CONTENT_SECURITY_POLICY
    directives = {**policy["DIRECTIVES"], "form-action": [*policy["DIRECTIVES"]["form-action"], issuer]}
    settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": directives}


def shows_the_card(visitor: Visitor, sandbox: Sandbox) -> None:
    """At Mon e-ID: the card and its PIN, then yes to what is shared."""
    with Browser(sandbox) as somebody:
        pin, _ = somebody.crib(CIN)
    visitor.presses("a[href$='/card/']")
    visitor.page.check(f"input[name=card][value={CIN}]")
    visitor.page.fill("input[name=pin]", pin)
    visitor.presses("main form button.main")
    expect(visitor.page.locator("main")).to_contain_text(CIN)
    visitor.presses("main form button.main")


@languages
def test_mon_eid_opens_an_account_and_the_finger_comes_back(
    newcomer: Insured, mon_eid: Sandbox, opens: Open, language: str
) -> None:
    amina = opens(language)
    finger = with_a_finger(amina)
    amina.goes_to("/")
    amina.presses(f"main a[href='{reverse('identity:sign_in')}'], header a[href='{reverse('identity:sign_in')}']")
    amina.presses("a[href='/activate/']")
    amina.presses("a[href='/activate/eid/']")
    amina.sends(cin=CIN.lower())
    assert amina.fits()
    assert amina.barriers() == []

    amina.presses("form[action='/eid/start/'] button")
    assert amina.page.url.startswith(mon_eid.issuer)
    assert amina.page.get_attribute("html", "lang") == language
    shows_the_card(amina, mon_eid)

    assert amina.page.url.startswith(amina.address)
    amina.presses("main form button[type=submit]")
    assert amina.is_at("/activate/finish/")
    assert amina.fits()
    assert amina.barriers() == []
    amina.presses("[data-passkey-new]")
    assert amina.is_at("/activate/finish/")
    amina.presses("main button[name=later]")
    assert amina.is_at("/me/")
    expect(amina.page.locator("main")).to_contain_text(WAGE)
    newcomer.refresh_from_db()
    assert newcomer.account
    assert newcomer.account.level >= Level.SUBSTANTIAL
    assert Passkey.objects.filter(account=newcomer.account).count() == 1

    amina.signs_out()
    presses(amina, finger, "/sign-in/")
    amina.page.wait_for_url("**/me/")
    expect(amina.page.locator("main")).to_contain_text(WAGE)


@languages
def test_a_code_opens_an_account_that_shows_no_amount_and_says_how_to_see_them(
    newcomer: Insured, opens: Open, language: str
) -> None:
    amina = opens(language)
    amina.goes_to("/activate/contact/")
    types_who_one_is(amina, str(newcomer.number))
    words = without_digits(amina)
    amina.sends(code=a_wrong_code())
    assert amina.is_at("/activate/code/")
    expect(amina.page.locator(".errors, [role=alert]").first).to_be_visible()
    assert amina.barriers() == []
    amina.sends(code=last_code())
    assert amina.is_at("/activate/finish/")
    amina.presses("main button[name=later]")
    assert amina.is_at("/me/")
    assert not amina.sees(WAGE)
    assert str(newcomer.number) not in re.sub(r"\D", "", amina.page.inner_text("main"))
    assert amina.fits()
    amina.presses(f"main a[href='{reverse('identity:levels')}']")
    expect(amina.page.locator("main a[href='/activate/eid/']")).to_be_visible()
    expect(amina.page.locator("main a[href='/me/identity/']")).to_be_visible()

    stranger = opens(language)
    stranger.goes_to("/activate/contact/")
    types_who_one_is(stranger, "190000009", phone="0698765432")
    assert without_digits(stranger) == words
    stranger.sends(code=last_code())
    assert stranger.is_at("/activate/received/")
    assert stranger.sees(Referral.objects.get().reference)
    assert stranger.fits()
    assert stranger.barriers() == []


def types_who_one_is(visitor: Visitor, number: str, phone: str = "0612345678") -> None:
    born = {"day": "14", "month": "3", "year": "1992"}
    visitor.sends(identifier=number, **born, phone=phone, email="new@example.org", channel="sms")
    assert visitor.is_at("/activate/code/")


def without_digits(visitor: Visitor) -> str:
    """What a page says to everybody: neither a telephone nor the seconds that are left."""
    return re.sub(r"[\d•*+ ]|[\u2066-\u2069]", "", visitor.page.inner_text("main"))


def a_wrong_code() -> str:
    return str((int(last_code()) + 1) % 1_000_000).zfill(6)


@languages
def test_mon_eid_that_does_not_answer_keeps_nobody_out(
    cast: Cast, opens: Open, settings: Settings, language: str
) -> None:
    amina = opens(language)
    began = time.monotonic()
    amina.goes_to("/sign-in/")
    assert time.monotonic() - began < 3
    amina.presses("form[action='/eid/start/'] button")
    expect(amina.page.locator(".notice").first).to_be_visible()
    assert amina.fits()
    assert amina.barriers() == []
    amina.presses("main a[href^='/sign-in/']")
    health = amina.page.locator("[data-eid-health]").first
    expect(health.locator(".tone-warning")).to_be_visible()

    with listening(settings):
        OutsideSystem.objects.update(asked_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        health.locator("form button").click()
        expect(amina.page.locator("[data-eid-health] .tone-success")).to_be_visible()
        assert amina.is_at("/sign-in/")
    amina.types_password("amina")
    amina.types_code()
    assert amina.is_at("/me/")
    assert last_message("account.code").to == "amina@example.org"
