"""The minimum wage: whole months are in the worked examples, here what they rest on."""

import datetime as dt
from decimal import Decimal

import pytest

from macnss.declarations.rules.minimum_wages import Sector, minimum_monthly_wage, minimum_wage_for_days
from macnss.lawbook.book import Law
from macnss.lawbook.errors import NotKnown

MARCH_2026 = dt.date(2026, 3, 1)


def test_a_part_month_says_that_its_proportion_is_assumed() -> None:
    law = Law(MARCH_2026)
    assert minimum_wage_for_days(law, Sector.GENERAL, 13) == Decimal("1711.36")
    assert "minimum_wages.part_month_by_days" in {citation.key for citation in law.assumptions()}


def test_a_whole_month_rests_on_confirmed_figures_only() -> None:
    law = Law(MARCH_2026)
    minimum_monthly_wage(law, Sector.GENERAL)
    minimum_monthly_wage(law, Sector.AGRICULTURE)
    assert law.assumptions() == ()


def test_no_day_has_no_minimum() -> None:
    assert minimum_wage_for_days(Law(MARCH_2026), Sector.GENERAL, 0) == 0


def test_more_days_than_a_month_has_do_not_raise_it() -> None:
    assert minimum_wage_for_days(Law(MARCH_2026), Sector.GENERAL, 27) == Decimal("3422.72")


def test_a_minimum_wage_older_than_the_known_ones_is_refused() -> None:
    with pytest.raises(NotKnown):
        minimum_monthly_wage(Law(dt.date(2009, 6, 30)), Sector.GENERAL)
