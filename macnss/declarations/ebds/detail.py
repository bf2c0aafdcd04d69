"""The detail lines of one batch (x02 or x04) as arrays: what the rules look at."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from macnss.declarations.ebds import situations
from macnss.declarations.ebds.characters import Class
from macnss.declarations.ebds.digits import Bytes, DigitReader, Flags, Integers, Numbers
from macnss.declarations.ebds.layout import RECORDS, Record

KEY = frozenset({"affiliate", "period"})
"""Compared as they are written, never read as numbers."""

READERS = {
    code: DigitReader(field for field in RECORDS[code] if field.holds_digits and field.word not in KEY)
    for code in ("A02", "B02", "B04", "E04")
}


@dataclass(frozen=True)
class Detail:
    """Some lines of one type, one row a line."""

    record: Record
    lines: Bytes
    classes: Bytes
    line_no: Integers
    numbers: Numbers
    """0 where they could not be read."""
    unreadable: dict[str, Flags]
    """By word, the rows where the field could not be read. Most often there is none."""

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def number(self) -> Integers:
        """The insured person's; 0 when there is none."""
        return self.numbers["number"]

    @cached_property
    def days(self) -> Integers:
        return self.numbers["days"]

    @cached_property
    def real(self) -> Integers:
        return self.numbers["real"]

    @cached_property
    def capped(self) -> Integers:
        return self.numbers["capped"]

    @cached_property
    def rank(self) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        """Rank of the situation, `UNKNOWN_RANK` for one that does not exist."""
        return situations.ranks(self.lines[:, self.record["situation"].place].view("<u2")[:, 0])

    def is_blank(self, word: str) -> Flags:
        """The rows where the field is blank."""
        classes = self.classes[:, self.record[word].place]
        blank: Flags = classes[:, 0] == Class.BLANK
        rows = np.flatnonzero(blank)
        if len(rows):  # the first byte tells for nearly all
            blank[rows] = (classes[rows] == Class.BLANK).all(axis=1)
        return blank

    @cached_property
    def is_empty(self) -> Flags:
        """The line that says there is no entrant: neither number, name, CIN, days nor wage."""
        nothing: Flags = (self.number == 0) & (self.days == 0) & (self.real == 0) & (self.capped == 0)
        if nothing.any():
            nothing = nothing & self.is_blank("name") & self.is_blank("cin")
        return nothing

    def text(self, row: int, word: str) -> bytes:
        """The bytes of one field of one line."""
        return self.lines[row, self.record[word].place].tobytes()


def read_detail(record: Record, lines: Bytes, classes: Bytes, line_no: Integers) -> Detail:
    return Detail(record, lines, classes, line_no, READERS[record.code].read(lines), {})
