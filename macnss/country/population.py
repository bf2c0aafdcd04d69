"""The people: sex, age, names in both scripts, identity, address, ways to reach them. Nobody in it exists."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from macnss.country import chance
from macnss.country.chance import Flags, Floats, Integers
from macnss.country.firms import SECTORS
from macnss.country.names.people import FEMALE, FOREIGN, MALE, SURNAMES
from macnss.country.names.places import REGIONS, STREETS, Town
from macnss.country.names.writing import Name
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import registration_key

MOST = 9_999_990  # seven free digits: 1 + serial + key

# Share of women by sector: 32 to 33 % of all (2019, 2020).
WOMEN = {
    "trade": 0.36,
    "services": 0.38,
    "construction": 0.06,
    "agriculture": 0.36,
    "hospitality": 0.40,
    "industry": 0.38,
    "transport": 0.14,
    "ict": 0.36,
    "finance": 0.47,
    "other": 0.48,
}
# The ages that bound the groups, then how many of each group in a hundred, at the end of the plan: those who were
# there before it...
AGES = (18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 64)
MEN = (0.4, 4.6, 12.0, 16.0, 16.9, 15.7, 13.0, 10.5, 7.9, 3.4)
WOMEN_AGES = (0.6, 6.3, 15.0, 17.8, 16.8, 14.4, 11.6, 8.8, 6.1, 2.7)
# ... and, at their first declaration, those who come during it: mean age about 29.
NEWCOMERS = (8.0, 30.0, 28.0, 15.0, 8.7, 4.8, 2.8, 1.5, 0.8, 0.4)

FOREIGN_SHARE = 0.012
NATIONALITIES = ("MA", *FOREIGN)
MOROCCAN = 0
FOREIGN_SHARES = (0.30, 0.22, 0.28, 0.12, 0.08)
CARD, RESIDENCE, PASSPORT = range(3)
DOCUMENTS = ("cin", "residence", "passport")
YOUNGEST = 17.5  # years, of those who worked before the plan

MOVED_SHARE = 0.12  # whose identity card was issued in another region
WITH_EMAIL = 0.55

CIN_PREFIXES = tuple(prefix for region in REGIONS for prefix in region.cin_prefixes)
_PREFIX_COUNTS = np.array([len(region.cin_prefixes) for region in REGIONS])
_PREFIX_STARTS = np.cumsum(_PREFIX_COUNTS) - _PREFIX_COUNTS
_TOWN_COUNTS = np.array([len(region.towns) for region in REGIONS])

# Given names of men, of women, surnames, nationality after nationality, end to end: a person keeps an index in each.
_LISTS = ((MALE, FEMALE, SURNAMES), *FOREIGN.values())
_COUNTS = np.array([[len(listed) for listed in trio] for trio in _LISTS])
GIVEN_NAMES = tuple(name for men, women, _ in _LISTS for name in (*men, *women))
ALL_SURNAMES = tuple(name for _, _, surnames in _LISTS for name in surnames)
_GIVEN_STARTS = (np.cumsum(_COUNTS[:, :2]) - _COUNTS[:, :2].ravel()).reshape(-1, 2)
_SURNAME_STARTS = np.cumsum(_COUNTS[:, 2]) - _COUNTS[:, 2]
_GIVEN_LATIN = np.array([name.latin for name in GIVEN_NAMES])
_SURNAMES_LATIN = np.array([name.latin for name in ALL_SURNAMES])


class Home(NamedTuple):
    """What is known of people before they have a name: one value a person."""

    region: Integers
    sector: Integers
    debut: Integers  # month of the plan of the first declaration of their life, negative for those of before


@dataclass(frozen=True, slots=True)
class Person:
    """One insured person as their record shows it."""

    number: str
    surname: Name
    given: Name
    sex: str
    birth_date: dt.date
    birth_town: Name
    nationality: str
    document: str
    document_number: str
    address: Name
    town: Town
    region: str
    phone: str
    email: str
    registered_on: dt.date


@dataclass(slots=True)
class People:
    """All insured people, one array a trait."""

    region: Integers
    debut: Integers
    woman: Flags
    birth: NDArray[np.datetime64]
    registered: NDArray[np.datetime64]
    registered_month: Integers  # the same day, as a month of the plan
    number: Integers  # registration number: 1, seven digits, key
    nationality: NDArray[np.int8]  # index in NATIONALITIES
    surname: NDArray[np.int16]  # index in ALL_SURNAMES
    given: NDArray[np.int16]  # index in GIVEN_NAMES
    document: NDArray[np.int8]
    prefix: NDArray[np.int16]  # of the identity card
    serial: NDArray[np.int32]  # of the identity document
    town: NDArray[np.int8]
    birth_region: NDArray[np.int8]
    street: NDArray[np.int8]
    door: NDArray[np.int16]
    has_email: Flags

    def __len__(self) -> int:
        return len(self.region)

    def latin_names(self, people: Integers) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
        """Surnames and given names of many people, as the lines of a file write them."""
        return _SURNAMES_LATIN[self.surname[people]], _GIVEN_LATIN[self.given[people]]

    def document_number(self, index: int) -> str:
        """A CIN of at most 8 characters, a residence card, or a passport; no two are the same."""
        serial = int(self.serial[index])
        if self.document[index] == CARD:
            return f"{CIN_PREFIXES[self.prefix[index]]}{serial}"
        return f"{'R' if self.document[index] == RESIDENCE else 'P'}{serial:07d}"

    def ages(self, on: dt.date) -> Floats:
        """Age in years on a day."""
        ages: Floats = (np.datetime64(on) - self.birth).astype(np.float64) / 365.25
        return ages

    def person(self, index: int) -> Person:
        region = REGIONS[self.region[index]]
        surname, given = ALL_SURNAMES[self.surname[index]], GIVEN_NAMES[self.given[index]]
        door = Name(str(self.door[index]), str(self.door[index]))
        written = f"{given.latin}.{surname.latin}".replace(" ", "").lower()
        return Person(
            number=f"{self.number[index]:09d}",
            surname=surname,
            given=given,
            sex="F" if self.woman[index] else "M",
            birth_date=self.birth[index].item(),
            birth_town=REGIONS[self.birth_region[index]].towns[0].name,
            nationality=NATIONALITIES[self.nationality[index]],
            document=DOCUMENTS[self.document[index]],
            document_number=self.document_number(index),
            address=door.then(STREETS[self.street[index]]),
            town=region.towns[self.town[index]],
            region=region.key,
            phone=f"+2126000{index % 100_000:05d}",
            email=f"{written}.{index}@example.org" if self.has_email[index] else "",
            registered_on=self.registered[index].item(),
        )


def make_people(home: Home, *, first: Month, months: int, seed: int) -> People:
    """Draw one person a place of `home`, for a plan of `months` months from `first`."""
    count = len(home.region)
    if count > MOST:
        raise ValueError(f"registration numbers have room for {MOST} people")
    woman = _women(home.sector, chance.stream(seed, "people.sex"))
    nationality, document = _nationality(home.debut, chance.stream(seed, "people.nationality"))
    given, surname = _names(woman, nationality, chance.stream(seed, "people.names"))
    cards = chance.stream(seed, "people.cards")
    birth_region = np.where(cards.random(count) < MOVED_SHARE, cards.integers(len(REGIONS), size=count), home.region)
    prefix = _PREFIX_STARTS[birth_region] + chance.skewed(count, _PREFIX_COUNTS[birth_region], cards, power=1.2)
    start = np.datetime64(str(first), "M")
    birth, registered = _dates(woman, home.debut, start, months, seed)
    places = chance.stream(seed, "people.places")
    return People(
        region=home.region,
        debut=home.debut,
        woman=woman,
        birth=birth,
        registered=registered,
        registered_month=(registered.astype("M8[M]") - start).astype(np.int64),
        number=_numbers(count, chance.stream(seed, "people.numbers")),
        nationality=nationality,
        surname=surname,
        given=given,
        document=document,
        prefix=prefix.astype(np.int16),
        serial=_serials(document, prefix, cards),
        town=chance.skewed(count, _TOWN_COUNTS[home.region], places).astype(np.int8),
        birth_region=birth_region.astype(np.int8),
        street=places.integers(len(STREETS), size=count, dtype=np.int8),
        door=places.integers(1, 240, size=count, dtype=np.int16),
        has_email=places.random(count) < WITH_EMAIL,
    )


def _women(sector: Integers, rng: np.random.Generator) -> Flags:
    woman = np.zeros(len(sector), dtype=np.bool_)
    for index, key in enumerate(SECTORS):
        mine = np.flatnonzero(sector == index)
        woman[mine] = chance.dealt(len(mine), (1 - WOMEN[key], WOMEN[key]), rng) == 1
    return woman


def _nationality(debut: Integers, rng: np.random.Generator) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Nationality and kind of document. Foreigners were registered before the plan, by their passport or their card."""
    foreign = (rng.random(len(debut)) < FOREIGN_SHARE) & (debut < 0)
    whence = 1 + rng.choice(len(FOREIGN_SHARES), size=len(debut), p=FOREIGN_SHARES)
    document = np.where(foreign, np.where(rng.random(len(debut)) < 0.6, RESIDENCE, PASSPORT), CARD)
    return np.where(foreign, whence, MOROCCAN).astype(np.int8), document.astype(np.int8)


def _names(
    woman: Flags, nationality: NDArray[np.int8], rng: np.random.Generator
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    sex = woman.astype(np.int64)
    given = _GIVEN_STARTS[nationality, sex] + chance.skewed(len(woman), _COUNTS[nationality, sex], rng)
    surname = _SURNAME_STARTS[nationality] + chance.skewed(len(woman), _COUNTS[nationality, 2], rng, power=1.3)
    return given.astype(np.int16), surname.astype(np.int16)


def _numbers(count: int, rng: np.random.Generator) -> Integers:
    """Registration numbers, all different, key K. Serial 0 would give 100000000, which no declaration may bear."""
    first = (10_000_000 + chance.scattered(count, 1, MOST + 1, rng)) * 10
    key: Integers = registration_key(first)
    return first + key


def _serials(document: NDArray[np.int8], prefix: Integers, rng: np.random.Generator) -> NDArray[np.int32]:
    """Numbers of 5 or 6 digits, different among the cards of a prefix and among the documents of a kind."""
    series = np.where(document == CARD, prefix, -document.astype(np.int64))
    tour = chance.scattered(990_000, 10_000, 1_000_000, rng)
    serials: NDArray[np.int32] = tour[(chance.within_groups(series) + series * 37_003) % len(tour)].astype(np.int32)
    return serials


def _dates(
    woman: Flags, debut: Integers, first: np.datetime64, months: int, seed: int
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """Birth dates, and the days of registration: at the first job, before the plan or in the month of the debut."""
    rng = chance.stream(seed, "people.ages")
    age = np.empty(len(woman))
    for ages, mine in ((MEN, ~woman & (debut < 0)), (WOMEN_AGES, woman & (debut < 0)), (NEWCOMERS, debut >= 0)):
        edges = np.cumsum((0, *ages)) / sum(ages)
        age[mine] = np.interp(chance.even(int(mine.sum()), rng), edges, AGES)
    at_the_start = np.where(debut >= 0, age - debut / 12, np.maximum(age - months / 12, YOUNGEST))
    opening = first.astype("M8[D]")
    birth = opening - (at_the_start * 365.25).astype("m8[D]")
    worked = rng.random(len(woman)) ** 0.8 * (at_the_start - YOUNGEST).clip(min=0.1, max=35)
    since = opening - (worked * 365.25).astype("m8[D]") - np.timedelta64(20, "D")
    return birth, np.where(debut >= 0, (first + debut.astype("m8[M]")).astype("M8[D]"), since)
