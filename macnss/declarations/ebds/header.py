"""The head of a file: who declares, for which month, and what kind of declaration it is (records x00 and x01)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from macnss.declarations.ebds.characters import decode
from macnss.declarations.ebds.layout import Record
from macnss.kernel.months import Month

NO_TRANSFER = "0" * 14
"""N_Identif_Transfert of a declaration that answers no pre-established file."""


class Kind(StrEnum):
    """Déclaration principale: the month's first. Déclaration complémentaire: entrants that it had forgotten."""

    MAIN = "main"
    COMPLEMENTARY = "complementary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Read: as the file says, without the blanks around. Written: folded to the format's characters."""

    affiliate: str
    """Seven digits."""
    period: Month | None
    """None when the file writes no month there."""
    company_name: str
    activity: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    agency: str = ""
    issue_date: dt.date | None = None
    due_date: dt.date | None = None
    transfer_id: str = NO_TRANSFER
    kind: Kind = Kind.MAIN
    sequence: int = 0
    """1 to 9 for a complementary declaration, 0 for the main one."""


def texts(record: Record, line: bytes) -> dict[str, str]:
    """Each field of one line, by word, without the blanks around."""
    return {field.word: decode(line[field.place]).strip() for field in record}


def header_of(nature: Mapping[str, str], identity: Mapping[str, str]) -> Header:
    """The header that the fields of x00 and x01 make."""
    category = nature.get("category", "")
    complementary = category.startswith("E")
    return Header(
        affiliate=identity["affiliate"],
        period=month_or_none(identity["period"]),
        company_name=identity["company_name"],
        activity=identity["activity"],
        address=identity["address"],
        town=identity["town"],
        postcode=identity["postcode"],
        agency=identity["agency"],
        issue_date=date_or_none(identity["issue_date"]),
        due_date=date_or_none(identity["due_date"]),
        transfer_id=nature.get("transfer_id") or NO_TRANSFER,
        kind=Kind.COMPLEMENTARY if complementary else Kind.MAIN,
        sequence=int(category[1:]) if complementary and category[1:].isdigit() else 0,
    )


def month_or_none(text: str) -> Month | None:
    """AAAAMM as a month."""
    try:
        return Month(int(text[:4]), int(text[4:])) if is_digits(text, 6) else None
    except ValueError:
        return None


def date_or_none(text: str) -> dt.date | None:
    """AAAAMMJJ as a date."""
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:])) if is_digits(text, 8) else None
    except ValueError:
        return None


def is_digits(text: str, length: int) -> bool:
    """Exactly so many digits 0 to 9 (`str.isdigit` alone takes those of every script)."""
    return len(text) == length and text.isascii() and text.isdigit()
