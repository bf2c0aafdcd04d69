"""Contributions by branch: who pays what, on which base, under which article."""

import datetime as dt
import json
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from macnss.declarations.rules.bulk_contributions import contributions_array
from macnss.declarations.rules.contributions import (
    BaseKind,
    Branch,
    Totals,
    contributions,
    declaration_contributions,
    terms_in_force,
    unknown_branches,
)
from macnss.kernel.money import centimes, from_centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.lawbook.errors import NotKnown

MARCH_2026 = dt.date(2026, 3, 1)
ROUND_WAGES = st.integers(0, 10**9).map(lambda quarters: quarters * 250)  # multiples of 2.50 DH: exact half centimes
WAGES = st.integers(0, 10**13) | ROUND_WAGES
MONTHS = st.integers(0, 12 * 11).map(lambda months: Month(2016, 1).plus(months))


def test_the_general_rates_add_up_to_the_published_totals() -> None:
    terms = terms_in_force(Law(MARCH_2026))
    assert sum(each.employee_rate for each in terms) == Decimal("0.0674")
    assert sum(each.employer_rate for each in terms) == Decimal("0.2109")


def test_short_and_long_term_alone_are_capped() -> None:
    capped = [terms.branch for terms in terms_in_force(Law(MARCH_2026)) if terms.base_kind is BaseKind.CAPPED]
    assert capped == [Branch.SHORT_TERM, Branch.LONG_TERM]


def test_the_total_of_a_branch_is_the_sum_of_its_two_rounded_shares() -> None:
    [amo] = contributions(Law(MARCH_2026), Decimal(25), branches=[Branch.AMO])
    assert (amo.employee, amo.employer, amo.total) == (Decimal("0.57"), Decimal("0.57"), Decimal("1.14"))


def test_a_branch_cites_its_own_rates_and_the_ceiling_only_where_it_is_capped() -> None:
    family, short_term, *_ = contributions(Law(MARCH_2026), Decimal(5000))
    assert [citation.key for citation in family.citations] == [
        "contributions.family.employer_rate",
        "contributions.family.employee_rate",
        "contributions.family.capped",
        "contributions.rounding_step",
    ]
    assert "contributions.monthly_ceiling" in {citation.key for citation in short_term.citations}


def test_the_law_remembers_the_citations_of_all_branches() -> None:
    law = Law(MARCH_2026)
    cited = {citation for branch in contributions(law, Decimal(5000)) for citation in branch.citations}
    assert cited == set(law.citations())


def test_an_exempt_employer_is_told_why_it_pays_no_amo() -> None:
    law = Law(MARCH_2026)
    branches = {each.branch for each in contributions(law, Decimal(5000), amo_exempt=True)}
    assert branches == set(Branch) - {Branch.AMO}
    assert "contributions.amo.exempt_if_covered_before" in {citation.key for citation in law.citations()}


def test_a_branch_whose_figures_nobody_found_is_refused_not_zero() -> None:
    with pytest.raises(NotKnown) as refused:
        contributions(Law(dt.date(2014, 11, 1)), Decimal(5000))
    assert refused.value.key == "contributions.family.employer_rate"
    assert refused.value.nearest == dt.date(2016, 1, 1)


def test_the_unknown_branches_of_a_month_are_named_and_leave_no_citation() -> None:
    law = Law(dt.date(2014, 11, 1))
    assert set(unknown_branches(law)) == {Branch.FAMILY, Branch.AMO_SOLIDARITY, Branch.TFP}
    assert law.citations() == ()


def test_every_branch_is_known_since_2016() -> None:
    assert not any(unknown_branches(Law(month.first_day)) for month in Month(2016, 1).until(Month(2026, 12)))


def test_a_negative_wage_is_refused() -> None:
    law = Law(MARCH_2026)
    with pytest.raises(ValueError, match="never negative"):
        contributions(law, Decimal("-0.01"))
    with pytest.raises(ValueError, match="never negative"):
        declaration_contributions(law, -1, 0)
    with pytest.raises(ValueError, match="never negative"):
        contributions_array(law, np.array([-1], dtype=np.int64))


def test_a_contribution_is_kept_as_plain_json() -> None:
    [long_term] = contributions(Law(MARCH_2026), Decimal(10000), branches=[Branch.LONG_TERM])
    kept = json.loads(json.dumps(long_term.as_json()))
    assert kept.pop("label") == {"fr": "Prestations à long terme (pensions)", "ar": "التعويضات طويلة الأمد (المعاشات)"}
    assert kept.pop("citations")[0]["value"] == "7.93"
    assert kept == {
        "branch": "long_term",
        "base": "6000.00",
        "base_kind": "capped",
        "employee_rate": "0.0396",
        "employer_rate": "0.0793",
        "employee": "237.60",
        "employer": "475.80",
        "total": "713.40",
    }


@given(real=WAGES, month=MONTHS, amo_exempt=st.booleans())
def test_a_declaration_of_one_wage_costs_what_the_wage_costs(real: int, month: Month, amo_exempt: bool) -> None:
    law = Law(month.first_day)
    capped = min(real, centimes(law["contributions.monthly_ceiling"]))
    declared = declaration_contributions(law, real, capped, amo_exempt=amo_exempt)
    assert declared == contributions(law, from_centimes(real), amo_exempt=amo_exempt)


@given(reals=st.lists(WAGES, max_size=30), month=MONTHS, amo_exempt=st.booleans())
def test_a_million_wages_at_a_time_give_the_same_centimes(reals: list[int], month: Month, amo_exempt: bool) -> None:
    law = Law(month.first_day)
    arrays = contributions_array(law, np.array(reals, dtype=np.int64), amo_exempt=amo_exempt)
    for rank, real in enumerate(reals):
        one_by_one = contributions(law, from_centimes(real), amo_exempt=amo_exempt)
        assert [each.branch for each in one_by_one] == list(arrays)
        for each in one_by_one:
            many = arrays[each.branch]
            assert (many.base[rank], many.employee[rank], many.employer[rank], many.total[rank]) == (
                centimes(each.base),
                centimes(each.employee),
                centimes(each.employer),
                centimes(each.total),
            )


@given(lower=WAGES, raise_=st.integers(0, 10**9), month=MONTHS)
def test_a_higher_wage_never_costs_less(lower: int, raise_: int, month: Month) -> None:
    law = Law(month.first_day)
    before, after = (Totals.of(contributions(law, from_centimes(real))) for real in (lower, lower + raise_))
    assert before.employee <= after.employee
    assert before.employer <= after.employer
