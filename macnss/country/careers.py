"""The careers: who worked where, from which month to which. Jobs end and begin at the pace of four ways of working."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from macnss.country import cast, chance
from macnss.country.chance import Flags, Floats, Integers
from macnss.country.firms import FOR_EVER, NEVER, SECTORS, Firms
from macnss.country.population import Home, People
from macnss.kernel.months import Month

DEBUTS_A_YEAR = 0.1  # first-timers beside the others
DEPARTURES_A_YEAR = 0.06  # who stop for good: retirement, emigration, death
DEATH_SHARE = 0.04  # of these departures
SIDE_JOBS = 0.03  # share of people who, some time in three years, have a second employer
OTHER_SECTOR = 0.25  # share of moves that leave the sector
FORGOTTEN = 0.04  # share of jobs of which the employer leaves out one month
MATERNITY_A_MONTH = 0.0035  # chance that a woman of these ages at work begins a leave
MATERNITY_AGES = (19, 41)
MATERNITY_MONTHS = 4  # 14 weeks touch four months

STEADY, ORDINARY, IRREGULAR, SHORT = range(4)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of working. `ends` and the rest are monthly chances."""

    share: float  # of the people
    ends: float  # that the job ends with this month
    moves: float  # that another job, elsewhere, begins at once
    idle: float  # else: mean months without a job, over and above two
    returns: float  # that it is then with the same company
    seasonal: float  # that the next job waits for its season


WAYS = (
    Way(share=0.35, ends=0.007, moves=0.7, idle=2.0, returns=0.1, seasonal=0.0),
    Way(share=0.19, ends=0.1, moves=0.25, idle=1.2, returns=0.2, seasonal=0.0),
    Way(share=0.22, ends=0.07, moves=0.13, idle=3.3, returns=0.4, seasonal=0.3),
    Way(share=0.24, ends=0.2, moves=0.03, idle=15.0, returns=0.5, seasonal=0.7),
)
# What makes a person steady, in standard deviations of chance.
OF_WAGE, OF_WOMEN, OF_NEWCOMERS = 1.7, -0.27, -0.65
OF_SECTOR = {"agriculture": -0.7, "construction": -0.6, "hospitality": -0.2, "finance": 0.5, "industry": 0.2}

# Calendar months in which seasonal work begins, by sector; elsewhere any month will do.
SEASONS = {"agriculture": (1, 2, 3, 5, 9, 10, 11), "hospitality": (3, 4, 6, 7, 12), "construction": (2, 3, 4, 5, 9, 10)}


@dataclass(slots=True)
class Jobs:
    """One row a job, sorted by company, person, month. Months count from the first of the plan, ends included."""

    person: NDArray[np.int32]
    firm: NDArray[np.int32]
    first: NDArray[np.int16]  # negative: it was under way before the plan
    last: NDArray[np.int16]
    side: Flags  # a second employer
    debut: Flags  # the first job of a life
    death: Flags  # ended by death
    forgotten: NDArray[np.int16]  # the month in which the employer leaves the person out, or NEVER
    maternity: NDArray[np.int16]  # the month in which a maternity leave begins, or NEVER

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: NDArray[np.generic]) -> "Jobs":
        return Jobs(*(getattr(self, field.name)[rows] for field in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence["Jobs"]) -> "Jobs":
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))


def jobs_of(person: Integers, firm: Integers, first: Integers, last: Integers, *, side: bool = False) -> Jobs:
    """Plain jobs, with nothing remarkable about them yet."""
    none, no = np.full(len(person), NEVER, dtype=np.int16), np.zeros(len(person), dtype=np.bool_)
    return Jobs(
        person.astype(np.int32),
        firm.astype(np.int32),
        first.astype(np.int16),
        last.astype(np.int16),
        side=no | side,
        debut=no.copy(),
        death=no.copy(),
        forgotten=none,
        maternity=none.copy(),
    )


class Market:
    """Where the next job is: with a company drawn by its size, mostly of the same sector."""

    def __init__(self, firms: Firms) -> None:
        by_sector = np.argsort(firms.sector, kind="stable")
        self.seats = np.repeat(by_sector, firms.staff[by_sector])
        self.sector = firms.sector
        ends = np.cumsum(np.bincount(firms.sector, weights=firms.staff, minlength=len(SECTORS))).astype(np.int64)
        self.starts, self.ends = np.r_[0, ends[:-1]], ends

    def elsewhere(self, firm: Integers, rng: np.random.Generator) -> Integers:
        """Another seat, perhaps with the same company when it is most of its sector."""
        sector = self.sector[firm]
        stays = rng.random(len(firm)) >= OTHER_SECTOR
        low, high = np.where(stays, self.starts[sector], 0), np.where(stays, self.ends[sector], len(self.seats))
        return self.seats[rng.integers(low, high)]


def homes(firms: Firms, insured: int, *, months: int, seed: int) -> tuple[Integers, Home]:
    """The first company of each person, and what it says of them before they have a name."""
    rng = chance.stream(seed, "careers.homes")
    firm = rng.permutation(np.repeat(np.arange(len(firms)), firms.staff))
    new = DEBUTS_A_YEAR * months / 12
    debut = np.where(rng.random(insured) < new / (1 + new), rng.integers(months, size=insured), NEVER)
    for person, company in enumerate(cast.HOMES):
        seat = np.flatnonzero(firm == company)[-1]
        firm[[person, seat]] = firm[[seat, person]]
        debut[person] = NEVER
    return firm, Home(firms.region[firm], firms.sector[firm], debut)


def ways_of(people: People, sector: Integers, level: Floats, seed: int) -> Integers:
    """A way of working a person, in the shares of WAYS: the well paid are the steadiest."""
    rng = chance.stream(seed, "careers.ways")
    score = rng.standard_normal(len(people)) + OF_WAGE * (chance.ranks(level + rng.random(len(people)) * 1e-3) - 0.5)
    score += OF_WOMEN * people.woman + OF_NEWCOMERS * (people.debut >= 0)
    score += np.array([OF_SECTOR.get(key, 0.0) for key in SECTORS])[sector]
    return chance.by_rank(-score, [way.share for way in WAYS])


def make_jobs(
    firms: Firms, people: People, home: Integers, ways: Integers, *, first: Month, months: int, seed: int
) -> Jobs:
    """Every job of everybody in `months` months from `first`."""
    rng = chance.stream(seed, "careers.jobs")
    departure = np.maximum(_departures(len(people), months, rng), people.debut)
    market = Market(firms)
    turnover = Turnover(market, ways, departure, months, first.number - 1, rng)
    main = turnover.jobs(home, np.maximum(_first_months(people.debut, ways, rng), people.registered_month))
    side = _side_jobs(market, people, departure, months, chance.stream(seed, "careers.side"))
    invented = [jobs.take(jobs.person >= len(cast.PEOPLE)) for jobs in (main, side)]
    jobs = _lined_up(_within_the_life_of(firms, Jobs.joined([*invented, *_cast_jobs(months)])))
    _mark_ends(jobs, people, departure, chance.stream(seed, "careers.deaths"))
    _mark_absences(jobs, people, firms, first, months, chance.stream(seed, "careers.absences"))
    _tell_the_story(jobs, months)
    return jobs


def _cast_jobs(months: int) -> list[Jobs]:
    """What the story says of the cast, each row as a job."""
    rows = [(np.array([job.person]), np.array([job.firm]), job, job.months(months)) for job in cast.JOBS]
    return [jobs_of(person, firm, span[:1], span[1:], side=job.side) for person, firm, job, span in rows]


def _departures(count: int, months: int, rng: np.random.Generator) -> Integers:
    """The last month of those who stop for good; FOR_EVER for the others."""
    stops = rng.random(count) < DEPARTURES_A_YEAR * months / 12
    return np.where(stops, rng.integers(months, size=count), FOR_EVER)


def _first_months(debut: Integers, ways: Integers, rng: np.random.Generator) -> Integers:
    """The month in which the first job of the plan begins: before it for those at work on its eve."""
    ends, idle = _of_ways("ends", ways), _of_ways("idle", ways)
    gap = (1 - _of_ways("moves", ways)) * (2 + idle)
    at_work = rng.random(len(ways)) < (1 / ends) / (1 / ends + gap)
    since = -rng.geometric(ends * 0.6).clip(max=400)
    waiting = rng.geometric(1 / (1 + idle))
    return np.where(debut >= 0, debut, np.where(at_work, since, waiting))


def _of_ways(trait: str, ways: Integers) -> Floats:
    """One trait of WAYS for each person."""
    traits: Floats = np.array([getattr(way, trait) for way in WAYS])
    return traits[ways]


@dataclass(frozen=True, slots=True)
class Turnover:
    """Jobs and gaps in turn, for everybody at once."""

    market: Market
    ways: Integers  # of each person
    departure: Integers  # last month of each person
    months: int
    start: int  # calendar month of the first month, from 0
    rng: np.random.Generator

    def jobs(self, firm: Integers, begins: Integers) -> Jobs:
        """All jobs, given everybody's first one, until the plan ends."""
        rounds, person = [], np.arange(len(firm))
        while len(person):
            going = begins < np.minimum(self.months, self.departure[person] + 1)
            person, firm, begins = person[going], firm[going], begins[going]
            # A geometric life has no age: a job under way on the eve of the plan ends as if it began there.
            last = np.maximum(begins, 0) + self.rng.geometric(_of_ways("ends", self.ways[person])) - 1
            rounds.append(jobs_of(person, firm, begins, np.minimum(last.clip(max=FOR_EVER), self.departure[person])))
            firm, begins = self._next(person, firm, last + 1)
        return Jobs.joined(rounds)

    def _next(self, person: Integers, firm: Integers, free: Integers) -> tuple[Integers, Integers]:
        """The company of the next job and its first month, for people free from the month `free`."""
        ways, rng = self.ways[person], self.rng
        at_once = rng.random(len(person)) < _of_ways("moves", ways)
        back = ~at_once & (rng.random(len(person)) < _of_ways("returns", ways))
        company = np.where(back, firm, self.market.elsewhere(firm, rng))
        idle = 1 + rng.geometric(1 / (1 + _of_ways("idle", ways)))
        begins = free + np.where(at_once & (company != firm), 0, idle)
        waits = rng.random(len(person)) < _of_ways("seasonal", ways)
        season = _waits_for_season()[self.market.sector[company], (self.start + begins) % 12]
        return company, begins + np.where(waits, season, 0)


def _waits_for_season() -> Integers:
    """Sector, calendar month (0 to 11) -> months until seasonal work begins again."""
    waits = np.zeros((len(SECTORS), 12), dtype=np.int64)
    for key, season in SEASONS.items():
        for month in range(12):
            waits[SECTORS.index(key), month] = min((opens - 1 - month) % 12 for opens in season)
    return waits


def _side_jobs(market: Market, people: People, departure: Integers, months: int, rng: np.random.Generator) -> Jobs:
    """A second employer for a few, once they are registered and until they stop working."""
    person = np.flatnonzero(rng.random(len(people)) < SIDE_JOBS)
    first = np.maximum(rng.integers(-6, months, size=len(person)), people.registered_month[person] + 1)
    last = np.minimum(first + 2 + rng.geometric(0.15, size=len(person)), departure[person])
    firm = market.seats[rng.integers(len(market.seats), size=len(person))]
    return jobs_of(person, firm, first, last, side=True)


def _within_the_life_of(firms: Firms, jobs: Jobs) -> Jobs:
    """No job before its company exists, none only in the month that the company leaves out."""
    opens, silent = firms.opens[jobs.firm], firms.silent[jobs.firm]
    jobs.first = np.maximum(jobs.first, np.where(opens == NEVER, jobs.first, opens)).astype(np.int16)
    never_declared = (jobs.first == silent) & (jobs.last == silent)
    return jobs.take((jobs.first <= jobs.last) & (jobs.last >= 0) & ~never_declared)


def _lined_up(jobs: Jobs) -> Jobs:
    """Sorted; of two jobs of a person with one company less than two free months apart, the first stays.

    The month after a job has the line that says the person left, two months after if the company leaves one out: a new
    job with the same company cannot begin there.
    """
    jobs = jobs.take(np.lexsort((jobs.first, jobs.person, jobs.firm)))
    same = (np.diff(jobs.person) == 0) & (np.diff(jobs.firm) == 0)
    group = np.cumsum(np.r_[True, ~same]) * 4 * FOR_EVER
    reach = np.maximum.accumulate(group + jobs.last)
    free = np.r_[True, group[1:] + jobs.first[1:] > reach[:-1] + 2]
    return jobs.take(free)


def _mark_ends(jobs: Jobs, people: People, departure: Integers, rng: np.random.Generator) -> None:
    """Which jobs are the first of a life, which end with it."""
    jobs.debut = ~jobs.side & (jobs.first == people.debut[jobs.person])
    dies = rng.random(len(people)) < DEATH_SHARE
    jobs.death = (jobs.last == departure[jobs.person]) & dies[jobs.person]


def _mark_absences(
    jobs: Jobs, people: People, firms: Firms, first: Month, months: int, rng: np.random.Generator
) -> None:
    """A month forgotten, a maternity leave: at most one of each in a job, never in its first month."""
    begin, end = np.maximum(jobs.first, 0).astype(np.int64), np.minimum(jobs.last, months - 1).astype(np.int64)
    span = end - begin - 1
    forgotten = (span > 0) & (rng.random(len(jobs)) < FORGOTTEN)
    jobs.forgotten[forgotten] = (begin + 1 + (rng.random(len(jobs)) * span).astype(np.int64))[forgotten]
    # Beside a month that the company leaves out, the line of this one may be the one that says the person came.
    jobs.forgotten[abs(jobs.forgotten - firms.silent[jobs.firm]) <= 1] = NEVER
    room = end - begin - MATERNITY_MONTHS
    age = people.ages(first.first_day)[jobs.person]
    mothers = people.woman[jobs.person] & (age > MATERNITY_AGES[0]) & (age < MATERNITY_AGES[1]) & ~jobs.side
    expecting = mothers & (rng.random(len(jobs)) < MATERNITY_A_MONTH * room)
    jobs.maternity[expecting] = (begin + 1 + (rng.random(len(jobs)) * room).astype(np.int64))[expecting]


def _tell_the_story(jobs: Jobs, months: int) -> None:
    """Amina's leave and the month that Atlas SARL forgot; nothing else happens to the cast."""
    theirs = jobs.person < len(cast.PEOPLE)
    jobs.death[theirs], jobs.forgotten[theirs], jobs.maternity[theirs] = False, NEVER, NEVER
    hers = jobs.person == cast.AMINA
    if (forgotten := months - cast.FORGOTTEN_BEFORE_THE_END) > 0:
        jobs.forgotten[hers] = forgotten
    if (leave := months - cast.LEAVE_BEFORE_THE_END) > 0:
        jobs.maternity[hers] = leave
