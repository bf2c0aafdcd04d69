"""The door of the service, and the choice of a space."""

import pytest
from django.test import Client
from django.urls import reverse

from macnss.employers.tests.factories import atlas, chaima, zellige
from macnss.identity.enums import Role
from macnss.identity.services import agents
from macnss.identity.tests.factories import NOW, come_in, office
from macnss.insured.tests.factories import amina, driss
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
HOME = reverse("portals:home")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_first_page_opens_to_anybody_in_both_languages(client: Client, language: str) -> None:
    client.cookies["macnss_language"] = language
    html = client.get("/").content.decode()
    assert reverse("identity:sign_in") in html
    assert bare_numbers(html) == [] or language == "fr"


def test_who_is_signed_in_is_led_to_their_space(client: Client) -> None:
    come_in(client, driss())
    assert HOME in client.get("/").content.decode()


def test_each_goes_to_their_own_home(client: Client) -> None:
    person = amina()
    assert person.account is not None
    come_in(client, person.account)
    assert client.get(HOME)["Location"] == reverse("portals:insured_home")
    come_in(client, driss())
    assert client.get(HOME)["Location"] == reverse("portals:agent_home")


def test_a_person_with_two_hats_chooses(client: Client) -> None:
    person = amina()
    assert person.account is not None
    person.account.is_agent = True
    person.account.save()
    agents.post(account=person.account, role=Role.FRONT_DESK, office=office(), since=NOW.date(), by=None, now=NOW)
    come_in(client, person.account)
    html = client.get(HOME).content.decode()
    assert reverse("portals:insured_home") in html
    assert reverse("portals:agent_home") in html


def test_an_account_without_a_file_is_told_what_to_do(client: Client) -> None:
    come_in(client, chaima())
    assert client.get(HOME).status_code == 200


def test_an_accountant_chooses_among_her_companies(client: Client) -> None:
    first, second, stranger = atlas(), zellige(), zellige(name="RIF NEGOCE")
    come_in(client, chaima(first, second))
    html = client.get(reverse("portals:companies")).content.decode()
    assert str(first.public_id) in html
    assert str(second.public_id) in html
    assert str(stranger.public_id) not in html


def test_who_acts_for_one_company_goes_straight_to_it(client: Client) -> None:
    company = atlas()
    come_in(client, chaima(company))
    answer = client.get(reverse("portals:companies"))
    assert answer["Location"] == reverse("declarations:company", kwargs={"employer_id": company.public_id})


def test_who_acts_for_no_company_finds_no_list(client: Client) -> None:
    come_in(client, chaima())
    assert client.get(reverse("portals:companies")).status_code == 404


def test_the_machines_are_answered(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json()["database"] == "up"
