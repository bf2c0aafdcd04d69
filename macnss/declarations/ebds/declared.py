"""Who has been declared so far: the memory that finds the same person twice, in four bytes a line."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from macnss.declarations.ebds.digits import Integers

Keys = npt.NDArray[Any]
"""Registration numbers, or CINs as bytes: what stands for one person."""


@dataclass(frozen=True, slots=True)
class Repetitions:
    """Keys met again: in which lines, and in which line each was met before."""

    keys: Keys
    lines: Integers
    before: Integers


@dataclass(frozen=True, slots=True)
class Decrease:
    """The first key that is smaller than the one before it."""

    line: int
    key: Any
    before: Any


class Declared:
    """The keys of some lines, in the order of the file. Lines without a key are left out by the caller."""

    def __init__(self) -> None:
        self._keys: list[Keys] = []
        self._lines: list[Integers | range] = []
        self.increasing = True
        """Is each key greater than the one before? Then none comes twice."""
        self.decrease: Decrease | None = None

    def add(self, keys: Keys, lines: Integers) -> None:
        """Remember the keys. `lines` are their lines, ascending."""
        if not len(keys):
            return
        if not self._go_on_increasing(keys):
            self.increasing = False
            self.decrease = self.decrease or self._first_decrease(keys, lines)
        self._keys.append(keys)
        in_a_row = lines[-1] - lines[0] == len(lines) - 1
        self._lines.append(range(int(lines[0]), int(lines[-1]) + 1) if in_a_row else lines)

    def _go_on_increasing(self, keys: Keys) -> bool:
        return bool((keys[1:] > keys[:-1]).all()) and (not self._keys or bool(keys[0] > self._keys[-1][-1]))

    def _first_decrease(self, keys: Keys, lines: Integers) -> Decrease | None:
        before = np.concatenate([self._keys[-1][-1:] if self._keys else keys[:1], keys[:-1]])
        row = int((keys < before).argmax())
        return Decrease(int(lines[row]), keys[row], before[row]) if keys[row] < before[row] else None

    @property
    def keys(self) -> Keys:
        return np.concatenate(self._keys) if self._keys else np.empty(0, np.int32)

    @property
    def lines(self) -> Integers:
        return np.concatenate([np.asarray(each, np.int64) for each in self._lines])

    def repetitions(self) -> Repetitions | None:
        """The keys that stand in several lines."""
        if self.increasing:
            return None
        keys = self.keys
        order = np.argsort(keys, kind="stable")
        again = np.flatnonzero(keys[order[1:]] == keys[order[:-1]]) + 1
        if not len(again):
            return None
        lines = self.lines
        return Repetitions(keys[order[again]], lines[order[again]], lines[order[again - 1]])

    def repetitions_of(self, earlier: "Declared") -> Repetitions | None:
        """The keys that stand among the earlier ones too."""
        if not (self._keys and earlier._keys):
            return None
        keys, known = self.keys, earlier.keys
        order = np.argsort(known, kind="stable") if not earlier.increasing else np.arange(len(known))
        place = np.searchsorted(known, keys, sorter=order).clip(max=len(known) - 1)
        again = np.flatnonzero(known[order[place]] == keys)
        if not len(again):
            return None
        return Repetitions(keys[again], self.lines[again], earlier.lines[order[place[again]]])
