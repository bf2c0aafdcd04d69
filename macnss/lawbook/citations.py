"""Where a figure comes from: what a result keeps, and what people read under « why this amount »."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from macnss.lawbook.texts import Text


class Status(StrEnum):
    """How sure a value is."""

    CONFIRMED = "confirmed"  # read in the source it names
    ASSUMED = "assumed"  # no source read: shown as an assumption to whoever's result rests on it


@dataclass(frozen=True, slots=True)
class Citation:
    """One value of one parameter, as it was in force when somebody used it."""

    key: str
    label: Text
    value: str
    unit: str
    since: dt.date
    article: Text
    url: str | None
    status: Status
    note: Text | None

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for a JSON column or an answer."""
        return {
            "key": self.key,
            "label": self.label.as_json(),
            "value": self.value,
            "unit": self.unit,
            "since": self.since.isoformat(),
            "article": self.article.as_json(),
            "url": self.url,
            "status": self.status.value,
            "note": self.note.as_json() if self.note else None,
        }
