"""`bin/macnss check-ebds FILE`: everything that is wrong with a wage-declaration file. Needs neither Django nor server.

The exit status is 0 for a file that is accepted, 1 for one that is refused, 2 for one that could not be read.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.examine import check, check_path
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.findings import Finding, Severity
from macnss.declarations.ebds.hopeless import HopelessFile
from macnss.declarations.ebds.pre_established import PreEstablished, read_pre_established
from macnss.declarations.ebds.report import Report, unreadable
from macnss.kernel.money import from_centimes
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import NumberRule
from macnss.lawbook.texts import isolate

Ceiling = Callable[[Month], int]
"""Centimes a month, by the law of the caller."""

ACCEPTED, REFUSED, UNREADABLE = 0, 1, 2
STANDARD_INPUT = Path("-")
_USAGE = "macnss check-ebds FILE [--json] [--rule reject|warn|off] [--preestablished FILE]"
_SEVERITY = {Severity.ERROR: ("erreur", "خطأ"), Severity.WARNING: ("avertissement", "تنبيه")}
_VERDICT = {
    ACCEPTED: ("Fichier accepté", "الملف مقبول"),
    REFUSED: ("Fichier refusé", "الملف مرفوض"),
    UNREADABLE: ("Fichier illisible", "الملف غير مقروء"),
}


class _Misunderstood(Exception):
    """The arguments are not those of the command."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Misunderstood(message)


def run(argv: Sequence[str], ceiling: Ceiling | None = None) -> int:
    """Check the file that the arguments name, write the report to standard output, return the exit status."""
    try:
        asked = _arguments(argv)
    except _Misunderstood:
        sys.stderr.write(f"Usage : {_USAGE}\nطريقة الاستعمال: {isolate(_USAGE)}\n")
        return UNREADABLE
    report = _checked(asked.file, asked.rule, asked.preestablished, ceiling)
    sys.stdout.write(_as_json_text(report) if asked.json else "".join(f"{line}\n" for line in _sheet(report)))
    return _status(report)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(prog="macnss check-ebds", description=__doc__, allow_abbrev=False)
    parser.add_argument("file", type=Path, help="DS_1234567_202603.txt (- : entrée standard / المدخل القياسي)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rule", type=NumberRule, choices=tuple(NumberRule), default=NumberRule.WARN)
    parser.add_argument("--preestablished", type=Path, help="AFFEBDS_1234567_202603.txt")
    return parser.parse_args(argv)


def _checked(path: Path, rule: NumberRule, pre_established: Path | None, ceiling: Ceiling | None) -> Report:
    try:
        asked = _pre_established(pre_established) if pre_established else None
    except HopelessFile as hopeless:
        return unreadable(hopeless.code, hopeless.found, hopeless.expected)
    if path == STANDARD_INPUT:
        return check(sys.stdin.buffer, Expectations(number_rule=rule, pre_established=asked, ceiling=ceiling))
    return check_path(path, Expectations(number_rule=rule, pre_established=asked, file_name=path.name, ceiling=ceiling))


def _pre_established(path: Path) -> PreEstablished:
    try:
        with path.open("rb") as stream:
            return read_pre_established(stream)
    except OSError as error:
        raise HopelessFile(Code.FILE_ABSENT, f"{path.name} ({error.strerror})") from error


def _status(report: Report) -> int:
    if report.unreadable:
        return UNREADABLE
    return ACCEPTED if report.accepted else REFUSED


def _as_json_text(report: Report) -> str:
    return json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n"


def _sheet(report: Report) -> Iterator[str]:
    """The report to read in a terminal, both languages one under the other."""
    french, arabic = _VERDICT[_status(report)]
    counts = f"{report.errors} / {report.warnings}"
    yield f"{french} ; erreurs / avertissements : {counts}"
    yield f"{arabic}؛ الأخطاء / التنبيهات: {isolate(counts)}"
    if not report.unreadable:
        yield from _totals(report)
    for each in report.findings:
        yield from _paragraph(each)
    if report.omitted:
        yield f"… + {report.omitted}"


def _totals(report: Report) -> Iterator[str]:
    totals = report.totals
    lines = f"{totals.lines} ({totals.pre_established} + {totals.entrants})"
    real, capped = (f"{from_centimes(amount)} DH" for amount in (totals.real_centimes, totals.capped_centimes))
    yield f"Assurés : {lines} ; jours : {totals.days} ; salaires : {real} ; plafonnés : {capped}"
    yield (
        f"المؤمن لهم: {isolate(lines)}؛ الأيام: {isolate(str(totals.days))}؛ "
        f"الأجور: {isolate(real)}؛ المسقفة: {isolate(capped)}"
    )


def _paragraph(each: Finding) -> Iterator[str]:
    french, arabic = _SEVERITY[each.severity]
    place = " · ".join(filter(None, (str(each.line), each.record, each.field, each.code)))
    yield ""
    yield f"{french} · {arabic} · {isolate(place)}"
    yield f"  {each.message['fr']}"
    yield f"  {each.message['ar']}"
