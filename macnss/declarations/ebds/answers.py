"""The comparison of a main declaration with the pre-established file that it answers."""

from collections.abc import Iterator

import numpy as np

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.digits import Integers
from macnss.declarations.ebds.lines import Lines
from macnss.declarations.ebds.pre_established import REPEATED, PreEstablished
from macnss.declarations.ebds.rules import Refusal


class Answers:
    """Which lines of the pre-established file have been answered."""

    def __init__(self, asked: PreEstablished) -> None:
        self._asked = asked
        self._answered = np.zeros(len(asked), np.bool_)

    def refusals(self, lines: Lines) -> Iterator[Refusal]:
        """B02 lines that answer nobody, or change what they repeat."""
        if not len(self._asked):
            yield Refusal(Code.NUMBER_NOT_PRE_ESTABLISHED, "number", np.ones(len(lines), np.bool_), "B04")
            return
        place = np.searchsorted(self._asked.numbers, lines.number).clip(max=len(self._asked) - 1)
        known = self._asked.numbers[place] == lines.number
        self._answered[place[known]] = True
        yield Refusal(Code.NUMBER_NOT_PRE_ESTABLISHED, "number", ~known, "B04")
        for word in REPEATED:
            value = self._asked.amounts[word][place]
            yield Refusal(
                Code.PRE_ESTABLISHED_CHANGED, word, known & (lines.numbers[word] != value), value, ("number",)
            )

    def unanswered(self) -> Integers:
        """The numbers that no B02 answers."""
        return self._asked.numbers[~self._answered]
