"""Declared lines as arrays: what the rules look at, and what a reader of the file is given."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from macnss.declarations.ebds import situations
from macnss.declarations.ebds.characters import BLANK, decode
from macnss.declarations.ebds.digits import Bytes, DigitReader, Flags, Integers, Numbers
from macnss.declarations.ebds.layout import RECORDS, SURNAME_LENGTH, Record

KEY = ("affiliate", "period")
"""Compared as they are written, never read as numbers."""

READERS = {
    code: DigitReader(field for field in RECORDS[code] if field.holds_digits and field.word not in KEY)
    for code in ("A02", "B02", "B04", "E04")
}


class LineKind(StrEnum):
    """A line of the pre-established file, its answer (B02), or an entrant (B04, E04)."""

    PRE_ESTABLISHED = "pre-established"
    ANSWERED = "answered"
    ENTRANT = "entrant"


_KINDS = {"02": LineKind.ANSWERED, "04": LineKind.ENTRANT}


@dataclass(frozen=True)
class Lines:
    """Consecutive lines of one record in one batch, one row a line. Amounts are centimes, as int64.

    In a file that is refused, 0 stands for what could not be read.
    """

    record: Record
    table: Bytes
    """260 bytes a line."""
    classes: Bytes
    line_no: Integers
    """In the file, from 1."""
    numbers: Numbers
    unreadable: dict[str, Flags]
    """By word, the rows where the field could not be read. Most often there is none."""

    @classmethod
    def read(cls, record: Record, table: Bytes, classes: Bytes, line_no: Integers) -> "Lines":
        return cls(record, table, classes, line_no, READERS[record.code].read(table), {})

    def __len__(self) -> int:
        return len(self.table)

    @property
    def kind(self) -> LineKind:
        return LineKind.PRE_ESTABLISHED if self.record.code == "A02" else _KINDS[self.record.code[1:]]

    @cached_property
    def number(self) -> Integers:
        """Registration number; 0 for an entrant who has none, 999999999 for occasional labour."""
        return self.numbers["number"]

    @cached_property
    def days(self) -> Integers:
        return self.numbers["days"]

    @cached_property
    def real(self) -> Integers:
        """Real wage."""
        return self.numbers["real"]

    @cached_property
    def capped(self) -> Integers:
        """Capped wage."""
        return self.numbers["capped"]

    @cached_property
    def situation(self) -> npt.NDArray[np.uint8]:
        """Rank of the `Situation`, `UNKNOWN_RANK` for one that does not exist; entrants are at ordinary work."""
        if "situation" not in self.record:
            return np.zeros(len(self), np.uint8)
        return situations.ranks(self.table[:, self.record["situation"].place].view("<u2")[:, 0])

    @property
    def children(self) -> Integers:
        return self._of_answered("children")

    @property
    def af_net(self) -> Integers:
        """Family allowance that the employer was to pay."""
        return self._of_answered("af_net")

    @property
    def af_to_return(self) -> Integers:
        """Family allowance that the employer gives back."""
        return self._of_answered("af_to_return")

    def name(self, row: int) -> str:
        """Surname and given names."""
        return " ".join(self.text(row, "name").split())

    def surname(self, row: int) -> str:
        return decode(self.raw(row, "name")[:SURNAME_LENGTH]).strip()

    def given_names(self, row: int) -> str:
        return decode(self.raw(row, "name")[SURNAME_LENGTH:]).strip()

    def cin(self, row: int) -> str:
        """National identity card number; empty for the pre-established, whose file does not carry it."""
        return self.text(row, "cin").strip() if "cin" in self.record else ""

    def raw(self, row: int, word: str) -> bytes:
        """The bytes of one field of one line."""
        return self.table[row, self.record[word].place].tobytes()

    def text(self, row: int, word: str) -> str:
        return decode(self.raw(row, word))

    def is_blank(self, word: str) -> Flags:
        """The rows where the field is blank."""
        classes = self.classes[:, self.record[word].place]
        blank: Flags = classes[:, 0] == BLANK
        rows = np.flatnonzero(blank)
        if len(rows):  # the first byte tells for nearly all
            blank[rows] = (classes[rows] == BLANK).all(axis=1)
        return blank

    @cached_property
    def is_empty(self) -> Flags:
        """The line that says there is no entrant: neither number, name, CIN, days nor wage."""
        nothing: Flags = (self.number == 0) & (self.days == 0) & (self.real == 0) & (self.capped == 0)
        return nothing & self.is_blank("name") & self.is_blank("cin") if nothing.any() else nothing

    def only(self, rows: Flags) -> "Lines":
        """Some of the lines."""
        unreadable = {word: flags[rows] for word, flags in self.unreadable.items()}
        return Lines(
            self.record,
            self.table[rows],
            self.classes[rows],
            self.line_no[rows],
            self.numbers.only(rows),
            unreadable,
        )

    def _of_answered(self, word: str) -> Integers:
        return self.numbers[word] if word in self.record else np.zeros(len(self), np.int64)
