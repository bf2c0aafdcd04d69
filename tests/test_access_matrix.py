"""Who may open what: every address of the service by every member of the cast. An address absent from here fails.

ok   opens (a page, or a redirection within the service)      in   asked to sign in
no   does not exist for this person (404)                     post only answers to a form, whoever asks
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from macnss.declarations.services import uploads
from macnss.declarations.tests.files import IN_TIME, answers, enters, main_file
from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.employers.services import mandate
from macnss.employers.tests.factories import atlas, chaima, zellige
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, account, driss
from macnss.insured.tests.factories import amina, brahim, zineb
from macnss.kernel.months import Month
from tests.test_house import OUTSIDE, routes

PEOPLE = ("visitor", "amina", "zineb", "karim", "chaima", "stranger", "driss")
#                                     visitor amina  zineb  karim  chaima stranger driss
MATRIX = {
    "portals:landing": "ok     ok     ok     ok     ok     ok       ok",
    "portals:home": "in     ok     ok     ok     ok     ok       ok",
    "portals:insured_home": "in     ok     ok     no     no     no       no",
    "portals:journal": "in     ok     ok     no     no     no       no",
    "portals:companies": "in     no     no     ok     ok     ok       no",
    "portals:agent_home": "in     no     no     no     no     no       ok",
    "portals:person": "in     no     no     no     no     no       ok",
    "portals:healthz": "ok     ok     ok     ok     ok     ok       ok",
    "portals:readyz": "ok     ok     ok     ok     ok     ok       ok",
    "identity:sign_in": "ok     ok     ok     ok     ok     ok       ok",
    "identity:sign_out": "post   post   post   post   post   post     post",
    "insured:number": "in     ok     ok     no     no     no       no",
    "insured:data": "in     ok     ok     no     no     no       no",
    "declarations:mine": "in     ok     ok     no     no     no       no",
    "declarations:year": "in     ok     no     no     no     no       no",
    "declarations:month": "in     ok     no     no     no     no       no",
    "declarations:company": "in     no     no     ok     ok     no       no",
    "declarations:upload": "in     no     no     ok     ok     no       no",
    "declarations:upload_report": "in     no     no     ok     ok     no       no",
    "declarations:upload_findings": "in     no     no     ok     ok     no       no",
    "declarations:upload_again": "post   post   post   post   post   post     post",
    "declarations:declaration": "in     no     no     ok     ok     no       no",
    "declarations:entry_choice": "in     no     no     ok     ok     no       no",
    "declarations:entry": "in     no     no     ok     ok     no       no",
    "declarations:pre_established": "in     no     no     ok     ok     no       no",
    "declarations:employees": "in     no     no     ok     ok     no       no",
    "declarations:dues": "in     no     no     ok     ok     no       no",
    "declarations:history": "in     no     no     ok     ok     no       no",
    "gallery": "ok     ok     ok     ok     ok     ok       ok",
}


@dataclass
class World:
    """The cast, signed in, and the objects of Amina and of Atlas SARL that the addresses name."""

    clients: dict[str, Client]
    objects: dict[str, dict[str, Any]]

    def address(self, name: str) -> str:
        return reverse(name, kwargs=self.objects.get(name.split(":")[-1]))


@pytest.fixture
def world(db: None) -> World:
    person, company, other = amina(), atlas(), zellige()
    brahim(), zineb()
    upload = uploads.receive(
        employer=company,
        file_name="DS.txt",
        chunks=[main_file(company, entrants=[enters(person)])],
        by=None,
        now=IN_TIME,
    )
    declaration = uploads.check(upload=upload, by=None, now=IN_TIME).declaration
    refused = uploads.receive(
        employer=company, file_name="DS.txt", chunks=[main_file(company, [answers(person)])], by=None, now=IN_TIME
    )
    uploads.check(upload=refused, by=None, now=IN_TIME)
    assert declaration
    assert person.account
    accounts = {
        "amina": person.account,
        "zineb": Account.objects.get(email="zineb@example.org"),
        "karim": head_of(company, "karim"),
        "chaima": chaima(company, other),
        "stranger": head_of(other, "stranger"),
        "driss": driss(),
    }
    clients = {"visitor": Client()}
    for name, known in accounts.items():
        clients[name] = Client()
        clients[name].force_login(known)
    firm: dict[str, Any] = {"employer_id": company.public_id}
    sent = {**firm, "upload_id": refused.public_id}
    month: dict[str, Any] = {"year": 2026, "month": 3}
    return World(
        clients,
        {
            "person": {"public_id": person.public_id},
            "year": {"year": 2026},
            "month": month,
            **dict.fromkeys(("company", "upload", "entry_choice", "employees", "dues", "history"), firm),
            **dict.fromkeys(("upload_report", "upload_findings", "upload_again"), sent),
            "declaration": {**firm, "declaration_id": declaration.public_id},
            "entry": {**firm, "year": 2026, "month": 4},
            "pre_established": {**firm, **month},
        },
    )


def head_of(company: Employer, login: str) -> Account:
    head = account(login, login.upper())
    since = Month(2020, 1).first_day
    mandate(account=head, employer=company, function=Function.HEAD, since=since, by=None, now=NOW)
    return head


def answer(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code == 302 and "/sign-in/" in response["Location"]:
        return "in"
    return {200: "ok", 302: "ok", 404: "no", 405: "post"}.get(response.status_code, str(response.status_code))


def test_every_address_is_in_the_matrix() -> None:
    assert {name for name, _ in routes()} - OUTSIDE == MATRIX.keys()


def test_each_person_opens_what_is_theirs_and_nothing_else(world: World) -> None:
    for name, row in MATRIX.items():
        asked = dict(zip(PEOPLE, row.split(), strict=True))
        found = {person: answer(world.clients[person], world.address(name)) for person in PEOPLE}
        assert found == asked, name


def test_a_mandate_that_ended_opens_nothing_more(world: World) -> None:
    company = Employer.objects.get(name="ATLAS SARL")
    company.memberships.update(until=Month(2026, 1).last_day)
    for name in MATRIX:
        if name.startswith("declarations:") and "employer_id" in (world.objects.get(name.split(":")[-1]) or {}):
            assert answer(world.clients["karim"], world.address(name)) in {"no", "post"}, name


def test_the_objects_of_a_company_do_not_open_under_another(world: World) -> None:
    other = Employer.objects.get(name="ZELLIGE SERVICES").public_id
    for name in ("upload_report", "upload_findings", "declaration"):
        address = reverse(f"declarations:{name}", kwargs={**world.objects[name], "employer_id": other})
        assert answer(world.clients["chaima"], address) == "no", name
        assert answer(world.clients["stranger"], address) == "no", name
