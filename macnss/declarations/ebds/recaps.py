"""The recaps: what the lines come to, and what B03, B05 and B06 say they come to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.findings import Finding, finding
from macnss.declarations.ebds.layout import RECORDS, Field, Record

Claims = Mapping[str, int]
"""The readable totals of one recap, by word."""


@cache
def totals_of(record: Record) -> tuple[Field, ...]:
    """The fields of a recap that sum something, the number of lines included."""
    return tuple(each for each in record if each.holds_digits and each.word not in ("affiliate", "period"))


ALL_SUMS = frozenset(each.word for each in totals_of(RECORDS["B03"])) - {"lines"}


@dataclass
class Tally:
    """What the detail lines of one section come to."""

    lines: int = 0
    """People whose line was read."""
    lost: int = 0
    """People whose line is too long or cut."""
    sums: Counter[str] = field(default_factory=Counter)
    control_due: int = 0
    """What the control sums would come to if each were right, less what they come to."""
    unreadable: int = 0
    """Lines of which something could not be read."""
    incomplete: set[str] = field(default_factory=set)
    """The words of what could not be read: their sums lack something."""

    def add(self, lines: int, sums: Mapping[str, int]) -> None:
        self.lines += lines
        self.sums.update(sums)

    def lose_fields(self, lines: int, words: Iterable[str]) -> None:
        """These fields of some lines could not be read."""
        self.unreadable += lines
        self.incomplete.update(words)

    def lose_lines(self, lines: int) -> None:
        """Nothing of these lines could be read, but that they are of this section."""
        self.lost += lines
        self.lose_fields(lines, ALL_SUMS)

    def lose_strangers(self, lines: int) -> None:
        """These lines may or may not be of this section."""
        self.lose_fields(lines, ALL_SUMS | {"lines"})

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            lines=self.lines + other.lines,
            lost=self.lost + other.lost,
            sums=self.sums + other.sums,
            control_due=self.control_due + other.control_due,
            unreadable=self.unreadable + other.unreadable,
            incomplete=self.incomplete | other.incomplete,
        )

    def of(self, word: str) -> int:
        return self.lines + self.lost if word == "lines" else self.sums[word]

    def agrees(self, total: Field, claim: int) -> bool:
        """A wrong control sum has its finding already: a recap that adds the right ones is right too."""
        actual = self.of(total.word)
        alike = (actual, actual + self.control_due) if total.word == "control" else (actual,)
        return claim in [total.hold(each) for each in alike]


@dataclass(frozen=True)
class Recap:
    """One recap line; without claims while it has not come."""

    record: Record
    line: int = 0
    claims: Claims = field(default_factory=dict)

    @classmethod
    def read(cls, record: Record, line: int, raw: bytes) -> "Recap":
        claims = {total.word: int(raw[total.place]) for total in totals_of(record) if raw[total.place].isdigit()}
        return cls(record, line, claims)

    def against_lines(self, tally: Tally) -> Iterator[Finding]:
        """B03 and B05: each total is the sum of its lines."""
        unverified = False
        for total in self._claimed():
            if tally.agrees(total, self.claims[total.word]):
                continue
            if total.word in tally.incomplete:
                unverified = True
            else:
                yield self._wrong(Code.RECAP_WRONG, total, tally.of(total.word))
        if unverified:
            yield self._unverified(tally)

    def against_recaps(self, first: Claims, second: Claims, tally: Tally) -> Iterator[Finding]:
        """B06: each total is that of B03 plus that of B05, or what the lines come to when one of those is wrong."""
        unverified = False
        for total in self._claimed():
            word, claim = total.word, self.claims[total.word]
            recapped = total.hold(first[word] + second[word]) if word in first and word in second else None
            complete = word not in tally.incomplete
            if claim == recapped or (complete and tally.agrees(total, claim)):
                continue
            if complete:
                yield self._wrong(Code.GLOBAL_RECAP_WRONG, total, tally.of(word))
            elif recapped is not None:
                yield self._wrong(Code.GLOBAL_RECAP_WRONG, total, recapped)
            else:
                unverified = True
        if unverified:
            yield self._unverified(tally)

    def _claimed(self) -> list[Field]:
        return [total for total in totals_of(self.record) if total.word in self.claims]

    def _wrong(self, code: Code, total: Field, due: int) -> Finding:
        found, expected = total.write(self.claims[total.word]), total.write(total.hold(due))
        return finding(code, self.line, self.record.code, total.name, found, expected)

    def _unverified(self, tally: Tally) -> Finding:
        return finding(Code.RECAP_NOT_VERIFIED, self.line, self.record.code, found=str(tally.unreadable))
