"""When an agency is open, and at which times it receives by appointment. Times are those of Morocco."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DAY = dt.timedelta(days=1)
_ENDS = {dt.date.min.year, dt.date.max.year}  # of the calendar: a day there has no day before, or no local time


def day_named(text: str) -> dt.date | None:
    """The day that an address names; None when it names none."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return None if day.year in _ENDS else day


def moment_named(text: str) -> dt.datetime | None:
    """The moment that an address names, with its offset from Greenwich; None when it names none."""
    try:
        at = dt.datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return at if at.tzinfo and at.year not in _ENDS else None


@dataclass(frozen=True, slots=True)
class Spell:
    """Hours of one day of the week (Monday is 0), the last moment excluded."""

    weekday: int
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, slots=True)
class Shut:
    """Days on which it stays closed, both included, and why."""

    since: dt.date
    until: dt.date
    reason: Any = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Open until a time, or closed until a day and a time; neither when no opening is in sight."""

    closes: dt.time | None = None
    opens_on: dt.date | None = None
    opens_at: dt.time | None = None

    @property
    def is_open(self) -> bool:
        return self.closes is not None


@dataclass(frozen=True, slots=True)
class Timetable:
    """Horaires / أوقات العمل of one agency."""

    spells: tuple[Spell, ...]
    shut: tuple[Shut, ...] = ()

    def why_shut(self, day: dt.date) -> Shut | None:
        return next((each for each in self.shut if each.since <= day <= each.until), None)

    def spells_on(self, day: dt.date) -> list[Spell]:
        """The hours of that day, in order; none when it is closed."""
        if self.why_shut(day):
            return []
        return sorted((each for each in self.spells if each.weekday == day.weekday()), key=lambda each: each.opens)

    def receives(self, moment: dt.datetime, minutes: int) -> bool:
        """Is it open at that local moment, and for so many minutes from then?"""
        end = moment + dt.timedelta(minutes=minutes)
        return end.date() == moment.date() and any(
            spell.opens <= moment.time() and end.time() <= spell.closes for spell in self.spells_on(moment.date())
        )

    def times_on(self, day: dt.date, minutes: int) -> Iterator[dt.time]:
        """When an appointment of so many minutes may begin: it ends before the doors close."""
        length = dt.timedelta(minutes=minutes)
        for spell in self.spells_on(day):
            at, end = dt.datetime.combine(day, spell.opens), dt.datetime.combine(day, spell.closes)
            while at + length <= end:
                yield at.time()
                at += length

    def standing(self, moment: dt.datetime, sight: int) -> Standing:
        """Open or closed at a local moment; the next opening is looked for within `sight` days."""
        day, time = moment.date(), moment.time()
        for spell in self.spells_on(day):
            if spell.opens <= time < spell.closes:
                return Standing(closes=spell.closes)
            if time < spell.opens:
                return Standing(opens_on=day, opens_at=spell.opens)
        for _later in range(sight):
            day += _DAY
            if spells := self.spells_on(day):
                return Standing(opens_on=day, opens_at=spells[0].opens)
        return Standing()
