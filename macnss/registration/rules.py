"""By when one is registered, affiliated, or reports a change; what the voluntary insurance costs."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from macnss.kernel.days import months_later, years_later
from macnss.kernel.money import centimes, dirhams, from_centimes
from macnss.lawbook.book import Law
from macnss.lawbook.errors import NotInForce


def is_of_age(law: Law, born: dt.date, hired_on: dt.date) -> bool:
    """May somebody born that day have begun to work on that one? A younger age is most often a wrong date."""
    return years_later(born, law.count("registration.working_age_years")) <= hired_on


def register_by(law: Law, hired_on: dt.date) -> dt.date:
    """The last day on which an employee is registered in time (CNSS, within the month of hiring)."""
    return hired_on + dt.timedelta(days=law.count("registration.employee_calendar_days"))


def affiliate_by(law: Law, first_hired_on: dt.date) -> dt.date:
    """The last day on which a company is affiliated in time."""
    return first_hired_on + dt.timedelta(days=law.count("registration.employer_calendar_days"))


def last_day(rule: Callable[[Law, dt.date], dt.date], day: dt.date | None) -> dt.date | None:
    """The last day that this rule gives; None without a day, and for one of which the book says nothing."""
    try:
        return rule(Law(day), day) if day else None
    except NotInForce:
        return None


def report_by(law: Law, changed_on: dt.date) -> dt.date:
    """The last day on which a company reports a change in time."""
    return months_later(changed_on, law.count("registration.change_months"))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the voluntary insurance costs a month, in centimes, and the reference wage on which it is computed."""

    wage: int
    pension: int
    amo: int

    @property
    def total(self) -> int:
        return self.pension + self.amo


def contribution_on(law: Law, wages: Sequence[int]) -> Contribution:
    """On the mean of the last declared months (centimes): pension within the ceiling, health insurance on the whole."""
    wage = dirhams(from_centimes(sum(wages)) / len(wages))
    capped = min(wage, law["contributions.monthly_ceiling"])
    return Contribution(
        wage=centimes(wage),
        pension=centimes(dirhams(capped * law["voluntary_insurance.pension_rate"])),
        amo=centimes(dirhams(wage * law["voluntary_insurance.amo_rate"])),
    )
