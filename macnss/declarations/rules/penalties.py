"""What lateness and wrong declarations cost the employer."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from macnss.declarations.rules.due_dates import months_late, payable_until
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Citation
from macnss.lawbook.rounding import to_step
from macnss.lawbook.rule import rule


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the explanation: this figure of the law, so many times."""

    citation: Citation
    times: int

    @property
    def figure(self) -> Decimal:
        """The sum in DH, or the ratio, that this reason brings."""
        return self.citation.decimal * self.times

    def as_json(self) -> dict[str, Any]:
        return {"citation": self.citation.as_json(), "times": self.times}


@dataclass(frozen=True, slots=True)
class Penalty:
    """A sum that the employer owes on top, in DH, and why. Nothing owed has no reason."""

    amount: Decimal
    months_late: int
    reasons: tuple[Reason, ...]
    citations: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep with the declaration or the payment."""
        return {
            "amount": str(self.amount),
            "months_late": self.months_late,
            "reasons": [reason.as_json() for reason in self.reasons],
            "citations": [citation.as_json() for citation in self.citations],
        }


def late_payment_penalty(law: Law, amount: Decimal, due: dt.date, paid_on: dt.date) -> Penalty:
    """The surcharge on contributions of `amount` DH due on `due` and paid later (dahir 1-72-184, art. 26).

    Read in the law of the due date; the delay runs from the last day that was not late.
    """
    law = law.at(due)
    months = _months_late(law, "late_payment", due, paid_on)
    return _surcharge(law, amount, months, late_payment_reasons(law, months))


@rule
def late_payment_reasons(law: Law, months: int) -> tuple[Reason, ...]:
    """One rate for every month."""
    return (_reason(law, "penalties.late_payment.monthly_rate", months),)


@late_payment_reasons.amended(since="2004-11-04")
def late_payment_reasons_since_law_17_02(law: Law, months: int) -> tuple[Reason, ...]:
    """One rate for the first month, another for each further month."""
    return (
        _reason(law, "penalties.late_payment.first_month_rate", min(months, 1)),
        _reason(law, "penalties.late_payment.further_month_rate", max(months - 1, 0)),
    )


def late_declaration_fine(law: Law, employees: int, due: dt.date, declared_on: dt.date) -> Penalty:
    """The fine for a declaration filed after its due date, by the number of employees of the last declaration.

    So much per employee up to a cap, and the same again for each further month of delay.
    """
    law = law.at(due)
    months = _months_late(law, "late_declaration", due, declared_on)
    return _fine(law, "late_declaration", employees, months=months, times=months)


def incorrect_declaration_fine(law: Law, employees: int) -> Penalty:
    """The fine for employees left out, or declared below their wage."""
    return _fine(law.at(law.day), "incorrect_declaration", employees)


def electronic_declaration_fine(law: Law, employees: int) -> Penalty:
    """The fine for a month declared on paper though it had to be declared on line (law 87-17)."""
    return _fine(law.at(law.day), "electronic_declaration", employees)


def electronic_payment_fine(law: Law, employees: int) -> Penalty:
    """The fine for a month paid otherwise than on line (law 87-17)."""
    return _fine(law.at(law.day), "electronic_payment", employees)


def family_allowance_handback_penalty(law: Law, amount: Decimal, due: dt.date, handed_back_on: dt.date) -> Penalty:
    """The surcharge on family allowances that the employer kept instead of handing back (dahir 1-72-184, art. 42)."""
    law = law.at(due)
    months = _months_late(law, "family_allowance_handback", due, handed_back_on)
    reason = _reason(law, "penalties.family_allowance_handback.monthly_rate", months)
    return _surcharge(law, amount, months, (reason,))


def _months_late(law: Law, penalty: str, due: dt.date, on: dt.date) -> int:
    begun_month_counts = law.says_yes(f"penalties.{penalty}.begun_month_counts")
    return months_late(payable_until(law, due), on, begun_month_counts=begun_month_counts)


def _reason(law: Law, key: str, times: int) -> Reason:
    return Reason(citation=law.cite(key), times=times)


def _surcharge(law: Law, amount: Decimal, months: int, reasons: tuple[Reason, ...]) -> Penalty:
    """A share of an amount, rounded once."""
    rate = sum((reason.figure for reason in reasons), Decimal(0))
    return _penalty(law, amount * rate, months, reasons)


def _fine(law: Law, penalty: str, employees: int, *, months: int = 0, times: int = 1) -> Penalty:
    """So much per employee up to a cap, as many times as it is incurred."""
    by_head = _reason(law, f"penalties.{penalty}.per_employee", employees * times)
    at_most = _reason(law, f"penalties.{penalty}.cap", times)
    reason = min(by_head, at_most, key=lambda reason: reason.figure)
    return _penalty(law, reason.figure, months, (reason,))


def _penalty(law: Law, amount: Decimal, months: int, reasons: tuple[Reason, ...]) -> Penalty:
    rounded = to_step(amount, law["contributions.rounding_step"])
    if not rounded:
        return Penalty(amount=rounded, months_late=months, reasons=(), citations=())
    incurred = tuple(reason for reason in reasons if reason.times)
    return Penalty(amount=rounded, months_late=months, reasons=incurred, citations=law.citations())
