"""The wage of a full month: a mixture fitted to the published table, in multiples of the minimum wage of the day.

Three parts: a mass at the minimum or just below it, a thin body that falls like a power of the wage, and a Pareto tail
above what was 10,000 DH in 2019. Who stands where in it hangs on sector, size of the company, age, sex and chance.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from macnss.country import chance
from macnss.country.chance import Flags, Floats, Integers
from macnss.country.firms import AGRICULTURE, SECTORS
from macnss.country.published import FARM_SHARE_OF_MINIMUM, MINIMUM_WAGE
from macnss.kernel.months import Month

MinimumWage = Callable[[Month], int]  # a month -> the legal minimum of a full month, in centimes

BELOW = 0.026  # share of the insured paid less than the minimum for their days
LOWEST = 0.60  # what the worst paid of these get, in minimum wages
AT_MINIMUM = 0.317  # share paid just the minimum
BODY_FROM, TAIL_FROM = 1.02, 1_000_000 / MINIMUM_WAGE["2019"]  # in minimum wages
BODY_FALL, TAIL_FALL = 1.45, 1.57  # Pareto exponents: the share above a wage falls as the wage to that power
TAIL_SHARE = 0.067
HIGHEST = 60.0

# How much each thing moves a person in the ranking of wages, in standard deviations of chance.
OF_SECTOR = {
    "trade": -0.10,
    "services": 0.00,
    "construction": -0.20,
    "agriculture": -0.60,
    "hospitality": -0.20,
    "industry": 0.15,
    "transport": 0.10,
    "ict": 0.90,
    "finance": 1.20,
    "other": 0.25,
}
OF_WOMEN, OF_NEWCOMERS, OF_TEN_YEARS, OF_TENFOLD_STAFF = -0.2, -0.75, 0.12, 0.15

NEAR_MINIMUM = 1.15  # up to here the wage follows the minimum; above, each person has a rise a year
RAISES = ((0.25, 0.0), (0.35, 0.02), (0.30, 0.04), (0.10, 0.08))  # share of people, yearly rise
VARIABLE_SHARE, VARIABLE_SPREAD = 0.35, 0.06  # people whose wage moves from month to month, and by how much


@dataclass(slots=True)
class Pay:
    """What decides each person's wage."""

    level: NDArray[np.float32]  # wage of a full month at the end of the plan, in minimum wages
    raise_: NDArray[np.float32]  # a year, as a fraction
    raise_month: NDArray[np.int8]  # months between the last rise and the end of the plan
    varies: Flags


def make_pay(*, sector: Integers, staff: Integers, woman: Flags, age: Floats, newcomer: Flags, seed: int) -> Pay:
    """Rank the people, then give each the wage of their place in the mixture."""
    rng = chance.stream(seed, "wages.level")
    score = rng.standard_normal(len(sector)) + np.array([OF_SECTOR[key] for key in SECTORS])[sector]
    score += OF_WOMEN * woman + OF_NEWCOMERS * newcomer + OF_TEN_YEARS * (age - 38) / 10
    score += OF_TENFOLD_STAFF * np.log10(staff)
    rises = chance.stream(seed, "wages.raises")
    return Pay(
        level=mixture(chance.ranks(score)).astype(np.float32),
        raise_=np.array([rise for _, rise in RAISES], dtype=np.float32)[
            chance.dealt(len(sector), [share for share, _ in RAISES], rises)
        ],
        raise_month=rises.integers(12, size=len(sector), dtype=np.int8),
        varies=rises.random(len(sector)) < VARIABLE_SHARE,
    )


def mixture(place: Floats) -> Floats:
    """The wage, in minimum wages, of people at a place between 0 (the lowest) and 1 (the highest)."""
    below = LOWEST + (1 - LOWEST) * np.sqrt(np.minimum(place / BELOW, 1))
    bounds = 1 - np.array([BODY_FROM, TAIL_FROM]) ** -BODY_FALL
    along = (place - BELOW - AT_MINIMUM) / (1 - BELOW - AT_MINIMUM - TAIL_SHARE)
    body = (1 - (bounds[0] + along.clip(0, 1) * (bounds[1] - bounds[0]))) ** (-1 / BODY_FALL)
    tail = TAIL_FROM * ((1 - place).clip(min=1e-12) / TAIL_SHARE).clip(max=1) ** (-1 / TAIL_FALL)
    wages = np.where(place < BELOW, below, np.where(along < 0, 1.0, np.where(place < 1 - TAIL_SHARE, body, tail)))
    return np.minimum(wages, HIGHEST)


@dataclass(frozen=True, slots=True)
class Minimum:
    """The legal minimum wages, in centimes for a full month of 26 days."""

    general: MinimumWage
    farms: MinimumWage | None = None

    def of_sectors(self, month: Month) -> Integers:
        """One value a sector: farms have their own, by default the present share of the general one."""
        general = self.general(month)
        values = np.full(len(SECTORS), general, dtype=np.int64)
        values[AGRICULTURE] = self.farms(month) if self.farms else round(general * FARM_SHARE_OF_MINIMUM)
        return values


def full_month(pay: Pay, people: Integers, *, minimum: Integers, final_minimum: Integers, months_left: int) -> Floats:
    """The wage, in centimes, of a full month for each of `people`, `months_left` months before the end of the plan."""
    level = pay.level[people].astype(np.float64)
    rises = (months_left + pay.raise_month[people]) // 12
    settled = level * final_minimum * (1.0 + pay.raise_[people]) ** -rises
    return np.where(level <= NEAR_MINIMUM, level * minimum, np.maximum(settled, NEAR_MINIMUM * minimum))
