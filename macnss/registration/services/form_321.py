"""Formulaire 321-1-06, Demande d'immatriculation / طلب التسجيل: blank, or filled from the answers of a case.

One letter a box, in capitals without accents. An answer longer than its boxes ends in a star, one in another script is
a star alone, and both stand in full in a note on the same page: nothing is cut in silence.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from macnss.cases.engine import kind_of
from macnss.cases.models import Case, Page
from macnss.cases.queries.answers import countries
from macnss.cases.services import store
from macnss.employers.models import Employer
from macnss.gateways.typst.drawings import bars
from macnss.gateways.typst.drawings import photo as drawn_photo
from macnss.gateways.typst.fields import LINE_SIZE, Field, values_in, width_of, with_fields
from macnss.gateways.typst.typesetting import marked, typeset
from macnss.insured.enums import IdentityDocument
from macnss.kernel.numbers.identifiers import ascii_digits

REFERENCE = "321-1-06"
TEMPLATE = Path(__file__).parent.parent / "print" / "form_321_1_06.typ"
MADE_AT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)  # the form itself: the same bytes until it changes
CONTINUED = "*"
_LIGATURES = str.maketrans({"Œ": "OE", "Æ": "AE", "’": "'", "`": "'", "–": "-", "—": "-", "·": " "})


@dataclass(frozen=True, slots=True)
class Note:
    """An answer in full, under the name of its boxes: each is written in its own direction."""

    name: str
    answer: str


@dataclass
class FormData:
    """What stands in the fields, by name, and the notes for what they do not hold."""

    values: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


@cache
def blank() -> bytes:
    """The form to fill, on a screen or by hand."""
    return _made(FormData(), reference=None, at=MADE_AT, photo=None)


def of_case(case: Case, *, at: dt.datetime) -> bytes:
    """The form of a case, with the photo that was given and the employer that it names, if the fund knows it."""
    return filled(case, employer=_employer_of(case), at=at, photo=portrait_of(case))


def filled(case: Case, *, employer: Employer | None, at: dt.datetime, photo: bytes | None = None) -> bytes:
    """The form of a case, with its reference in letters and bars once it has one."""
    return _made(form_data(case.said, employer), reference=case.reference, at=at, photo=photo)


@cache
def fields() -> tuple[Field, ...]:
    """The fields of the form and where they stand: the same whatever is written in it."""
    return tuple(map(Field.read, marked(TEMPLATE, _said(FormData(), None, photo=None), "field", files=_files(None))))


def read_back(pdf: bytes) -> dict[str, str]:
    """What somebody filled in, by name of field."""
    return values_in(pdf)


def form_data(answers: Mapping[str, Any], employer: Employer | None) -> FormData:
    """The answers of a registration as the form writes them."""
    said, places = FormData(), {each.name: each for each in fields()}
    for name, value in _written(answers, employer):
        _put(said, places[name], value)
    _put_address(said, str(answers.get("address") or ""), [places[f"address_{rank}"] for rank in (1, 2, 3)])
    if answers.get("family_status"):
        said.values["family_status"] = str(answers["family_status"])
    return said


def capitals(text: str) -> str:
    """Capitals without accents, as registers write: Œuvre d'été is OEUVRE D'ETE, ٣ is 3. Other letters are left out."""
    bare = unicodedata.normalize("NFKD", ascii_digits(text).upper().translate(_LIGATURES))
    return re.sub(r"\s+", " ", bare.encode("ascii", "ignore").decode()).strip()


def _employer_of(case: Case) -> Employer | None:
    if case.company:
        return case.company
    number = str(case.said.get("affiliation_number") or "")
    return Employer.objects.filter(affiliation_number=number).first() if number else None


def portrait_of(case: Case) -> bytes | None:
    """The portrait to stick on the form: the last of those given, since the card takes the first."""
    named = [paper.name for paper in kind_of(case).definition.papers if paper.photo]
    given = Page.objects.filter(piece__case=case, piece__name__in=named, removed_at=None).select_related("piece")
    page = max(given, key=lambda each: named.index(each.piece.name), default=None)
    try:
        return store.opened(page.document) if page else None
    except store.Lost:
        return None


def _written(answers: Mapping[str, Any], employer: Employer | None) -> Iterator[tuple[str, str]]:
    plain = ("last_name", "first_name", "birth_place", "sex", "commune", "town", "postcode", "children", "job")
    yield from ((name, str(answers[name])) for name in plain if answers.get(name) not in (None, ""))
    a_card = answers.get("document", IdentityDocument.CIN) == IdentityDocument.CIN
    yield "cin" if a_card else "document_number", str(answers.get("document_number") or "")
    yield "nationality", _nationality(answers)
    yield "birth_date", _eight_digits(answers.get("birth_date"))
    yield "hired_on", _eight_digits(answers.get("hired_on"))
    yield "phone", _national(str(answers.get("phone") or ""))
    yield "employer", employer.name if employer else str(answers.get("employer_name") or "")
    number = employer.affiliation_number if employer else answers.get("affiliation_number")
    yield "affiliation_number", str(number or "")


def _nationality(answers: Mapping[str, Any]) -> str:
    code = answers.get("nationality") or ("MA" if answers.get("document") == IdentityDocument.CIN else "")
    return "Marocaine" if code == "MA" else dict(countries("fr")).get(str(code), str(code))


def _eight_digits(day: object) -> str:
    try:
        return f"{dt.date.fromisoformat(str(day)):%d%m%Y}"
    except ValueError:
        return ""


def _national(phone: str) -> str:
    return f"0{phone.removeprefix('+212')}" if phone.startswith("+212") else phone


def _put(said: FormData, place: Field, value: str) -> None:
    """Write an answer in its boxes; what they do not hold stands in a note."""
    short = capitals(value)
    if _is_elsewhere(value) or not _holds(place, short):
        _note(said, place.words, value)
        short = CONTINUED if _is_elsewhere(value) else _cut(place, short) + CONTINUED
    said.values[place.name] = short


def _put_address(said: FormData, address: str, lines: list[Field]) -> None:
    """Words go whole from a line to the next; what is left stands in a note."""
    words, place = [] if _is_elsewhere(address) else capitals(address).split(), 0
    written = [""] * len(lines)
    while words and place < len(lines):
        longer = f"{written[place]} {words[0]}".strip()
        if len(longer) <= lines[place].boxes:
            written[place] = longer
            words.pop(0)
        elif written[place]:
            place += 1
        else:  # one word longer than a line
            written[place], words[0] = words[0][: lines[place].boxes], words[0][lines[place].boxes :]
            place += 1
    if words or _is_elsewhere(address):
        _note(said, "Adresse", address)
        last = -1 if words else 0
        written[last] = written[last][: lines[last].boxes - 1] + CONTINUED
    said.values |= {line.name: text for line, text in zip(lines, written, strict=True)}


def _is_elsewhere(text: str) -> bool:
    """Is it written in signs that the boxes do not take?"""
    return any(letter.isalpha() and not capitals(letter) for letter in text) or bool(
        text.strip() and not capitals(text)
    )


def _holds(place: Field, text: str) -> bool:
    if place.kind.in_boxes:
        return len(text) <= place.boxes
    return width_of(text, LINE_SIZE) <= place.width - 4


def _cut(place: Field, text: str) -> str:
    while text and not _holds(place, text + CONTINUED):
        text = text[:-1]
    return text


def _note(said: FormData, words: str, value: str) -> None:
    said.notes.append(Note(words.split(" / ")[0], value.strip()))


def _made(said: FormData, *, reference: str | None, at: dt.datetime, photo: bytes | None) -> bytes:
    paper = typeset(TEMPLATE, _said(said, reference, photo=photo), at=at, files=_files(reference, photo))
    return with_fields(paper, fields(), said.values)


def _said(said: FormData, reference: str | None, *, photo: bytes | None) -> dict[str, Any]:
    return {
        "language": "fr",
        "code": reference or REFERENCE,
        "reference": reference,
        "photo": photo is not None,
        "notes": [asdict(note) for note in said.notes],
    }


def _files(reference: str | None, photo: bytes | None = None) -> dict[str, bytes]:
    files = {"bars.svg": bars(reference or REFERENCE)}
    return files | {"photo.svg": drawn_photo(photo)} if photo else files
