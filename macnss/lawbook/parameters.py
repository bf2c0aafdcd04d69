"""A parameter: one figure of the law, value by value, as `law/parameters/` writes it (docs/law.md)."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from macnss.lawbook.citations import ABSENT, UNKNOWN, Citation, Status, Unit
from macnss.lawbook.errors import MalformedParameter, NotInForce, NotKnown
from macnss.lawbook.texts import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure through time, oldest value first."""

    key: str
    label: Text
    unit: Unit
    checked: dt.date
    values: tuple[Citation, ...]

    def at(self, day: dt.date) -> Citation:
        """The value in force on that day. Raises NotInForce (the law has none) or NotKnown (it was not found)."""
        rank = bisect_right(self.values, day, key=lambda value: value.since)
        value = self.values[rank - 1] if rank else None
        if value is None or value.value == UNKNOWN:
            raise NotKnown(self.key, day, self.label, self._nearest_day_in_force(day))
        if value.value == ABSENT:
            raise NotInForce(self.key, day, self.label, self._nearest_day_in_force(day))
        return value

    def _nearest_day_in_force(self, day: dt.date) -> dt.date | None:
        """The first day of a later value, or the last day of an earlier one, whichever is closer."""
        ends = [later.since - dt.timedelta(days=1) for later in self.values[1:]]
        days = [value.since for value in self.values if value.in_force and value.since > day]
        days += [end for value, end in zip(self.values, ends, strict=False) if value.in_force and end < day]
        return min(days, key=lambda other: abs(other - day), default=None)


def read_parameter(key: str, path: Path) -> Parameter:
    """One parameter file. Raises MalformedParameter with the file's path and what is wrong."""
    try:
        written = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)  # the safe loader, in C
        label, unit = Text.read(written["label"]), Unit(written["unit"])
        values = tuple(_value(key, label, unit, value) for value in written["values"])
        return Parameter(key, label, unit, written["checked"], values)
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as fault:
        raise MalformedParameter(path, repr(fault)) from fault


def _value(key: str, label: Text, unit: Unit, written: Mapping[str, Any]) -> Citation:
    note = written.get("note")
    return Citation(
        key=key,
        label=label,
        value=_written(written["value"]),
        unit=unit,
        since=written["since"],
        article=Text.read(written["source"]["article"]),
        url=written["source"].get("url"),
        status=Status(written["status"]),
        note=Text.read(note) if note else None,
    )


def _written(value: object) -> str:
    """The value as text; null means that the law has none. A bare number would have passed through a float."""
    if value is None:
        return ABSENT
    if not isinstance(value, str):
        raise TypeError(f"a value is written between quotes, or null: {value!r}")
    return value
