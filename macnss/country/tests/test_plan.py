import subprocess
import sys
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from macnss.country.plan import Plan
from macnss.country.tests.factories import LAST, country, minimum_wage
from macnss.kernel.months import Month


def same(one: Any, other: Any) -> bool:
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))


def test_the_same_seed_makes_the_same_country() -> None:
    one, other = country(), country.__wrapped__()
    assert same(one.firms, other.firms)
    assert same(one.people, other.people)
    assert same(one.pay, other.pay)
    assert same(one.jobs, other.jobs)
    assert all(same(a.lines, b.lines) for a, b in zip(one.months(), other.months(), strict=True))


def test_another_seed_makes_another_country() -> None:
    assert not np.array_equal(country().people.number, country(seed=8).people.number)
    assert len(country().jobs) != len(country(seed=8).jobs)


def test_months_come_out_the_same_in_any_order() -> None:
    plan = country()
    backwards = [plan.month(LAST.plus(-back)) for back in range(3)]
    forwards = list(plan.months())[:-4:-1]
    assert all(same(a.lines, b.lines) and same(a.by_day, b.by_day) for a, b in zip(backwards, forwards, strict=True))


def test_a_month_outside_the_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="2023-11 to 2026-10"):
        country().month(Month(2026, 11))


def test_the_lines_of_the_companies_are_the_lines_of_the_month() -> None:
    plan = country()
    month = plan.month(LAST)
    assert sum(len(month.firm_lines(firm)) for firm in range(len(plan.firms))) == len(month.lines) + len(month.by_day)


def test_three_insured_in_five_are_declared_in_a_month() -> None:
    plan = country()
    present = [len(np.unique(month.lines.person[month.lines.days > 0])) for month in plan.months()]
    assert 0.55 < np.mean(present) / len(plan.people) < 0.65


@pytest.mark.parametrize(("insured", "employers", "months"), [(50, 5, 1), (60, 60, 3), (80, 7, 60)])
def test_a_country_may_be_small(insured: int, employers: int, months: int) -> None:
    plan = country(insured, employers, months)
    assert [month.month for month in plan.months()][-1] == LAST
    assert len(plan.month(LAST).lines)


@pytest.mark.parametrize(("insured", "employers", "months"), [(49, 5, 1), (100, 4, 1), (100, 101, 1), (100, 10, 0)])
def test_a_country_too_small_for_the_cast_is_refused(insured: int, employers: int, months: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        Plan.make(insured=insured, employers=employers, months=months, last=LAST, seed=1, minimum_wage=minimum_wage)


def test_the_plan_needs_no_django() -> None:
    code = "import sys, macnss.country.plan, macnss.country.statistics; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
