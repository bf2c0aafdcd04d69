"""What the home page says, read on one day."""

import datetime as dt

import pytest

from macnss.declarations.tests.factories import Paid, career, declares, works
from macnss.employers.tests.factories import atlas, zellige
from macnss.insured.tests.factories import amina
from macnss.kernel.months import Month
from macnss.portals.situation import Standing, situation_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
JANUARY, AUGUST, OCTOBER = Month(2026, 1), Month(2026, 8), Month(2026, 10)


def test_nobody_declared_anything_yet() -> None:
    situation = situation_of(amina(), TODAY)
    assert situation.standing is Standing.NEVER
    assert situation.last_wages == []


def test_declared_up_to_the_last_month_due() -> None:
    person = amina()
    career(person, atlas(), JANUARY, OCTOBER)
    assert situation_of(person, TODAY).standing is Standing.DECLARED


def test_no_longer_declared_once_a_later_month_is_due() -> None:
    person = amina()
    career(person, atlas(), JANUARY, AUGUST, goes_on=False)
    situation = situation_of(person, TODAY)
    assert situation.standing is Standing.SILENT
    assert situation.career.gaps == ()


def test_on_the_due_date_itself_the_month_before_is_still_the_last_one() -> None:
    person = amina()
    career(person, atlas(), JANUARY, Month(2026, 9))
    assert situation_of(person, dt.date(2026, 11, 10)).standing is Standing.DECLARED
    assert situation_of(person, dt.date(2026, 11, 11)).standing is Standing.SILENT


def test_the_latest_gaps_come_first_and_the_others_are_counted() -> None:
    person = amina()
    left_out = [Month(2026, number) for number in (2, 3, 5, 7, 9)]
    career(person, atlas(), JANUARY, OCTOBER, left_out=left_out)
    situation = situation_of(person, TODAY)
    assert [gap.month.number for gap in situation.latest_gaps] == [9, 7, 5]
    assert situation.other_gaps == 2


def test_two_employers_of_the_last_month_are_both_named() -> None:
    person, first, second = amina(), atlas(), zellige()
    for company in (first, second):
        works(person, company, OCTOBER)
        declares(company, OCTOBER, Paid(person, days=20))
    situation = situation_of(person, TODAY)
    assert {company.name for company in situation.last_employers} == {"ATLAS SARL", "ZELLIGE SERVICES"}
    assert situation.days_this_year == 26


def test_twelve_months_end_at_the_last_one_due() -> None:
    person = amina()
    career(person, atlas(), JANUARY, AUGUST, goes_on=False)
    situation = situation_of(person, TODAY)
    assert (situation.first_month, situation.last_month) == (Month(2025, 11), OCTOBER)
