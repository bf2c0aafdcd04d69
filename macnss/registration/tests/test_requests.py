"""The requests of a company: found by name, counted, each draft with what it lacks."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas, chaima
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, come_in
from macnss.registration.queries import requests
from macnss.registration.tests.factories import NADIA, by_company, drafted, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Employer:
    return atlas()


@pytest.fixture
def accountant(company: Employer) -> Account:
    return chaima(company)


def page_of(company: Employer) -> str:
    return reverse("registration:company", args=[company.public_id])


def test_a_request_is_found_by_name_or_reference_whatever_its_state(
    client: Client, company: Employer, accountant: Account, django_assert_num_queries: Any
) -> None:
    come_in(client, accountant)
    holder = by_company(company, accountant)
    for rank, name in enumerate(("ALI", "BADR", "SAID", "OMAR")):
        person = {**NADIA, "last_name": "FASSI", "first_name": name, "document_number": f"CD{rank}77"}
        drafted(holder, "immatriculation", person)
    gone = sent(holder, "immatriculation", NADIA)
    address = page_of(company)
    for sought in ("chraibi nadia", "Chraibi", str(gone.reference)):
        assert [row.case for row in client.get(address, {"search": sought}).context["rows"]] == [gone], sought
    assert not client.get(address, {"search": "%"}).context["rows"]
    with CaptureQueriesContext(connection) as for_one:
        assert len(client.get(address, {"search": "fassi omar"}).context["rows"]) == 1
    with django_assert_num_queries(len(for_one)):
        assert len(client.get(address, {"search": "fassi"}).context["rows"]) == 4


def test_the_lists_of_requests_say_how_many_they_hold(client: Client, company: Employer, accountant: Account) -> None:
    come_in(client, accountant)
    for number in range(3):
        drafted(by_company(company, accountant), "immatriculation", {**NADIA, "document_number": f"CD{number}77"})
    labels = [str(tab.label) for tab in client.get(page_of(company)).context["tabs"]]
    assert [re.sub(r"[^0-9]", "", label) for label in labels] == ["3", "0", "0", "0"]


def test_a_draft_of_somebody_already_asked_for_says_it_without_a_query_a_row(
    company: Employer, accountant: Account, django_assert_num_queries: Any
) -> None:
    holder = by_company(company, accountant)
    for number in range(5):
        drafted(holder, "immatriculation", {**NADIA, "document_number": "CD771204" if number else "CD55"})
    sent(holder, "immatriculation", NADIA)
    found = list(requests.with_papers(requests.requests_of(company).drafts()))
    with django_assert_num_queries(1):
        rows = requests.rows_of(found, NOW.date())
    assert [row.complete for row in rows] == [False] * 4 + [True]
