"""Digits to integers and back, for the numbers of thousands of lines at once.

Reading takes the eight bytes that end each field as one 64-bit word and adds their digits pairwise inside the word:
three multiplications for eight digits. A field of more than eight digits is several words.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from macnss.declarations.ebds.layout import Field

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
"""Lines as a table of bytes: one row a line."""

WORD = 8
"""Digits in one word."""
_ONE_WORD = 10**WORD
_LOW_NIBBLES = 0x0F0F0F0F0F0F0F0F
_PAIRS = (
    # (multiplier, shift, mask): two digits to a number below 100, two of these below 10,000, two below 100,000,000
    (np.uint64(10 * 2**8 + 1), np.uint64(8), np.uint64(0x00FF00FF00FF00FF)),
    (np.uint64(100 * 2**16 + 1), np.uint64(16), np.uint64(0x0000FFFF0000FFFF)),
    (np.uint64(10_000 * 2**32 + 1), np.uint64(32), np.uint64(0x00000000FFFFFFFF)),
)


class Numbers:
    """The numbers of some lines, by the word of their field."""

    def __init__(self, words: Integers, places: dict[str, slice]) -> None:
        self._words = words
        self._places = places

    def __getitem__(self, word: str) -> Integers:
        parts = self._words[self._places[word]]
        number: Integers = parts[0]
        for part in parts[1:]:
            number = number * _ONE_WORD + part
        return number

    def forget(self, word: str, rows: Flags) -> None:
        """Put 0 where the field of these rows could not be read."""
        self._words[self._places[word], rows] = 0

    def only(self, rows: Flags) -> "Numbers":
        return Numbers(self._words[:, rows], self._places)

    def totals(self) -> dict[str, int]:
        """The sum of each field. Python integers: sums of 19 digits are wider than 64 bits."""
        sums = self._words.sum(axis=1).tolist()
        return {word: _joined(sums[place]) for word, place in self._places.items()}


def _joined(parts: list[int]) -> int:
    total = 0
    for part in parts:
        total = total * _ONE_WORD + part
    return total


class DigitReader:
    """Reads the given fields of lines that all have the same layout. No field may end before the eighth byte."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._ends: list[int] = []
        self._places: dict[str, slice] = {}
        masks: list[int] = []
        for field in fields:
            first = len(self._ends)
            for end, mask in _words_of(field):
                self._ends.append(end)
                masks.append(mask)
            self._places[field.word] = slice(first, len(self._ends))
        self._masks = np.array(masks, np.uint64)[:, np.newaxis]

    def read(self, lines: Bytes) -> Numbers:
        """The numbers of the lines. Bytes that are no digits give a number that means nothing."""
        words = np.empty((len(self._ends), len(lines)), np.uint64)
        for row, end in zip(words, self._ends, strict=True):
            row[:] = lines[:, end - WORD : end].view("<u8")[:, 0]
        words &= self._masks
        for multiplier, shift, mask in _PAIRS:
            words *= multiplier
            words >>= shift
            words &= mask
        return Numbers(words.view(np.int64), self._places)


def _words_of(field: Field) -> Iterator[tuple[int, int]]:
    """The end of each word of the field, and the mask that leaves its digits, first word first."""
    count = -(-field.length // WORD)
    for back in range(count - 1, -1, -1):
        end = field.end - back * WORD
        before = max(0, field.start - (end - WORD))
        yield end, _LOW_NIBBLES >> (8 * before) << (8 * before)


def written(numbers: Integers, field: Field) -> Bytes:
    """The digits of each number, as wide as the field, zeros on the left."""
    if np.any(too_wide := (numbers < 0) | (numbers > 10**field.length - 1)):
        raise ValueError(f"{field.name}: {numbers[too_wide][0]} does not fit in {field.length} digits")
    powers = 10 ** np.arange(field.length - 1, -1, -1)
    return (numbers[:, np.newaxis] // powers % 10 + ord("0")).astype(np.uint8)
