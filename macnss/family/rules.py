"""What a family event changes: the health cover and the allowances of each child, from when and until when.

Ages are reached on a birthday; the last day of a right is its eve. No text on the month of a birthday was found.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from macnss.kernel.days import months_later, years_later
from macnss.lawbook.book import Law

ONE_DAY = dt.timedelta(days=1)


class Studies(StrEnum):
    """What a certificate attests."""

    SCHOOL = "school"
    APPRENTICE = "apprentice"
    HIGHER = "higher"  # after the baccalaureate


class Custody(StrEnum):
    """With whom the children of separated parents live, when that is known."""

    MINE = "mine"
    OTHER = "other"
    UNKNOWN = "unknown"


class Because(StrEnum):
    """Why a right lasts until that day."""

    AGE = "age"
    CERTIFICATE = "certificate"
    DISABLED = "disabled"
    LEFT = "left"  # a death, the end of a kafala


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that the fund has accepted: what it attests, and for which days."""

    studies: Studies
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Child:
    """A child as the rights see it: since when they belong to the family, and until when."""

    birth_date: dt.date
    since: dt.date
    until: dt.date | None = None
    disabled_since: dt.date | None = None
    stable_income: bool = False
    certificates: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Right:
    """A right on a day: open or not, its last day (None: no limit of age), and why."""

    open: bool
    until: dt.date | None
    because: Because


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim after a birth: by when it had to be filed, from which day it counts, the days lost when it is late."""

    due_on: dt.date
    effect_from: dt.date

    def is_late(self, filed_on: dt.date) -> bool:
        return filed_on > self.due_on


def health_cover(law: Law, child: Child, on: dt.date) -> Right:
    """Cover of a child by a parent's insurance, if the child has none of their own."""
    return _right(law, child, on, "family.health.child_age", {Studies.HIGHER: "family.health.student_age"})


def allowance_right(law: Law, child: Child, on: dt.date) -> Right:
    """Does this child count for the family allowances? The days and the wage of the parent are another matter."""
    longer = {
        Studies.APPRENTICE: "family.allowance.apprentice_age",
        Studies.HIGHER: "family.allowance.student_age",
    }
    plain = replace(child, disabled_since=None) if child.stable_income else child
    return _right(law, plain, on, "family.allowance.age", longer)


def monthly_allowance(law: Law, children: int) -> Decimal:
    """The allowance of one month for so many children who count: the first ones at one amount, the next at another."""
    paid = min(children, law.count("family.allowance.most_children"))
    first = min(paid, law.count("family.allowance.first_children"))
    return first * law["family.allowance.first_amount"] + (paid - first) * law["family.allowance.next_amount"]


def added_by_one_more(law: Law, children: int) -> Decimal:
    """What one more child adds to the month; zero once as many as the law pays for are there."""
    return monthly_allowance(law, children + 1) - monthly_allowance(law, children)


def birth_claim(law: Law, since: dt.date, filed_on: dt.date) -> Claim:
    """In time, a claim counts from the day the child came; late, from so many months before it was filed."""
    due_on = months_later(since, law.count("family.allowance.claim_months"))
    if filed_on <= due_on:
        return Claim(due_on, since)
    earliest = months_later(filed_on, -law.count("family.allowance.retroactive_months"))
    return Claim(due_on, max(since, earliest))


def paid_to_this_parent(*, is_father: bool, other_is_insured: bool, custody: Custody) -> bool:
    """Never twice for one child: to the father when both parents are insured, after a separation to who has custody.

    Dahir 1-72-184, art. 40.
    """
    if custody is not Custody.UNKNOWN:
        return custody is Custody.MINE
    return is_father or not other_is_insured


def cover_after_divorce(law: Law, divorced_on: dt.date) -> dt.date:
    """The last day on which the former spouse keeps the health cover."""
    return months_later(divorced_on, law.count("family.health.divorced_months"))


def school_year(law: Law, first_year: int) -> tuple[dt.date, dt.date]:
    """The days of the school year that begins in that civil year."""
    begins = dt.date(first_year, law.count("service.school_year_month"), 1)
    return begins, years_later(begins, 1) - ONE_DAY


def school_year_of(law: Law, day: dt.date) -> int:
    """The civil year in which the school year of that day began."""
    begins, _ends = school_year(law, day.year)
    return day.year if day >= begins else day.year - 1


def counted(law: Law, children: Sequence[Child], on: dt.date) -> int:
    """How many children count for the allowances on that day, whatever the most that the law pays for."""
    return sum(allowance_right(law, child, on).open for child in children)


def _right(law: Law, child: Child, on: dt.date, plain: str, longer: dict[Studies, str]) -> Right:
    if child.until is not None and child.until < on:
        return Right(False, child.until, Because.LEFT)
    if child.disabled_since is not None and child.disabled_since <= on:
        return Right(True, child.until, Because.DISABLED)
    last = _eve_of_age(law, child, plain)
    if on <= last:
        return Right(True, last, Because.AGE)
    for certificate in child.certificates:
        if certificate.studies in longer and certificate.since <= on <= certificate.until:
            last = min(_eve_of_age(law, child, longer[certificate.studies]), certificate.until)
            reason = Because.CERTIFICATE if last == certificate.until else Because.AGE
            return Right(on <= last, last, reason)
    return Right(False, last, Because.AGE)


def _eve_of_age(law: Law, child: Child, key: str) -> dt.date:
    return years_later(child.birth_date, law.count(key)) - ONE_DAY
