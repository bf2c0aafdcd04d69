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
MEN = (0.5, 5.5, 13.0, 17.2, 17.0, 15.2, 12.1, 9.6, 7.0, 2.9)
WOMEN_AGES = (0.7, 6.9, 15.8, 18.6, 16.6, 14.0, 11.0, 8.2, 5.7, 2.5)
# ... and, at their first declaration, those who come during it: mean age about 29.
NEWCOMERS = (7.0, 27.0, 28.0, 16.5, 10.0, 5.5, 3.0, 1.7, 0.9, 0.4)

FOREIGN_SHARE = 0.012
NATIONALITIES = tuple(FOREIGN)
NATIONALITY_SHARES = (0.30, 0.22, 0.28, 0.12, 0.08)
CARD, RESIDENCE, PASSPORT = range(3)
DOCUMENTS = ("cin", "residence", "passport")
YOUNGEST = 17.5  # years, of those who worked before the plan

MOVED_SHARE = 0.12  # whose identity card was issued in another region
WITH_EMAIL = 0.55

CIN_PREFIXES = tuple(prefix for region in REGIONS for prefix in region.cin_prefixes)
_PREFIX_COUNTS = np.array([len(region.cin_prefixes) for region in REGIONS])
_PREFIX_STARTS = np.cumsum(_PREFIX_COUNTS) - _PREFIX_COUNTS
_TOWN_COUNTS = np.array([len(region.towns) for region in REGIONS])


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
    nationality: NDArray[np.int8]  # index in NATIONALITIES, or -1 for Moroccans
    surname: NDArray[np.int16]
    given: NDArray[np.int16]
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

    def surname_of(self, index: int) -> Name:
        nationality = self.nationality[index]
        listed = SURNAMES if nationality < 0 else FOREIGN[NATIONALITIES[nationality]][2]
        return listed[int(self.surname[index])]

    def given_of(self, index: int) -> Name:
        nationality, woman = self.nationality[index], int(self.woman[index])
        listed = (MALE, FEMALE)[woman] if nationality < 0 else FOREIGN[NATIONALITIES[nationality]][woman]
        return listed[int(self.given[index])]

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
        surname, given = self.surname_of(index), self.given_of(index)
        door = Name(str(self.door[index]), str(self.door[index]))
        written = f"{given.latin}.{surname.latin}".replace(" ", "").lower()
        nationality = int(self.nationality[index])
        return Person(
            number=f"{self.number[index]:09d}",
            surname=surname,
            given=given,
            sex="F" if self.woman[index] else "M",
            birth_date=self.birth[index].item(),
            birth_town=REGIONS[self.birth_region[index]].towns[0].name,
            nationality="MA" if nationality < 0 else NATIONALITIES[nationality],
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
    whence = rng.choice(len(NATIONALITIES), size=len(debut), p=NATIONALITY_SHARES)
    document = np.where(foreign, np.where(rng.random(len(debut)) < 0.6, RESIDENCE, PASSPORT), CARD)
    return np.where(foreign, whence, -1).astype(np.int8), document.astype(np.int8)


def _names(
    woman: Flags, nationality: NDArray[np.int8], rng: np.random.Generator
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    lists = [FOREIGN[key] for key in NATIONALITIES] + [(MALE, FEMALE, SURNAMES)]  # Moroccans last, at -1
    lengths = np.array([[len(listed) for listed in trio] for trio in lists])[nationality]
    given = chance.skewed(len(woman), np.where(woman, lengths[:, 1], lengths[:, 0]), rng)
    surname = chance.skewed(len(woman), lengths[:, 2], rng, power=1.3)
    return given.astype(np.int16), surname.astype(np.int16)


def _numbers(count: int, rng: np.random.Generator) -> Integers:
    """Registration numbers, all different, key K. Serial 0 would give 100000000, which no declaration may bear."""
    first = (10_000_000 + chance.scattered(count, 1, MOST + 1, rng)) * 10
    return first + registration_key(first)


def _serials(document: NDArray[np.int8], prefix: Integers, rng: np.random.Generator) -> NDArray[np.int32]:
    """Numbers of 5 or 6 digits, different among the cards of a prefix and among the documents of a kind."""
    series = np.where(document == CARD, prefix, -document.astype(np.int64))
    tour = chance.scattered(990_000, 10_000, 1_000_000, rng)
    return tour[chance.within_groups(series) % len(tour)].astype(np.int32)


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
