"""A civil month: the period of a wage declaration."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

_WRITTEN = re.compile(r"(\d{4})-?(\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One civil month. Sorts by time; prints as 2026-03."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 2999):
            raise ValueError(f"no such month: {self.year:04d}-{self.number:02d}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-03' or '202603'. Raises ValueError for anything else."""
        if not (written := _WRITTEN.fullmatch(text.strip())):
            raise ValueError(f"a month is written AAAA-MM: {text!r}")
        return cls(int(written[1]), int(written[2]))

    @classmethod
    def of(cls, day: dt.date) -> Self:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> "Month":
        years, number = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, number + 1)

    def until(self, last: "Month") -> Iterator["Month"]:
        """Every month from this one to `last`, both included."""
        month = self
        while month <= last:
            yield month
            month = month.plus(1)

    def minus(self, other: "Month") -> int:
        """How many months after `other` this one is."""
        return (self.year - other.year) * 12 + self.number - other.number

    @property
    def compact(self) -> str:
        """AAAAMM, as files write it."""
        return f"{self.year:04d}{self.number:02d}"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
