"""From bytes to lines of 260 columns: the stream cut into batches, whatever an editor or a system did to it.

A batch whose lines are all 260 bytes with the same line end is looked at where it lies. Any other is brought to the
same shape: right spaces cut by an editor come back, line ends of either kind are taken off, and a line that was
measured in characters while its accents took two bytes gets one byte a character again. What follows cannot tell
the difference.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import numpy as np

from macnss.declarations.ebds.characters import CLASSES, FORBIDDEN, Class
from macnss.declarations.ebds.digits import Bytes, Flags, Integers
from macnss.declarations.ebds.hopeless import BYTE_ORDER_MARK, refuse_format, refuse_size, size_of
from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS, Record

LINES = 2048
"""Lines of a batch: enough to make numpy's calls cheap, few enough to stay in a processor's cache."""
LONGEST = 1 << 16
"""Of a line without end, no more bytes than this are kept."""

_LF, _CRLF = LINE_LENGTH + 1, LINE_LENGTH + 2
_END_OF_TEXT = b"\x1a"
"""Old systems end a text by this character: it counts as blank."""


@dataclass(frozen=True)
class Batch:
    """Some lines of the file, the blank ones left out, each brought to 260 bytes."""

    lines: Bytes
    classes: Bytes
    """The class of each byte of `lines`."""
    line_no: Integers
    lengths: dict[int, int]
    """The true length of the rows that are too long or cut; of their bytes only the record's type means something."""
    blank: list[tuple[int, int]]
    """Runs of blank lines: the first and how many."""

    @cached_property
    def misshapen(self) -> Flags:
        rows = np.zeros(len(self.lines), np.bool_)
        rows[list(self.lengths)] = True
        return rows


def batches(stream: BinaryIO, max_bytes: int) -> Iterator[Batch]:
    """The lines of the stream, some thousands at a time. Raises `HopelessFile` as soon as it is known to be one."""
    refuse_size(size_of(stream), max_bytes)
    data = stream.read(LINES * _CRLF)
    size = len(data)
    data = data.removeprefix(BYTE_ORDER_MARK)
    refuse_format(data)
    first, at_end = 1, False
    while data or not at_end:
        batch, length = _regular(data, first) or _irregular(data, first, at_end=at_end)
        ...


def _regular(data: bytes, first: int) -> tuple[Batch, int] | None:
    """The lines of the data and how many bytes they take, if all of them are 260 bytes and end alike."""
    stride = data.find(b"\n", LINE_LENGTH, _CRLF) + 1
    count = len(data) // stride if stride else 0
    if not count:
        return None
    table = np.frombuffer(data, np.uint8, count * stride).reshape(count, stride)
    classes = np.frombuffer(data.translate(CLASSES), np.uint8, count * stride).reshape(count, stride)
    ...
