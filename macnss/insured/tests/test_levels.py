"""What stays closed until one's identity is confirmed: no amount, no number, on any page of one's own."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.declarations.tests.factories import career
from macnss.employers.tests.factories import atlas
from macnss.identity.enums import Level, Method
from macnss.identity.tests.factories import come_in
from macnss.insured.models import Insured
from macnss.insured.tests.factories import NOW, amina, zineb
from macnss.kernel.months import Month
from tests.test_house import routes

pytestmark = pytest.mark.django_db
WAGE = 654_321
OWN = sorted(name for name, route in routes() if str(route.pattern).startswith("me/"))
KEYS = {"year": 2026, "month": 3}


def low() -> Insured:
    """Amina, whose account codes alone opened, and whom an employer declares."""
    person = amina()
    career(person, atlas(), Month(2026, 1), Month(2026, 10), real=WAGE)
    assert person.account
    person.account.level = Level.LOW
    person.account.save()
    return person


def addresses() -> list[str]:
    found = []
    for name in OWN:
        keys = re.findall(r"<\w+:(\w+)>", str(next(route.pattern for other, route in routes() if other == name)))
        if set(keys) <= set(KEYS):
            found.append(reverse(name, kwargs={key: KEYS[key] for key in keys}))
    return found


def secrets_of(person: Insured) -> list[str]:
    number = f"{person.number:09d}"
    spaced = "\u00a0".join((number[:3], number[3:6], number[6:]))
    return [number, spaced, "6\u00a0543,21", "6543", "6\u00a0000,00", person.document_number, person.phone]


def test_the_walk_passes_by_the_pages_that_show_amounts() -> None:
    assert {reverse("portals:insured_home"), reverse("declarations:mine"), reverse("insured:number")} <= set(
        addresses()
    )


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_page_of_ones_own_shows_an_amount_nor_a_number_before_the_identity_is_confirmed(
    client: Client, language: str
) -> None:
    person = low()
    assert person.account
    come_in(client, person.account)
    client.cookies["macnss_language"] = language
    for address in addresses():
        answer = client.get(address)
        html = answer.content.decode()
        assert [said for said in secrets_of(person) if said in html] == [], address
        assert "<svg viewBox" not in html, address  # bars would draw the wages


@pytest.mark.parametrize("method", [Method.PASSWORD, Method.ACTIVATION])
def test_a_confirmed_identity_in_a_session_that_proved_little_shows_no_amount_either(
    client: Client, method: Method
) -> None:
    person = low()
    assert person.account
    person.account.level = Level.SUBSTANTIAL
    person.account.save()
    come_in(client, person.account, method)
    for address in addresses():
        html = client.get(address).content.decode()
        assert [said for said in secrets_of(person) if said in html] == [], address
    assert reverse("identity:prove") in client.get(reverse("portals:insured_home")).content.decode()


def test_who_is_confirmed_and_proved_it_sees_amounts_and_the_number_from_home(client: Client) -> None:
    person = low()
    assert person.account
    person.account.level = Level.SUBSTANTIAL
    person.account.save()
    come_in(client, person.account)
    html = client.get(reverse("portals:insured_home")).content.decode()
    assert "6\u00a0543,21" in html
    assert reverse("insured:number") in html


def test_home_says_the_three_ways_to_open_what_is_hidden(client: Client) -> None:
    person = low()
    assert person.account
    come_in(client, person.account)
    html = client.get(reverse("portals:insured_home")).content.decode()
    for name in ("insured:activate_eid", "insured:identity_check", "identity:levels"):
        assert reverse(name) in html


@pytest.mark.parametrize("name", ["insured:number", "insured:data", "declarations:mine"])
def test_a_closed_page_leads_to_the_levels_and_back(client: Client, name: str) -> None:
    person = low()
    assert person.account
    come_in(client, person.account)
    answer = client.get(reverse(name))
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('identity:levels')}?next={reverse(name)}")


def test_the_table_of_levels_says_where_the_person_stands(client: Client) -> None:
    person = low()
    assert person.account
    come_in(client, person.account)
    assert reverse("insured:identity_check") in client.get(reverse("identity:levels")).content.decode()
    stranger = zineb()
    assert stranger.account
    come_in(client, stranger.account)
    assert reverse("insured:identity_check") not in client.get(reverse("identity:levels")).content.decode()


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
