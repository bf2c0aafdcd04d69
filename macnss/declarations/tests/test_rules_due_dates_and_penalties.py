"""Due dates, months of delay, and what they cost, with the reasons."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macnss.declarations.rules import penalties
from macnss.declarations.rules.due_dates import due_date, months_late, payable_until
from macnss.declarations.rules.penalties import late_declaration_fine, late_payment_penalty
from macnss.kernel.months import Month
from macnss.lawbook.book import BOOK, Law
from macnss.lawbook.errors import NotKnown

DUE = dt.date(2026, 2, 10)
DAYS = st.dates(dt.date(2005, 1, 1), dt.date(2040, 1, 1))


def test_the_due_date_is_read_in_the_law_of_its_month_wherever_the_book_is_open() -> None:
    assert due_date(Law(dt.date(2026, 3, 1)), Month(2025, 6)) == dt.date(2025, 7, 21)


def test_a_weekend_moves_the_last_day_and_says_that_it_is_assumed() -> None:
    law = Law(dt.date(2026, 12, 1))
    assert payable_until(law, dt.date(2027, 1, 10)) == dt.date(2027, 1, 11)
    assert [citation.key for citation in law.assumptions()] == ["declarations.moves_to_working_day"]


@given(due=DAYS)
def test_the_last_day_is_a_working_day_at_most_two_days_after_the_due_date(due: dt.date) -> None:
    law = Law(due)
    last_day = payable_until(law, due)
    assert last_day.isoweekday() <= 5
    assert 0 <= (last_day - due).days <= 2
    assert payable_until(law, last_day) == last_day


@pytest.mark.parametrize(
    ("last_day", "on", "begun", "whole"),
    [
        ("2026-02-10", "2026-02-10", 0, 0),
        ("2026-02-10", "2026-02-11", 1, 0),
        ("2026-02-10", "2026-03-10", 1, 1),
        ("2026-02-10", "2026-03-11", 2, 1),
        ("2026-12-10", "2027-01-10", 1, 1),
        ("2026-01-31", "2026-02-28", 1, 1),
        ("2026-01-31", "2026-03-01", 2, 1),
        ("2024-01-30", "2024-02-29", 1, 1),
        ("2026-02-10", "2025-02-10", 0, 0),
    ],
)
def test_months_of_delay_run_from_a_day_to_the_same_day(last_day: str, on: str, begun: int, whole: int) -> None:
    from_day, to_day = dt.date.fromisoformat(last_day), dt.date.fromisoformat(on)
    assert months_late(from_day, to_day) == begun
    assert months_late(from_day, to_day, begun_month_counts=False) == whole


@given(last_day=DAYS, on=DAYS)
def test_a_begun_month_is_at_most_one_more_than_the_whole_ones(last_day: dt.date, on: dt.date) -> None:
    whole, begun = months_late(last_day, on, begun_month_counts=False), months_late(last_day, on)
    assert whole <= begun <= whole + 1
    assert (begun == 0) == (on <= last_day)


def test_a_late_payment_says_its_reasons() -> None:
    penalty = late_payment_penalty(Law(DUE), Decimal("2244.60"), DUE, dt.date(2026, 5, 10))
    assert [(reason.citation.key, reason.citation.value, reason.times) for reason in penalty.reasons] == [
        ("penalties.late_payment.first_month_rate", "3", 1),
        ("penalties.late_payment.further_month_rate", "1", 2),
    ]
    assert penalty.amount == Decimal("112.23")


def test_one_month_late_does_not_speak_of_further_months() -> None:
    penalty = late_payment_penalty(Law(DUE), Decimal(1000), DUE, dt.date(2026, 2, 11))
    assert [reason.citation.key for reason in penalty.reasons] == ["penalties.late_payment.first_month_rate"]


def test_nothing_owed_has_no_reason() -> None:
    penalty = late_payment_penalty(Law(DUE), Decimal("2244.60"), DUE, DUE)
    assert (penalty.amount, penalty.reasons, penalty.citations) == (Decimal("0.00"), (), ())


def test_a_penalty_shows_the_assumption_that_a_begun_month_counts() -> None:
    penalty = late_payment_penalty(Law(DUE), Decimal(1000), DUE, dt.date(2026, 2, 11))
    assumed = {citation.key for citation in penalty.citations if citation.status.value == "assumed"}
    assert assumed == {"penalties.late_payment.begun_month_counts", "contributions.rounding_step"}


def test_a_penalty_is_read_in_the_law_of_its_due_date_and_cited_by_the_caller() -> None:
    law = Law(dt.date(2026, 3, 1))
    penalty = late_payment_penalty(law, Decimal(1000), dt.date(2004, 11, 3), dt.date(2005, 2, 3))
    assert penalty.amount == Decimal("90.00")
    assert set(penalty.citations) <= set(law.citations())


def test_the_wording_changes_on_the_day_that_the_figures_change() -> None:
    old = BOOK.parameter("penalties.late_payment.monthly_rate").values[-1]
    new = BOOK.parameter("penalties.late_payment.first_month_rate").values[0]
    assert penalties.late_payment_reasons.amendments == (old.since,) == (new.since,)


def test_a_delay_older_than_the_known_figures_is_refused_not_free() -> None:
    due = dt.date(1999, 2, 10)
    with pytest.raises(NotKnown):
        late_payment_penalty(Law(due), Decimal(1000), due, dt.date(1999, 3, 1))


def test_a_fine_under_the_cap_is_explained_by_head() -> None:
    fine = late_declaration_fine(Law(DUE), 12, DUE, dt.date(2026, 3, 11))
    [reason] = fine.reasons
    assert (reason.citation.key, reason.times) == ("penalties.late_declaration.per_employee", 24)


def test_a_fine_above_the_cap_is_explained_by_the_cap() -> None:
    fine = late_declaration_fine(Law(DUE), 200, DUE, dt.date(2026, 3, 11))
    [reason] = fine.reasons
    assert (reason.citation.key, reason.times) == ("penalties.late_declaration.cap", 2)
    assert fine.amount == reason.figure == Decimal(10000)


def test_an_employer_without_employees_is_not_fined() -> None:
    assert late_declaration_fine(Law(DUE), 0, DUE, dt.date(2026, 3, 11)).amount == 0


def test_a_penalty_is_kept_as_plain_json() -> None:
    penalty = late_payment_penalty(Law(DUE), Decimal("2244.60"), DUE, dt.date(2026, 2, 11))
    kept = json.loads(json.dumps(penalty.as_json()))
    assert (kept["amount"], kept["months_late"]) == ("67.34", 1)
    assert kept["reasons"][0]["citation"]["article"]["fr"].startswith("Dahir 1-72-184, art. 26")
