"""Names of files. The specification writes the period MMAAAA in them, real files AAAAMM: both are read."""

import re
from dataclasses import dataclass
from typing import Self

from macnss.declarations.ebds.header import Kind, month_or_none
from macnss.kernel.months import Month

PRE_ESTABLISHED = "AFFEBDS"
_NAME = re.compile(r"(AFFEBDS|DS|DSC([1-9]))_([0-9]{7})_([0-9]{6})\.TXT", re.ASCII)


@dataclass(frozen=True, slots=True)
class FileName:
    """What a name says of the file: DS_1234567_202603.txt."""

    nature: str
    """DS, DSC1 to DSC9, or AFFEBDS."""
    affiliate: str
    period: Month | None

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """None when the name does not follow the convention: it then says nothing."""
        if not (written := _NAME.fullmatch(name.upper())):
            return None
        period = written[4]
        return cls(written[1], written[3], month_or_none(period) or month_or_none(period[2:] + period[:2]))

    def __str__(self) -> str:
        return f"{self.nature}_{self.affiliate}_{self.period.compact if self.period else ''}.txt"


def nature_of(kind: Kind, sequence: int = 0) -> str:
    return f"DSC{sequence}" if kind is Kind.COMPLEMENTARY else "DS"


def file_name(kind: Kind, affiliate: str, period: Month, sequence: int = 0) -> str:
    """The name of a declaration: DS_1234567_202603.txt, DSC1_1234567_202603.txt."""
    return str(FileName(nature_of(kind, sequence), affiliate, period))


def pre_established_name(affiliate: str, period: Month) -> str:
    """The name of the file that the fund sends: AFFEBDS_1234567_202603.txt."""
    return str(FileName(PRE_ESTABLISHED, affiliate, period))
