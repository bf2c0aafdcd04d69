"""What a check has found: one finding a thing to correct, and the log that keeps them within bounded memory."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.messages import SENTENCES


class Severity(StrEnum):
    """An error refuses the file, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


WARNINGS = frozenset(
    {
        Code.FILE_NAME_DIFFERS,
        Code.LINES_BLANK_AT_END,
        Code.CHARACTERS_TO_FOLD,
        Code.FILLER_NOT_BLANK,
        Code.TRANSFER_DIFFERS,
        Code.NUMBER_UNSORTED,
        Code.PRE_ESTABLISHED_CHANGED,
        Code.AF_NET_UNEXPLAINED,
        Code.EMPTY_ENTRANT_NOT_ALONE,
        Code.RECAP_NOT_VERIFIED,
    }
)
"""The others are errors, unless the number rule says otherwise."""

OFFICIAL_CODES = {("E04", "N_Num_Affilie"): "242"}
"""The only one of the fund's 95 error codes that a public source tells, by record and field."""


def severity_of(code: Code) -> Severity:
    return Severity.WARNING if code in WARNINGS else Severity.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to correct. `line` counts from 1; `field` is empty when the whole line is meant."""

    line: int
    record: str
    field: str
    code: Code
    severity: Severity
    found: str = ""
    expected: str = ""
    see: int = 0
    """Another line that the message points to, or 0."""

    @property
    def message(self) -> dict[str, str]:
        """What is wrong and what to do, by language."""
        return SENTENCES[self.code].about(
            found=self.found, expected=self.expected, field=self.field, record=self.record, see=str(self.see)
        )

    @property
    def official_code(self) -> str | None:
        """The fund's own code of this error, where it is known."""
        return OFFICIAL_CODES.get((self.record, self.field))

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "record": self.record,
            "field": self.field,
            "code": str(self.code),
            "severity": str(self.severity),
            "found": self.found,
            "expected": self.expected,
            "message": self.message,
        }


def finding(
    code: Code,
    line: int,
    record: str,
    field: str = "",
    found: str = "",
    expected: str = "",
    *,
    see: int = 0,
    severity: Severity | None = None,
) -> Finding:
    """A finding of the code's usual severity, unless another is given."""
    return Finding(line, record, field, code, severity or severity_of(code), found, expected, see)


class Findings:
    """The findings of one file: the first `keep` are kept, all are counted."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._kept: list[Finding] = []
        self.per_code: Counter[Code] = Counter()
        self.per_severity: Counter[Severity] = Counter()

    @property
    def room(self) -> int:
        """How many more can be kept."""
        return max(self._keep - len(self._kept), 0)

    def add(self, finding: Finding) -> None:
        self.count(finding.code, finding.severity, 1)
        if self.room:
            self._kept.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.add(finding)

    def count(self, code: Code, severity: Severity, number: int) -> None:
        """Count findings that there is no room to keep."""
        self.per_code[code] += number
        self.per_severity[severity] += number

    def in_order(self) -> list[Finding]:
        """Those kept, by line."""
        return sorted(self._kept, key=lambda finding: finding.line)
