"""What a country is made of, once drawn: arrays of companies, people and jobs, and what decides wages and days."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from macnss.country.careers import Jobs
from macnss.country.chance import Integers
from macnss.country.firms import Firms
from macnss.country.population import People
from macnss.country.wages import Minimum, Pay
from macnss.kernel.months import Month


@dataclass(slots=True)
class Country:
    """An invented country from its first month to its last. Everything in it is fixed: months only read it."""

    seed: int
    first: Month
    last: Month
    minimum: Minimum
    firms: Firms
    people: People
    home: Integers  # the first company of each person
    ways: NDArray[np.int8]  # of working, by person: index in careers.WAYS
    diligence: NDArray[np.float32]  # usual share of the month, for those who do not work all of it
    pay: Pay
    jobs: Jobs

    @property
    def length(self) -> int:
        """How many months."""
        return self.last.minus(self.first) + 1
