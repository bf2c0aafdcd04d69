"""What the check of one file says in the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.findings import Finding, finding
from macnss.declarations.ebds.header import Header


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Of the lines as they were read, whatever the recaps say. The empty B04 and the empty E02 are nobody."""

    pre_established: int = 0
    entrants: int = 0
    days: int = 0
    real_centimes: int = 0
    capped_centimes: int = 0

    @property
    def lines(self) -> int:
        """People declared."""
        return self.pre_established + self.entrants

    def as_json(self) -> dict[str, int]:
        return {
            "lines": self.lines,
            "pre_established": self.pre_established,
            "entrants": self.entrants,
            "days": self.days,
            "real_centimes": self.real_centimes,
            "capped_centimes": self.capped_centimes,
        }


@dataclass(frozen=True, kw_only=True)
class Report:
    """The verdict, the totals, the findings by line."""

    header: Header | None = None
    """None when the file has no readable x01."""
    totals: Totals = field(default_factory=Totals)
    findings: list[Finding] = field(default_factory=list)
    per_code: Mapping[Code, int] = field(default_factory=dict)
    """How many findings of each code there are, those that were not kept included."""
    errors: int = 0
    warnings: int = 0
    unreadable: Finding | None = None
    """Why the file could not be read at all, if so."""

    @property
    def accepted(self) -> bool:
        """Warnings do not refuse a file."""
        return self.errors == 0

    @property
    def omitted(self) -> int:
        """Findings counted but not kept."""
        return self.errors + self.warnings - len(self.findings)

    def as_json(self) -> dict[str, Any]:
        return {
            "accepted": self.accepted,
            "totals": self.totals.as_json(),
            "findings": [finding.as_json() for finding in self.findings],
        }


def unreadable(code: Code, found: str = "", expected: str = "") -> Report:
    """The report on a file that could not be read at all: one finding says why."""
    why = finding(code, 1, "", found=found, expected=expected)
    return Report(findings=[why], per_code={code: 1}, errors=1, unreadable=why)
