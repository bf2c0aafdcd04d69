"""The rules of the first two lines: the nature of the file (x00) and who declares, for which month (x01)."""

from collections.abc import Iterator, Mapping

from macnss.declarations.ebds.characters import decode, printable
from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.file_names import FileName, nature_of
from macnss.declarations.ebds.findings import Finding, finding
from macnss.declarations.ebds.header import Header, Kind, date_or_none, is_digits, month_or_none
from macnss.declarations.ebds.layout import RECORDS, Field
from macnss.kernel.numbers.check_digits import affiliation_is_sound, affiliation_number_from

CATEGORIES = {"B00": ("B0",), "E00": tuple(f"E{sequence}" for sequence in range(1, 10))}


def nature_findings(record: str, line: int, fields: Mapping[str, str], expected: Expectations) -> Iterator[Finding]:
    """x00: the category, and the transfer number of the pre-established file."""
    category, allowed = fields["category"], CATEGORIES[record]
    if category not in allowed:
        names = " - ".join(dict.fromkeys((allowed[0], allowed[-1])))
        yield finding(Code.CATEGORY_INVALID, line, record, "L_Cat", category, names)
    if record == "B00" and (asked := expected.asked):
        found, due = fields["transfer_id"], asked.transfer_id
        if found != due:
            yield finding(Code.TRANSFER_DIFFERS, line, record, "N_Identif_Transfert", found, due)


def identity_findings(record: str, line: int, fields: Mapping[str, str], expected: Expectations) -> Iterator[Finding]:
    """x01: the affiliate, the period, the dates."""
    yield from _affiliate_findings(record, line, fields["affiliate"], expected)
    yield from _period_findings(record, line, fields["period"], expected)
    for word in ("issue_date", "due_date"):
        # A date that is not even in digits has its finding among the characters.
        if is_digits(fields[word], 8) and not date_or_none(fields[word]):
            name = RECORDS[record][word].name
            yield finding(Code.DATE_INVALID, line, record, name, fields[word], "AAAAMMJJ")


def _affiliate_findings(record: str, line: int, found: str, expected: Expectations) -> Iterator[Finding]:
    name, severity = "N_Num_Affilie", expected.check_digits
    if not is_digits(found, 7):
        yield finding(Code.NOT_DIGITS, line, record, name, found, "0-9 × 7")
        return
    if severity and not affiliation_is_sound(int(found)):
        sound = f"{affiliation_number_from(int(found[:-1])):07d}"
        yield finding(Code.AFFILIATE_CHECK_DIGIT, line, record, name, found, sound, severity=severity)
    due = expected.affiliate or (expected.asked.affiliate if expected.asked else found)
    if found != due:
        yield finding(Code.AFFILIATE_UNEXPECTED, line, record, name, found, due)


def _period_findings(record: str, line: int, found: str, expected: Expectations) -> Iterator[Finding]:
    period = month_or_none(found)
    if not period:
        yield finding(Code.PERIOD_INVALID, line, record, "L_Periode", found, "AAAAMM")
        return
    due = expected.period or (expected.asked.period if expected.asked else None) or period
    if period != due:
        yield finding(Code.PERIOD_UNEXPECTED, line, record, "L_Periode", found, due.compact)


def file_name_findings(name: str, header: Header, line: int) -> Iterator[Finding]:
    """A name that follows the convention, but says something else than the content. `line` is that of x01."""
    if not (said := FileName.parse(name)):
        return
    letter = "E" if header.kind is Kind.COMPLEMENTARY else "B"
    nature = nature_of(header.kind, header.sequence)
    period = header.period.compact if header.period else ""
    said_period = said.period.compact if said.period else ""
    if header.kind is Kind.COMPLEMENTARY and not header.sequence:
        nature = ""  # its L_Cat says nothing, and that is a finding already
    for place, record, field, found, content in (
        (line - 1, f"{letter}00", "L_Cat", said.nature, nature),
        (line, f"{letter}01", "N_Num_Affilie", said.affiliate, header.affiliate),
        (line, f"{letter}01", "L_Periode", said_period, period),
    ):
        if content and found != content:
            yield finding(Code.FILE_NAME_DIFFERS, place, record, field, found, content)


def reference_findings(record: str, line: int, written: bytes, elsewhere: bytes) -> Iterator[Finding]:
    """Affiliate and period of one line, against those of the others. Both are given as the bytes after the type."""
    for code, word in ((Code.AFFILIATE_DIFFERS, "affiliate"), (Code.PERIOD_DIFFERS, "period")):
        field = RECORDS[record][word]
        found, due = _within_key(written, field), _within_key(elsewhere, field)
        if found != due:
            yield finding(code, line, record, field.name, found, due)


def _within_key(key: bytes, field: Field) -> str:
    start = field.start - RECORDS["B01"]["affiliate"].start
    return printable(decode(key[start : start + field.length]))
