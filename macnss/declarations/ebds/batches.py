"""From bytes to lines of 260 columns: the stream cut into batches, whatever an editor or a system did to it.

A batch whose lines are all 260 bytes with the same line end is looked at where it lies. Any other is brought to the
same form: right spaces cut by an editor come back, line ends of either kind are taken off, and a line that was
measured in characters while its accents took two bytes gets one byte a character again. What follows cannot tell
the difference.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO, NamedTuple

import numpy as np

from macnss.declarations.ebds.characters import CLASSES, LINE_END
from macnss.declarations.ebds.digits import Bytes, Flags, Integers
from macnss.declarations.ebds.hopeless import BYTE_ORDER_MARK, refuse_format, refuse_size, size_of
from macnss.declarations.ebds.layout import LINE_LENGTH
from macnss.declarations.ebds.shape import is_blank, shaped

LINES = 2048
"""Lines of a batch: enough to make numpy's calls cheap, few enough to stay in a processor's cache."""
LONGEST = 1 << 16
"""Of a line that does not end, no more bytes than this are kept."""

_LF, _CRLF = LINE_LENGTH + 1, LINE_LENGTH + 2
"""Bytes of a line with its end."""


@dataclass(frozen=True)
class Batch:
    """Some lines of the file, the blank ones left out, each brought to 260 bytes."""

    table: Bytes
    classes: Bytes
    """The class of each byte of `table`."""
    line_no: Integers
    lengths: dict[int, int] = field(default_factory=dict)
    """The true length of the rows that are too long or cut; of their bytes only the record's type means something."""
    blank: list[tuple[int, int]] = field(default_factory=list)
    """Runs of blank lines: the first, and how many."""

    @cached_property
    def misshapen(self) -> Flags:
        """The rows whose length is wrong."""
        rows = np.zeros(len(self.table), np.bool_)
        rows[list(self.lengths)] = True
        return rows


class _Cut(NamedTuple):
    """A batch taken off some bytes."""

    batch: Batch
    lines: int
    """Of the file, blank ones included."""
    rest: bytes
    stride: int


def batches(stream: BinaryIO, max_bytes: int) -> Iterator[Batch]:
    """The lines of the stream, some thousands at a time. Raises `HopelessFile` as soon as it is known to be one."""
    refuse_size(size_of(stream), max_bytes)
    data = _beginning(stream)
    size, line, at_end = len(data), 1, False
    refuse_size(size, max_bytes)
    data = data.removeprefix(BYTE_ORDER_MARK)
    refuse_format(data)
    while data:
        cut = _regular(data, line) or _irregular(data, line, at_end)
        yield cut.batch
        line += cut.lines
        block = stream.read(LINES * cut.stride - len(cut.rest))
        size, at_end = size + len(block), not block
        refuse_size(size, max_bytes)
        data = cut.rest + block


def _beginning(stream: BinaryIO) -> bytes:
    """The first bytes: a line at least, where the stream has one."""
    data = b""
    while len(data) < _CRLF and (block := stream.read(LINES * _CRLF)):
        data += block
    return data


def _regular(data: bytes, line: int) -> _Cut | None:
    """The whole lines of the data, if all of them are 260 bytes and end alike."""
    stride = data.find(b"\n", 0, _CRLF) + 1
    if stride not in (_LF, _CRLF):
        return None
    count = len(data) // stride
    size = count * stride
    table = np.frombuffer(data, np.uint8, size).reshape(count, stride)
    classes = np.frombuffer(data.translate(CLASSES), np.uint8, size).reshape(count, stride)
    if not (_end_alike(table) and _hold_no_line_end(classes)):
        return None
    batch = Batch(table[:, :LINE_LENGTH], classes[:, :LINE_LENGTH], np.arange(line, line + count))
    return _Cut(batch, count, data[size:], stride)


def _end_alike(table: Bytes) -> bool:
    return bool((table[:, -1] == ord("\n")).all() and (table[:, LINE_LENGTH:-1] == ord("\r")).all())


def _hold_no_line_end(classes: Bytes) -> bool:
    return not (np.bitwise_or.reduce(classes[:, :LINE_LENGTH], axis=0) & LINE_END).any()


def _irregular(data: bytes, line: int, at_end: bool) -> _Cut:
    """The whole lines of the data, and at the end of the file the last one too."""
    found = data.split(b"\n")
    rest = found.pop()
    if at_end and rest:
        found, rest = [*found, rest], b""
    written = [(number, each) for number, each in enumerate(found, line) if not is_blank(each)]
    shapes = [shaped(each.rstrip(b"\r")) for _, each in written]
    text = b"".join(each for each, _ in shapes)
    batch = Batch(
        table=_table(text),
        classes=_table(text.translate(CLASSES)),
        line_no=np.array([number for number, _ in written], np.int64),
        lengths={row: length for row, (_, length) in enumerate(shapes) if length},
        blank=_blank_runs(found, line),
    )
    return _Cut(batch, len(found), rest[:LONGEST], _LF)


def _table(text: bytes) -> Bytes:
    return np.frombuffer(text, np.uint8).reshape(-1, LINE_LENGTH)


def _blank_runs(found: list[bytes], line: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number, each in enumerate(found, line):
        if is_blank(each):
            extend_runs(runs, number, 1)
    return runs


def extend_runs(runs: list[tuple[int, int]], first: int, count: int) -> None:
    """Add some blank lines to the runs of them, joining those that touch."""
    if runs and sum(runs[-1]) == first:
        first, before = runs.pop()
        count += before
    runs.append((first, count))
