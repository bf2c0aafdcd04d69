"""My family, for its owner only."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from macnss.cases.models import Case
from macnss.family.tests.factories import child_of, husband_of
from macnss.identity.tests.factories import come_in
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, driss, zineb
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db


def inside(client: Client, person: Insured, language: str = "fr") -> Client:
    assert person.account
    come_in(client, person.account)
    client.cookies["macnss_language"] = language
    return client


def read(client: Client) -> str:
    answer = client.get(reverse("family:mine"))
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, member: uuid.UUID, kind: str, key: uuid.UUID | None = None) -> int:
    address = reverse("family:act", args=[member, kind])
    return client.post(address, {"key": str(key or uuid.uuid4())}).status_code


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_page_stands_in_both_languages(client: Client, language: str) -> None:
    person = amina()
    husband_of(person)
    child_of(person, dt.date(2019, 4, 2))
    html = read(inside(client, person, language))
    assert "BRAHIM" in html
    if language == "ar":
        assert bare_numbers(html) == []


def test_an_empty_family_says_what_to_declare(client: Client) -> None:
    html = read(inside(client, amina()))
    assert reverse("cases:start", args=["family_birth"]) in html


def test_an_account_that_covers_nobody_finds_nothing(client: Client) -> None:
    come_in(client, driss())
    assert client.get(reverse("family:mine")).status_code == 404


def test_the_document_of_a_spouse_is_masked(client: Client) -> None:
    person = amina()
    husband_of(person)
    html = read(inside(client, person))
    assert html.index("••••120") < html.index("C734120")


def test_a_button_pressed_twice_opens_one_draft_that_names_the_member(client: Client) -> None:
    person = amina()
    child, key = child_of(person, dt.date(2019, 4, 2)), uuid.uuid4()
    inside(client, person)
    for _time in range(2):
        assert press(client, child.public_id, "family_study", key) == 302
    assert Case.objects.get().said["member"] == str(child.public_id)
    assert press(client, child.public_id, "family_death", key) == 302
    assert Case.objects.count() == 2


def test_somebody_elses_child_does_not_exist(client: Client) -> None:
    child = child_of(amina(), dt.date(2019, 4, 2))
    assert press(inside(client, zineb()), child.public_id, "family_study") == 404


def test_only_what_happens_to_a_member_is_begun_here(client: Client) -> None:
    person = amina()
    child = child_of(person, dt.date(2019, 4, 2))
    assert press(inside(client, person), child.public_id, "message") == 404


def test_a_large_family_asks_no_more_of_the_database(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = amina()
    inside(client, person)
    child_of(person, dt.date(2019, 1, 1), "CHILD A")
    with django_assert_max_num_queries(20) as few:
        read(client)
    for place in range(8):
        child_of(person, dt.date(2010 + place, 1, 1), f"CHILD {chr(66 + place)}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        read(client)
