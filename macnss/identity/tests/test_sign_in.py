"""Coming in by password: one answer for whatever is wrong, a second step where it is needed, a line in the journal."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from macnss.audit.models import Event
from macnss.identity import services
from macnss.identity.entry import AccountLocked
from macnss.identity.enums import Method, NameKind
from macnss.identity.models import Account, Session
from macnss.identity.services import EmailTaken, give_sign_in_name, lock, open_account
from macnss.identity.services.devices import recognise
from macnss.identity.tests.factories import NOW, PASSWORD, account, come_in, driss

pytestmark = pytest.mark.django_db
DOOR = "identity:sign_in"
SECRET = "s" * 43


def karim(client: Client | None = None) -> Account:
    """An insured person, at a browser that they came in with before."""
    owner = account("karim", "Karim Berrada")
    if client:
        recognise(account=owner, secret=SECRET, agent="Firefox", now=NOW, trusted=True)
        client.cookies[settings.DEVICE_COOKIE_NAME] = SECRET
    return owner


def sign_in(client: Client, identifier: str, password: str = PASSWORD, door: str = DOOR, **more: str) -> str:
    answer = client.post(reverse(door), {"identifier": identifier, "password": password, **more})
    return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()


def words(client: Client, identifier: str, password: str, **more: str) -> str:
    answer = client.post(reverse(DOOR), {"identifier": identifier, "password": password, **more})
    assert answer.status_code == 422
    return answer.content.decode()


def method_of(client: Client) -> str:
    return Session.objects.get(account__isnull=False).method


def test_the_right_password_on_a_known_device_opens_and_is_written_down(client: Client) -> None:
    owner = karim(client)
    assert sign_in(client, " Karim@Example.org ") == "302 /home/"
    assert Event.objects.filter(action=services.SIGNED_IN, actor=owner).count() == 1
    assert method_of(client) == Method.PASSWORD_AND_DEVICE


@pytest.mark.parametrize("typed", ["123456785", "123 456 785", "١٢٣٤٥٦٧٨٥"])
def test_the_registration_number_names_the_same_account_however_it_is_typed(client: Client, typed: str) -> None:
    owner = karim(client)
    give_sign_in_name(account=owner, kind=NameKind.REGISTRATION_NUMBER, name="123456785", by=None, now=NOW)
    assert sign_in(client, typed) == "302 /home/"


def test_so_does_the_identity_card(client: Client) -> None:
    owner = karim(client)
    give_sign_in_name(account=owner, kind=NameKind.DOCUMENT, name="AB123456", by=None, now=NOW)
    assert sign_in(client, "ab 123456") == "302 /home/"


def test_a_wrong_password_and_an_unknown_account_get_the_same_page(client: Client) -> None:
    karim()
    pages = []
    for identifier in ("karim@example.org", "nobody@example.org"):
        page = words(client, identifier, "something else").replace(identifier, "")
        pages.append(re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page))
    assert pages[0] == pages[1]
    assert Event.objects.filter(action=services.REFUSED).count() == 1


def test_what_was_typed_stays_and_the_password_does_not(client: Client) -> None:
    page = words(client, "karim@example.org", "something else")
    assert "karim@example.org" in page
    assert "something else" not in page


def test_after_three_errors_the_page_shows_the_other_ways(client: Client) -> None:
    way = reverse("identity:recover")
    shown = [words(client, "x", "y", errors_so_far=str(before)).count(way) for before in (0, 1, 2)]
    assert shown[0] == shown[1] < shown[2]


def test_the_page_that_was_asked_for_comes_next_if_it_is_ours(client: Client) -> None:
    karim(client)
    assert sign_in(client, "karim@example.org", next="/companies/") == "302 /companies/"
    client.post(reverse("identity:sign_out"))
    client.cookies[settings.DEVICE_COOKIE_NAME] = SECRET
    assert sign_in(client, "karim@example.org", next="https://evil.example/") == "302 /home/"
    client.post(reverse("identity:sign_out"))
    assert sign_in(client, "karim@example.org", next="//evil.example/") == "302 /home/"


def test_the_session_changes_its_identifier_at_sign_in(client: Client) -> None:
    karim(client)
    come_in(client, account("zineb", "Zineb"))
    client.post(reverse("identity:sign_out"))
    client.get(reverse(DOOR))
    before = client.session.session_key
    sign_in(client, "karim@example.org")
    assert client.session.session_key != before


def test_who_is_in_already_does_not_see_the_door(client: Client) -> None:
    come_in(client, karim())
    for door in ("sign_in", "sign_in_company", "sign_in_agent"):
        assert client.get(reverse(f"identity:{door}")).status_code == 302
    assert client.get(reverse(DOOR), {"next": "/companies/"}).headers["Location"] == "/companies/"


def test_a_locked_account_says_so_to_its_owner_only(client: Client) -> None:
    owner = karim(client)
    lock(account=owner, by=None, now=NOW, reason="test")
    with translation.override("ar"):
        said = str(AccountLocked())
    assert said in html.unescape(words(client, "karim@example.org", PASSWORD))
    assert said not in html.unescape(words(client, "karim@example.org", "something else"))


def test_agents_do_not_come_in_with_a_password(client: Client) -> None:
    driss()
    assert sign_in(client, "driss@example.org") == "422"
    assert "_auth_user_id" not in client.session


def test_the_door_of_agents_asks_for_no_password(client: Client) -> None:
    page = client.get(reverse("identity:sign_in_agent")).content.decode()
    assert 'type="password"' not in page
    assert "data-passkey-sign-in" in page


def test_every_door_shows_mon_e_id_the_passkey_and_the_password_in_this_order(client: Client) -> None:
    for door in (DOOR, "identity:sign_in_company"):
        page = client.get(reverse(door)).content.decode()
        places = [
            page.index(each) for each in (reverse("identity:eid_start"), "data-passkey-sign-in", 'type="password"')
        ]
        assert places == sorted(places)
        assert reverse("identity:cannot_get_in") in page


def test_the_help_page_leads_somewhere_from_each_line(client: Client) -> None:
    page = client.get(reverse("identity:cannot_get_in")).content.decode()
    for name in ("identity:recover", "insured:activate", "identity:sign_in_agent", "identity:eid_start"):
        assert reverse(name) in page
    lines = re.findall(r'<details class="lost">(.*?)</details>', page, re.S)
    assert len(lines) >= 12
    assert all("href=" in line for line in lines)


def test_an_email_has_one_account_whatever_its_capitals() -> None:
    karim()
    with pytest.raises(EmailTaken):
        open_account(email="KARIM@example.org", name="Somebody", password=PASSWORD, now=NOW)


def test_pages_of_who_signed_in_stay_in_no_cache(client: Client) -> None:
    come_in(client, karim())
    assert "no-store" in client.get("/")["Cache-Control"]


def test_too_many_tries_close_the_door_for_that_number_and_say_until_when(client: Client) -> None:
    karim(client)
    for _ in range(5):
        assert sign_in(client, "karim@example.org", "something else") == "422"
    answer = client.post(reverse(DOOR), {"identifier": "KARIM@example.org", "password": PASSWORD})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert reverse("identity:cannot_get_in") in answer.content.decode()
    assert sign_in(client, "nobody@example.org", "something else") == "422"


def test_the_door_closes_in_the_same_way_for_a_number_that_nobody_has(client: Client) -> None:
    answers = [sign_in(client, "nobody@example.org", "something else") for _ in range(6)]
    assert answers == ["422"] * 5 + ["429"]


def test_the_right_password_forgives_the_wrong_ones(client: Client) -> None:
    karim(client)
    for _ in range(4):
        sign_in(client, "karim@example.org", "something else")
    assert sign_in(client, "karim@example.org") == "302 /home/"
    client.post(reverse("identity:sign_out"))
    assert sign_in(client, "karim@example.org", "something else") == "422"


def test_a_script_is_told_the_same_in_json(client: Client) -> None:
    for _ in range(6):
        answer = client.post(
            reverse(DOOR), {"identifier": "x", "password": "y"}, headers={"accept": "application/json"}
        )
    assert answer.status_code == 429
    assert answer.json()["error"] == "too-many-tries"
