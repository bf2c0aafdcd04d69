"""My number and my data, for their owner only."""

import pytest
from django.test import Client
from django.urls import reverse

from macnss.identity.tests.factories import come_in
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, driss, zineb
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
PAGES = ("insured:number", "insured:data")


def read(client: Client, person: Insured, name: str, language: str = "fr") -> str:
    assert person.account is not None
    come_in(client, person.account)
    client.cookies["macnss_language"] = language
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_asked_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("identity:sign_in"))


@pytest.mark.parametrize("name", PAGES)
def test_an_account_that_covers_nobody_finds_nothing(client: Client, name: str) -> None:
    come_in(client, driss())
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_page_stands_in_both_languages_with_no_number_turned_round(
    client: Client, name: str, language: str
) -> None:
    html = read(client, amina(), name, language)
    assert f'<html lang="{language}"' in html
    if language == "ar":
        assert bare_numbers(html) == []


def test_the_number_stands_grouped_to_be_read_and_whole_to_be_copied(client: Client) -> None:
    person = amina()
    html = read(client, person, "insured:number")
    digits = f"{person.number:09d}"
    assert "\u00a0".join((digits[:3], digits[3:6], digits[6:])) in html
    assert f'<bdi dir="ltr">{digits}</bdi>' in html


def test_what_is_sensitive_is_masked_until_its_owner_opens_it(client: Client) -> None:
    html = read(client, amina(), "insured:data")
    assert "•••••915" in html
    assert html.index("•••••915") < html.index("CD482915")
    assert '<details class="masked"' in html


def test_both_scripts_of_the_name_are_shown_whatever_the_language(client: Client) -> None:
    html = read(client, amina(), "insured:data")
    assert "أمينة بناني" in html
    assert "AMINA BENNANI" in html


def test_a_record_with_nothing_but_a_name_still_makes_a_page(client: Client) -> None:
    person = amina(
        phone="", email="", address="", town="", postcode="", birth_place="", last_name_ar="", first_name_ar=""
    )
    assert "AMINA BENNANI" in read(client, person, "insured:data", "ar")


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_reads_her_own_page_and_nothing_of_anybody_else(client: Client, name: str) -> None:
    person, stranger = amina(), zineb()
    html = read(client, stranger, name)
    assert f"{person.number}" not in html
    assert "AMINA" not in html
