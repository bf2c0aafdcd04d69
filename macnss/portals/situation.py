"""What the home page says to an insured person: where they stand on a day, in plain words."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils import timezone

from macnss.declarations.queries import Career, Gap, Wage, career_of, last_arrival, last_month_due
from macnss.employers.models import Employer
from macnss.insured.models import Insured
from macnss.kernel.months import Month

MONTHS_SHOWN = 12
GAPS_SHOWN = 3


class Standing(StrEnum):
    """Whether the person is declared: never, up to the last month due, or no longer."""

    NEVER = "never"
    DECLARED = "declared"
    SILENT = "silent"


@dataclass(frozen=True)
class Situation:
    """One person's standing on the day that their career was read. `updated`: when a declaration last arrived."""

    career: Career
    updated: dt.datetime

    @property
    def standing(self) -> Standing:
        if self.career.last is None:
            return Standing.NEVER
        return Standing.DECLARED if self.career.last.month >= self.month_due else Standing.SILENT

    @cached_property
    def month_due(self) -> Month:
        """The latest month whose declaration should be there."""
        return last_month_due(self.career.on)

    @cached_property
    def last_wages(self) -> list[Wage]:
        """The lines of the last month declared: one an employer."""
        return [wage for wage in self.career.wages if self.career.last and wage.month == self.career.last.month]

    @property
    def last_employers(self) -> list[Employer]:
        """Who declared that month, each once."""
        return list({wage.employer.pk: wage.employer for wage in self.last_wages}.values())

    @property
    def year(self) -> int:
        return self.career.on.year

    @property
    def days_this_year(self) -> int:
        return self.career.days_in(self.year)

    @property
    def latest_gaps(self) -> tuple[Gap, ...]:
        """The latest months left out, latest first; the others stand among the wages."""
        return self.career.gaps[: -GAPS_SHOWN - 1 : -1]

    @property
    def other_gaps(self) -> int:
        return len(self.career.gaps) - len(self.latest_gaps)

    @property
    def last_month(self) -> Month:
        """The month at which the chart ends: the last one due, or a later one already declared."""
        return max(self.month_due, self.career.last.month) if self.career.last else self.month_due

    @property
    def first_month(self) -> Month:
        return self.last_month.plus(1 - MONTHS_SHOWN)

    @property
    def months(self) -> list[tuple[Month, str]]:
        """The months of the chart, latest first, in a word: declared, missing, or nothing to say."""
        states = dict.fromkeys((gap.month for gap in self.career.gaps), "missing")
        states |= dict.fromkeys((wage.month for wage in self.career.wages), "declared")
        shown = self.first_month.until(self.last_month)
        return [(month, states.get(month, "")) for month in reversed(list(shown))]


def situation_of(insured: Insured, on: dt.date) -> Situation:
    """Where one person stands on a day: three queries, whatever the length of the career."""
    career = career_of(insured, on)
    return Situation(career, last_arrival(career) or timezone.now())
