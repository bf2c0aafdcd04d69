"""One declaration being read, its family known: B main, E complementary.

Each batch is cut into runs of one record. Single records are read one by one; the declared lines of a batch go
through the rules together. What takes the whole file (recaps, people met twice) is settled at the end.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from macnss.declarations.ebds.answers import Answers
from macnss.declarations.ebds.batches import LONGEST, Batch
from macnss.declarations.ebds.digits import Integers
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.fields import problem_of, spoiled_fields
from macnss.declarations.ebds.findings import Findings, finding
from macnss.declarations.ebds.head import KEY, Head
from macnss.declarations.ebds.header import Header, month_or_none
from macnss.declarations.ebds.heading import reference_findings
from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS
from macnss.declarations.ebds.lines import Lines
from macnss.declarations.ebds.messages import Code
from macnss.declarations.ebds.order import MANY, Order
from macnss.declarations.ebds.recaps import Recap
from macnss.declarations.ebds.report import Totals
from macnss.declarations.ebds.rules import Terms
from macnss.declarations.ebds.section import Section


class Reading:
    """Takes the batches of a file in order; every finding goes to the log it was given."""

    def __init__(self, family: str, expectations: Expectations, findings: Findings) -> None:
        self._expected = expectations
        self._findings = findings
        self._order = Order(family)
        self._head = Head(family, expectations)
        asked = expectations.pre_established
        self._answers = Answers(asked) if asked and family == "B" else None
        self._answered = Section(f"{family}02", findings, self._answers)
        self._entrants = Section(f"{family}04", findings)
        self._sections = {section.record.code: section for section in (self._answered, self._entrants)}
        self._recaps = {code: Recap(RECORDS[code]) for code in self._order.records if code[1:] in ("03", "05", "06")}
        self._key = b""
        """Affiliate and period of every line, once they are known."""
        self._terms = Terms(None, expectations.check_digits)

    @property
    def header(self) -> Header | None:
        return self._head.header

    @property
    def totals(self) -> Totals:
        both = self._answered.tally + self._entrants.tally
        return Totals(
            pre_established=self._answered.tally.lines,
            entrants=self._entrants.tally.lines,
            days=both.sums["days"],
            real_centimes=both.sums["real"],
            capped_centimes=both.sums["capped"],
        )

    def take(self, batch: Batch) -> Iterator[Lines]:
        """Check a batch, and give the lines that declare somebody."""
        declared: dict[str, list[Integers]] = {}
        for code, rows in _runs(batch):
            if readable := self._admit(code, batch.line_no[rows]):
                if code in MANY:
                    declared.setdefault(code, []).append(rows)
                else:
                    self._take_single(code, batch, int(rows[0]))
        for code, runs in declared.items():
            yield from self._take_declared(self._sections[code], batch, runs)

    def _admit(self, code: str, lines: Integers) -> int:
        """How many of these lines to read."""
        was_over = self._order.is_over
        readable, misplaced = self._order.admit(code, lines)
        self._findings.extend(misplaced)
        if code not in self._order.records and not was_over:
            self._sections[self._order.section].tally.lose_strangers(len(lines))
        return readable

    def _settle_key(self, batch: Batch) -> None:
        if not self._key:
            self._key, differing = self._head.reference(batch)
            self._findings.extend(differing)
            period = month_or_none(self._key[-6:].decode("latin-1"))
            ceiling = self._expected.ceiling_of(period) if period else None
            self._terms = Terms(ceiling, self._expected.check_digits)
