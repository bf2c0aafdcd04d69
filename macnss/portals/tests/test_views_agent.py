"""At the counter: find a person by number, say why, then read."""

import pytest
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.declarations.tests.factories import career
from macnss.employers.tests.factories import atlas
from macnss.identity.models import Account
from macnss.identity.tests.factories import come_in
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, driss, zineb
from macnss.kernel.months import Month
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
SEARCH = reverse("portals:agent_home")


@pytest.fixture
def agent(client: Client) -> Account:
    account = driss()
    come_in(client, account)
    client.cookies["macnss_language"] = "fr"
    return account


def file_of(person: Insured) -> str:
    return reverse("portals:person", args=[person.public_id])


def openings(person: Insured) -> int:
    return Event.objects.about_person(person.pk).filter(action="insured.read_by_agent").count()


def typed_ways(number: int) -> list[str]:
    digits = str(number)
    arabic = digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return [digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}", digits[1:], f"0{digits}", arabic]


@pytest.mark.parametrize("way", range(5))
@pytest.mark.usefixtures("agent")
def test_a_number_is_found_however_it_is_typed(client: Client, way: int) -> None:
    person = amina()
    answer = client.post(SEARCH, {"number": typed_ways(person.number)[way]})
    assert answer.status_code == 302
    assert answer["Location"] == file_of(person)


@pytest.mark.parametrize("number", ["", "12", "not a number", "123456789", "123456785"])
@pytest.mark.usefixtures("agent")
def test_a_search_that_finds_nobody_says_why(client: Client, number: str) -> None:
    answer = client.post(SEARCH, {"number": number})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


@pytest.mark.usefixtures("agent")
def test_nothing_of_the_person_shows_before_the_agent_says_why(client: Client) -> None:
    person = amina()
    html = client.get(file_of(person)).content.decode()
    assert "BENNANI" not in html
    assert str(person.number) not in html
    assert openings(person) == 0


@pytest.mark.parametrize("purpose", ["", "curiosity"])
@pytest.mark.usefixtures("agent")
def test_a_file_does_not_open_without_a_reason(client: Client, purpose: str) -> None:
    person = amina()
    answer = client.post(file_of(person), {"purpose": purpose})
    assert answer.status_code == 422
    assert "BENNANI" not in answer.content.decode()
    assert openings(person) == 0


def test_every_opening_is_journalled_before_the_file_is_read(client: Client, agent: Account) -> None:
    person = amina()
    career(person, atlas(), Month(2026, 1), Month(2026, 10))
    for opened in (1, 2):
        html = client.post(file_of(person), {"purpose": "request"}).content.decode()
        assert "BENNANI" in html
        assert "ATLAS SARL" in html
        assert openings(person) == opened
    assert Event.objects.about_person(person.pk)[0].actor == agent


@pytest.mark.usefixtures("agent")
def test_what_is_sensitive_stays_hidden_from_the_agent(client: Client) -> None:
    person = amina()
    html = client.post(file_of(person), {"purpose": "file"}).content.decode()
    for hidden in (person.document_number, person.phone, person.email):
        assert hidden not in html
    assert "•••••915" in html


@pytest.mark.usefixtures("agent")
def test_a_file_that_nobody_has_does_not_exist(client: Client) -> None:
    assert client.post("/agent/person/00000000-0000-4000-8000-000000000000/", {"purpose": "file"}).status_code == 404


def test_the_insured_are_not_agents(client: Client) -> None:
    person, stranger = amina(), zineb()
    assert stranger.account is not None
    assert client.get(SEARCH).status_code == 302
    come_in(client, stranger.account)
    assert client.get(SEARCH).status_code == 404
    assert client.post(file_of(person), {"purpose": "request"}).status_code == 404
    assert openings(person) == 0


@pytest.mark.usefixtures("agent")
def test_no_number_of_an_arabic_page_is_turned_round(client: Client) -> None:
    person = amina()
    career(person, atlas(), Month(2026, 1), Month(2026, 10), left_out=[Month(2026, 5)])
    client.cookies["macnss_language"] = "ar"
    pages = [
        client.get(SEARCH),
        client.post(SEARCH, {"number": "1"}),
        client.get(file_of(person)),
        client.post(file_of(person), {"purpose": "control"}),
    ]
    for answer in pages:
        assert bare_numbers(answer.content.decode()) == []
