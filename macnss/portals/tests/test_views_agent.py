"""At the counter: find a person by number, say why, then read."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.cases.models import Case
from macnss.cases.tests.factories import of_person, sent
from macnss.declarations.tests.factories import career
from macnss.employers.tests.factories import atlas
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import agent as person_at_the_desk
from macnss.identity.tests.factories import come_in, office
from macnss.insured.models import Insured
from macnss.insured.tests.factories import BRAHIM, NOW, amina, driss, registered, zineb
from macnss.kernel.months import Month
from macnss.portals.whole_file import PARTS
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


def opened(client: Client, person: Insured, purpose: str = "request", part: str = "summary") -> str:
    """A part of the file, once the agent has said why."""
    client.post(file_of(person), {"purpose": purpose})
    return client.get(file_of(person), {"part": part}).content.decode()


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
    for times in (1, 2):
        html = opened(client, person)
        assert "BENNANI" in html
        assert "ATLAS SARL" in html
        assert openings(person) == times
    assert Event.objects.about_person(person.pk)[0].actor == agent


@pytest.mark.usefixtures("agent")
def test_what_is_sensitive_stays_hidden_from_the_agent(client: Client) -> None:
    person = amina()
    html = opened(client, person, "file")
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
        client.post(file_of(person), {"purpose": "control"}, follow=True),
        *(client.get(file_of(person), {"part": part}) for part in PARTS),
    ]
    for answer in pages:
        assert bare_numbers(answer.content.decode()) == []


def test_each_part_shows_what_it_is_about(client: Client, agent: Account) -> None:
    person = amina()
    career(person, atlas(), Month(2026, 1), Month(2026, 10))
    case = sent(of_person(person))
    seen = {part: opened(client, person, part=part) for part in PARTS}
    assert str(case.reference) in seen["cases"]
    assert "ATLAS SARL" in seen["work"]
    assert reverse("cases:examine", args=[case.public_id]) in seen["cases"]
    assert all("BENNANI" in html for html in seen.values())
    assert client.get(file_of(person), {"part": "secrets"}).status_code == 404


@pytest.mark.usefixtures("agent")
def test_the_case_of_another_office_is_known_and_does_not_open(client: Client) -> None:
    person = amina()
    case = sent(of_person(person))
    Case.objects.update(office=office("11", "RABAT", "وكالة الرباط"))
    html = opened(client, person, part="cases")
    assert str(case.reference) in html
    assert reverse("cases:examine", args=[case.public_id]) not in html


@pytest.mark.usefixtures("agent")
def test_the_file_closes_after_half_an_hour_and_opens_again_with_a_reason(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, clock = amina(), [NOW]
    assert "BENNANI" in opened(client, person)
    monkeypatch.setattr(timezone, "now", lambda: clock[-1])
    for minutes in (10, 20, 29):
        clock.append(NOW + dt.timedelta(minutes=minutes))
        assert "BENNANI" in client.get(file_of(person)).content.decode()
    clock.append(NOW + dt.timedelta(minutes=31))
    assert "BENNANI" not in client.get(file_of(person)).content.decode()
    assert "BENNANI" in opened(client, person)
    assert openings(person) == 2


@pytest.mark.parametrize("detail", ["document", "phone", "email"])
@pytest.mark.usefixtures("agent")
def test_what_is_hidden_is_asked_for_and_the_person_reads_it(client: Client, detail: str) -> None:
    person = amina()
    reveal = reverse("portals:person_reveal", args=[person.public_id, detail])
    assert client.post(reveal).status_code == 404
    opened(client, person)
    full = {"document": person.document_number, "phone": person.phone, "email": person.email}[detail]
    for headers in ({"HX-Request": "true"}, {}):
        assert full in client.post(reveal, headers=headers).content.decode()
    assert Event.objects.about_person(person.pk).filter(action="insured.detail_revealed").count() == 2
    assert client.post(reverse("portals:person_reveal", args=[person.public_id, "rib"])).status_code == 404


def test_ones_own_file_does_not_open_as_an_agent(client: Client, agent: Account) -> None:
    person = registered(BRAHIM)
    Insured.objects.filter(pk=person.pk).update(account=agent)
    assert client.post(file_of(person), {"purpose": "request"}).status_code == 422
    assert "EL ALAOUI" not in client.get(file_of(person)).content.decode()
    assert openings(person) == 0


def test_the_bank_account_is_not_for_the_front_desk(client: Client) -> None:
    person = amina()
    come_in(client, person_at_the_desk("hind", "HIND LAHLOU", Role.FRONT_DESK))
    html = opened(client, person)
    assert "part=card" in html
    assert "part=bank" not in html
    assert client.get(file_of(person), {"part": "bank"}).status_code == 404


@pytest.mark.usefixtures("agent")
def test_a_long_life_asks_no_more_of_the_database(client: Client) -> None:
    person, company = amina(), atlas()
    career(person, company, Month(2026, 9), Month(2026, 10))
    for _time in range(2):
        Case.objects.filter(pk=sent(of_person(person)).pk).update(state="withdrawn", closed_at=NOW)
    opened(client, person)

    def asked(part: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(file_of(person), {"part": part}).status_code == 200
        return len(caught)

    before = {part: asked(part) for part in PARTS}
    for _time in range(3):
        Case.objects.filter(pk=sent(of_person(person)).pk).update(state="withdrawn", closed_at=NOW)
        sent(of_person(person))
    assert {part: asked(part) for part in PARTS} == before
