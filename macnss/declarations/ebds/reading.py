"""One declaration being read, its family known: B main, E complementary.

Each batch is cut into runs of one record. Single records are read one by one; the declared lines of a batch go
through the rules together. What takes the whole file (recaps, people met twice) is settled at the end.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from macnss.declarations.ebds.answers import Answers
from macnss.declarations.ebds.batches import LONGEST, Batch
from macnss.declarations.ebds.characters import printable
from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.digits import Integers
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.fields import problem_of, spoiled_fields
from macnss.declarations.ebds.findings import Findings, finding
from macnss.declarations.ebds.head import KEY, Head
from macnss.declarations.ebds.header import Header, month_or_none
from macnss.declarations.ebds.heading import reference_findings
from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS
from macnss.declarations.ebds.lines import Lines
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
        self._answers = Answers(asked) if asked is not None and family == "B" else None
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
        declared: dict[str, list[slice]] = {}
        for code, rows in _runs(batch):
            if not self._admit(code, batch.line_no[rows]):
                continue
            if code in self._head:
                self._take_head(code, batch, rows.start)
                continue
            self._settle_key(batch)
            if code in MANY:
                declared.setdefault(code, []).append(rows)
            else:
                self._take_single(code, batch, rows.start)
        for code, runs in declared.items():
            if lines := self._take_declared(self._sections[code], batch, runs):
                yield lines

    def _admit(self, code: str, lines: Integers) -> int:
        """How many of these lines to read: all, the first, or none."""
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

    def _take_declared(self, section: Section, batch: Batch, runs: list[slice]) -> Lines | None:
        rows: slice | Integers = runs[0]
        if len(runs) > 1 or batch.lengths:
            rows = np.concatenate([np.arange(run.start, run.stop) for run in runs])
            for row in rows[batch.misshapen[rows]].tolist():
                self._note_length(batch, row)
                section.tally.lose_lines(1)
            rows = rows[~batch.misshapen[rows]]
        table = batch.table[rows]
        if not len(table):
            return None
        return section.take(table, batch.classes[rows], batch.line_no[rows], self._key, self._terms)

    def _take_head(self, code: str, batch: Batch, row: int) -> None:
        if row in batch.lengths:
            self._note_length(batch, row)
        else:
            self._note_characters(code, batch, row)
            self._findings.extend(self._head.take(code, int(batch.line_no[row]), batch.table[row].tobytes()))

    def _take_single(self, code: str, batch: Batch, row: int) -> None:
        """The empty E02, or a recap."""
        if row in batch.lengths:
            self._note_length(batch, row)
            return
        line, raw = int(batch.line_no[row]), batch.table[row].tobytes()
        if raw[KEY] != self._key:
            self._findings.extend(reference_findings(code, line, raw[KEY], self._key))
        if code in self._recaps:
            self._note_characters(code, batch, row)
            self._recaps[code] = Recap.read(RECORDS[code], line, raw)
        elif raw[KEY.stop :].strip(b"0 \t"):
            number = raw[RECORDS[code]["number"].place].decode("latin-1")
            self._findings.add(finding(Code.E02_NOT_EMPTY, line, code, found=printable(number)))

    def _note_characters(self, code: str, batch: Batch, row: int) -> None:
        record, line = RECORDS[code], batch.table[row].tobytes()
        for field, _ in spoiled_fields(record, batch.classes[row : row + 1]):
            if problem := problem_of(field, line[field.place]):
                self._findings.add(finding(problem.code, int(batch.line_no[row]), code, field.name, *problem[1:]))

    def _note_length(self, batch: Batch, row: int) -> None:
        code = batch.table[row, :3].tobytes().decode("latin-1")
        length, line = batch.lengths[row], int(batch.line_no[row])
        found = f"> {LONGEST}" if length >= LONGEST else str(length)
        if length > LINE_LENGTH:
            self._findings.add(finding(Code.LINE_TOO_LONG, line, code, found=found, expected=str(LINE_LENGTH)))
        else:
            expected = str(RECORDS[code].meaningful)
            self._findings.add(finding(Code.LINE_TOO_SHORT, line, code, found=found, expected=expected))

    def finish(self, next_line: int) -> None:
        """Settle what takes the whole file. `next_line` is the one after its last."""
        self._findings.extend(self._order.finish(next_line))
        self._findings.extend(self._head.name_findings())
        self._answered.finish()
        self._entrants.finish(self._answered)
        self._note_unanswered(next_line)
        self._compare_recaps()

    def _note_unanswered(self, next_line: int) -> None:
        """At the recap of the answers: there they should have been. Silent when a number could not be read."""
        if self._answers is not None and "number" not in self._answered.tally.incomplete:
            line = self._recaps["B03"].line or next_line
            name = RECORDS["B02"]["number"].name
            for number in self._answers.unanswered().tolist():
                self._findings.add(finding(Code.NUMBER_UNANSWERED, line, "B02", name, expected=f"{number:09d}"))

    def _compare_recaps(self) -> None:
        of_answers, of_entrants, of_all = self._recaps.values()
        answered, entrants = self._answered.tally, self._entrants.tally
        self._findings.extend(of_answers.against_lines(answered))
        self._findings.extend(of_entrants.against_lines(entrants))
        self._findings.extend(of_all.against_recaps(of_answers.claims, of_entrants.claims, answered + entrants))


def _runs(batch: Batch) -> Iterator[tuple[str, slice]]:
    """The rows of each run of lines that begin alike, by record."""
    types = batch.table[:, :4].copy().view("<u4")[:, 0] & 0xFFFFFF
    edges = np.flatnonzero(types[1:] != types[:-1]) + 1
    for start, stop in pairwise((0, *edges.tolist(), len(types))):
        yield batch.table[start, :3].tobytes().decode("latin-1"), slice(start, stop)
