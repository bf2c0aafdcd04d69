"""One section of a declaration: the lines of B02, or those of B04 (E04), from their characters to their sums."""

from collections.abc import Iterable

import numpy as np

from macnss.declarations.ebds.answers import Answers
from macnss.declarations.ebds.characters import printable
from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.declared import Declared, Repetitions
from macnss.declarations.ebds.digits import Bytes, Flags, Integers
from macnss.declarations.ebds.fields import problem_of, spoiled_fields
from macnss.declarations.ebds.findings import Findings, finding, severity_of
from macnss.declarations.ebds.head import KEY
from macnss.declarations.ebds.heading import reference_findings
from macnss.declarations.ebds.layout import NO_NUMBER, OCCASIONAL, RECORDS, Field
from macnss.declarations.ebds.lines import LineKind, Lines
from macnss.declarations.ebds.recaps import Tally
from macnss.declarations.ebds.rules import Refusal, Terms, refusals


class Section:
    """The lines of one detail record, taken batch by batch."""

    def __init__(self, code: str, findings: Findings, answers: Answers | None = None) -> None:
        self.record = RECORDS[code]
        self.tally = Tally()
        self._findings = findings
        self._answers = answers
        self._people = Declared()
        self._without_number = Declared()
        self._empty: list[int] = []

    def take(self, table: Bytes, classes: Bytes, line_no: Integers, key: bytes, terms: Terms) -> Lines:
        """Check some lines, and give those that declare somebody."""
        lines = Lines.read(self.record, table, classes, line_no)
        self._check_characters(lines)
        self._check_key(lines, key)
        self._note_all(lines, refusals(lines, terms))
        if self._answers is not None:
            self._note_all(lines, self._answers.refusals(lines))
        if lines.kind is LineKind.ENTRANT and lines.is_empty.any():
            self._empty += lines.line_no[lines.is_empty][:2].tolist()
            lines = lines.only(~lines.is_empty)
        self._remember(lines)
        return lines

    def _check_characters(self, lines: Lines) -> None:
        """What is no number counts as 0 from here on."""
        spoiled = list(spoiled_fields(self.record, lines.classes))
        for field, rows in spoiled:
            if field.holds_digits:
                lines.numbers.forget(field.word, rows)
        for field, rows in spoiled:
            if field.word == "number" and lines.kind is LineKind.ENTRANT:
                rows &= ~(lines.is_empty & lines.is_blank("number"))
            if field.holds_digits and rows.any():
                lines.unreadable[field.word] = rows
            self._note_problems(lines, field, rows)
        if lines.unreadable:
            rows = np.any(list(lines.unreadable.values()), axis=0)
            self.tally.lose_fields(int(rows.sum()), lines.unreadable)

    def _note_problems(self, lines: Lines, field: Field, rows: Flags) -> None:
        for row in np.flatnonzero(rows).tolist():
            if problem := problem_of(field, lines.raw(row, field.word)):
                line = int(lines.line_no[row])
                self._findings.add(
                    finding(problem.code, line, self.record.code, field.name, problem.found, problem.expected)
                )

    def _check_key(self, lines: Lines, key: bytes) -> None:
        """Affiliate and period, as bytes, against those of the file: two comparisons of 64 bits a line."""
        due = np.frombuffer(self.record.code.encode() + key, "<u8")
        written = lines.table[:, : KEY.stop].copy().view("<u8")
        differs = (written[:, 0] != due[0]) | (written[:, 1] != due[1])
        for row in np.flatnonzero(differs).tolist():
            found = lines.table[row, KEY].tobytes()
            self._findings.extend(reference_findings(self.record.code, int(lines.line_no[row]), found, key))

    def _note_all(self, lines: Lines, refused: Iterable[Refusal]) -> None:
        for refusal in refused:
            rows = _where_readable(lines, refusal)
            if np.count_nonzero(rows):  # a third of the cost of any() where lines are few
                self._note(lines, refusal, rows)
                if refusal.code is Code.CONTROL_SUM_WRONG:
                    self._correct_control_sums(lines, refusal, rows)

    def _note(self, lines: Lines, refusal: Refusal, rows: Flags) -> None:
        field, severity = self.record[refusal.word], refusal.severity or severity_of(refusal.code)
        indices = np.flatnonzero(rows).tolist()
        shown = indices[: self._findings.room]
        for row in shown:
            line, found = int(lines.line_no[row]), printable(lines.text(row, refusal.word))
            expected = _expected(refusal, row, field)
            self._findings.add(
                finding(refusal.code, line, self.record.code, field.name, found, expected, severity=severity)
            )
        self._findings.count(refusal.code, severity, len(indices) - len(shown))

    def _correct_control_sums(self, lines: Lines, refusal: Refusal, rows: Flags) -> None:
        """A recap may add what the control sums are, or what they should have been."""
        due = int(np.sum(refusal.expected, where=rows))
        self.tally.control_due += due - lines.numbers.only(rows).totals()["control"]

    def _remember(self, lines: Lines) -> None:
        if not len(lines):
            return
        self.tally.add(len(lines), lines.numbers.totals())
        one_person = (lines.number != NO_NUMBER) & (lines.number != OCCASIONAL)
        if one_person.all():
            self._people.add(lines.number.astype(np.int32), lines.line_no)
            return
        self._people.add(lines.number[one_person].astype(np.int32), lines.line_no[one_person])
        if lines.kind is LineKind.ENTRANT:
            self._remember_cins(lines)

    def _remember_cins(self, lines: Lines) -> None:
        rows = (lines.number == NO_NUMBER) & ~lines.is_blank("cin")
        if "number" in lines.unreadable:
            rows &= ~lines.unreadable["number"]
        place = self.record["cin"].place
        cins = np.strings.strip(lines.table[rows, place].copy().view(f"S{self.record['cin'].length}")[:, 0])
        self._without_number.add(cins, lines.line_no[rows])

    def finish(self, earlier: "Section | None" = None) -> None:
        """What could not be said before the last line: who was declared twice."""
        self._note_repetitions(Code.NUMBER_REPEATED, "number", self._people.repetitions())
        if earlier is None:
            self._note_disorder()
        else:
            self._note_repetitions(Code.NUMBER_REPEATED, "number", self._people.repetitions_of(earlier._people))
            self._note_repetitions(Code.CIN_REPEATED, "cin", self._without_number.repetitions())
            if self._empty and (self.tally.lines or len(self._empty) > 1):
                self._findings.add(finding(Code.EMPTY_ENTRANT_NOT_ALONE, self._empty[0], self.record.code))

    def _note_disorder(self) -> None:
        if decrease := self._people.decrease:
            field = self.record["number"]
            found, before = field.write(int(decrease.key)), field.write(int(decrease.before))
            self._findings.add(
                finding(Code.NUMBER_UNSORTED, decrease.line, self.record.code, field.name, found, before)
            )

    def _note_repetitions(self, code: Code, word: str, met: Repetitions | None) -> None:
        if not met:
            return
        field, room = self.record[word], self._findings.room
        for key, line, before in zip(met.keys[:room], met.lines[:room], met.before[:room], strict=True):
            found = key.decode("latin-1") if isinstance(key, bytes) else field.write(int(key))
            self._findings.add(finding(code, int(line), self.record.code, field.name, found, see=int(before)))
        self._findings.count(code, severity_of(code), max(len(met.lines) - room, 0))


def _where_readable(lines: Lines, refusal: Refusal) -> Flags:
    """The rows refused, but those where something the rule looks at could not be read."""
    rows = refusal.rows
    for word, unreadable in lines.unreadable.items():
        if word == refusal.word or word in refusal.looks_at:
            rows = rows & ~unreadable
    return rows


def _expected(refusal: Refusal, row: int, field: Field) -> str:
    """A number as the field should hold it; bare when it is too wide for the field."""
    expected = refusal.expected
    return expected if isinstance(expected, str) else str(int(expected[row])).zfill(field.length)
