"""Plain values that views hand to the components."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One door of a navigation or of a row of tabs; `current` marks the page that is open."""

    label: Text
    url: str
    icon: str = ""
    current: bool = False


class StepState(StrEnum):
    DONE = "done"
    CURRENT = "current"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a file: what it is, where it stands, the day it was reached, a word more."""

    label: Text
    state: StepState
    on: dt.date | None = None
    note: Text = ""
