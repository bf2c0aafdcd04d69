"""Towns of the country, distances between places, and the outline of the country as we draw it ourselves.

Coordinates of towns are those of their centres, to a kilometre or so; the outline is simplified by hand.
"""

import csv
import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from macnss.lawbook.texts import Text

SHORTEST = 3  # letters, under which a beginning names too many towns
ALSO = {  # what people say and type for a town, beside its names in the register
    "CASABLANCA": ("casa", "dar el beida", "كازا", "كازابلانكا"),
    "FES": ("fez",),
    "MARRAKECH": ("marrakesh",),
    "TANGER": ("tangier",),
}
TOWNS = Path(__file__).parent / "data" / "towns.csv"
RADIUS = 6371.0  # of the earth, in km
OUTLINE = (  # longitude, latitude: from Cap Spartel along the Mediterranean, the east, the south, the Atlantic
    *((-5.93, 35.79), (-5.60, 35.83), (-5.40, 35.92), (-5.28, 35.88), (-5.34, 35.75), (-5.25, 35.57), (-5.08, 35.45)),
    *((-4.66, 35.21), (-4.30, 35.16), (-3.93, 35.25), (-3.72, 35.29), (-3.40, 35.19), (-3.10, 35.27), (-2.97, 35.44)),
    *((-2.91, 35.27), (-2.60, 35.10), (-2.22, 35.09), (-2.10, 34.98), (-1.79, 34.75), (-1.72, 34.50), (-1.80, 34.37)),
    *((-1.68, 34.10), (-1.73, 33.70), (-1.60, 33.20), (-1.47, 32.95), (-1.38, 32.72), (-1.02, 32.50), (-1.25, 32.33)),
    *((-1.18, 32.11), (-1.95, 32.15), (-2.45, 32.13), (-2.94, 32.08), (-2.86, 31.80), (-3.65, 31.64), (-3.66, 31.38)),
    *((-3.80, 31.15), (-3.55, 31.00), (-3.65, 30.86), (-4.05, 30.62), (-4.37, 30.51), (-4.92, 30.50), (-5.20, 30.10)),
    *((-5.75, 29.61), (-6.40, 29.58), (-7.06, 29.58), (-7.62, 29.39), (-8.05, 29.07), (-8.67, 28.75), (-8.67, 27.67)),
    *((-8.67, 27.29), (-8.68, 26.00), (-12.00, 26.00), (-12.00, 23.45), (-12.57, 23.28), (-13.05, 23.00)),
    *((-13.12, 22.77), (-13.02, 21.33), (-16.95, 21.33), (-17.05, 20.92), (-17.10, 20.84), (-17.06, 21.20)),
    *((-16.97, 21.89), (-16.59, 22.16), (-16.33, 22.60), (-16.20, 23.02), (-15.98, 23.45), (-15.80, 23.78)),
    *((-15.96, 23.68), (-15.85, 23.92), (-15.55, 24.24), (-15.09, 24.52), (-14.92, 24.85), (-14.84, 25.22)),
    *((-14.70, 25.80), (-14.49, 26.13), (-14.18, 26.44), (-13.77, 26.62), (-13.57, 26.74), (-13.42, 27.10)),
    *((-13.20, 27.45), (-13.10, 27.66), (-12.95, 27.92), (-12.30, 28.02), (-11.69, 28.15), (-11.30, 28.42)),
    *(
        (-10.90, 28.83),
        (-10.55, 29.00),
        (-10.20, 29.35),
        (-9.90, 29.70),
        (-9.65, 30.10),
        (-9.63, 30.42),
        (-9.88, 30.63),
    ),
    *((-9.81, 31.06), (-9.78, 31.52), (-9.45, 31.78), (-9.28, 32.15), (-9.28, 32.55), (-8.95, 32.84), (-8.52, 33.27)),
    *((-8.10, 33.40), (-7.65, 33.62), (-7.10, 33.85), (-6.85, 34.05), (-6.66, 34.30), (-6.40, 34.75), (-6.20, 35.15)),
    *((-6.02, 35.48), (-5.93, 35.79)),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the globe, in degrees."""

    latitude: float
    longitude: float

    def km_to(self, other: "Place") -> int:
        """As the crow flies, to the kilometre."""
        here, there = math.radians(self.latitude), math.radians(other.latitude)
        turn = math.radians(other.longitude - self.longitude)
        half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(turn / 2) ** 2
        return round(2 * RADIUS * math.asin(math.sqrt(half)))


@dataclass(frozen=True, slots=True)
class Town:
    """Ville / مدينة. `key` is its name in the register."""

    key: str
    name: Text
    region: str
    place: Place


@cache
def towns() -> dict[str, Town]:
    """The towns that we can place, by their name in the register."""
    with TOWNS.open(encoding="utf-8", newline="") as rows:
        return {row["key"]: _town(row) for row in csv.DictReader(rows)}


def town_named(typed: str) -> Town | None:
    """The town that somebody typed, in either script, with or without accents: its name, the short one that people say,
    the beginning of either, or of one of its words. Of several the first of the register.
    """
    begun, known = spelled(typed), _by_spelling()
    if begun in known or len(begun) < SHORTEST:
        return known.get(begun)
    beginnings = (town for name, town in known.items() if name.startswith(begun))
    words = (town for name, town in _by_word().items() if name.startswith(begun))
    return next(beginnings, None) or next(words, None)


def spelled(name: str) -> str:
    """A name without case, accents, hyphens, nor the marks that Arabic keyboards leave out."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each for each in plain if each.isalnum()).translate(_SAME)
    return letters.removeprefix("ال") or letters


def drawn(degrees: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Longitudes and latitudes on a flat sheet, a degree of latitude being 100 units, the north above."""
    return [(round(longitude * _NARROWER * 100, 1), round(-latitude * 100, 1)) for longitude, latitude in degrees]


_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ٱ": "ا"})
_NARROWER = math.cos(math.radians(29))  # what a degree of longitude is worth in the middle of the country


@cache
def _by_spelling() -> dict[str, Town]:
    return {spelled(name): town for town in towns().values() for name in _names(town)}


@cache
def _by_word() -> dict[str, Town]:
    """By each word of a name after the first: Mellal, Jadida."""
    found: dict[str, Town] = {}
    for town in towns().values():
        for word in (word for name in _names(town) for word in name.replace("-", " ").split()[1:]):
            found.setdefault(spelled(word), town)
    return found


def _names(town: Town) -> tuple[str, ...]:
    return (town.key, town.name.fr, town.name.ar.strip(), *ALSO.get(town.key, ()))


def _town(row: dict[str, str]) -> Town:
    place = Place(float(row["latitude"]), float(row["longitude"]))
    return Town(row["key"], Text(row["fr"], row["ar"]), row["region"], place)
