"""The cast: the same people and companies in every country, whatever its seed, and the story that they live.

Amina works without a break at Atlas SARL, which forgot her in one month of the last twelve; earlier she had a maternity
leave. Brahim, her husband, works on building sites, by the day, sometimes for two companies. Zineb works elsewhere:
she is the stranger who must see nothing. Atlas SARL was late once.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AMINA, BRAHIM, ZINEB = range(3)
ATLAS, BRAHIMS, BRAHIMS_OTHER, ZINEBS = COMPANIES = tuple(range(4))
HOMES = (ATLAS, BRAHIMS, ZINEBS)

# Months before the end of the plan; 1 is the last month.
FORGOTTEN_BEFORE_THE_END = 5
LEAVE_BEFORE_THE_END = 22
LATE_BEFORE_THE_END = 8
DAYS_LATE = 12


@dataclass(frozen=True, slots=True)
class CastPerson:
    """One member of the cast. `level` is the wage of a full month in minimum wages."""

    surname: str
    given: str
    woman: bool
    age: int  # at the end of the plan
    birthday: tuple[int, int]
    registered: int  # years before the end of the plan
    door: int
    level: float
    rise: float


PEOPLE = (
    CastPerson("BENNANI", "AMINA", True, 34, (3, 14), 12, 27, 1.85, 0.04),
    CastPerson("EL ALAOUI", "BRAHIM", False, 38, (6, 2), 16, 27, 1.08, 0.0),
    CastPerson("TAZI", "ZINEB", True, 29, (11, 8), 8, 112, 1.35, 0.02),
)
CALM = (AMINA, ZINEB)  # who work every day of every month


@dataclass(frozen=True, slots=True)
class CastJob:
    """A job of the story; months before the end of the plan, `until` None for a job that goes on."""

    person: int
    firm: int
    since: int
    until: int | None = None
    side: bool = False

    def months(self, months: int) -> NDArray[np.int64]:
        """First and last month of the plan."""
        return np.array([months - self.since, 9999 if self.until is None else months - self.until])


JOBS = (
    CastJob(AMINA, ATLAS, since=75),
    CastJob(BRAHIM, BRAHIMS, since=64),
    CastJob(BRAHIM, BRAHIMS_OTHER, since=15, until=11, side=True),
    CastJob(BRAHIM, BRAHIMS_OTHER, since=4, side=True),
    CastJob(ZINEB, ZINEBS, since=50),
)


def birth(person: CastPerson, end: dt.date) -> np.datetime64:
    """The birth date that gives the person their age at the end of the plan."""
    return np.datetime64(dt.date(end.year - person.age - ((end.month, end.day) < person.birthday), *person.birthday))


def registered(person: CastPerson, end: dt.date) -> np.datetime64:
    """The day of registration, some years before the end of the plan."""
    return np.datetime64(dt.date(end.year - person.registered, 9, 1))
