"""Checks a declaration as it streams by: its lines come out in batches, the report at the end."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from macnss.declarations.ebds.batches import Batch, batches, extend_runs
from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.findings import Findings, Severity, finding
from macnss.declarations.ebds.hopeless import HopelessFile
from macnss.declarations.ebds.lines import Lines
from macnss.declarations.ebds.reading import Reading
from macnss.declarations.ebds.report import Report, Totals, unreadable


class Examination:
    """One file being checked. Iterate `read` to its end, then ask for the `report`."""

    def __init__(self, expectations: Expectations | None = None) -> None:
        self._expected = expectations or Expectations()
        self._findings = Findings(self._expected.keep)
        self._reading: Reading | None = None
        self._blank: list[tuple[int, int]] = []
        """Runs of blank lines that nothing has followed yet: the first line, and how many."""
        self._last_line = 0
        self._report: Report | None = None

    @property
    def report(self) -> Report:
        if self._report is None:
            raise RuntimeError("the file has not been read to its end")
        return self._report

    def read(self, stream: BinaryIO) -> Iterator[Lines]:
        """The declared lines, some thousands at a time, whatever is wrong with them."""
        try:
            for batch in batches(stream, self._expected.max_bytes):
                self._note_blank(batch)
                if self._is_pre_established(batch):
                    self._findings.add(finding(Code.FILE_PRE_ESTABLISHED, 1, "A00"))
                    break
                if len(batch.table):
                    yield from self._opened(batch).take(batch)
            self._report = self._finish()
        except HopelessFile as hopeless:
            self._report = unreadable(hopeless.code, hopeless.found, hopeless.expected)

    def _is_pre_established(self, batch: Batch) -> bool:
        return not self._reading and len(batch.table) > 0 and batch.table[0, 0] == ord("A")

    def _opened(self, batch: Batch) -> Reading:
        """The first line tells the family."""
        if not self._reading:
            family = "E" if batch.table[0, 0] == ord("E") else "B"
            self._reading = Reading(family, self._expected, self._findings)
        return self._reading

    def _note_blank(self, batch: Batch) -> None:
        """Blank lines are forgiven at the end of the file only."""
        for first, count in batch.blank:
            extend_runs(self._blank, first, count)
        self._last_line = max(self._last_line, *batch.line_no[-1:].tolist(), 0)
        for first, count in self._blank:
            if first < self._last_line:
                self._findings.add(finding(Code.LINE_BLANK, first, "", found=str(count)))
        self._blank = [run for run in self._blank if run[0] > self._last_line]

    def _finish(self) -> Report:
        if self._reading:
            self._reading.finish(self._last_line + 1)
        for first, count in self._blank:
            self._findings.add(finding(Code.LINES_BLANK_AT_END, first, "", found=str(count)))
        return Report(
            header=self._reading.header if self._reading else None,
            totals=self._reading.totals if self._reading else Totals(),
            findings=self._findings.in_order(),
            per_code=self._findings.per_code,
            errors=self._findings.per_severity[Severity.ERROR],
            warnings=self._findings.per_severity[Severity.WARNING],
        )


def check(stream: BinaryIO, expectations: Expectations | None = None) -> Report:
    """Everything that is wrong with a declaration."""
    examination = Examination(expectations)
    for _ in examination.read(stream):
        pass
    return examination.report


def check_path(path: Path, expectations: Expectations | None = None) -> Report:
    """`check` of a file on disk. A file that cannot be opened is an unreadable one."""
    try:
        with path.open("rb") as stream:
            return check(stream, expectations)
    except OSError as error:
        return unreadable(Code.FILE_ABSENT, f"{path.name} ({error.strerror})")
