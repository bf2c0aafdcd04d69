"""Countries for tests, made once each."""

from functools import cache

from macnss.country.plan import Plan
from macnss.kernel.months import Month

LAST = Month(2026, 10)

# SMIG x 191 hours, in centimes, by first month in force.
_MINIMUM = ((Month(2026, 1), 342_272), (Month(2025, 1), 326_610), (Month(2023, 9), 311_139), (Month(2000, 1), 297_005))


def minimum_wage(month: Month) -> int:
    return next(centimes for since, centimes in _MINIMUM if month >= since)


@cache
def country(insured: int = 3_000, employers: int = 250, months: int = 36, seed: int = 7) -> Plan:
    return Plan.make(
        insured=insured, employers=employers, months=months, last=LAST, seed=seed, minimum_wage=minimum_wage
    )
