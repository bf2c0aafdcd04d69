"""The lines hold the rules of an e-BDS file, whatever the month."""

import numpy as np
import pytest

from macnss.country.firms import AGRICULTURE, CONSTRUCTION
from macnss.country.monthly import DEAD, LEFT, MATERNITY, NORMAL, SICK, SITUATIONS, Monthly
from macnss.country.plan import Plan
from macnss.country.population import CARD
from macnss.country.tests.factories import country


@pytest.fixture(scope="module")
def plan() -> Plan:
    return country()


@pytest.fixture(scope="module")
def months(plan: Plan) -> list[Monthly]:
    return list(plan.months())


def test_days_are_between_0_and_26_and_wages_never_negative(months: list[Monthly]) -> None:
    for month in months:
        for lines in (month.lines, month.by_day):
            assert lines.days.min() >= 0
            assert lines.days.max() <= 26
            assert lines.wage.min() >= 0


def test_a_normal_line_has_days_and_a_wage(months: list[Monthly]) -> None:
    for month in months:
        normal = month.lines.take(month.lines.situation == NORMAL)
        assert (normal.days > 0).all()
        assert (normal.wage > 0).all()


def test_whoever_did_not_work_has_neither_days_nor_wage(months: list[Monthly]) -> None:
    for month in months:
        idle = month.lines.take(~np.isin(month.lines.situation, (NORMAL, MATERNITY, SICK)))
        assert not idle.days.any()
        assert not idle.wage.any()


def test_days_and_wage_go_together(months: list[Monthly]) -> None:
    assert all(((month.lines.days > 0) == (month.lines.wage > 0)).all() for month in months)


def test_every_situation_happens(months: list[Monthly]) -> None:
    seen = set(np.concatenate([month.lines.situation for month in months]).tolist())
    assert seen >= set(range(len(SITUATIONS) - 1))


def test_entrants_have_no_situation(months: list[Monthly]) -> None:
    assert all((month.lines.situation[month.lines.entrant] == NORMAL).all() for month in months)


def test_a_company_has_one_line_a_person(months: list[Monthly]) -> None:
    for month in months:
        pairs = month.lines.firm.astype(np.int64) * 1_000_000 + month.lines.person
        assert len(np.unique(pairs)) == len(pairs)


def test_every_line_of_the_pre_established_file_is_answered_and_nobody_enters_twice(
    plan: Plan, months: list[Monthly]
) -> None:
    for firm in range(len(plan.firms)):
        staff = set(plan.opening_staff(firm).tolist())
        for month in months:
            if month.silent[firm]:
                assert not len(month.firm_lines(firm))
                continue
            lines = month.firm_lines(firm)
            named = lines.take(lines.person >= 0)
            answers = set(named.person[~named.entrant].tolist())
            entrants = set(named.person[named.entrant].tolist())
            assert answers | set(month.firm_forgotten(firm).tolist()) == staff
            assert not entrants & staff
            staff = (staff | entrants) - set(named.person[np.isin(named.situation, (LEFT, DEAD))].tolist())


def test_somebody_without_a_number_is_an_entrant_with_an_identity_card_and_once(
    plan: Plan, months: list[Monthly]
) -> None:
    unnumbered = [month.lines.take(month.lines.unnumbered) for month in months]
    people = np.concatenate([lines.person for lines in unnumbered])
    assert len(people) > 100
    assert len(np.unique(people)) == len(people)
    assert (plan.people.document[people] == CARD).all()
    assert all(lines.entrant.all() for lines in unnumbered)


def test_somebody_without_a_number_was_never_declared_before(plan: Plan, months: list[Monthly]) -> None:
    seen: set[int] = set()
    for month in months:
        assert not seen & set(month.lines.person[month.lines.unnumbered].tolist())
        seen |= set(month.lines.person.tolist())


def test_the_dead_are_not_declared_any_more(months: list[Monthly]) -> None:
    dead: set[int] = set()
    for month in months:
        lines = month.lines
        assert not dead & set(lines.person[lines.days > 0].tolist())
        dead |= set(lines.person[lines.situation == DEAD].tolist())
    assert dead


def test_occasional_labour_works_on_farms_and_building_sites(plan: Plan, months: list[Monthly]) -> None:
    firms = np.concatenate([month.by_day.firm for month in months])
    assert set(plan.firms.sector[firms].tolist()) == {CONSTRUCTION, AGRICULTURE}
    assert all((month.by_day.person == -1).all() for month in months)


def test_nothing_is_declared_before_a_company_exists(plan: Plan, months: list[Monthly]) -> None:
    for index, month in enumerate(months):
        assert (plan.firms.opens[month.lines.firm] <= index).all()
    assert (plan.firms.opens > 0).any()


def test_a_few_companies_leave_out_a_month_and_some_are_late(months: list[Monthly]) -> None:
    silent = np.sum([month.silent for month in months], axis=0)
    assert silent.max() == 1
    assert 0 < silent.sum() < 25
    assert 0.1 < np.mean([month.days_after_due > 0 for month in months]) < 0.3


def test_farms_have_their_seasons(plan: Plan, months: list[Monthly]) -> None:
    days = {month.month.number: 0 for month in months[-12:]}
    for month in months[-12:]:
        days[month.month.number] = int(
            month.lines.days[plan.firms.sector[month.lines.firm] == AGRICULTURE].mean() * 100
        )
    assert days[8] < days[3]
