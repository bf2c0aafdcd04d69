"""Does somebody meet the conditions of the voluntary insurance, and what would it cost them?"""

import datetime as dt
from dataclasses import dataclass

from macnss.declarations.queries import Career, career_of
from macnss.insured.models import Insured
from macnss.kernel.days import months_later
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Citation
from macnss.registration.rules import Contribution, contribution_on


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says on a day. Amounts in centimes; `contribution` is None where nothing was declared."""

    days: int
    needed: int
    asked_by: dt.date | None
    contribution: Contribution | None
    grounds: tuple[Citation, ...]

    @property
    def has_the_days(self) -> bool:
        return self.days >= self.needed


def standing_of(person: Insured, lost_on: dt.date | None, on: dt.date) -> Standing:
    """Two queries for the career; the figures are those of the day of the request."""
    law, career = Law(on), career_of(person, on)
    needed = law.count("voluntary_insurance.needed_days")
    asked_by = months_later(lost_on, law.count("voluntary_insurance.request_months")) if lost_on else None
    wages = _last_wages(career, law.count("voluntary_insurance.reference_months"))
    due = contribution_on(law, wages) if wages else None
    return Standing(career.days, needed, asked_by, due, law.citations())


def _last_wages(career: Career, count: int) -> list[int]:
    """What was declared in all for each of the last declared months, in centimes, latest first."""
    months: dict[Month, int] = {}
    for wage in career.wages:
        months[wage.month] = months.get(wage.month, 0) + wage.real
    return [months[month] for month in sorted(months, reverse=True)[:count]]
