"""One month of the country: what each company writes of each person, and when its file comes in."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from macnss.country import cast, chance
from macnss.country.careers import MATERNITY_MONTHS, Jobs
from macnss.country.chance import Flags, Floats, Integers
from macnss.country.firms import SECTORS
from macnss.country.state import Country
from macnss.country.wages import NEAR_MINIMUM, VARIABLE_SPREAD, full_month
from macnss.kernel.months import Month

FULL = 26  # days declared at most in a month
# The situations of an e-BDS line, at their rank: normal, left, dead, maternity, sickness, work accident, unpaid leave,
# kept without pay, occupational disease.
SITUATIONS = ("", "SO", "DE", "IT", "IL", "AT", "CS", "MS", "MP")
NORMAL, LEFT, DEAD, MATERNITY, SICK, ACCIDENT, UNPAID_LEAVE, UNPAID, DISEASE = range(len(SITUATIONS))

# Monthly chances of a person at work; sickness comes first for part of the month, then for all of it.
EVENTS = ((SICK, 0.006), (SICK, 0.002), (ACCIDENT, 0.001), (UNPAID_LEAVE, 0.003), (UNPAID, 0.002), (DISEASE, 0.0001))

FULL_MONTHS = (0.996, 0.67, 0.26, 0.15)  # by way of working: chance of a month of 26 days
DAYS_SPREAD = 0.14  # around the usual share of the month of somebody irregular
ENTERS_MIDWAY, LEAVES_MIDWAY = 0.65, 0.50
SIDE_DAYS = (3, 11)
UNNUMBERED_SHARE = 0.7  # of first-timers: the others were registered before their first declaration

# What the season does to the days of the irregular, by sector, January to December.
SEASON = {
    "agriculture": (1.05, 1.05, 1.1, 1.05, 1.05, 0.9, 0.75, 0.7, 0.9, 1.1, 1.1, 1.05),
    "construction": (0.9, 0.95, 1.0, 1.05, 1.1, 1.05, 1.0, 0.75, 1.0, 1.1, 1.05, 0.95),
    "hospitality": (0.85, 0.85, 1.0, 1.1, 1.0, 1.0, 1.15, 1.2, 1.0, 1.0, 0.9, 1.1),
}
BY_DAY_SHARE, BY_DAY_MOST = 0.06, 30  # occasional workers of a month, beside the staff


@dataclass(slots=True)
class Lines:
    """Lines of declarations, sorted by company. Wages are real gross wages in integer centimes."""

    person: NDArray[np.int32]  # -1: occasional labour, nobody in particular
    firm: NDArray[np.int32]
    days: Integers
    wage: NDArray[np.int64]
    situation: NDArray[np.int8]  # rank in SITUATIONS
    entrant: Flags  # first declaration of this job: not in the pre-established file
    unnumbered: Flags  # an entrant who has no registration number yet

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: "slice | NDArray[np.generic]") -> "Lines":
        return Lines(*(getattr(self, field.name)[rows] for field in fields(self)))

    def then(self, other: "Lines") -> "Lines":
        pairs = ((getattr(self, field.name), getattr(other, field.name)) for field in fields(self))
        return Lines(*(np.concatenate(pair) for pair in pairs))


@dataclass(slots=True)
class Monthly:
    """All declarations of one month."""

    month: Month
    lines: Lines  # of people
    by_day: Lines  # of occasional labour
    forgotten: NDArray[np.int32]  # people at work whom their company left out of its file
    forgotten_firm: NDArray[np.int32]
    silent: Flags  # a company: sends nothing this month
    days_after_due: Integers  # a company: when its file comes, in days after the due date; 0 or less is in time

    def firm_lines(self, firm: int) -> Lines:
        """What one company declares: its people, then its occasional labour."""
        return _of(self.lines, firm).then(_of(self.by_day, firm))

    def firm_forgotten(self, firm: int) -> NDArray[np.int32]:
        """Whom one company left out, though they were at work."""
        start, end = np.searchsorted(self.forgotten_firm, [firm, firm + 1]).tolist()
        return self.forgotten[start:end]


def _of(lines: Lines, firm: int) -> Lines:
    return lines.take(slice(*np.searchsorted(lines.firm, [firm, firm + 1]).tolist()))


def month_of(country: Country, index: int) -> Monthly:
    """The month `index` of the plan, whatever month was drawn before."""
    rng = chance.stream(country.seed, "month", index)
    jobs, silent = country.jobs, country.firms.silent
    joins = jobs.first + (jobs.first == silent[jobs.firm])
    leaves = jobs.last + 1 + (jobs.last + 1 == silent[jobs.firm])
    speaks = silent[jobs.firm] != index
    at_work = (joins <= index) & (index <= jobs.last) & speaks
    left_out = at_work & (jobs.forgotten == index)
    leaving = (leaves == index) & speaks
    rows = np.flatnonzero((at_work & ~left_out) | leaving)
    return Monthly(
        month=country.first.plus(index),
        lines=_lines(country, jobs.take(rows), index, leaving[rows], joins[rows] == index, rng),
        by_day=_occasional(country, index, rng),
        forgotten=jobs.person[left_out],
        forgotten_firm=jobs.firm[left_out],
        silent=silent == index,
        days_after_due=_arrivals(country, index, rng),
    )


def _lines(country: Country, jobs: Jobs, index: int, leaving: Flags, entrant: Flags, rng: np.random.Generator) -> Lines:
    days = _days(country, jobs, index, rng)
    days, situation = _events(jobs, index, days, entrant, rng)
    days[leaving], situation[leaving] = 0, np.where(jobs.death, DEAD, LEFT)[leaving]
    unregistered = rng.random(len(jobs)) < UNNUMBERED_SHARE
    return Lines(
        person=jobs.person,
        firm=jobs.firm,
        days=days,
        wage=_wages(country, jobs, index, days, rng),
        situation=situation,
        entrant=entrant,
        unnumbered=entrant & jobs.debut & unregistered,
    )


def _days(country: Country, jobs: Jobs, index: int, rng: np.random.Generator) -> Integers:
    """Days worked, 1 to 26, before anything happens."""
    count, way = len(jobs), country.ways[jobs.person]
    season = _season()[country.firms.sector[jobs.firm], country.first.plus(index).number - 1]
    usual = country.diligence[jobs.person] * season + DAYS_SPREAD * rng.standard_normal(count)
    partial = np.rint(FULL * usual).clip(1, FULL)
    days = np.where(rng.random(count) < np.array(FULL_MONTHS)[way], FULL, partial)
    days = np.where(jobs.side, np.minimum(days, rng.integers(*SIDE_DAYS, size=count)), days)
    midway, chances = 1 + (rng.random(count) * FULL).astype(np.int64), rng.random(count)
    enters = (jobs.first == index) & (chances < ENTERS_MIDWAY)
    quits = (jobs.last == index) & (chances < LEAVES_MIDWAY)
    return np.where(enters | quits, np.minimum(days, midway), days).astype(np.int64)


def _season() -> Floats:
    return np.array([SEASON.get(key, (1.0,) * 12) for key in SECTORS])


def _events(
    jobs: Jobs, index: int, days: Integers, entrant: Flags, rng: np.random.Generator
) -> tuple[Integers, NDArray[np.int8]]:
    """Sickness, accidents, leaves. Entrants have none: their record has no place for a situation."""
    calm = np.isin(jobs.person, cast.CALM) | entrant
    drawn = np.where(calm, 1.0, rng.random(len(jobs)))
    event = np.searchsorted(np.cumsum([share for _, share in EVENTS]), drawn, side="right")
    situation = np.array([code for code, _ in EVENTS] + [NORMAL], dtype=np.int8)[event]
    days = np.where(np.isin(jobs.person, cast.CALM), FULL, days)
    part = np.minimum(days, rng.integers(2, 21, size=len(jobs)))
    days = np.select([event == 0, event < len(EVENTS)], [part, 0], days)
    since = index - jobs.maternity
    on_leave = (since >= 0) & (since < MATERNITY_MONTHS) & ~entrant
    before = (jobs.person + 9) % 21  # days worked before the leave, which takes 84 of the working days of four months
    worked = np.select([since == 0, since == MATERNITY_MONTHS - 1], [before, 20 - before], 0)
    situation[on_leave] = MATERNITY
    return np.where(on_leave, worked, days), situation


def _wages(country: Country, jobs: Jobs, index: int, days: Integers, rng: np.random.Generator) -> NDArray[np.int64]:
    """Real gross wages, in centimes: what a full month pays, by 26ths."""
    pay, person, sector = country.pay, jobs.person, country.firms.sector[jobs.firm]
    monthly = full_month(
        pay,
        person,
        minimum=country.minimum.of_sectors(country.first.plus(index))[sector],
        final_minimum=country.minimum.of_sectors(country.last)[sector],
        months_left=country.length - 1 - index,
    )
    settled = pay.level[person] > NEAR_MINIMUM
    moves = np.where(settled & pay.varies[person], rng.standard_normal(len(jobs)) * VARIABLE_SPREAD, 0.0)
    december = country.first.plus(index).number == 12
    thirteenth = settled & country.firms.thirteenth[jobs.firm] & (days == FULL) & december
    wages: NDArray[np.int64] = np.rint(monthly * np.exp(moves) * (1 + thirteenth) * days / FULL).astype(np.int64)
    return wages


def _occasional(country: Country, index: int, rng: np.random.Generator) -> Lines:
    """A few days of somebody whom the company does not name, on farms and building sites."""
    firms, month = country.firms, country.first.plus(index)
    season = _season()[firms.sector, month.number - 1]
    mean = np.minimum(0.3 + firms.staff * BY_DAY_SHARE, BY_DAY_MOST) * season
    hires = firms.hires_by_day & (firms.opens <= index) & (firms.silent != index)
    firm = np.repeat(np.arange(len(firms)), np.where(hires, rng.poisson(mean), 0)).astype(np.int32)
    days = rng.integers(1, 13, size=len(firm))
    wage = country.minimum.of_sectors(month)[firms.sector[firm]] * days / FULL * (1 + 0.25 * rng.random(len(firm)))
    no = np.zeros(len(firm), dtype=np.bool_)
    return Lines(
        person=np.full(len(firm), -1, dtype=np.int32),
        firm=firm,
        days=days,
        wage=np.rint(wage).astype(np.int64),
        situation=np.zeros(len(firm), dtype=np.int8),
        entrant=~no,
        unnumbered=no,
    )


def _arrivals(country: Country, index: int, rng: np.random.Generator) -> Integers:
    """When each file comes: most in the last days before the due date, the late ones within three months."""
    count = len(country.firms)
    in_time = 1 - rng.geometric(0.3, size=count).clip(max=20)
    late = rng.random(count) < country.firms.lateness
    after = np.where(late, rng.geometric(0.06, size=count).clip(max=90), in_time)
    if index == country.length - cast.LATE_BEFORE_THE_END:
        after[cast.ATLAS] = cast.DAYS_LATE
    return after
