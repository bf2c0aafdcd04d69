import datetime as dt

import numpy as np
import pytest

from macnss.country import cast
from macnss.country.monthly import MATERNITY, NORMAL
from macnss.country.names.writing import Name
from macnss.country.plan import Plan
from macnss.country.tests.factories import country


@pytest.fixture(scope="module", params=[(3_000, 250, 36, 7), (600, 40, 36, 99)])
def plan(request: pytest.FixtureRequest) -> Plan:
    return country(*request.param)


def career(plan: Plan, person: int) -> list[list[tuple[int, int, int, int]]]:
    """Month by month, the lines of a person as (company, days, wage, situation)."""
    found = [month.lines.take(month.lines.person == person) for month in plan.months()]
    return [
        [(int(of.firm[row]), int(of.days[row]), int(of.wage[row]), int(of.situation[row])) for row in range(len(of))]
        for of in found
    ]


def test_the_cast_has_its_names_in_every_country(plan: Plan) -> None:
    amina, brahim, zineb = (plan.people.person(index) for index in range(3))
    assert (amina.given, amina.surname) == (Name("AMINA", "أمينة"), Name("BENNANI", "بناني"))
    assert (brahim.given, brahim.surname) == (Name("BRAHIM", "إبراهيم"), Name("EL ALAOUI", "العلوي"))
    assert (zineb.given, zineb.surname) == (Name("ZINEB", "زينب"), Name("TAZI", "التازي"))
    assert amina.address == brahim.address != zineb.address
    assert (amina.sex, brahim.sex, zineb.sex) == ("F", "M", "F")
    assert amina.birth_date == dt.date(1992, 3, 14)


def test_atlas_is_a_manufacturer_of_casablanca(plan: Plan) -> None:
    atlas = plan.firms.firm(cast.ATLAS)
    assert atlas.name == Name("ATLAS SARL", "أطلس ش.م.م")
    assert (atlas.legal_form, atlas.sector, atlas.town.name.latin) == ("sarl", "industry", "CASABLANCA")


def test_atlas_employs_about_twenty_five() -> None:
    sizes = [(month.lines.firm == cast.ATLAS).sum() for month in country().months()]
    assert 20 <= np.mean(sizes) <= 30


def test_amina_has_a_complete_career_but_one_forgotten_month_and_a_maternity_leave(plan: Plan) -> None:
    months = career(plan, cast.AMINA)
    empty = [index for index, lines in enumerate(months) if not lines]
    assert empty == [plan.length - cast.FORGOTTEN_BEFORE_THE_END]
    assert cast.AMINA in plan.month(plan.first.plus(empty[0])).firm_forgotten(cast.ATLAS)
    lines = [line for month in months for line in month]
    assert {firm for firm, *_ in lines} == {cast.ATLAS}
    assert [days for _, days, _, situation in lines if situation == MATERNITY] == [9, 0, 0, 11]
    assert {days for _, days, _, situation in lines if situation == NORMAL} == {26}


def test_the_wage_of_amina_passes_the_ceiling_of_6000_dirhams(plan: Plan) -> None:
    wages = [lines[0][2] for lines in career(plan, cast.AMINA) if lines and lines[0][3] == NORMAL]
    assert wages == sorted(wages)
    assert wages[0] < 600_000 < wages[-1]


def test_brahim_works_by_the_day_and_sometimes_for_two_companies(plan: Plan) -> None:
    months = career(plan, cast.BRAHIM)
    assert len({lines[0][1] for lines in months}) > 5
    companies = [tuple(firm for firm, *_ in lines) for lines in months]
    assert set(companies) >= {(cast.BRAHIMS,), (cast.BRAHIMS, cast.BRAHIMS_OTHER)}
    assert plan.firms.firm(cast.BRAHIMS).sector == plan.firms.firm(cast.BRAHIMS_OTHER).sector == "construction"


def test_zineb_is_a_stranger_to_the_companies_of_the_others(plan: Plan) -> None:
    assert {firm for lines in career(plan, cast.ZINEB) for firm, *_ in lines} == {cast.ZINEBS}


def test_atlas_was_late_once(plan: Plan) -> None:
    late = [month.days_after_due[cast.ATLAS] for month in plan.months() if month.days_after_due[cast.ATLAS] > 0]
    assert late == [cast.DAYS_LATE]
    assert not any(month.silent[cast.ATLAS] for month in plan.months())


def test_the_story_is_cut_to_the_length_of_a_short_plan() -> None:
    plan = country(600, 40, 3)
    assert [len(lines) for lines in career(plan, cast.AMINA)] == [1, 1, 1]
