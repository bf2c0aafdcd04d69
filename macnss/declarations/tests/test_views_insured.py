"""My wages by year, by month, and what each month paid for."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from macnss.declarations.enums import Kind, Situation
from macnss.declarations.tests.factories import Paid, career, declares, works
from macnss.employers.tests.factories import atlas, zellige
from macnss.identity.tests.factories import come_in
from macnss.insured.models import Insured
from macnss.insured.tests.factories import NOW, amina, driss, zineb
from macnss.kernel.months import Month
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db

JANUARY, MARCH, OCTOBER = Month(2026, 1), Month(2026, 3), Month(2026, 10)
MINE = reverse("declarations:mine")
OF_MARCH = reverse("declarations:month", args=[2026, 3])


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


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


def table_of(html: str) -> str:
    return html[html.index("<table") : html.index("</table>")]


def test_a_year_shows_days_declared_wage_and_the_wage_that_counts(client: Client) -> None:
    person = amina()
    career(person, atlas(), JANUARY, OCTOBER, real=720_000)
    html = read(client, person, MINE)
    said = words(html)
    assert "mars 2026" in said
    assert "7 200,00 DH" in said
    assert "6 000,00 DH" in said
    assert "260" in said  # ten months of 26 days
    assert 'role="img"' in html


def test_years_are_tabs_and_the_latest_opens_first(client: Client) -> None:
    person = amina()
    career(person, atlas(), Month(2025, 11), OCTOBER)
    html = read(client, person, MINE)
    assert reverse("declarations:year", args=[2025]) in html
    assert "novembre 2025" not in words(html)
    assert "novembre 2025" in words(read(client, person, reverse("declarations:year", args=[2025])))


def test_a_month_left_out_is_a_row_that_one_sees(client: Client) -> None:
    person = amina()
    career(person, atlas(), JANUARY, OCTOBER, left_out=[MARCH])
    html = read(client, person, MINE)
    assert 'class="gap"' in html
    assert OF_MARCH in html
    assert "ATLAS SARL" in read(client, person, OF_MARCH)


def test_the_month_that_is_not_due_yet_is_no_gap(client: Client) -> None:
    person = amina()
    career(person, atlas(), JANUARY, OCTOBER)
    assert 'class="gap"' not in read(client, person, MINE)
    assert client.get(reverse("declarations:month", args=[2026, 11])).status_code == 404


def test_two_employers_declare_more_days_than_a_month_counts(client: Client) -> None:
    person, first, second = amina(), atlas(), zellige()
    works(person, first, MARCH, MARCH)
    works(person, second, MARCH, MARCH)
    declares(first, MARCH, Paid(person, days=20))
    declares(second, MARCH, Paid(person, days=16))
    said = words(read(client, person, MINE))
    assert "36 jours" in said
    assert "26" in said
    assert "36 jours" in words(read(client, person, OF_MARCH))


def test_a_leave_is_named(client: Client) -> None:
    person, company = amina(), atlas()
    works(person, company, MARCH, MARCH)
    declares(company, MARCH, Paid(person, real=0, days=0, situation=Situation.MATERNITY))
    with translation.override("fr"):
        label = str(Situation.MATERNITY.label)
    assert label in words(read(client, person, MINE))
    assert label in words(read(client, person, OF_MARCH))


def test_each_employer_of_a_month_has_its_own_contributions(client: Client) -> None:
    person, first, second = amina(), atlas(), zellige()
    for company, real in ((first, 500_000), (second, 1_000_000)):
        works(person, company, MARCH, MARCH)
        declares(company, MARCH, Paid(person, real=real, days=13))
    said = words(read(client, person, OF_MARCH))
    for total in ("337,00 DH", "1 054,50 DH", "494,80 DH", "1 749,80 DH"):
        assert total in said


def test_each_branch_says_its_rate_its_base_and_its_article(client: Client) -> None:
    person, company = amina(), atlas()
    works(person, company, MARCH, MARCH)
    declares(company, MARCH, Paid(person, real=1_000_000))
    html = read(client, person, OF_MARCH)
    assert "3,96 %" in words(html)
    assert "Prestations à long terme (pensions)" in words(html)
    assert 'rel="noopener external"' in html
    assert words(html).count("6 000,00 DH") > 2  # the base of two branches, and the ceiling that explains it


def test_only_a_branch_whose_own_figures_are_assumed_bears_the_mark(client: Client) -> None:
    person, company = amina(), atlas()
    career(person, company, MARCH, MARCH)
    then = Month(2016, 6)
    career(person, zellige(), then, then, goes_on=False)
    assert "badge tone-warning" not in table_of(read(client, person, OF_MARCH))
    assert "badge tone-warning" in table_of(read(client, person, reverse("declarations:month", args=[2016, 6])))


def test_an_employer_with_its_own_medical_cover_pays_no_basic_amo(client: Client) -> None:
    person, company = amina(), atlas()
    company.has_own_medical_cover = True
    company.save()
    works(person, company, MARCH, MARCH)
    declares(company, MARCH, Paid(person, real=1_000_000))
    said = words(read(client, person, OF_MARCH))
    assert "Assurance maladie obligatoire (AMO)" not in said
    assert "Contribution de solidarité AMO" in said
    assert "268,80 DH" in said  # pensions and short-term benefits alone
    assert "1er mars 2006" in said  # the day before which the cover had to begin


def test_an_old_month_says_which_branch_is_not_known_and_gives_no_total(client: Client) -> None:
    person, company = amina(), atlas()
    then = Month(2010, 5)
    career(person, company, then, then, goes_on=False)
    html = read(client, person, reverse("declarations:month", args=[2010, 5]))
    assert "Taxe de formation professionnelle" in words(html)
    assert "198,00 DH" in words(html)  # pensions were known: 3,96 % of 5 000
    assert "figures" not in html


def test_a_month_without_a_wage_contributes_nothing(client: Client) -> None:
    person, company = amina(), atlas()
    works(person, company, MARCH, MARCH)
    declares(company, MARCH, Paid(person, real=0, days=0, situation=Situation.WORK_ACCIDENT))
    assert "<table" not in read(client, person, OF_MARCH)


def test_a_complementary_declaration_stands_beside_the_main_one(client: Client) -> None:
    person, company = amina(), atlas()
    works(person, company, MARCH, MARCH)
    declares(company, MARCH, Paid(person, real=400_000, days=20))
    declares(company, MARCH, Paid(person, real=100_000, days=6), kind=Kind.COMPLEMENTARY, sequence=1)
    said = words(read(client, person, OF_MARCH))
    assert "4 000,00 DH" in said
    assert "1 000,00 DH" in said


def test_nothing_declared_yet_says_what_comes_next(client: Client) -> None:
    html = read(client, amina(), MINE)
    assert reverse("insured:number") in html


@pytest.mark.parametrize("address", ["/me/wages/1999/", "/me/wages/2026/13/", "/me/wages/2026/0/", "/me/wages/2026/2/"])
def test_a_period_without_anything_does_not_exist(client: Client, address: str) -> None:
    person, company = amina(), atlas()
    works(person, company, MARCH, MARCH)
    declares(company, MARCH, Paid(person))
    sign_in(client, person)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [MINE, reverse("declarations:year", args=[2026]), OF_MARCH])
class TestWhoMayRead:
    def test_a_visitor_signs_in_first(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 302

    def test_an_agent_has_no_wages_here(self, client: Client, address: str) -> None:
        come_in(client, driss())
        assert client.get(address).status_code == 404

    def test_a_stranger_sees_nothing_of_amina(self, client: Client, address: str) -> None:
        career(amina(), atlas(), JANUARY, OCTOBER, real=543_210)
        stranger = zineb()
        career(stranger, zellige(), MARCH, MARCH)
        said = words(read(client, stranger, address))
        assert "ATLAS" not in said
        assert "5 432,10" not in said
        assert "ZELLIGE" in said


@pytest.mark.parametrize("address", [MINE, OF_MARCH, reverse("declarations:month", args=[2026, 4])])
def test_no_number_of_an_arabic_page_is_turned_round(client: Client, address: str) -> None:
    person, company = amina(), atlas()
    career(person, company, JANUARY, OCTOBER, real=700_000, left_out=[Month(2026, 4)])
    second = zellige()
    works(person, second, MARCH, MARCH)
    declares(second, MARCH, Paid(person))
    html = read(client, person, address, "ar")
    assert "شركة الأطلس" in html
    assert bare_numbers(html) == []


@pytest.mark.parametrize("first", [Month(2025, 11), Month(2006, 11)])
def test_as_many_queries_for_12_lines_as_for_480(
    client: Client, first: Month, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = amina()
    career(person, atlas(), first, OCTOBER)
    if first.year == 2006:
        career(person, zellige(), first, OCTOBER)
    sign_in(client, person)
    for address in (MINE, OF_MARCH):
        with django_assert_max_num_queries(7):
            assert client.get(address).status_code == 200
