"""Proving again who one is, in place: the ways offered, what each proves, and nothing typed is lost."""

import datetime as dt
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.identity.enums import Level, Method
from macnss.identity.models import Account, Code, Passkey
from macnss.identity.services import backup_codes, devices, limits
from macnss.identity.sessions import ASKED, HELD, OPENED, PROOF, SEEN
from macnss.identity.tests.factories import PASSWORD, account, come_in, driss, passkey
from macnss.kernel.secrets import unseal
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
PROVE = "/prove/?next=/security/passkeys/"


@pytest.fixture
def karim() -> Account:
    owner = account("karim", "Karim Berrada")
    owner.email_confirmed_at = timezone.now()
    owner.save()
    return owner


@pytest.fixture
def client(karim: Account) -> Client:
    """Karim, with his password alone, on a device that we do not know."""
    return come_in(Client(), karim, Method.PASSWORD)


def post(client: Client, **fields: str) -> HttpResponse:
    return client.post(reverse("identity:prove"), {"next": "/security/passkeys/", **fields})  # type: ignore[return-value]


def received(owner: Account) -> str:
    message = Message.objects.filter(account=owner, kind="account.code").latest("pk")
    return str(unseal(message.content, "outbox")["code"])


def level(client: Client) -> Level:
    return Level(client.session[PROOF][1])


def test_each_account_is_offered_what_it_has(client: Client, karim: Account) -> None:
    html = client.get(PROVE).content.decode()
    assert "data-passkey-sign-in" not in html
    assert 'name="password"' in html
    assert reverse("identity:eid_start") in html
    passkey(karim)
    assert "data-passkey-sign-in" in client.get(PROVE).content.decode()


def test_who_has_no_password_is_not_asked_for_one(karim: Account) -> None:
    karim.set_unusable_password()
    karim.save()
    assert 'name="password"' not in come_in(Client(), karim, Method.PASSWORD).get(PROVE).content.decode()


def test_an_agent_proves_by_passkey_only() -> None:
    agent = driss()
    passkey(agent)
    html = come_in(Client(), agent, Method.PASSWORD).get(PROVE).content.decode()
    assert "data-passkey-sign-in" in html
    assert 'name="password"' not in html
    assert reverse("identity:eid_start") not in html


def test_high_is_proved_by_mon_e_id_only_and_the_address_changes_nothing(client: Client, karim: Account) -> None:
    passkey(karim)
    session = client.session
    session[ASKED] = Level.HIGH.value
    session.save()
    html = client.get(PROVE + "&level=1").content.decode()
    assert 'name="level" value="3"' in html
    assert "data-passkey-sign-in" not in html
    assert 'name="password"' not in html
    post(client, act="password", password=PASSWORD)
    assert level(client) == Level.LOW
    assert not Code.objects.exists()


def test_a_password_and_the_code_received_prove_it(client: Client, karim: Account) -> None:
    before = client.session.session_key
    assert post(client, act="password", password=PASSWORD)["Location"].startswith(reverse("identity:prove"))
    assert level(client) == Level.LOW
    answer = post(client, act="code", code=received(karim))
    assert answer["Location"] == "/security/passkeys/"
    assert client.session[PROOF][:2] == [Method.PASSWORD_AND_CODE, Level.SUBSTANTIAL]
    assert client.session.session_key != before
    assert client.get("/security/passkeys/").status_code == 200


def test_a_wrong_password_sends_no_code(client: Client, karim: Account) -> None:
    assert post(client, act="password", password="something else").status_code == 422
    assert not Code.objects.exists()
    assert post(client, act="code", code="000000").status_code == 422


def test_a_wrong_code_proves_nothing(client: Client, karim: Account) -> None:
    post(client, act="password", password=PASSWORD)
    wrong = f"{(int(received(karim)) + 1) % 1_000_000:06d}"
    answer = post(client, act="code", code=wrong)
    assert answer.status_code == 422
    assert level(client) == Level.LOW


def test_the_code_of_another_browser_proves_nothing(client: Client, karim: Account) -> None:
    post(client, act="password", password=PASSWORD)
    other = come_in(Client(), karim, Method.PASSWORD)
    assert post(other, act="code", code=received(karim)).status_code == 422
    assert level(other) == Level.LOW


def test_a_code_without_the_password_proves_nothing(client: Client, karim: Account) -> None:
    codes = backup_codes.make(account=karim, by=karim, now=timezone.now())
    post(client, act="backup", code=codes[0])
    assert level(client) == Level.LOW
    assert backup_codes.left(karim) == 10


def test_a_password_and_a_backup_code_prove_it_once(client: Client, karim: Account) -> None:
    codes = backup_codes.make(account=karim, by=karim, now=timezone.now())
    post(client, act="password", password=PASSWORD)
    assert post(client, act="backup", code=codes[0]).status_code == 302
    assert level(client) == Level.SUBSTANTIAL
    other = come_in(Client(), karim, Method.PASSWORD)
    post(other, act="password", password=PASSWORD)
    assert post(other, act="backup", code=codes[0]).status_code == 422


def test_a_password_is_enough_on_a_known_device_unless_one_acts_for_others(client: Client, karim: Account) -> None:
    client.cookies["macnss_device"] = "d" * 43
    devices.recognise(account=karim, secret="d" * 43, agent="", trusted=True, now=timezone.now())
    karim.needs_second_factor = True
    karim.save()
    post(client, act="password", password=PASSWORD)
    assert level(client) == Level.LOW
    karim.needs_second_factor = False
    karim.save()
    post(client, act="password", password=PASSWORD)
    assert client.session[PROOF][0] == Method.PASSWORD_AND_DEVICE


def test_somebody_without_a_confirmed_address_is_shown_the_other_ways(karim: Account) -> None:
    karim.email_confirmed_at = None
    karim.save()
    client = come_in(Client(), karim, Method.PASSWORD)
    post(client, act="password", password=PASSWORD)
    html = client.get(PROVE).content.decode()
    assert not Message.objects.exists()
    assert reverse("identity:eid_start") in html
    assert reverse("identity:cannot_get_in") in html


def test_tries_are_counted_by_account(client: Client, karim: Account) -> None:
    for _each in range(limits.WINDOWS[limits.Act.PROVE].key.tries):
        post(client, act="password", password="something else")
    post(client, act="password", password=PASSWORD)
    assert not Code.objects.exists()


def test_the_right_password_does_not_give_new_tries_of_codes(client: Client, karim: Account) -> None:
    """Somebody who has the password cannot draw codes for ever."""
    for _each in range(30):
        post(client, act="password", password=PASSWORD)
    assert Code.objects.count() <= 10


def test_the_code_is_sent_again_only_after_a_wait(client: Client, karim: Account) -> None:
    post(client, act="password", password=PASSWORD)
    client.post(reverse("identity:prove_send"), {"next": "/security/passkeys/"})
    assert Message.objects.filter(kind="account.code").count() == 1
    Code.objects.update(sent_at=timezone.now() - dt.timedelta(minutes=1))
    client.post(reverse("identity:prove_send"), {"next": "/security/passkeys/"})
    assert Message.objects.filter(kind="account.code").count() == 2


def test_who_has_just_proved_it_goes_straight_on(karim: Account) -> None:
    assert come_in(Client(), karim).get(PROVE)["Location"] == "/security/passkeys/"


# What was typed -----------------------------------------------------------------------------------------------------
def page_of(mine: Passkey) -> str:
    return reverse("identity:passkey", args=[mine.public_id])


def stale(client: Client) -> Client:
    session = client.session
    session[PROOF] = [Method.PASSKEY.value, 2, (timezone.now() - dt.timedelta(minutes=11)).isoformat()]
    session.save()
    return client


def ended(client: Client) -> Client:
    session, long_ago = client.session, (timezone.now() - dt.timedelta(hours=1)).isoformat()
    session.update({SEEN: long_ago, OPENED: long_ago})
    session.save()
    return client


def typed(client: Client, address: str) -> str:
    """What stands in the field called name."""
    found = re.search(
        r'name="name"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="name"', client.get(address).content.decode()
    )
    assert found
    return found[1] or found[2]


def test_a_form_sent_without_a_fresh_proof_comes_back_filled_in_once(karim: Account) -> None:
    client, mine = stale(come_in(Client(), karim)), passkey(karim)
    answer = client.post(page_of(mine), {"name": "هاتفي & co", "csrfmiddlewaretoken": "x"})
    assert answer["Location"] == f"/prove/?next={page_of(mine)}"
    come_back_in(client)
    assert typed(client, page_of(mine)) == "هاتفي &amp; co"
    assert typed(client, page_of(mine)) == "My phone"
    mine.refresh_from_db()
    assert mine.name == "My phone"


def come_back_in(client: Client) -> None:
    session = client.session
    session[PROOF] = [Method.PASSKEY.value, 2, timezone.now().isoformat()]
    session.save()


def test_a_form_sent_after_the_end_of_the_session_comes_back_after_signing_in_again(karim: Account) -> None:
    client, mine = ended(come_in(Client(), karim)), passkey(karim)
    answer = client.post(page_of(mine), {"name": "Typed"})
    assert answer["Location"].startswith(reverse("identity:sign_in"))
    come_in(client, karim)
    assert typed(client, page_of(mine)) == "Typed"


def test_what_was_typed_is_given_to_nobody_else(karim: Account) -> None:
    client, mine = ended(come_in(Client(), karim)), passkey(karim)
    client.post(page_of(mine), {"name": "Typed"})
    other = account("amal", "Amal Tazi")
    come_in(client, other)
    client.get(page_of(passkey(other)))
    assert HELD not in client.session


def test_what_was_typed_waits_sealed_and_without_secrets(karim: Account) -> None:
    client, mine = stale(come_in(Client(), karim)), passkey(karim)
    client.post(
        page_of(mine), {"name": "Typed", "new_password": "Hidden", "code": "Hidden", "csrfmiddlewaretoken": "x"}
    )
    sealed = client.session[HELD]
    assert "Typed" not in sealed
    come_back_in(client)
    held = client.get(page_of(mine)).wsgi_request.held  # type: ignore[attr-defined]
    assert dict(held) == {"name": ["Typed"]}


def test_the_page_of_a_form_without_a_page_of_its_own_is_where_it_stood(karim: Account) -> None:
    client = ended(come_in(Client(), karim))
    address = reverse("identity:sessions_end_all")
    answer = client.post(address, {"everywhere": "1"}, headers={"referer": "http://testserver/security/?a=1"})
    assert answer["Location"] == "/sign-in/?next=/security/%3Fa%3D1"
    outside = client.post(address, headers={"referer": "https://evil.example/security/"})
    assert outside["Location"] == f"/sign-in/?next={address}"


def test_a_part_of_a_page_that_needs_the_door_leaves_its_page(karim: Account) -> None:
    client = ended(come_in(Client(), karim))
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/security/"}
    answer = client.get(reverse("identity:sessions"), headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=/security/")
