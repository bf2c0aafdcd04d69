"""What the checker knows before it opens a file: the ceiling, how strict to be, and what the fund sent."""

from collections.abc import Callable
from dataclasses import dataclass

from macnss.declarations.ebds.findings import Severity
from macnss.declarations.ebds.header import Header
from macnss.declarations.ebds.hopeless import MAX_BYTES
from macnss.declarations.ebds.pre_established import PreEstablished
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import NumberRule

CEILING = 600_000
"""Centimes a month: 6,000 DH, for callers that do not bring the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """Everything but the file. What is None is not compared."""

    ceiling: Callable[[Month], int] | None = None
    """Centimes for a month; `CEILING` for all of them when None."""
    number_rule: NumberRule = NumberRule.WARN
    """What a wrong check digit means. The rule of 2006 alone refuses real firms: hence a warning."""
    affiliate: str | None = None
    """The seven digits of the employer who sends the file."""
    period: Month | None = None
    file_name: str | None = None
    pre_established: PreEstablished | None = None
    """The file that a main declaration answers: each of its lines must have its B02."""
    max_bytes: int = MAX_BYTES
    keep: int = 100_000
    """Findings kept; those beyond are only counted."""

    @property
    def asked(self) -> Header | None:
        """The head of the pre-established file."""
        return None if self.pre_established is None else self.pre_established.header

    @property
    def check_digits(self) -> Severity | None:
        """What a wrong check digit is; None when nobody cares."""
        if self.number_rule is NumberRule.OFF:
            return None
        return Severity.ERROR if self.number_rule is NumberRule.REJECT else Severity.WARNING

    def ceiling_of(self, month: Month) -> int:
        return self.ceiling(month) if self.ceiling else CEILING
