"""The accountant's list: what is still to do comes first, whatever the number of companies."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from macnss.declarations.tests.factories import Paid, declares
from macnss.employers.tests.factories import ZELLIGE, affiliated, atlas, chaima, zellige
from macnss.identity.tests.factories import NOW
from macnss.insured.tests.factories import amina
from macnss.kernel.months import Month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def in_french(client: Client) -> Client:
    client.cookies["macnss_language"] = "fr"
    return client


def test_what_is_still_to_declare_comes_first(client: Client) -> None:
    declared, waiting = atlas(), zellige()
    declares(declared, Month(2026, 10), Paid(amina()))
    client.force_login(chaima(declared, waiting))
    said = in_french(client).get("/companies/").content.decode()
    assert said.index(waiting.name) < said.index(declared.name)
    assert "Déclaré" in said
    assert "Non déclaré" in said


def test_forty_companies_cost_as_many_queries_as_two(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = [affiliated(replace(ZELLIGE, name=f"ZELLIGE {place}")) for place in range(40)]
    client.force_login(chaima(*many))
    with django_assert_max_num_queries(6):
        assert client.get("/companies/").status_code == 200


def test_a_single_company_opens_at_once(client: Client) -> None:
    company = atlas()
    client.force_login(chaima(company))
    assert client.get("/companies/")["Location"].endswith(f"/employer/{company.public_id}/")
