"""The plan of a country: everything that its companies will declare, month by month, from one seed."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from macnss.country import cast, chance
from macnss.country.careers import IRREGULAR, STEADY, homes, make_jobs, ways_of
from macnss.country.chance import Integers
from macnss.country.firms import make_firms
from macnss.country.monthly import Monthly, month_of
from macnss.country.population import ALL_SURNAMES, CARD, GIVEN_NAMES, MOROCCAN, People, make_people
from macnss.country.state import Country
from macnss.country.wages import Minimum, MinimumWage, Pay, make_pay
from macnss.kernel.months import Month

DILIGENCE = (0.45, 0.95)  # usual share of the month of those who seldom work all of it
FEWEST_INSURED, FEWEST_EMPLOYERS = 50, 5


class Plan(Country):
    """A country whose declarations can be read. Months come in any order, any number of times, always the same."""

    @classmethod
    def make(
        cls,
        *,
        insured: int,
        employers: int,
        months: int,
        last: Month,
        seed: int,
        minimum_wage: MinimumWage,
        farm_minimum_wage: MinimumWage | None = None,
    ) -> "Plan":
        """Draw the country. `minimum_wage` gives the legal minimum of a full month, in centimes (SMIG x 191 hours).

        `farm_minimum_wage` does for farms (SMAG x 26 days); without it they pay 74 % of the other. Raises ValueError
        for a country too small to hold the cast, or with more employers than insured.
        """
        if insured < max(FEWEST_INSURED, employers) or employers < FEWEST_EMPLOYERS or months < 1:
            raise ValueError(
                f"a country has at least {FEWEST_INSURED} insured, {FEWEST_EMPLOYERS} employers, 1 month, "
                f"and no more employers than insured: {insured}, {employers}, {months}"
            )
        first = last.plus(1 - months)
        firms = make_firms(employers, insured=insured, first=first, months=months, seed=seed)
        home, known = homes(firms, insured, months=months, seed=seed)
        people = make_people(known, first=first, months=months, seed=seed)
        _seat_people(people, first, last)
        pay = make_pay(
            sector=known.sector,
            staff=firms.staff[home],
            woman=people.woman,
            age=people.ages(last.last_day),
            newcomer=people.debut >= 0,
            seed=seed,
        )
        ways = ways_of(people, known.sector, pay.level.astype(np.float64), seed)
        diligence = chance.stream(seed, "careers.diligence").uniform(*DILIGENCE, insured).astype(np.float32)
        _seat_workers(pay, ways, diligence)
        jobs = make_jobs(firms, people, home, ways, first=first, months=months, seed=seed)
        minimum = Minimum(minimum_wage, farm_minimum_wage)
        return cls(seed, first, last, minimum, firms, people, home, ways.astype(np.int8), diligence, pay, jobs)

    def months(self) -> Iterator[Monthly]:
        """Every month, in order."""
        return (month_of(self, index) for index in range(self.length))

    def month(self, month: Month) -> Monthly:
        """One month of the plan."""
        if not self.first <= month <= self.last:
            raise ValueError(f"the plan goes from {self.first} to {self.last}: {month}")
        return month_of(self, month.minus(self.first))

    def opening_staff(self, firm: int) -> NDArray[np.int32]:
        """Who works for a company on the eve of the plan: the pre-established file of the first month lists them."""
        start, end = np.searchsorted(self.jobs.firm, [firm, firm + 1]).tolist()
        there = (self.jobs.first[start:end] < 0) & (self.jobs.last[start:end] >= 0)
        return self.jobs.person[start:end][there]


def _seat_people(people: People, first: Month, last: Month) -> None:
    """Give the first people of the country the names and the ages of the cast."""
    given, surnames = ([name.latin for name in names] for names in (GIVEN_NAMES, ALL_SURNAMES))
    for index, person in enumerate(cast.PEOPLE):
        people.woman[index], people.door[index], people.has_email[index] = person.woman, person.door, True
        people.nationality[index], people.document[index] = MOROCCAN, CARD
        people.surname[index], people.given[index] = surnames.index(person.surname), given.index(person.given)
        people.birth[index] = cast.birth(person, last.last_day)
        people.registered[index] = cast.registered(person, last.last_day)
        people.registered_month[index] = Month.of(people.registered[index].item()).minus(first)
        people.region[index] = people.birth_region[index] = people.town[index] = people.street[index] = 0


def _seat_workers(pay: Pay, ways: Integers, diligence: NDArray[np.float32]) -> None:
    """Give them the wages and the ways of working of their story."""
    for index, person in enumerate(cast.PEOPLE):
        pay.level[index], pay.raise_[index], pay.varies[index] = person.level, person.rise, False
        ways[index] = STEADY if index in cast.CALM else IRREGULAR
    diligence[cast.BRAHIM] = 0.6
