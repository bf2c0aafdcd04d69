"""Check a file against the format, the law of its month and the register, and make of it what can be posted."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, BinaryIO

import numpy as np
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from macnss.declarations.ebds.examine import Examination
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.header import NO_TRANSFER, Header, header_of, texts
from macnss.declarations.ebds.layout import LINE_LENGTH, NO_NUMBER, OCCASIONAL, RECORDS
from macnss.declarations.ebds.lines import LineKind, Lines
from macnss.declarations.ebds.pre_established import REPEATED, PreEstablished
from macnss.declarations.ebds.report import Report
from macnss.declarations.enums import Kind, Unattached
from macnss.declarations.models import Declaration, Upload, WageLine
from macnss.declarations.queries import Left, left_to_declare
from macnss.declarations.rules.contributions import ceiling_of, terms_in_force
from macnss.declarations.services.posting import Submission, Unnumbered
from macnss.employers.models import Employer
from macnss.employment.queries import Staff, staff_of
from macnss.insured.models import Insured
from macnss.insured.queries import keys_of
from macnss.kernel.bulk import Array
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import NumberRule
from macnss.lawbook.book import Law
from macnss.lawbook.errors import NotInForce

Progress = Callable[[int], None]
BATCHES_BETWEEN_SIGNS = 16
NOT_BEGUN = _(
    "This month has not begun: a month is declared once it is worked. Correct the period, or send the file later."
)
LAW_NOT_KNOWN = _(
    "The rates of this month are not known here: it cannot be declared on line. Go to an agency with your file."
)
DECLARED_ALREADY = _(
    "Another declaration of your company already declares this person for this month. "
    "Take the line out: a wage counts once."
)
MORE_THAN_THE_DIFFERENCE = _(
    "The fund ordered this month to be corrected for this person: declare only what is missing. "
    "The page “Months to correct” says what the month must hold in all."
)
UNKNOWN_NUMBER = _(
    "Nobody bears this registration number. Check each digit on the card, or declare this employee without a number, "
    "with the number of their CIN."
)


def peek(stream: BinaryIO) -> Header:
    """Who declares and for which month, from the first two lines; the stream goes back to its start.

    Nothing is checked: a file that is not one gives a header of blanks.
    """
    nature, identity = (_padded(line) for line in [*stream.read(4 * LINE_LENGTH).split(b"\n"), b"", b""][:2])
    stream.seek(0)
    return header_of(texts(RECORDS["B00"], nature), texts(RECORDS["B01"], identity))


def _padded(line: bytes) -> bytes:
    return line.rstrip(b"\r").removeprefix(b"\xef\xbb\xbf")[:LINE_LENGTH].ljust(LINE_LENGTH)


def affiliate_of(stream: BinaryIO) -> str:
    """The affiliation number that a file bears, for who must find its company."""
    return peek(stream).affiliate


def _ceiling_if_any(month: Month) -> int:
    """The same; the largest field there is for a month that is refused anyway."""
    try:
        return ceiling_of(month)
    except NotInForce:
        return int(10 ** RECORDS["B02"]["capped"].length)


@cache
def law_is_known(month: Month) -> bool:
    """Whether every rate of that month is known, so that its contributions can be computed."""
    try:
        return bool(terms_in_force(Law(month.first_day)))
    except NotInForce:
        return False


COLUMNS = ("line_no", "number", "days", "situation", "real", "capped")


@dataclass
class CheckedFile:
    """A file that was read to its end: its report, what is posted of it, and the staff of the company that month.

    Of each line a few integers are kept, so that a file of any size fits.
    """

    staff: Staff
    on: dt.date
    declared_elsewhere: frozenset[int] = frozenset()
    to_correct: Mapping[int, Left] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    unnumbered: list[Unnumbered] = field(default_factory=list)
    _parts: dict[str, list[Array]] = field(default_factory=lambda: {word: [] for word in COLUMNS})
    _records: list[str] = field(default_factory=list)

    def take(self, lines: Lines) -> None:
        """Keep what matters of some lines."""
        numbered = _numbered(lines)
        for word in COLUMNS:
            self._parts[word].append(getattr(lines, word)[numbered].astype(np.int64))
        self._records.append(lines.record.code)
        self.unnumbered += _unnumbered(lines)

    @property
    def accepted(self) -> bool:
        return self.report.accepted and not self.of_the_register

    @property
    def names_its_month(self) -> bool:
        return bool(self.report.header and self.report.header.period)

    @property
    def month(self) -> Month:
        """The month of a file without errors."""
        header = self._header
        if header.period is None:
            raise LookupError("the file names no month")
        return header.period

    @property
    def kind(self) -> Kind:
        return Kind(self._header.kind.value)

    @property
    def sequence(self) -> int:
        return self._header.sequence

    @property
    def _header(self) -> Header:
        if self.report.header is None:
            raise LookupError("the file has no header")
        return self.report.header

    @cached_property
    def of_the_register(self) -> list[dict[str, Any]]:
        """What the fund finds and the format does not say: months out of reach, numbers that nobody bears."""
        return self._month_out_of_reach() + self._unknown_numbers() + self._declared_already()

    def _declared_already(self) -> list[dict[str, Any]]:
        """A finding for each line of somebody whom another declaration of the company declares for the month.

        Where the fund ordered a correction, the line of what is missing passes.
        """
        if not self.declared_elsewhere:
            return []
        columns = (self._parts[word] for word in ("line_no", "number", "days", "real"))
        return [
            _finding(line, record, "N_Num_Assure", "person-declared-already", f"{number:09d}", words)
            for record, *parts in zip(self._records, *columns, strict=True)
            for line, number, days, real in zip(*(part.tolist() for part in parts), strict=True)
            if number in self.declared_elsewhere and (words := self._refused_again(number, days, real))
        ]

    def _refused_again(self, number: int, days: int, real: int) -> Promise | None:
        left = self.to_correct.get(number)
        if left is None:
            return DECLARED_ALREADY
        return None if days <= left.days and real <= left.real else MORE_THAN_THE_DIFFERENCE

    def _month_out_of_reach(self) -> list[dict[str, Any]]:
        header = self.report.header
        if header is None or header.period is None:
            return []
        words = (
            NOT_BEGUN if header.period > Month.of(self.on) else None if law_is_known(header.period) else LAW_NOT_KNOWN
        )
        record = "B01" if header.kind.value == Kind.MAIN else "E01"
        return [_finding(2, record, "L_Periode", "month-out-of-reach", header.period.compact, words)] if words else []

    def _unknown_numbers(self) -> list[dict[str, Any]]:
        strangers = list(self._strangers())
        known = keys_of([number for _line, _record, number in strangers]) if strangers else {}
        return [
            _finding(line, record, "N_Num_Assure", "number-unknown", f"{number:09d}", UNKNOWN_NUMBER)
            for line, record, number in strangers
            if number not in known
        ]

    def _strangers(self) -> Iterator[tuple[int, str, int]]:
        """Line, record and number of those who are not of the staff."""
        for record, line_no, number in zip(self._records, self._parts["line_no"], self._parts["number"], strict=True):
            foreign = self.staff.keys_of(number) == 0
            for line, bearer in zip(line_no[foreign].tolist(), number[foreign].tolist(), strict=True):
                yield line, record, bearer

    def findings(self, most: int | None = None) -> list[dict[str, Any]]:
        """What was found, by line: all of it, or the first so many."""
        found = [each.as_json() for each in self.report.findings[:most]]
        return sorted(found + self.of_the_register, key=lambda each: each["line"])[:most]

    def summary(self, kept: int) -> dict[str, Any]:
        """What an upload keeps of its check: the verdict, the totals, the first findings, how many there are."""
        header = self.report.header
        return {
            "accepted": self.accepted,
            "month": str(header.period) if header and header.period else None,
            "totals": self.report.totals.as_json(),
            "errors": self.report.errors + len(self.of_the_register),
            "warnings": self.report.warnings,
            "findings": self.findings(kept),
        }

    def submission(self, *, source: str, fingerprint: str) -> Submission:
        """What is posted of an accepted file."""
        return Submission(
            month=self.month,
            kind=self.kind,
            sequence=self.sequence,
            source=source,
            fingerprint=fingerprint,
            numbers=self._column("number"),
            days=self._column("days"),
            situations=self._column("situation"),
            real=self._column("real"),
            capped=self._column("capped"),
            unnumbered=self.unnumbered,
        )

    def _column(self, word: str) -> Array:
        return np.concatenate([np.empty(0, np.int64), *self._parts[word]])


def check(
    stream: BinaryIO,
    *,
    employer: Employer,
    on: dt.date,
    file_name: str | None = None,
    on_progress: Progress | None = None,
) -> CheckedFile:
    """Read a file to its end against everything that the fund knows of that company and that month."""
    header = peek(stream)
    staff = staff_of(employer, header.period) if header.period else Staff.nobody()
    declared = _declared_elsewhere(employer, header)
    checked = CheckedFile(staff, on, declared, _to_correct(employer, header) if declared else {})
    examination = Examination(_expectations(employer, header, staff, file_name))
    for count, lines in enumerate(examination.read(stream), 1):
        checked.take(lines)
        if on_progress and count % BATCHES_BETWEEN_SIGNS == 0:
            on_progress(stream.tell())
    checked.report = examination.report
    return checked


def _declared_elsewhere(employer: Employer, header: Header) -> frozenset[int]:
    """The numbers that the other declarations of the company declare for the month: those this one cannot repeat."""
    if header.period is None:
        return frozenset()
    month = header.period.first_day
    others = Declaration.objects.of(employer).filter(month=month)
    others = others.exclude(kind=header.kind.value, sequence=header.sequence)
    keys = list(others.values_list("pk", flat=True))
    if not keys:
        return frozenset()
    people = WageLine.objects.filter(month=month, declaration_id__in=keys).values("insured_id")
    return frozenset(Insured.objects.filter(pk__in=people).values_list("number", flat=True))


def _to_correct(employer: Employer, header: Header) -> dict[int, Left]:
    """By number, what a complementary declaration may add to somebody whose month the fund ordered to be corrected."""
    if header.period is None or header.kind.value != Kind.COMPLEMENTARY:
        return {}
    return left_to_declare(employer, header.period)


def _expectations(employer: Employer, header: Header, staff: Staff, file_name: str | None) -> Expectations:
    """A main declaration that bears a transfer number answers the pre-established file line by line."""
    answers = header.transfer_id != NO_TRANSFER and header.kind.value == Kind.MAIN
    return Expectations(
        ceiling=_ceiling_if_any,
        number_rule=NumberRule(settings.NUMBER_RULE),
        affiliate=employer.affiliation_number,
        file_name=file_name,
        pre_established=_sent(header, staff) if answers else None,
    )


def _sent(header: Header, staff: Staff) -> PreEstablished:
    """The pre-established file as far as an answer is compared with it: numbers, and allowances paid directly."""
    numbers = staff.numbers[staff.listed]
    nothing = np.zeros(len(numbers), np.int64)
    names = np.full((len(numbers), RECORDS["A02"]["name"].length), ord(" "), np.uint8)
    return PreEstablished(header, numbers, dict.fromkeys(REPEATED, nothing), names)


def _numbered(lines: Lines) -> Array:
    numbered: Array = (lines.number != NO_NUMBER) & (lines.number != OCCASIONAL)
    return numbered


def _unnumbered(lines: Lines) -> list[Unnumbered]:
    """The entrants without a number and the occasional labour of some lines; the empty B04 and E02 are nobody."""
    if lines.kind is not LineKind.ENTRANT:
        return []
    rows = np.flatnonzero(~_numbered(lines) & ~lines.is_empty).tolist()
    return [
        Unnumbered(
            kind=Unattached.OCCASIONAL if lines.number[row] == OCCASIONAL else Unattached.NO_NUMBER,
            name=lines.name(row),
            cin=lines.cin(row),
            days=int(lines.days[row]),
            real=int(lines.real[row]),
            capped=int(lines.capped[row]),
        )
        for row in rows
    ]


def _finding(line: int, record: str, field: str, code: str, found: str, words: Promise) -> dict[str, Any]:
    """A finding of the register, in the form of those of the format."""
    message = {}
    for language in ("fr", "ar"):
        with override(language):
            message[language] = str(words)
    return {
        "line": line,
        "record": record,
        "field": field,
        "code": code,
        "severity": "error",
        "found": found,
        "expected": "",
        "message": message,
    }


def check_upload(
    upload: Upload, stream: BinaryIO, on: dt.date | None = None, on_progress: Progress | None = None
) -> CheckedFile:
    """Check the file of an upload as of a day: that of its last check, or of its arrival, unless another is said."""
    day = on or timezone.localdate(upload.checked_at or upload.received_at)
    return check(stream, employer=upload.employer, on=day, file_name=upload.file_name, on_progress=on_progress)
