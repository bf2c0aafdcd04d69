"""Files to spoil: valid ones of the cast, edited one field at a time, and added up again by plain Python."""

import datetime as dt
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Self

from macnss.declarations.ebds.examine import check
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.findings import Finding
from macnss.declarations.ebds.header import Header, Kind
from macnss.declarations.ebds.layout import RECORDS, Field
from macnss.declarations.ebds.people import AnsweredLine, Entrant, PreEstablishedLine
from macnss.declarations.ebds.pre_established import PreEstablished, read_pre_established
from macnss.declarations.ebds.report import Report
from macnss.declarations.ebds.situations import Situation
from macnss.declarations.ebds.write import write_complementary, write_declaration, write_pre_established
from macnss.kernel.months import Month

MARCH = Month(2026, 3)
ATLAS = Header(
    affiliate="1234567",
    period=MARCH,
    company_name="Atlas SARL",
    activity="Commerce",
    address="12 rue de l'Océan",
    town="Fès",
    postcode="30000",
    agency="01",
    issue_date=dt.date(2026, 3, 1),
    due_date=dt.date(2026, 4, 10),
    transfer_id="00000000000042",
)
COMPLEMENTARY = replace(ATLAS, kind=Kind.COMPLEMENTARY, sequence=1)

AMINA = AnsweredLine(
    number=112345676,
    surname="El Alami",
    given_names="Amina",
    children=2,
    af_to_pay=60_000,
    af_net=60_000,
    days=26,
    real=500_000,
    capped=500_000,
)
BRAHIM = AnsweredLine(number=123456785, surname="Tazi", given_names="Brahim", days=20, real=1_000_000, capped=600_000)
LEFT = AnsweredLine(
    number=135792466,
    surname="Idrissi",
    given_names="Said",
    children=1,
    af_to_pay=30_000,
    af_net=30_000,
    af_to_return=30_000,
    days=0,
    real=0,
    capped=0,
    situation=Situation.SO,
)
ZINEB = Entrant(
    number=140000002, surname="Berrada", given_names="Zineb", cin="AB123456", days=10, real=250_000, capped=250_000
)
NEWCOMER = Entrant(surname="Fassi", given_names="Omar", cin="CD654321", days=5, real=100_000, capped=100_000)
DAY_LABOURER = Entrant(number=999999999, surname="", given_names="", days=3, real=700_000, capped=50_000)

PRE_ESTABLISHED = tuple(
    PreEstablishedLine(
        number=each.number,
        surname=each.surname,
        given_names=each.given_names,
        children=each.children,
        af_to_pay=each.af_to_pay,
        af_to_deduct=each.af_to_deduct,
        af_net=each.af_net,
    )
    for each in (AMINA, BRAHIM, LEFT)
)

SUMMED = {
    "B02": ("N_Num_Assure", "N_AF_A_Reverser", "N_Jours_Declares", "N_Salaire_Reel", "N_Salaire_Plaf"),
    "B04": ("N_Num_Assure", "N_Nbr_Jours", "N_Sal_Reel", "N_Sal_Plaf"),
}
RANKS = {"  ": 0, "SO": 1, "DE": 2, "IT": 3, "IL": 4, "AT": 5, "CS": 6, "MS": 7, "MP": 8}
RECAPPED = {
    "N_T_Enfants": ("N_Enfants", ""),
    "N_T_AF_A_Payer": ("N_AF_A_Payer", ""),
    "N_T_AF_A_Deduire": ("N_AF_A_Deduire", ""),
    "N_T_AF_Net_A_Payer": ("N_AF_Net_A_Payer", ""),
    "N_T_Num_Imma": ("N_Num_Assure", "N_Num_Assure"),
    "N_T_AF_A_Reverser": ("N_AF_A_Reverser", ""),
    "N_T_Jours_Declares": ("N_Jours_Declares", "N_Nbr_Jours"),
    "N_T_Salaire_Reel": ("N_Salaire_Reel", "N_Sal_Reel"),
    "N_T_Salaire_Plaf": ("N_Salaire_Plaf", "N_Sal_Plaf"),
    "N_T_Ctr": ("S_Ctr", "S_Ctr"),
}
"""The field of B02 and that of B04 that each total sums."""


def main_file() -> bytes:
    """B00, B01, three B02 (lines 3 to 5), B03 (6), three B04 (7 to 9), B05 (10), B06 (11)."""
    out = BytesIO()
    write_declaration(out, ATLAS, [AMINA, BRAHIM, LEFT], [ZINEB, NEWCOMER, DAY_LABOURER])
    return out.getvalue()


def complementary_file() -> bytes:
    """E00, E01, the empty E02 (3), E03 (4), three E04 (5 to 7), E05 (8), E06 (9)."""
    out = BytesIO()
    write_complementary(out, COMPLEMENTARY, [ZINEB, NEWCOMER, DAY_LABOURER])
    return out.getvalue()


def pre_established_file() -> bytes:
    """A00, A01, three A02 (3 to 5), A03 (6)."""
    out = BytesIO()
    write_pre_established(out, ATLAS, PRE_ESTABLISHED)
    return out.getvalue()


def pre_established() -> PreEstablished:
    return read_pre_established(BytesIO(pre_established_file()))


def field_of(line: bytes, name: str) -> Field:
    return next(field for field in RECORDS[line[:3].decode()] if field.name == name)


@dataclass
class Sample:
    """A file as a list of lines, that a test may spoil."""

    lines: list[bytes]

    @classmethod
    def of(cls, content: bytes) -> Self:
        return cls(content.splitlines())

    @property
    def content(self) -> bytes:
        return b"".join(line + b"\r\n" for line in self.lines)

    def get(self, line: int, name: str) -> bytes:
        return self.lines[line - 1][field_of(self.lines[line - 1], name).place]

    def put(self, line: int, name: str, value: bytes | str | int) -> Self:
        """Write in one field of one line (from 1), as it comes; a number is filled with zeros."""
        old = self.lines[line - 1]
        field = field_of(old, name)
        written = field.write(value).encode() if isinstance(value, int) else value
        raw = written.encode() if isinstance(written, str) else written
        raw = raw.ljust(field.length)
        assert len(raw) == field.length
        self.lines[line - 1] = old[: field.start] + raw + old[field.end :]
        return self

    def resummed(self) -> Self:
        """Control sums and recaps made right again, the slow and plain way."""
        for index, line in enumerate(self.lines, 1):
            if names := SUMMED.get("B" + line[1:3].decode()):
                total = sum(self.number(index, name) for name in names)
                if line[1:3] == b"02":
                    total += RANKS.get(self.get(index, "L_Situation").decode("latin-1"), 0)
                self.put(index, "S_Ctr", total)
        for index, line in enumerate(self.lines, 1):
            for position, recap in enumerate((b"03", b"05", b"06")):
                if line[1:3] == recap:
                    self._resum(index, ("02",) if position == 0 else ("04",) if position == 1 else ("02", "04"))
        return self

    def _resum(self, recap: int, sections: tuple[str, ...]) -> None:
        people = [
            (index, line[1:3].decode())
            for index, line in enumerate(self.lines, 1)
            if line[1:3].decode() in sections and not self._is_nobody(index)
        ]
        self.put(recap, "N_Nbr_Salaries", len(people))
        for field in RECORDS[self.lines[recap - 1][:3].decode()]:
            if field.name in RECAPPED:
                of_answered, of_entrants = RECAPPED[field.name]
                names = {"02": of_answered, "04": of_entrants}
                self.put(recap, field.name, sum(self.number(index, names[kind]) for index, kind in people))

    def _is_nobody(self, line: int) -> bool:
        return not self.lines[line - 1][16:136].strip(b" 0")

    def number(self, line: int, name: str) -> int:
        raw = self.get(line, name)
        return int(raw) if raw.isdigit() else 0

    def insert(self, line: int, *new: bytes) -> Self:
        self.lines[line - 1 : line - 1] = new
        return self

    def drop(self, line: int) -> Self:
        del self.lines[line - 1]
        return self

    def check(self, **expected: Any) -> Report:
        return check(BytesIO(self.content), Expectations(**expected))


def main() -> Sample:
    return Sample.of(main_file())


def complementary() -> Sample:
    return Sample.of(complementary_file())


def told(report: Report) -> list[tuple[int, str, str]]:
    """Line, field and code of each finding."""
    return [(each.line, each.field, str(each.code)) for each in report.findings]


def only(report: Report) -> Finding:
    """The one finding of the report."""
    assert len(report.findings) == 1, told(report)
    return report.findings[0]
