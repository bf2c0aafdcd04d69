"""Coming back: a password and its second step, an account that somebody else opened, a proof and a session too old."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from macnss.declarations.tests.factories import career
from macnss.identity.models import Account, Device
from macnss.identity.services import devices
from macnss.identity.tests.factories import NOW, PASSWORD
from macnss.kernel.months import Month
from macnss.kernel.secrets import token
from macnss.outbox.enums import Channel
from macnss.outbox.models import Message
from macnss.outbox.tests.reading import last_code, last_message, opened
from tests.browser.conftest import DESK, LANGUAGES, Cast, Open
from tests.browser.test_passkeys import comes_in

OLD_PHONE, NEW_PHONE = "+212661234567", "+212698765432"
languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def amina(cast: Cast) -> Account:
    """Amina's account: a password, an e-mail and a phone that she confirmed, and a device of before."""
    own = cast.amina.account
    assert own
    long_ago = NOW - dt.timedelta(days=400)
    own.phone, own.phone_confirmed_at, own.email_confirmed_at = OLD_PHONE, long_ago, long_ago
    own.save()
    devices.recognise(account=own, secret=token(), agent="", now=timezone.now())
    career(cast.amina, cast.company, Month(2026, 1), Month(2026, 10), real=720_000)
    return own


def sent_to(channel: Channel) -> str:
    """The code that went by this channel last."""
    said = [opened(each) for each in Message.objects.filter(kind="account.code").order_by("-pk")]
    return str(next(each.data["code"] for each in said if each.channel == channel))


@languages
def test_a_new_device_that_was_not_me_closes_the_account_and_two_codes_open_it_again(
    amina: Account, opens: Open, served: str, language: str
) -> None:
    thief = opens(language)
    thief.goes_to("/sign-in/")
    thief.sends(identifier="amina@example.org", password="not the right one")
    assert thief.page.input_value("input[name=identifier]") == "amina@example.org"
    assert thief.page.input_value("input[name=password]") == ""
    thief.types_password("amina")
    assert thief.is_at("/sign-in/second/")
    assert thief.barriers() == []
    thief.types_code()
    thief.goes_to("/me/")
    thief.signs_out()
    thief.types_password("amina")
    assert thief.is_at("/me/")

    owner = opens(language)
    message = last_message("account.new_device", amina)
    assert message.data["link"].startswith(served)
    owner.page.goto(message.data["link"])
    assert owner.fits()
    assert owner.barriers() == []
    owner.presses("main form button")
    assert owner.barriers() == []
    thief.goes_to("/me/")
    assert thief.is_at("/sign-in/")
    thief.sends(identifier="amina@example.org", password=PASSWORD)
    expect(thief.page.locator(".errors, [role=alert]").first).to_be_visible()
    assert thief.is_at("/sign-in/")

    owner.presses("main a[href='/recover/']")
    owner.sends(way="codes", identifier="amina@example.org")
    assert owner.is_at("/recover/codes/")
    owner.sends(email_code=sent_to(Channel.EMAIL), sms_code=sent_to(Channel.SMS))
    assert owner.is_at("/recover/new/")
    owner.sends(password="four quiet storks of Ifrane")
    assert owner.is_at("/recover/done/")
    assert owner.fits()
    assert owner.barriers() == []
    owner.goes_to("/me/")  # open; what is worth more than two codes asks for the new password too
    owner.presses("main a[href^='/prove/']")
    owner.sends(password="four quiet storks of Ifrane")
    owner.sends(code=last_code())
    expect(owner.page.locator("main")).to_contain_text("7\u00a0200,00")
    assert not Device.objects.filter(account=amina, trusted_at__isnull=False, disowned_at__isnull=False).exists()


@languages
def test_a_new_phone_asks_again_for_a_proof_that_grew_old_and_loses_nothing(
    amina: Account, opens: Open, served: str, language: str
) -> None:
    visitor = opens(language)
    comes_in(visitor, amina)
    visitor.goes_to("/security/contacts/")
    visitor.presses("main a[href='/security/contacts/sms/']")
    visitor.waits(proof=dt.timedelta(minutes=11))
    visitor.sends(address="06 98 76 54 32")
    assert visitor.is_at("/prove/")
    visitor.sends(password=PASSWORD)
    assert visitor.is_at("/prove/")
    assert visitor.fits()
    assert visitor.barriers() == []
    visitor.sends(code=last_code())
    assert visitor.is_at("/security/contacts/sms/")
    expect(visitor.page.locator("input[name=address]")).to_have_value("06 98 76 54 32")
    visitor.sends(address="06 98 76 54 32")
    assert visitor.is_at("/security/contacts/confirm/")
    assert visitor.barriers() == []
    assert last_message("account.code").to == NEW_PHONE
    visitor.sends(code=last_code())
    assert visitor.is_at("/security/contacts/")
    amina.refresh_from_db()
    assert amina.phone == NEW_PHONE
    told = [opened(each) for each in Message.objects.filter(kind="account.contact_changed")]
    assert OLD_PHONE in {each.to for each in told}


@pytest.mark.parametrize("scripts", [True, False], ids=["", "no scripts"])
@languages
def test_a_session_that_ended_while_typing_gives_back_what_was_typed(
    cast: Cast, opens: Open, language: str, scripts: bool
) -> None:
    karim = opens(language, DESK, java_script_enabled=scripts)
    comes_in(karim, Account.objects.get(email="karim@example.org"))
    karim.goes_to(f"/employer/{cast.company.public_id}/people/invite/")
    karim.waits(seen=dt.timedelta(minutes=31))
    karim.sends(name="Nadia Chraïbi", function="accountant", email="nadia@example.org")
    assert karim.is_at("/sign-in/")
    assert not Message.objects.filter(kind="employer.invitation").exists()
    karim.sends(identifier="karim@example.org", password=PASSWORD)
    karim.types_code()
    assert karim.is_at(f"/employer/{cast.company.public_id}/people/invite/")
    expect(karim.page.locator("input[name=name]")).to_have_value("Nadia Chraïbi")
    expect(karim.page.locator("input[name=email]")).to_have_value("nadia@example.org")
    expect(karim.page.locator("input[name=function][value=accountant]")).to_be_checked()
