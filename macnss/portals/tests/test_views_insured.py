"""My situation, and who looked at my file."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from macnss.audit import services as audit
from macnss.declarations.tests.factories import career
from macnss.employers.tests.factories import atlas, zellige
from macnss.identity.tests.factories import come_in
from macnss.insured.enums import Purpose
from macnss.insured.models import Insured
from macnss.insured.services import open_file
from macnss.insured.tests.factories import NOW, amina, driss, zineb
from macnss.kernel.months import Month
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db

JANUARY, MARCH, OCTOBER = Month(2026, 1), Month(2026, 3), Month(2026, 10)
HOME, JOURNAL = reverse("portals:insured_home"), reverse("portals:journal")


def sign_in(client: Client, person: Insured, language: str = "fr") -> None:
    assert person.account is not None
    come_in(client, person.account)
    client.cookies["macnss_language"] = language


def read(client: Client, person: Insured, address: str, language: str = "fr") -> str:
    sign_in(client, person, language)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    """What a person reads of a page."""
    return re.sub(r"\s+", " ", strip_tags(html))


def test_home_says_who_declared_the_person_for_which_month(client: Client) -> None:
    person = amina()
    career(person, atlas(), JANUARY, OCTOBER, real=720_000)
    said = words(read(client, person, HOME))
    assert "octobre 2026" in said
    assert "ATLAS SARL" in said
    assert "7 200,00 DH" in said


def test_home_shows_the_months_left_out_and_by_whom(client: Client) -> None:
    person = amina()
    career(person, atlas(), JANUARY, OCTOBER, left_out=[MARCH])
    html = read(client, person, HOME)
    assert "notice tone-warning" in html
    assert "mars 2026 – ATLAS SARL" in words(html)


def test_home_of_a_person_whom_nobody_declared_still_gives_the_number(client: Client) -> None:
    person = amina()
    html = read(client, person, HOME)
    assert reverse("insured:number") in html
    assert "<svg viewBox" not in html


def test_home_says_when_a_declaration_last_arrived(client: Client) -> None:
    person = amina()
    career(person, atlas(), JANUARY, OCTOBER)
    assert "9 novembre 2026" in words(read(client, person, HOME))


@pytest.mark.parametrize("first", [Month(2025, 11), Month(2006, 11)])
def test_home_asks_the_database_as_often_for_12_lines_as_for_480(
    client: Client, first: Month, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = amina()
    career(person, atlas(), first, OCTOBER)
    if first.year == 2006:
        career(person, zellige(), first, OCTOBER)
    sign_in(client, person)
    with django_assert_max_num_queries(6):
        assert client.get(HOME).status_code == 200


def test_a_reading_by_an_agent_shows_a_function_and_a_reason_but_no_name(client: Client) -> None:
    person = amina()
    open_file(insured=person, by=driss(), purpose=Purpose.COMPLAINT, now=NOW)
    html = read(client, person, JOURNAL)
    with translation.override("fr"):
        sentence, reason = audit.sentence("insured.read_by_agent"), str(Purpose.COMPLAINT.label)
    assert sentence in words(html)
    assert reason in words(html)
    assert "23 novembre 2026" in words(html)
    assert "DRISS" not in html


def test_a_long_journal_turns_its_pages_with_a_constant_number_of_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person, agent = amina(), driss()
    for _ in range(45):
        open_file(insured=person, by=agent, purpose=Purpose.CONTROL, now=NOW)
    sign_in(client, person)
    with django_assert_max_num_queries(5):
        html = client.get(JOURNAL).content.decode()
    assert "?page=2" in html
    assert (
        client.get(JOURNAL, {"page": "4"}).content.decode().count('scope="row"') == 11
    )  # 45, the registration and the account


def test_the_journal_of_somebody_else_is_not_shown(client: Client) -> None:
    open_file(insured=amina(), by=driss(), purpose=Purpose.CONTROL, now=NOW)
    html = read(client, zineb(), JOURNAL)
    assert html.count('scope="row"') == 2  # her own registration and account


@pytest.mark.parametrize("address", [HOME, JOURNAL])
def test_a_visitor_signs_in_and_others_find_nothing(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302
    come_in(client, driss())
    assert client.get(address).status_code == 404


def test_home_of_a_stranger_shows_nothing_of_amina(client: Client) -> None:
    career(amina(), atlas(), JANUARY, OCTOBER)
    html = read(client, zineb(), HOME)
    assert "ATLAS" not in html
    assert "AMINA" not in html


@pytest.mark.parametrize("address", [HOME, JOURNAL])
def test_no_number_of_an_arabic_page_is_turned_round(client: Client, address: str) -> None:
    person = amina()
    career(person, atlas(), JANUARY, OCTOBER, real=650_000, left_out=[MARCH])
    open_file(insured=person, by=driss(), purpose=Purpose.FILE, now=NOW)
    html = read(client, person, address, "ar")
    assert 'dir="rtl"' in html
    assert bare_numbers(html) == []
