"""The columns of the file: questions of the form, under their labels in both languages."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from macnss.cases.definition import Question
from macnss.cases.engine import KINDS
from macnss.lawbook.texts import Text

KIND = "immatriculation"
NAMES = (
    "last_name",
    "first_name",
    "last_name_ar",
    "first_name_ar",
    "document",
    "document_number",
    "nationality",
    "birth_date",
    "birth_place",
    "sex",
    "address",
    "commune",
    "town",
    "postcode",
    "phone",
    "email",
    "family_status",
    "children",
    "hired_on",
    "job",
    "contract",
)
# A person who does not exist: a line that still says this is not read.
EXAMPLE = {
    "last_name": "EXEMPLE",
    "first_name": "MODELE",
    "last_name_ar": "مثال",
    "first_name_ar": "نموذج",
    "document": "cin",
    "document_number": "AB123456",
    "nationality": "",
    "birth_date": "14/03/1992",
    "birth_place": "FES",
    "sex": "F",
    "address": "12 RUE DES ORANGERS",
    "commune": "AGDAL",
    "town": "FES",
    "postcode": "30000",
    "phone": "0612345678",
    "email": "modele@example.org",
    "family_status": "married",
    "children": "2",
    "hired_on": "01/10/2026",
    "job": "VENDEUSE",
    "contract": "non",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column, and the question that it answers."""

    question: Question
    needed: bool

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def header(self) -> str:
        return f"{self.question.label.fr} / {self.question.label.ar}"


@cache
def columns() -> tuple[Column, ...]:
    """In the order of the template. A column is needed when each line must answer it."""
    asked = {each.name: each for sheet in KINDS[KIND].definition.sheets for each in sheet.questions}
    return tuple(Column(asked[name], asked[name].required and not asked[name].when) for name in NAMES)


def places_of(heads: Sequence[str]) -> dict[str, int]:
    """Where each column stands in a file, by its French, Arabic or technical name, in any order."""
    known = {spelling: column.name for column in columns() for spelling in _spellings(column)}
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = next((known[part] for part in _parts(head) if part in known), None)
        if name:
            places.setdefault(name, place)
    return places


def missing_from(places: Mapping[str, int]) -> tuple[Text, ...]:
    """The names of the columns that every line must answer, and that stand nowhere."""
    return tuple(each.question.label for each in columns() if each.needed and each.name not in places)


def folded(text: str) -> str:
    """A text without accents, vowel signs, case, punctuation: what two people write of one thing."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", "", "".join(sign for sign in bare if not unicodedata.combining(sign)))


def _spellings(column: Column) -> Iterator[str]:
    label = column.question.label
    yield from map(folded, (column.name, label.fr, label.ar))


def _parts(head: str) -> list[str]:
    return [folded(part) for part in (head, *head.split("/"))]
