"""The companies: who they are, how many they employ, how well they declare. Drawn from published.py."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from macnss.country import chance
from macnss.country.cast import ATLAS
from macnss.country.chance import Flags, Floats, Integers
from macnss.country.names.companies import ATLAS_ACTIVITY, LEGAL_FORMS, ROOTS, TRADES
from macnss.country.names.people import FEMALE, MALE, SURNAMES
from macnss.country.names.places import REGIONS, STREETS, Town
from macnss.country.names.writing import Name
from macnss.country.published import REGIONS as REGION_SHARES
from macnss.country.published import SECTORS as SECTOR_SHARES
from macnss.country.published import Shares, employer_weights, insured_weights
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import affiliation_key

SECTORS = tuple(SECTOR_SHARES)
FORMS = tuple(LEGAL_FORMS)
CONSTRUCTION, TRADE, AGRICULTURE = (SECTORS.index(key) for key in ("construction", "trade", "agriculture"))
INDUSTRY, OTHER = SECTORS.index("industry"), SECTORS.index("other")
NEVER, FOR_EVER = -9999, 9999  # months of the plan: one that never comes, one after all others

CAST_SECTORS = (INDUSTRY, CONSTRUCTION, CONSTRUCTION, TRADE)  # of cast.COMPANIES
CAST_STAFF = (34, 14, 8, 12)

TOP_SHARE = 0.48  # of the employees, in the largest hundredth of the companies: moves between jobs leave 45 %
TOP_DECLINE = 0.65  # the n-th largest company has n^-0.65 times the staff of the largest
BODY_SPREAD = 1.0  # of the logarithm of the staff of the others: some 63 % have under 5 employees
NEW_A_YEAR = 0.07  # companies created, net of those that closed
# Share of the companies, and how often such a company is late: 21 % were after the due date of July 2025.
LATENESS = ((0.55, 0.03), (0.30, 0.25), (0.15, 0.80))
SILENT_SHARE = 0.04  # companies that leave out one month of the plan
SECOND_SERIES_SHARE = 0.4  # affiliation numbers that end with 9 - K


@dataclass(frozen=True, slots=True)
class Firm:
    """One company as its record shows it."""

    affiliation_number: str
    name: Name
    legal_form: str
    sector: str
    activity: Name
    ice: str
    trade_register: str
    tax_number: str
    address: Name
    town: Town
    region: str
    affiliated_on: dt.date
    staff: int


@dataclass(slots=True)
class Firms:
    """All companies, one array a trait. Months are counted from the first of the plan."""

    sector: Integers
    region: Integers
    town: Integers
    staff: Integers  # insured whose first company of the plan it is
    form: Integers
    root: Integers
    trade: Integers
    owner: NDArray[np.int64]  # surname, given name, woman or man, of those that bear a person's name
    street: Integers
    door: Integers
    affiliation: Integers
    ice: Integers
    register: Integers
    tax: Integers
    opens: Integers  # first month in which it exists; NEVER before the plan
    affiliated_on: NDArray[np.datetime64]
    lateness: Floats  # share of its declarations that come after the due date
    silent: Integers  # the month it leaves out, or NEVER
    hires_by_day: Flags  # declares occasional labour
    thirteenth: Flags  # pays a thirteenth month in December

    def __len__(self) -> int:
        return len(self.sector)

    def name(self, index: int) -> Name:
        """The company's name with its legal form, at most 40 Latin characters."""
        form = LEGAL_FORMS[FORMS[self.form[index]]]
        if index == ATLAS:
            called = ROOTS[0]
        elif form is None:
            surname, given, woman = self.owner[:, index]
            return SURNAMES[int(surname)].then((FEMALE if woman else MALE)[int(given)])
        else:
            called = ROOTS[self.root[index]].then(TRADES[SECTORS[self.sector[index]]][self.trade[index]].suffix)
        return called.then(form) if form else called

    def firm(self, index: int) -> Firm:
        sector, region = SECTORS[self.sector[index]], REGIONS[self.region[index]]
        door = Name(str(self.door[index]), str(self.door[index]))
        return Firm(
            affiliation_number=f"{self.affiliation[index]:07d}",
            name=self.name(index),
            legal_form=FORMS[self.form[index]],
            sector=sector,
            activity=ATLAS_ACTIVITY if index == ATLAS else TRADES[sector][self.trade[index]].activity,
            ice=f"{self.ice[index]:015d}",
            trade_register=str(self.register[index]),
            tax_number=str(self.tax[index]),
            address=door.then(STREETS[self.street[index]]),
            town=region.towns[self.town[index]],
            region=region.key,
            affiliated_on=self.affiliated_on[index].item(),
            staff=int(self.staff[index]),
        )


def make_firms(count: int, *, insured: int, first: Month, months: int, seed: int) -> Firms:
    """Draw `count` companies that share out `insured` employees, for a plan of `months` months from `first`."""
    staff, top = _staff(count, insured, chance.stream(seed, "firms.staff"))
    sector = _category(staff, top, SECTOR_SHARES, chance.stream(seed, "firms.sector"))
    region = _category(staff, top, REGION_SHARES, chance.stream(seed, "firms.region"))
    sector[: len(CAST_SECTORS)], region[: len(CAST_SECTORS)] = CAST_SECTORS, 0
    named, numbered = chance.stream(seed, "firms.names"), chance.stream(seed, "firms.numbers")
    root, trade = _names(sector, named)
    opens, affiliated_on = _openings(staff, first, months, chance.stream(seed, "firms.openings"))
    habits = chance.stream(seed, "firms.habits")
    firms = Firms(
        sector=sector,
        region=region,
        town=_town(region, chance.stream(seed, "firms.towns")),
        staff=staff,
        form=_form(sector, staff, named),
        root=root,
        trade=trade,
        owner=_owners(count, named),
        street=named.integers(len(STREETS), size=count),
        door=named.integers(1, 240, size=count),
        affiliation=_affiliation(count, numbered),
        ice=_ice(count, numbered),
        register=numbered.integers(1_000, 600_000, size=count),
        tax=chance.scattered(count, 10_000_000, 60_000_000, numbered),
        opens=opens,
        affiliated_on=affiliated_on,
        lateness=np.array([often for _, often in LATENESS])[
            chance.dealt(count, [share for share, _ in LATENESS], habits)
        ],
        silent=np.where(habits.random(count) < SILENT_SHARE, habits.integers(months, size=count), NEVER),
        hires_by_day=np.isin(sector, (CONSTRUCTION, AGRICULTURE)) & (habits.random(count) < 0.35),
        thirteenth=habits.random(count) < np.where(staff >= 50, 0.4, 0.1),
    )
    _seat_the_cast(firms)
    return firms


def _seat_the_cast(firms: Firms) -> None:
    """The companies of the cast stand in Casablanca and never leave out a month; Atlas SARL is on time."""
    cast = slice(0, len(CAST_SECTORS))
    firms.town[cast], firms.form[cast], firms.silent[cast] = 0, FORMS.index("sarl"), NEVER
    firms.lateness[ATLAS], firms.thirteenth[ATLAS] = 0.0, False


def _staff(count: int, insured: int, rng: np.random.Generator) -> tuple[Integers, Integers]:
    """How many each company employs, at least one, and which are the largest, in descending order."""
    cast = [min(staff, 1 + (insured - count) // 8) for staff in CAST_STAFF]
    others = count - len(cast)
    large = max(1, round(0.01 * count), min(8, count // 12))
    sizes = np.r_[_largest(large, insured), _body(others - large, insured)]
    spread = chance.apportion(insured - sum(cast) - others, np.maximum(sizes - 1, 1e-9)) + 1
    places = rng.permutation(others)
    staff = np.r_[cast, np.zeros(others, dtype=np.int64)]
    staff[places + len(cast)] = spread
    return staff, places[:large] + len(cast)


def _largest(count: int, insured: int) -> Floats:
    falling = np.arange(1, count + 1, dtype=np.float64) ** -TOP_DECLINE
    sizes: Floats = falling * (TOP_SHARE * insured / falling.sum())
    return sizes


def _body(count: int, insured: int) -> Floats:
    """Log-logistic sizes, at their quantiles rather than at random: a small country has the same shape."""
    quantile = 0.985 * (np.arange(count) + 0.5) / max(count, 1)
    shape = (quantile / (1 - quantile)) ** BODY_SPREAD
    sizes: Floats = shape * ((1 - TOP_SHARE) * insured / max(shape.sum(), 1e-9))
    return sizes


def _category(staff: Integers, top: Integers, shares: dict[str, Shares], rng: np.random.Generator) -> Integers:
    """A category a company: the largest go where employees are missing, the others in the published shares."""
    of_firms: Floats = np.array(employer_weights(shares))
    of_insured: Floats = np.array(insured_weights(shares))
    small = np.setdiff1d(np.arange(len(staff)), top)
    budgets = of_insured * staff.sum() - of_firms * staff[small].sum()
    category = np.empty(len(staff), dtype=np.int64)
    category[top] = chance.largest_need(staff[top].tolist(), budgets)
    left = of_firms * len(staff) - np.bincount(category[top], minlength=len(of_firms))
    category[small] = chance.dealt(len(small), left.clip(min=0), rng)
    return category


def _town(region: Integers, rng: np.random.Generator) -> Integers:
    lengths = np.array([len(region.towns) for region in REGIONS])
    return chance.skewed(len(region), lengths[region], rng)


def _names(sector: Integers, rng: np.random.Generator) -> tuple[Integers, Integers]:
    """A root and a trade of the sector, no pair twice in a sector until all have served."""
    pair = np.empty(len(sector), dtype=np.int64)
    for index, key in enumerate(SECTORS):
        mine = sector == index
        pair[mine] = chance.scattered(int(mine.sum()), 0, len(ROOTS) * len(TRADES[key]), rng)
    return pair % len(ROOTS), pair // len(ROOTS)


def _form(sector: Integers, staff: Integers, rng: np.random.Generator) -> Integers:
    usual = chance.dealt(len(sector), (48, 27, 4, 3, 18, 0, 0), rng)
    drawn = rng.random(len(sector))
    usual = np.where((sector == OTHER) & (drawn < 0.25), FORMS.index("association"), usual)
    usual = np.where((sector == AGRICULTURE) & (drawn < 0.12), FORMS.index("cooperative"), usual)
    return np.where(staff >= 50, np.where(drawn < 0.5, FORMS.index("sa"), FORMS.index("sarl")), usual)


def _owners(count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    woman = rng.random(count) < 0.15
    given = chance.skewed(count, np.where(woman, len(FEMALE), len(MALE)), rng)
    return np.stack([chance.skewed(count, len(SURNAMES), rng), given, woman.astype(np.int64)])


def _affiliation(count: int, rng: np.random.Generator) -> Integers:
    """Affiliation numbers, all different, their key K or, in the second series, 9 - K."""
    first = chance.scattered(count, 100_000, 1_000_000, rng) * 10
    key: Integers = affiliation_key(first)
    return first + np.where(rng.random(count) < SECOND_SERIES_SHARE, 9 - key, key)


def _ice(count: int, rng: np.random.Generator) -> Integers:
    """Common identifiers: 9 digits of company, 4 of establishment, 2 of check; the whole is a multiple of 97."""
    body = chance.scattered(count, 1_000_000, 4_000_000, rng) * 10_000 + rng.integers(1, 100, size=count)
    return body * 100 + (-body * 100) % 97


def _openings(
    staff: Integers, first: Month, months: int, rng: np.random.Generator
) -> tuple[Integers, NDArray[np.datetime64]]:
    """The first month of each company, and the day of its affiliation. Only small ones are born during the plan."""
    count = len(staff)
    small = (staff <= 10) & (np.arange(count) >= len(CAST_SECTORS))
    born = small & (rng.random(count) < NEW_A_YEAR * months / 12 / max(small.mean(), 0.1))
    opens = np.where(born & (months > 1), rng.integers(1, max(months, 2), size=count), NEVER)
    month = np.datetime64(str(first), "M")
    age = rng.exponential(11 * 365, size=count).clip(30, 60 * 365).astype(np.int64)
    before = month.astype("M8[D]") - age.astype("m8[D]")
    during = (month + opens.clip(min=0).astype("m8[M]")).astype("M8[D]")
    return opens, np.where(opens == NEVER, before, during)
