"""Where a company stands, month by month, in plain values for its pages."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from macnss.declarations.models import Declaration
from macnss.declarations.queries import CompanyMonth, company_months
from macnss.declarations.rules.penalties import Penalty, late_declaration_fine, late_payment_penalty
from macnss.employers.models import Employer
from macnss.kernel.money import from_centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Citation

MONTHS_SHOWN = 12


class State(models.TextChoices):
    """A month in one word."""

    ON_TIME = "on-time", _("On time")
    LATE = "late", _("Declared late")
    TO_DECLARE = "to-declare", _("To declare")
    MISSING = "missing", _("Not declared")

    @property
    def tone(self) -> str:
        return _TONES[self]


_TONES = {State.ON_TIME: "success", State.LATE: "warning", State.TO_DECLARE: "info", State.MISSING: "danger"}


@dataclass(frozen=True)
class Standing:
    """One month of a company on a day. `employees`: those of the declaration before it, None when there is none."""

    declared: CompanyMonth
    on: dt.date
    employees: int | None

    @property
    def month(self) -> Month:
        return self.declared.month

    @property
    def state(self) -> State:
        if self.declared.main:
            return State.LATE if self.declared.main.is_late else State.ON_TIME
        return State.MISSING if self.declared.overdue(self.on) else State.TO_DECLARE

    @property
    def days_left(self) -> int:
        """Days until the last one that is not late; 0 on that day."""
        return (self.declared.payable_until - self.on).days

    @property
    def people(self) -> int:
        return sum(each.lines for each in self.declared.declarations)

    @property
    def wages(self) -> int:
        """In centimes."""
        return sum(each.real for each in self.declared.declarations)

    @cached_property
    def fine_so_far(self) -> Penalty | None:
        """What a month not declared yet costs if it is declared today; None when the staff was never declared."""
        if self.state is not State.MISSING or not self.employees:
            return None
        return late_declaration_fine(Law(self.month.first_day), self.employees, self.declared.due_on, self.on)

    @cached_property
    def surcharge(self) -> Penalty:
        """What contributions paid today only cost on top."""
        due = from_centimes(self.declared.due)
        return late_payment_penalty(Law(self.month.first_day), due, self.declared.due_on, self.on)

    @property
    def fine(self) -> Decimal:
        """The fine of the late declaration, or of the missing one so far, in DH."""
        return self.fine_so_far.amount if self.fine_so_far else from_centimes(self.declared.fine)

    @property
    def if_paid_today(self) -> Decimal:
        """Contributions, fine and surcharge, in DH."""
        return from_centimes(self.declared.due) + self.fine + self.surcharge.amount


def standings(employer: Employer, on: dt.date, count: int = MONTHS_SHOWN, *, begun: bool = False) -> list[Standing]:
    """The last months of the company that are over, latest first; with `begun`, this one too. One query."""
    months = company_months(employer, on, count, begun=begun)
    return [Standing(month, on, _employees(months[place + 1 :])) for place, month in enumerate(months)]


def _employees(before: Iterable[CompanyMonth]) -> int | None:
    """How many people the latest of these months declared."""
    return next((month.main.lines for month in before if month.main), None)


def month_of(employer: Employer, year: int, number: int, last: Month) -> Month:
    """A month of the company, from its affiliation to `last`; any other does not exist."""
    try:
        month = Month(year, number)
    except ValueError:
        raise Http404 from None
    if not Month.of(employer.affiliated_on) <= month <= last:
        raise Http404
    return month


def grounds_of(declaration: Declaration, *beginnings: str) -> list[Citation]:
    """What a declaration's amounts rest on, where the key begins so: the book opened again at the same lines."""
    return [_cite(**ground) for ground in declaration.grounds if ground["key"].startswith(beginnings)]


def _cite(key: str, since: str, value: str) -> Citation:
    """The line of the book, with the value that was applied then, should a jurist have corrected it since."""
    return replace(Law(dt.date.fromisoformat(since)).cite(key), value=value)


def missing(months: Sequence[Standing]) -> list[Standing]:
    return [each for each in months if each.state is State.MISSING]
