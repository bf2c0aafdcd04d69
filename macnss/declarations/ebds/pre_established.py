"""The pre-established file as the fund sent it (A00, A01, one A02 a person, A03), and the answer to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from macnss.declarations.ebds.batches import Batch, batches
from macnss.declarations.ebds.characters import decode
from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.digits import Bytes, Flags, Integers
from macnss.declarations.ebds.fields import spoiled_fields
from macnss.declarations.ebds.header import Header, header_of, texts
from macnss.declarations.ebds.hopeless import MAX_BYTES, HopelessFile
from macnss.declarations.ebds.layout import RECORDS, SURNAME_LENGTH
from macnss.declarations.ebds.lines import Lines
from macnss.declarations.ebds.people import PreEstablishedLine
from macnss.declarations.ebds.recaps import Tally, totals_of

REPEATED = ("children", "af_to_pay", "af_to_deduct", "af_net")
"""What a B02 repeats of its A02, besides number and name."""


@dataclass(frozen=True)
class PreEstablished:
    """The lines of the file by ascending number, one row a line."""

    header: Header
    numbers: Integers
    amounts: Mapping[str, Integers]
    """By word: children, and family allowances in centimes."""
    names: Bytes
    """L_Nom_Prenom, 60 bytes a line."""

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[PreEstablishedLine]:
        columns = zip(*(self.amounts[word].tolist() for word in REPEATED), strict=True)
        for number, name, amounts in zip(self.numbers.tolist(), self.names, columns, strict=True):
            written = name.tobytes()
            yield PreEstablishedLine(
                number=number,
                surname=decode(written[:SURNAME_LENGTH]).strip(),
                given_names=decode(written[SURNAME_LENGTH:]).strip(),
                **dict(zip(REPEATED, amounts, strict=True)),
            )


def read_pre_established(stream: BinaryIO, max_bytes: int = MAX_BYTES) -> PreEstablished:
    """The file, which must be as the fund wrote it: raises `HopelessFile` at the first thing that is not."""
    reading = _Reading()
    for batch in batches(stream, max_bytes):
        reading.take(batch)
    return reading.result()


class _Reading:
    def __init__(self) -> None:
        self._singles: dict[str, dict[str, str]] = {}
        self._tally = Tally()
        self._numbers: list[Integers] = [np.empty(0, np.int64)]
        self._amounts: dict[str, list[Integers]] = {word: [np.empty(0, np.int64)] for word in REPEATED}
        self._names: list[Bytes] = [np.empty((0, RECORDS["A02"]["name"].length), np.uint8)]

    def take(self, batch: Batch) -> None:
        for row in batch.lengths:
            _refuse(batch.line_no[row])
        is_detail: Flags = (batch.table[:, :3] == np.frombuffer(b"A02", np.uint8)).all(axis=1)
        if is_detail.any():
            self._take_lines(batch, is_detail)
        for row in np.flatnonzero(~is_detail).tolist():
            self._take_single(batch, row)

    def _take_lines(self, batch: Batch, rows: Flags) -> None:
        lines = Lines.read(RECORDS["A02"], batch.table[rows], batch.classes[rows], batch.line_no[rows])
        for field, spoiled in spoiled_fields(lines.record, lines.classes):
            if field.holds_digits:
                _refuse(lines.line_no[spoiled][0])
        self._tally.add(len(lines), lines.numbers.totals())
        self._numbers.append(lines.number)
        self._names.append(lines.table[:, lines.record["name"].place])
        for word in REPEATED:
            self._amounts[word].append(lines.numbers[word])

    def _take_single(self, batch: Batch, row: int) -> None:
        line = batch.table[row].tobytes()
        code = line[:3].decode("latin-1")
        if code not in ("A00", "A01", "A03") or code in self._singles:
            _refuse(batch.line_no[row])
        self._singles[code] = texts(RECORDS[code], line)

    def result(self) -> PreEstablished:
        if self._singles.keys() != {"A00", "A01", "A03"}:
            raise HopelessFile(Code.FILE_NOT_PRE_ESTABLISHED, found=", ".join(self._singles))
        for total in totals_of(RECORDS["A03"]):
            written = self._singles["A03"][total.word]
            if written != total.write(self._tally.of(total.word)):
                raise HopelessFile(Code.FILE_NOT_PRE_ESTABLISHED, found=f"A03 {total.name} {written}")
        numbers = np.concatenate(self._numbers)
        order = np.argsort(numbers, kind="stable")
        return PreEstablished(
            header=header_of(self._singles["A00"], self._singles["A01"]),
            numbers=numbers[order],
            amounts={word: np.concatenate(parts)[order] for word, parts in self._amounts.items()},
            names=np.concatenate(self._names)[order],
        )


def _refuse(line: int) -> None:
    raise HopelessFile(Code.FILE_NOT_PRE_ESTABLISHED, found=f"{line}")
