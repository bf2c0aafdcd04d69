"""The layout of the file: every record, every field, in one table (CNSS specification of February 2006, version 2).

A line is 260 characters. Numbers stand at the right of their field and are filled with zeros, texts at the left and
are filled with spaces, amounts are in centimes, dates AAAAMMJJ. Positions count from 0, in bytes. Each field has its
official name, which findings show, and a word, which the code uses: the word of a recap's field is the word of what
it sums, so that `days` stands for N_Jours_Declares, N_Nbr_Jours and N_T_Jours_Declares.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

LINE_LENGTH = 260
SURNAME_LENGTH = 30
"""L_Nom_Prenom holds the surname in its first 30 characters, the given names in the 30 others."""
MAX_DAYS = 26
"""Days that may be declared for one person and month."""

REGISTERED = range(100_000_000, 200_000_000)
"""Registration numbers begin with 1 and have nine digits."""
NO_NUMBER = 0
"""An entrant without number yet: the CIN stands for it."""
OCCASIONAL = 999_999_999
"""Occasional labour, among the entrants; may be repeated."""
NOBODY = 100_000_000
"""Satisfies its check digit and belongs to no one."""


class Type(Enum):
    """What may stand in a field."""

    NUMBER = "N"
    DATE = "N, AAAAMMJJ"
    TEXT = "AN, words that a person wrote"
    CODE = "AN, a code"
    FILLER = "spaces"


@dataclass(frozen=True)
class Field:
    """One field: official name, the code's word for it, first byte (from 0), length, type."""

    name: str
    word: str
    start: int
    length: int
    type: Type

    @property
    def end(self) -> int:
        return self.start + self.length

    @cached_property
    def place(self) -> slice:
        return slice(self.start, self.end)

    @cached_property
    def holds_digits(self) -> bool:
        return self.type in (Type.NUMBER, Type.DATE)

    def hold(self, total: int) -> int:
        """A total as far as the field can hold it: six digits for the days of a firm are a million days at most."""
        return int(total % 10**self.length)

    def write(self, number: int) -> str:
        """The number as the field holds it: 26 in three characters is 026."""
        text = f"{number:0{self.length}d}"
        if number < 0 or len(text) > self.length:
            raise ValueError(f"{self.name}: {number} does not fit in {self.length} digits")
        return text


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One type of line: its code and its fields by word, in order."""

    code: str
    fields: Mapping[str, Field]

    def __getitem__(self, word: str) -> Field:
        return self.fields[word]

    def __contains__(self, word: str) -> bool:
        return word in self.fields

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    @property
    def meaningful(self) -> int:
        """A line shorter than this has lost something: the filler at its end may go, and all of an empty E02."""
        if self.code == "E02":
            return self["period"].end
        return self["filler"].start if "filler" in self else LINE_LENGTH


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    word: str
    length: int
    type: Type = Type.NUMBER


def _record(code: str, columns: Iterable[_Column]) -> Record:
    """The columns one after the other from the first byte, then spaces to the end of the line."""
    fields: dict[str, Field] = {}
    start = 0
    for column in columns:
        fields[column.word] = Field(column.name, column.word, start, column.length, column.type)
        start += column.length
    if start < LINE_LENGTH:
        fields["filler"] = Field("L_filler", "filler", start, LINE_LENGTH - start, Type.FILLER)
    return Record(code, fields)


_TYPE = (_Column("L_Type_Enreg", "type", 3, Type.CODE),)
_KEY = (*_TYPE, _Column("N_Num_Affilie", "affiliate", 7), _Column("L_Periode", "period", 6))

_NATURE = (
    *_TYPE,
    _Column("N_Identif_Transfert", "transfer_id", 14),
    _Column("L_Cat", "category", 2, Type.CODE),
)
_NATURE_OF_COMPLEMENTARY = (
    *_TYPE,
    _Column("N_Identif_Transfert", "transfer_id", 14, Type.CODE),  # AN in E00 alone: it may be blank
    _Column("L_Cat", "category", 2, Type.CODE),
)
_HEADER = (
    *_KEY,
    _Column("L_Raison_Sociale", "company_name", 40, Type.TEXT),
    _Column("L_Activite", "activity", 40, Type.TEXT),
    _Column("L_Adresse", "address", 120, Type.TEXT),
    _Column("L_Ville", "town", 20, Type.TEXT),
    _Column("C_Code_Postal", "postcode", 6, Type.CODE),
    _Column("C_Code_Agence", "agency", 2, Type.CODE),  # N in some sources, AN in the specification
    _Column("D_Date_Emission", "issue_date", 8, Type.DATE),
    _Column("D_Date_Exig", "due_date", 8, Type.DATE),
)
_PRE_ESTABLISHED = (
    *_KEY,
    _Column("N_Num_Assure", "number", 9),
    _Column("L_Nom_Prenom", "name", 60, Type.TEXT),
    _Column("N_Enfants", "children", 2),
    _Column("N_AF_A_Payer", "af_to_pay", 6),
    _Column("N_AF_A_Deduire", "af_to_deduct", 6),
    _Column("N_AF_Net_A_Payer", "af_net", 6),
)
_PRE_ESTABLISHED_RECAP = (
    *_KEY,
    _Column("N_Nbr_Salaries", "lines", 6),
    _Column("N_T_Enfants", "children", 6),
    _Column("N_T_AF_A_Payer", "af_to_pay", 12),
    _Column("N_T_AF_A_Deduire", "af_to_deduct", 12),
    _Column("N_T_AF_Net_A_Payer", "af_net", 12),
    _Column("N_T_Num_Imma", "number", 15),
)
_ANSWERED = (
    *_PRE_ESTABLISHED,
    _Column("N_AF_A_Reverser", "af_to_return", 6),
    _Column("N_Jours_Declares", "days", 2),
    _Column("N_Salaire_Reel", "real", 13),
    _Column("N_Salaire_Plaf", "capped", 9),
    _Column("L_Situation", "situation", 2, Type.CODE),
    _Column("S_Ctr", "control", 19),
)
_ENTRANT = (
    *_KEY,
    _Column("N_Num_Assure", "number", 9),
    _Column("L_Nom_Prenom", "name", 60, Type.TEXT),
    _Column("L_Num_CIN", "cin", 8, Type.CODE),
    _Column("N_Nbr_Jours", "days", 2),
    _Column("N_Sal_Reel", "real", 13),
    _Column("N_Sal_Plaf", "capped", 9),
    _Column("S_Ctr", "control", 19),
)
_WAGE_TOTALS = (
    _Column("N_T_Jours_Declares", "days", 6),
    _Column("N_T_Salaire_Reel", "real", 15),
    _Column("N_T_Salaire_Plaf", "capped", 13),
    _Column("N_T_Ctr", "control", 19),
)
_ANSWERED_RECAP = (*_PRE_ESTABLISHED_RECAP, _Column("N_T_AF_A_Reverser", "af_to_return", 12), *_WAGE_TOTALS)
_ENTRANT_RECAP = (
    *_KEY,
    _Column("N_Nbr_Salaries", "lines", 6),
    _Column("N_T_Num_Imma", "number", 15),
    *_WAGE_TOTALS,
)

_COLUMNS: Mapping[str, tuple[_Column, ...]] = {
    "A00": _NATURE,
    "A01": _HEADER,
    "A02": _PRE_ESTABLISHED,
    "A03": _PRE_ESTABLISHED_RECAP,
    "B00": _NATURE,
    "B01": _HEADER,
    "B02": _ANSWERED,
    "B03": _ANSWERED_RECAP,
    "B04": _ENTRANT,
    "B05": _ENTRANT_RECAP,
    "B06": _ENTRANT_RECAP,
    "E00": _NATURE_OF_COMPLEMENTARY,
    "E01": _HEADER,
    "E02": _ANSWERED,
    "E03": _ANSWERED_RECAP,
    "E04": _ENTRANT,
    "E05": _ENTRANT_RECAP,
    "E06": _ENTRANT_RECAP,
}

RECORDS: Mapping[str, Record] = {code: _record(code, columns) for code, columns in _COLUMNS.items()}
