"""Where a figure comes from: what a result keeps, and what people read under « why this amount »."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from macnss.lawbook.texts import Text

ABSENT = "none"  # the law has no such figure
UNKNOWN = "unknown"  # it has one that nobody has found yet


class Status(StrEnum):
    """How sure a value is."""

    CONFIRMED = "confirmed"  # read in the source it names
    ASSUMED = "assumed"  # no source read: shown as an assumption to whoever's result rests on it


class Unit(StrEnum):
    """What a written value counts."""

    PERCENT = "percent"  # opened as the ratio to multiply by: "3.96" gives 0.0396
    RATIO = "ratio"
    DIRHAMS = "DH"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    COUNT = "count"  # of persons or things
    DAY_OF_MONTH = "day_of_month"
    DATE = "date"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Citation:
    """One value of one parameter, in force from one day on, with its source. `value` is as the jurist wrote it."""

    key: str
    label: Text
    value: str
    unit: Unit
    since: dt.date
    article: Text
    url: str | None
    status: Status
    note: Text | None

    @property
    def in_force(self) -> bool:
        return self.value not in {ABSENT, UNKNOWN}

    @property
    def exact(self) -> Fraction:
        """The number, exactly; a percentage as the ratio it means."""
        return _exact(self.value, self.unit)

    @property
    def decimal(self) -> Decimal:
        """The number as a Decimal: exact, except for endless fractions such as 2/3 (28 digits)."""
        return _decimal(self.value, self.unit)

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for a JSON column or an answer."""
        return {
            "key": self.key,
            "label": self.label.as_json(),
            "value": self.value,
            "unit": self.unit.value,
            "since": self.since.isoformat(),
            "article": self.article.as_json(),
            "url": self.url,
            "status": self.status.value,
            "note": self.note.as_json() if self.note else None,
        }


@cache
def _exact(value: str, unit: Unit) -> Fraction:
    if unit in {Unit.DATE, Unit.YES_NO}:
        raise TypeError(f"{value!r} is a {unit.value}, not a number")
    return Fraction(value) / 100 if unit is Unit.PERCENT else Fraction(value)


@cache
def _decimal(value: str, unit: Unit) -> Decimal:
    number = _exact(value, unit)
    return Decimal(number.numerator) / number.denominator
