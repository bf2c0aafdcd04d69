"""The invented country beside the published figures: the same questions put to both.

The published wages are those of 2019 (or 2020); the country's are of its last twelve months. Wages are compared in
multiples of the minimum wage of the year: a threshold of 6,000 DH of 2019 is asked at 6,000 DH x growth of the minimum.
"""

from dataclasses import dataclass

import numpy as np

from macnss.country.chance import Flags, Floats, Integers
from macnss.country.firms import SECTORS
from macnss.country.monthly import Monthly
from macnss.country.names.places import REGIONS
from macnss.country.plan import Plan
from macnss.country.published import MINIMUM_WAGE, employer_weights
from macnss.country.published import REGIONS as REGION_SHARES
from macnss.country.published import SECTORS as SECTOR_SHARES

A_YEAR = 12
FULL_YEAR, HALF_YEAR, MOST_OF_A_YEAR = 312, 156, 216  # days


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `published` and `invented` are in `unit`: %, years, days, or DH of the year of the source."""

    figure: str
    published: float
    invented: float
    unit: str
    source: str  # a key of published.SOURCES

    @property
    def gap(self) -> float:
        """Points of difference for percentages, per cent of the published figure for the rest."""
        apart = self.invented - self.published
        return apart if self.unit == "%" else 100 * apart / self.published


@dataclass(slots=True)
class Year:
    """What was declared for each person in some months: sums over all their employers."""

    days: Integers
    wages: Integers  # centimes
    months: Integers  # with at least a day
    minimum: Floats  # the minimum wages of these months, added up
    lines: int  # people declared in a month, added up over the months
    pairs: Integers  # one number for each company and person seen together
    in_time: float  # share of the files

    @classmethod
    def of(cls, plan: Plan, months: list[Monthly]) -> "Year":
        count = len(plan.people)
        days, wages, present = np.zeros((3, count), dtype=np.int64)
        year = cls(days, wages, present, np.zeros(count), 0, np.zeros(0, np.int64), 0.0)
        for month in months:
            year.add(plan, month)
        year.in_time = float(np.mean([np.mean(month.days_after_due <= 0) for month in months]))
        return year

    def add(self, plan: Plan, month: Monthly) -> None:
        lines = month.lines.take(month.lines.days > 0)
        count = len(plan.people)
        present = np.bincount(lines.person, minlength=count) > 0
        self.days += np.bincount(lines.person, weights=lines.days, minlength=count).astype(np.int64)
        self.wages += np.bincount(lines.person, weights=lines.wage, minlength=count).astype(np.int64)
        self.months += present
        self.minimum += present * plan.minimum.general(month.month)
        self.lines += int(present.sum())
        self.pairs = np.union1d(self.pairs, lines.firm.astype(np.int64) * count + lines.person)

    @property
    def declared(self) -> Flags:
        return self.months > 0

    def multiple(self) -> Floats:
        """Each person's mean monthly wage, in minimum wages of the months declared."""
        wages: Floats = self.wages / np.maximum(self.minimum, 1)
        return wages


def compare(plan: Plan) -> list[Row]:
    """Every published figure beside the country's. Needs twelve months; entrants need twenty-four."""
    if plan.length < A_YEAR:
        raise ValueError("a year is compared: the plan needs twelve months")
    months = [plan.month(plan.last.plus(-back)) for back in range(A_YEAR)]
    year = Year.of(plan, months)
    rows = [*_presence(year), *_people(plan, year), *_wages(plan, year), *_days(plan, year), *_companies(plan, year)]
    if plan.length >= 2 * A_YEAR:
        before = Year.of(plan, [plan.month(plan.last.plus(-A_YEAR - back)) for back in range(A_YEAR)])
        rows += _entrants(plan, year, before)
    return [*rows, *_shares(plan, year)]


def as_markdown(columns: dict[str, list[Row]]) -> str:
    """A table of the figures of several countries, one column each, beside the published ones."""
    titles, plans = list(columns), list(columns.values())
    lines = [
        " | ".join(["", "Figure", "Unit", "Published", *titles, "Source", ""]).strip(),
        "|---|---|" + "---:|" * (1 + len(titles)) + "---|",
    ]
    for rows in zip(*plans, strict=True):
        invented = [_written(row.invented, row.unit) for row in rows]
        cells = [rows[0].figure, rows[0].unit, _written(rows[0].published, rows[0].unit), *invented, rows[0].source]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _written(value: float, unit: str) -> str:
    return f"{value:,.0f}" if unit == "DH" else f"{value:.1f}"


def _percent(flags: Flags) -> float:
    return 100 * float(np.mean(flags)) if len(flags) else 0.0


def _mean(values: Floats | Integers) -> float:
    return float(np.mean(values)) if len(values) else 0.0


def _presence(year: Year) -> list[Row]:
    month = year.lines / A_YEAR / max(int(year.declared.sum()), 1)
    return [Row("declared in a month, of those declared in the year", 71, 100 * month, "%", "2021")]


def _people(plan: Plan, year: Year) -> list[Row]:
    woman, age = plan.people.woman[year.declared], plan.people.ages(plan.last.last_day)[year.declared]
    groups = np.bincount((age // 5).astype(np.int64))
    return [
        Row("women", 32.5, _percent(woman), "%", "2019"),
        Row("mean age", 38.2, _mean(age), "years", "2020"),
        Row("mean age of men", 38.7, _mean(age[~woman]), "years", "2020"),
        Row("mean age of women", 37.1, _mean(age[woman]), "years", "2020"),
        Row("first age of the largest group of five years", 30, 5 * float(groups.argmax()), "years", "2020"),
        Row("aged 30 to 34", 17, _percent((age >= 30) & (age < 35)), "%", "2020"),
    ]


def _wages(plan: Plan, year: Year) -> list[Row]:
    woman, multiple = plan.people.woman, year.multiple()
    minimum = MINIMUM_WAGE["2019"] / 100
    everybody, men, women = year.declared, year.declared & ~woman, year.declared & woman

    def mean(group: Flags) -> float:
        return float(year.wages[group].sum() / max(year.minimum[group].sum(), 1))

    def above(dirhams: float) -> float:
        return _percent(multiple[everybody] >= dirhams / minimum)

    return [
        Row("median wage", 2_787, float(np.median(multiple[everybody])) * minimum, "DH", "2019"),
        Row("mean wage", 5_255, mean(everybody) * minimum, "DH", "2019"),
        Row("mean wage of women, of that of men", 88.6, 100 * mean(women) / max(mean(men), 1e-9), "%", "2020"),
        Row("below the minimum wage", 45, _percent(multiple[everybody] < 1), "%", "2019"),
        Row("below the minimum wage, men", 43, _percent(multiple[men] < 1), "%", "2019"),
        Row("below the minimum wage, women", 49, _percent(multiple[women] < 1), "%", "2019"),
        Row("6,000 DH and more", 15.5, above(6_000), "%", "2019"),
        Row("10,000 DH and more", 7, above(10_000), "%", "2019"),
    ]


def _days(plan: Plan, year: Year) -> list[Row]:
    days = np.minimum(year.days, FULL_YEAR)
    everybody, women = days[year.declared], days[year.declared & plan.people.woman]
    return [
        Row("declared less than 156 days", 31, _percent(everybody < HALF_YEAR), "%", "2019"),
        Row("declared 312 days", 25, _percent(everybody == FULL_YEAR), "%", "2019"),
        Row("declared 312 days, women", 20, _percent(women == FULL_YEAR), "%", "2019"),
        Row("declared 216 to 312 days", 40, _percent(everybody >= MOST_OF_A_YEAR), "%", "2020"),
    ]


def _companies(plan: Plan, year: Year) -> list[Row]:
    staff = np.sort(np.bincount(year.pairs // len(plan.people), minlength=len(plan.firms)))[::-1]
    staff = staff[staff > 0]
    top = staff[: max(1, round(len(staff) / 100))].sum() / max(staff.sum(), 1)
    return [
        Row("companies with less than 5 employees", 63, _percent(staff < 5), "%", "amnesty"),
        Row("employees of the largest 1 % of companies", 45, 100 * float(top), "%", "2004"),
        Row("employees a company", 12, float(year.declared.sum()) / max(len(staff), 1), "people", "2022"),
        Row("files that came in time", 79, 100 * year.in_time, "%", "july 2025"),
    ]


def _entrants(plan: Plan, year: Year, before: Year) -> list[Row]:
    entrant = year.declared & ~before.declared
    multiple, age = year.multiple()[entrant], plan.people.ages(plan.last.last_day)[entrant]
    first_time = plan.people.debut[entrant] >= plan.length - A_YEAR
    wage = float(year.wages[entrant].sum() / max(year.minimum[entrant].sum(), 1)) * MINIMUM_WAGE["2020"] / 100
    days = np.minimum(year.days, FULL_YEAR)[entrant]
    source = "2020 entrants"
    return [
        Row("entrants, of those declared in the year", 16.1, 100 * entrant.sum() / year.declared.sum(), "%", source),
        Row("first-timers, of the entrants", 56.8, _percent(first_time), "%", source),
        Row("mean age of entrants", 32.6, _mean(age), "years", source),
        Row("entrants aged 20 to 29", 46, _percent((age >= 20) & (age < 30)), "%", source),
        Row("mean wage of entrants", 2_882, wage, "DH", source),
        Row("entrants below the minimum wage", 73, _percent(multiple < 1), "%", source),
        Row("entrants above 6,000 DH", 3, _percent(multiple > 600_000 / MINIMUM_WAGE["2020"]), "%", source),
        Row("mean days of entrants", 87.9, _mean(days), "days", source),
        Row("entrants declared 312 days", 1, _percent(days == FULL_YEAR), "%", source),
    ]


def _shares(plan: Plan, year: Year) -> list[Row]:
    """Sectors and regions: of the employees where that is published, of the companies for all."""
    people = np.bincount(year.pairs // len(plan.people), minlength=len(plan.firms))
    regions = tuple(region.key for region in REGIONS)
    rows = []
    for keys, shares, of_firm in (
        (SECTORS, SECTOR_SHARES, plan.firms.sector),
        (regions, REGION_SHARES, plan.firms.region),
    ):
        employees = np.bincount(of_firm, weights=people, minlength=len(keys)) / max(people.sum(), 1)
        companies = np.bincount(of_firm, minlength=len(keys)) / len(of_firm)
        for index, (key, weight) in enumerate(zip(keys, employer_weights(shares), strict=True)):
            if (percent := shares[key].insured_percent) is not None:
                rows.append(Row(f"employees, {key}", percent, 100 * float(employees[index]), "%", "2019"))
            rows.append(Row(f"companies, {key}", 100 * weight, 100 * float(companies[index]), "%", "2022"))
    return rows
