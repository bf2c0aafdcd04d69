"""Papers of the cast: a kind of case that asks for some, and those who give them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from macnss.cases.definition import Paper
from macnss.cases.engine import KINDS
from macnss.cases.models import Case, Piece
from macnss.cases.services import papers
from macnss.cases.tests.factories import draft, of_person
from macnss.identity.tests.factories import NOW
from macnss.insured.models import Insured
from macnss.kernel.tests.files import photo
from macnss.lawbook.texts import Text

CARD = Paper("card", Text("Carte d'identité", "البطاقة الوطنية"), Text("Les deux faces.", "الوجهان."), most_pages=4)
FACE = Paper("face", Text("Photo", "صورة"), most_pages=1, photo=True)
LETTER = Paper("letter", Text("Lettre", "رسالة"), required=False, most_pages=12)


@contextmanager
def asked_for(*asked: Paper) -> Iterator[None]:
    """The message to the fund asks for these papers."""
    kind = type(KINDS["message"])
    before = kind.definition
    kind.definition = replace(before, papers=asked)
    try:
        yield
    finally:
        kind.definition = before


def begun(person: Insured) -> Case:
    return draft(of_person(person))


def given(case: Case, name: str = "card", content: bytes = b"") -> Piece:
    """A paper of which one file was given."""
    return papers.add(
        case=case, piece_name=name, content=content or photo(), file_name="photo.jpg", by=case.account, now=NOW
    )
