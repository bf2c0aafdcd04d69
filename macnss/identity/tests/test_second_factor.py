"""The second step: asked where a password is not enough, bound to the browser, five tries, ten minutes."""

import datetime as dt
import re
from unittest.mock import patch

import pytest
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.identity import pending
from macnss.identity.enums import CodePurpose, Method, NameKind
from macnss.identity.models import Account, Code, Session
from macnss.identity.services import backup_codes, codes, give_sign_in_name, lock, open_account, require_second_factor
from macnss.identity.services.devices import is_known, recognise
from macnss.identity.tests.factories import NOW, PASSWORD, account
from macnss.kernel.secrets import unseal
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
DOOR, SECOND, AGAIN = "/sign-in/", "/sign-in/second/", "/sign-in/second/send/"
SECRET = "s" * 43


def karim(phone: str = "") -> Account:
    return open_account(email="karim@example.org", phone=phone, name="Karim Berrada", password=PASSWORD, now=NOW)


def sign_in(client: Client, door: str = DOOR) -> str:
    answer = client.post(door, {"identifier": "karim@example.org", "password": PASSWORD, "next": "/companies/"})
    return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()


def received() -> str:
    content = unseal(Message.objects.latest("pk").content, "outbox")
    return str(content["code"])


def type_code(client: Client, code: str) -> str:
    answer = client.post(SECOND, {"code": code})
    return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_unknown_device_gets_a_code_and_the_code_comes_in(client: Client) -> None:
    owner = karim()
    assert sign_in(client) == f"302 {SECOND}"
    assert not is_in(client)
    assert type_code(client, received()) == "302 /companies/"
    assert Session.objects.get(account=owner).method == Method.PASSWORD_AND_CODE


def test_the_device_is_known_the_next_time(client: Client) -> None:
    karim()
    sign_in(client)
    type_code(client, received())
    client.post(reverse("identity:sign_out"))
    assert sign_in(client) == "302 /companies/"


def test_a_disowned_device_gets_a_code_again(client: Client) -> None:
    owner = karim()
    device = recognise(account=owner, secret=SECRET, agent="Firefox", now=NOW, trusted=True)
    client.cookies[settings.DEVICE_COOKIE_NAME] = SECRET
    assert is_known(account=owner, secret=SECRET)
    device.disowned_at = NOW
    device.save()
    assert sign_in(client) == f"302 {SECOND}"


def test_who_acts_for_a_company_gets_a_code_even_at_home(client: Client) -> None:
    owner = karim()
    require_second_factor(account=owner)
    recognise(account=owner, secret=SECRET, agent="Firefox", now=NOW, trusted=True)
    client.cookies[settings.DEVICE_COOKIE_NAME] = SECRET
    assert sign_in(client) == f"302 {SECOND}"


def test_the_door_of_companies_always_asks_for_a_code(client: Client) -> None:
    recognise(account=karim(), secret=SECRET, agent="Firefox", now=NOW, trusted=True)
    client.cookies[settings.DEVICE_COOKIE_NAME] = SECRET
    assert sign_in(client, "/sign-in/company/") == f"302 {SECOND}"


def test_wrong_codes_are_counted_and_the_right_one_no_longer_opens(client: Client) -> None:
    karim()
    sign_in(client)
    right = received()
    for _ in range(codes.TRIES):
        assert type_code(client, wrong(right)) == "422"
    assert type_code(client, right) == "422"
    assert not is_in(client)


def test_a_new_code_gives_no_tries_back(client: Client) -> None:
    karim()
    sign_in(client)
    for _ in range(codes.TRIES):
        type_code(client, wrong(received()))
    client.post(AGAIN)
    for _ in range(codes.TRIES):
        assert type_code(client, wrong(received())) == "422"
    client.post(AGAIN)
    assert type_code(client, received()) == "429"
    assert not is_in(client)


def test_a_code_opens_once(client: Client) -> None:
    karim()
    sign_in(client)
    code = received()
    assert type_code(client, code) == "302 /companies/"
    other = Client()
    assert type_code(other, code) == f"302 {DOOR}"


def test_the_code_of_another_browser_opens_nothing(client: Client) -> None:
    karim()
    sign_in(client)
    code = received()
    other = Client()
    sign_in(other)
    assert type_code(other, code) == "422"
    assert not is_in(other)


def test_the_code_of_another_purpose_is_none(client: Client) -> None:
    karim()
    sign_in(client)
    assert Code.objects.get().purpose == CodePurpose.SIGN_IN


def test_after_ten_minutes_everything_starts_again(client: Client) -> None:
    karim()
    sign_in(client)
    code = received()
    with patch("macnss.kernel.secrets.MultiFernet.decrypt", side_effect=_too_old):
        assert type_code(client, code) == f"302 {DOOR}"
    with patch.object(timezone, "now", return_value=timezone.now() + dt.timedelta(minutes=11)):
        assert type_code(client, code) == "422"


def _too_old(*_: object, **__: object) -> bytes:
    raise InvalidToken


def test_a_second_code_waits_and_the_page_says_how_long(client: Client) -> None:
    karim(phone="+212612345678")
    sign_in(client)
    assert re.search('data-countdown="(30|2[0-9])"', client.get(SECOND).content.decode())
    sent = Message.objects.count()
    client.post(AGAIN, {"channel": "email"})
    assert Message.objects.count() == sent


def test_the_other_channel_sends_another_code(client: Client) -> None:
    karim(phone="+212612345678")
    sign_in(client)
    assert Message.objects.latest("pk").channel == "sms"
    Code.objects.update(sent_at=timezone.now() - dt.timedelta(minutes=1))
    client.post(AGAIN, {"channel": "email"})
    assert Message.objects.latest("pk").channel == "email"
    assert type_code(client, received()) == "302 /companies/"


def test_the_address_on_the_page_is_hidden_but_for_its_owner(client: Client) -> None:
    karim(phone="+212612345678")
    sign_in(client)
    page = client.get(SECOND).content.decode()
    assert "612345678" not in page
    assert "karim@example.org" not in page


def test_a_backup_code_comes_in_once(client: Client) -> None:
    owner = karim()
    printed = backup_codes.make(account=owner, by=owner, now=NOW)[0]
    for expected in ("302 /companies/", "422"):
        sign_in(client := Client())
        answer = client.post(SECOND, {"act": "backup", "backup_code": printed})
        assert f"{answer.status_code} {answer.headers.get('Location', '')}".strip() == expected


def test_backup_codes_are_tried_as_rarely_as_the_others(client: Client) -> None:
    karim()
    sign_in(client)
    tried = [client.post(SECOND, {"act": "backup", "backup_code": str(n)}).status_code for n in range(11)]
    assert tried == [422] * 10 + [429]


def test_without_any_address_the_page_leads_to_mon_e_id_and_the_counter(client: Client) -> None:
    owner = karim()
    Account.objects.filter(pk=owner.pk).update(email=None)
    give_sign_in_name(account=owner, kind=NameKind.DOCUMENT, name="AB123456", by=None, now=NOW)
    answer = client.post(DOOR, {"identifier": "AB123456", "password": PASSWORD})
    assert answer.headers["Location"] == SECOND
    page = client.get(SECOND).content.decode()
    assert reverse("identity:eid_start") in page
    assert reverse("identity:cannot_get_in") in page
    assert Code.objects.count() == 0
    assert type_code(client, "123456") == "422"


def test_an_account_locked_in_between_stays_closed(client: Client) -> None:
    owner = karim()
    sign_in(client)
    code = received()
    lock(account=owner, by=None, now=NOW, reason="test")
    assert type_code(client, code) == "422"
    assert not is_in(client)


def test_nobody_waits_without_a_password(client: Client) -> None:
    assert client.get(SECOND).headers["Location"] == DOOR
    assert client.post(AGAIN).headers["Location"] == DOOR


def test_the_session_changes_its_identifier_at_each_step(client: Client) -> None:
    karim()
    client.get(DOOR)
    sign_in(client)
    between = client.session.session_key
    type_code(client, received())
    assert client.session.session_key != between
    assert pending.KEPT not in client.session


def test_a_session_planted_before_the_password_knows_nothing_after_it(client: Client) -> None:
    karim()
    session = client.session
    session["something"] = "of a stranger"
    session.save()
    planted = str(session.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(client)
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert stranger.get(SECOND).headers["Location"] == DOOR


def test_confirmed_addresses_count_before_those_that_we_only_know(client: Client) -> None:
    owner = karim(phone="+212612345678")
    Account.objects.filter(pk=owner.pk).update(email_confirmed_at=NOW)
    sign_in(client)
    assert Message.objects.latest("pk").channel == "email"


def test_two_tabs_leave_the_newer_code_only(client: Client) -> None:
    karim()
    sign_in(client)
    first = received()
    sign_in(client)
    assert type_code(client, first) == "422"
    assert type_code(client, received()) == "302 /companies/"


def test_zineb_is_not_let_in_by_the_code_of_karim(client: Client) -> None:
    karim()
    account("zineb", "Zineb")
    sign_in(client)
    code, other = received(), Client()
    other.post(DOOR, {"identifier": "zineb@example.org", "password": PASSWORD})
    assert type_code(other, code) == "422"
