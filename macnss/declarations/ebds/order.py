"""The order of the records in a file: what may follow what, and what has not come."""

from itertools import groupby

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.digits import Integers
from macnss.declarations.ebds.findings import Finding, finding

MANY = frozenset({"B02", "B04", "E04"})
"""One line a person. Of the other records there is exactly one."""
OPTIONAL = frozenset({"B02"})
"""A firm for which nobody was pre-established has entrants only."""


class Order:
    """Follows the records of one family, B or E, from 00 to 06. One thing out of place gives one finding."""

    def __init__(self, family: str) -> None:
        self.records = tuple(f"{family}0{rank}" for rank in range(7))
        self._seen: set[str] = set()
        self._reached = -1
        self._run = ""
        """The record of the lines before, while it is the same."""
        self._strangers = 0
        """Lines of no known record since the last known one: each may stand for a record that seems to miss."""
        self._skipped: dict[str, int] = {}
        """Records that should have come, by the line where another came instead."""
        self._told: set[Code] = set()

    @property
    def is_over(self) -> bool:
        """Has the last record come, and every other?"""
        return self.records[-1] in self._seen and self._skipped.keys() <= self._seen

    @property
    def section(self) -> str:
        """The detail record that lines here most likely belong to."""
        return self.records[2] if self._reached <= 2 else self.records[4]

    def admit(self, record: str, lines: Integers) -> tuple[int, list[Finding]]:
        """How many of these consecutive lines of one record are to be read, and what is wrong with their place."""
        if self.is_over:
            return 0, self._once(Code.AFTER_THE_END, lines[0], record, record, self.records[-1])
        if record not in self.records:
            return 0, self._unknown(record, lines)
        self._begin_run(record)
        findings = self._placed(record, int(lines[0]))
        readable = len(lines) if record in MANY else int(record not in self._seen)
        if readable < len(lines):
            findings += self._once(Code.RECORD_REPEATED, lines[readable], record, record)
        self._seen.add(record)
        return readable, findings

    def finish(self, next_line: int) -> list[Finding]:
        """The records that never came; those that the file stops before are wanted at `next_line`."""
        self._skip(self.records[self._reached + 1 :], next_line)
        missing = [(line, record) for record, line in self._skipped.items() if record not in self._seen]
        return [
            finding(Code.RECORD_MISSING, line, records[0], expected=", ".join(records))
            for line, group in groupby(sorted(missing), key=lambda each: each[0])
            if (records := [record for _, record in group])
        ]

    def _begin_run(self, record: str) -> None:
        if record != self._run:
            self._run = record
            self._told.clear()

    def _unknown(self, record: str, lines: Integers) -> list[Finding]:
        self._begin_run(record)
        self._strangers += len(lines)
        expected = ", ".join(self.records)
        return [finding(Code.RECORD_UNKNOWN, line, record, found=record, expected=expected) for line in lines.tolist()]

    def _placed(self, record: str, line: int) -> list[Finding]:
        place = self.records.index(record)
        late = place < self._reached and (record in MANY or record not in self._seen)
        if place > self._reached:
            self._skip(self.records[self._reached + 1 : place], line)
            self._reached = place
        self._strangers = 0
        return self._once(Code.RECORD_OUT_OF_ORDER, line, record, record, ", ".join(self.records)) if late else []

    def _skip(self, records: tuple[str, ...], line: int) -> None:
        wanted = [record for record in records if record not in OPTIONAL | self._seen]
        self._skipped.update(dict.fromkeys(wanted[self._strangers :], line))

    def _once(self, code: Code, line: int, record: str, found: str, expected: str = "") -> list[Finding]:
        """One finding for a run of lines, however long."""
        if code in self._told:
            return []
        self._told.add(code)
        return [finding(code, int(line), record, found=found, expected=expected)]
