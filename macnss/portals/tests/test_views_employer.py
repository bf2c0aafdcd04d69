"""The accountant's list: what is still to do comes first, whatever the number of companies."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from macnss.declarations.tests.factories import Paid, declares
from macnss.employers.enums import Right
from macnss.employers.models import Membership
from macnss.employers.tests.factories import ZELLIGE, affiliated, atlas, chaima, zellige
from macnss.identity.enums import Method
from macnss.identity.tests.factories import NOW, come_in
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
    come_in(client, chaima(declared, waiting))
    said = in_french(client).get("/companies/").content.decode()
    assert said.index(waiting.name) < said.index(declared.name)
    assert "Déclaré" in said
    assert "Non déclaré" in said


def test_forty_companies_cost_as_many_queries_as_two(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = [affiliated(replace(ZELLIGE, name=f"ZELLIGE {place}")) for place in range(40)]
    come_in(client, chaima(*many))
    with django_assert_max_num_queries(6):
        assert client.get("/companies/").status_code == 200


def test_a_single_company_opens_at_once(client: Client) -> None:
    company = atlas()
    come_in(client, chaima(company))
    assert client.get("/companies/")["Location"].endswith(f"/employer/{company.public_id}/")


# The switcher


def switching(client: Client, **query: str) -> str:
    return client.get("/companies/", query, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize(("sought", "found"), [("zellige", 1), ("أطلس", 1), ("FÈS", 1), ("nobody", 0), ("", 2)])
def test_a_company_is_found_by_name_in_either_script_or_by_town(client: Client, sought: str, found: int) -> None:
    companies = [atlas(name_ar="شركة أطلس"), zellige()]
    come_in(client, chaima(*companies))
    html = in_french(client).get("/companies/", {"search": sought}).content.decode()
    assert sum(str(company.public_id) in html for company in companies) == found


def test_a_company_is_found_by_its_number_in_any_digits(client: Client) -> None:
    first, second = atlas(), zellige()
    come_in(client, chaima(first, second))
    html = switching(client, search=first.affiliation_number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    assert str(first.public_id) in html
    assert str(second.public_id) not in html


def test_switching_keeps_the_kind_of_page_where_the_rights_allow_it(client: Client) -> None:
    first, second = atlas(), zellige()
    accountant = chaima(first, second)
    Membership.objects.filter(account=accountant, employer=second).update(rights=[Right.PAY])
    come_in(client, accountant)
    html = switching(client, to="declarations:upload")
    assert "<html" not in html
    assert reverse("declarations:upload", args=[first.public_id]) in html
    assert reverse("declarations:company", args=[second.public_id]) in html
    assert reverse("declarations:upload", args=[second.public_id]) not in html
    for mischief in ("identity:sign_out", "https://example.org", "nothing"):
        assert reverse("declarations:company", args=[first.public_id]) in switching(client, to=mischief)


def test_each_page_offers_the_switcher_to_who_keeps_several(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many = [affiliated(replace(ZELLIGE, name=f"ZELLIGE {place}")) for place in range(40)]
    come_in(client, chaima(*many))
    html = client.get(reverse("declarations:upload", args=[many[0].public_id])).content.decode()
    assert 'class="switcher"' in html
    assert 'name="to" value="declarations:upload"' in html
    assert "ZELLIGE 7" not in html  # the list comes when it is opened
    client.get(reverse("declarations:dues", args=[many[0].public_id]))
    with django_assert_num_queries(4):
        client.get(reverse("declarations:dues", args=[many[0].public_id]))


def test_who_keeps_one_company_sees_no_switcher(client: Client) -> None:
    company = atlas()
    come_in(client, chaima(company))
    assert (
        'class="switcher"' not in client.get(reverse("declarations:upload", args=[company.public_id])).content.decode()
    )


def test_a_password_alone_shows_no_list(client: Client) -> None:
    come_in(client, chaima(atlas(), zellige()), Method.PASSWORD)
    assert client.get("/companies/")["Location"].startswith(reverse("identity:prove"))
