"""Kinds of case that only the tests have: every type of question, conditions in one screen, a public one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from macnss.cases.definition import Answers, Choice, Definition, Question, Type
from macnss.cases.engine import COMMON_REASONS, KINDS, Holder, Kind, Line
from macnss.lawbook.texts import Text


def text(words: str) -> dict[str, str]:
    return {"fr": words, "ar": f"{words} بالعربية"}


OF_TYPE: dict[Type, dict[str, Any]] = {
    Type.CHOICE: {"choices": [{"code": "a", **text("Un")}, {"code": "b", **text("Deux")}]},
    Type.NUMBER: {"minimum": 1, "maximum": 20},
}

WRITTEN: dict[str, Any] = {
    "title": text("Tout demander"),
    "help": text("Une demande qui contient tout."),
    "theme": "personal",
    "initials": "TT",
    "audiences": ["insured", "employer", "public"],
    "target": "service.case_days",
    "law": [{**text("Article premier"), "url": "https://example.org/loi"}],
    "fee": text("Gratuit pour tous"),
    "sheets": [
        {
            "name": "all",
            "title": text("Toutes les questions"),
            "questions": [
                {
                    "name": f"q_{each.value}",
                    "type": each.value,
                    "label": text(f"Question {each.value}"),
                    "required": False,
                    **OF_TYPE.get(each, {}),
                }
                for each in Type
            ],
        },
        {
            "name": "home",
            "title": text("Votre foyer"),
            "questions": [
                {"name": "married", "type": "yes_no", "label": text("Êtes-vous marié ?")},
                {"name": "spouse", "type": "name", "label": text("Nom du conjoint"), "when": {"married": True}},
            ],
        },
        {
            "name": "only_married",
            "title": text("Le mariage"),
            "when": {"married": True},
            "questions": [{"name": "wedding", "type": "date", "label": text("Date du mariage")}],
        },
    ],
    "papers": [
        {"name": "act", "title": text("Acte de mariage"), "required": False, "when": {"married": True}},
    ],
    "reasons": [
        {
            "code": "no",
            "title": text("Non"),
            "words": text("Les conditions ne sont pas remplies"),
            "article": text("Article 7"),
            "remedy": text("Attendez un an"),
        }
    ],
}


class Everything(Kind):
    """A kind with everything; it refuses a wedding before 1950."""

    def refusals(self, answers: Answers, holder: Holder, on: Any) -> dict[str, Any]:
        early = str(answers.get("wedding") or "9") < "1950"
        return {"wedding": "This wedding is too long ago."} if early else {}

    def effects(self, answers: Answers, holder: Holder, on: Any) -> list[Line]:
        return [Line("Votre couverture", "change"), Line("Numéro", "123456789", is_number=True)]

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:
        return (Choice("x", Text("X", "س")),)


@contextmanager
def another_kind(code: str = "everything", **changed: Any) -> Iterator[Kind]:
    """The register with one kind more, for the time of a story."""
    kind = Everything()
    kind.code = code  # type: ignore[misc]
    kind.definition = Definition._of(code, {**WRITTEN, **changed}, COMMON_REASONS)  # type: ignore[misc]
    KINDS[code] = kind
    try:
        yield kind
    finally:
        del KINDS[code]
