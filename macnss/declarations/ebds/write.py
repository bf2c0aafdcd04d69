"""Writes the files: pre-established (A), main declaration (B), complementary declaration (E).

Control sums and recaps are computed here, texts are folded to the format's characters. Lines end in CR LF, which
every reader met so far takes, the last one too. People come as dataclasses; where there are very many of them they
come as columns, one array a word, through `FileWriter`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from macnss.declarations.ebds.characters import fold
from macnss.declarations.ebds.digits import Bytes, written
from macnss.declarations.ebds.header import NO_TRANSFER, Header
from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS, SURNAME_LENGTH, Field, Record, Type
from macnss.declarations.ebds.people import AnsweredLine, Entrant, PreEstablishedLine
from macnss.declarations.ebds.recaps import Tally, totals_of
from macnss.declarations.ebds.situations import Situation

LINE_END = b"\r\n"
_TOGETHER = 4096
"""Lines made at once."""
_CONTROLLED = ("number", "days", "real", "capped", "af_to_return", "situation")
"""What S_Ctr adds, as far as the record has it."""
_NOT_OF_THE_PERSON = ("type", "affiliate", "period", "control", "filler")
_SITUATIONS = np.array([list(each.written.encode()) for each in Situation], np.uint8)

Person = PreEstablishedLine | AnsweredLine | Entrant
Columns = Mapping[str, npt.NDArray[Any]]
"""By word: integers; the rank of the situation; name and CIN as bytes in the format's characters."""


def write_pre_established(out: BinaryIO, header: Header, lines: Iterable[PreEstablishedLine]) -> None:
    """What the fund sends to the employer for a month."""
    writer = FileWriter(out, "A", header)
    writer.people("A02", lines)
    writer.recap("A03", "A02")


def write_declaration(
    out: BinaryIO, header: Header, answered: Iterable[AnsweredLine], entrants: Iterable[Entrant] = ()
) -> None:
    """A main declaration."""
    writer = FileWriter(out, "B", header)
    writer.people("B02", answered)
    writer.recap("B03", "B02")
    writer.people("B04", entrants)
    writer.finish()


def write_complementary(out: BinaryIO, header: Header, entrants: Iterable[Entrant]) -> None:
    """A complementary declaration, of the header's sequence. It has entrants only."""
    writer = FileWriter(out, "E", header)
    writer.nobody("E02")
    writer.recap("E03", "E02")
    writer.people("E04", entrants)
    writer.finish()


class FileWriter:
    """Writes one file, record after record, in the order of the calls; the first two records are written at once."""

    def __init__(self, out: BinaryIO, family: str, header: Header, line_end: bytes = LINE_END) -> None:
        self._out = out
        self._family = family
        self._line_end = line_end
        self._key: dict[str, int | str] = {}
        self._tallies: defaultdict[str, Tally] = defaultdict(Tally)
        category = f"E{header.sequence}" if family == "E" else f"{family}0"
        self._single(f"{family}00", {"transfer_id": header.transfer_id or NO_TRANSFER, "category": category})
        identity = _identity(header)
        self._single(f"{family}01", identity)
        self._key = {"affiliate": identity["affiliate"], "period": identity["period"]}

    def people(self, code: str, people: Iterable[Person]) -> None:
        """Detail lines, in the order they come: by number, where there is one."""
        remaining = iter(people)
        while together := list(islice(remaining, _TOGETHER)):
            self.lines(code, columns_of(code, together))

    def lines(self, code: str, columns: Columns) -> None:
        """Detail lines, all at once."""
        record = RECORDS[code]
        columns = {**columns, "control": np.sum([columns[word] for word in _CONTROLLED if word in record], axis=0)}
        numbers = [field for field in record if field.holds_digits and field.word in columns]
        self._tallies[code].add(len(columns["number"]), {each.word: int(columns[each.word].sum()) for each in numbers})
        self._out.write(self._table(record, columns).tobytes())

    def _table(self, record: Record, columns: Columns) -> Bytes:
        blank = _line(record, self._key) + self._line_end
        table = np.tile(np.frombuffer(blank, np.uint8), (len(columns["number"]), 1))
        for field in record:
            if field.word in columns:
                table[:, field.place] = _bytes_of(field, columns[field.word])
        return table

    def nobody(self, code: str) -> None:
        """The line that stands where there is no one to declare."""
        number = " " if code.endswith("04") else 0
        zeros = {field.word: 0 for field in RECORDS[code] if field.holds_digits}
        self._single(code, zeros | self._key | {"number": number})

    def recap(self, code: str, *sections: str) -> None:
        """The sums of the lines of these sections."""
        tally = sum((self._tallies[section] for section in sections), Tally())
        totals = {total.word: total.hold(tally.of(total.word)) for total in totals_of(RECORDS[code])}
        self._single(code, self._key | totals)

    def finish(self) -> None:
        """The line of nobody if there are no entrants, and the last two recaps."""
        answered, entrants = f"{self._family}02", f"{self._family}04"
        if not self._tallies[entrants].lines:
            self.nobody(entrants)
        self.recap(f"{self._family}05", entrants)
        self.recap(f"{self._family}06", answered, entrants)

    def _single(self, code: str, values: Mapping[str, int | str]) -> None:
        self._out.write(_line(RECORDS[code], values) + self._line_end)


def columns_of(code: str, people: list[Any]) -> Columns:
    """The columns of these people, ready for `FileWriter.lines`."""
    return {
        field.word: np.array([_value(field, person) for person in people], _dtype(field))
        for field in RECORDS[code]
        if field.word not in _NOT_OF_THE_PERSON
    }


def _value(field: Field, person: Person) -> int | bytes:
    if field.word == "name":
        return name_field(person.surname, person.given_names)
    value = getattr(person, field.word)
    return _fitting(field, fold(value).replace(" ", "")).encode() if field.word == "cin" else int(value)


def _dtype(field: Field) -> str:
    return f"S{field.length}" if field.word in ("name", "cin") else "i8"


def name_field(surname: str, given_names: str) -> bytes:
    """L_Nom_Prenom: each part folded, cut at 30 characters."""
    return (fold(surname)[:SURNAME_LENGTH].ljust(SURNAME_LENGTH) + fold(given_names)[:SURNAME_LENGTH]).encode()


def _bytes_of(field: Field, column: npt.NDArray[Any]) -> Bytes:
    if field.word == "situation":
        situations: Bytes = _SITUATIONS[column]
        return situations
    if field.holds_digits:
        return written(column, field)
    texts = column.astype(f"S{field.length}").view(np.uint8).reshape(len(column), field.length)
    return np.where(texts == 0, np.uint8(ord(" ")), texts)


def _line(record: Record, values: Mapping[str, int | str]) -> bytes:
    """One line; the fields without a value are blank."""
    written_fields = (_written(field, values.get(field.word, "")) for field in record if field.word != "type")
    return (record.code + "".join(written_fields)).encode().ljust(LINE_LENGTH)


def _written(field: Field, value: int | str) -> str:
    if isinstance(value, int):
        return field.write(value)
    if field.type is Type.TEXT:
        return fold(value)[: field.length].ljust(field.length)
    return _fitting(field, value).ljust(field.length)


def _fitting(field: Field, text: str) -> str:
    """A code cut short would be another code."""
    if len(text) > field.length:
        raise ValueError(f"{field.name}: {text!r} is longer than {field.length} characters")
    return text


def _identity(header: Header) -> dict[str, int | str]:
    if header.period is None or header.issue_date is None or header.due_date is None:
        raise ValueError("a file has a period, an issue date and a due date")
    return {
        "affiliate": header.affiliate,
        "period": header.period.compact,
        "company_name": header.company_name,
        "activity": header.activity,
        "address": header.address,
        "town": header.town,
        "postcode": fold(header.postcode),
        "agency": fold(header.agency),
        "issue_date": _compact(header.issue_date),
        "due_date": _compact(header.due_date),
    }


def _compact(day: dt.date) -> str:
    """AAAAMMJJ."""
    return day.strftime("%Y%m%d")
