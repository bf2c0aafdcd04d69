"""The answers of a case as people read them: reviewing, following, examining it, and on the printed sheet."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from unicodedata import combining, normalize

from babel import Locale
from django.utils.translation import gettext as _

from macnss.cases.definition import Choice, Question, Sheet, Type
from macnss.cases.engine import Holder, kind_of
from macnss.cases.models import Case
from macnss.lawbook.texts import Text
from macnss.ui.templatetags.formats import dirhams, language, long_date, month_name, number

# Shown hidden until their reader touches Show.
SENSITIVE = frozenset({Type.CIN, Type.DOCUMENT, Type.RIB, Type.PHONE, Type.REGISTRATION})
# Numbers, references, addresses: they keep their own direction in an Arabic line.
LEFT_TO_RIGHT = frozenset(
    {
        Type.CIN,
        Type.DOCUMENT,
        Type.RIB,
        Type.PHONE,
        Type.EMAIL,
        Type.ICE,
        Type.AFFILIATION,
        Type.REGISTRATION,
        Type.POSTCODE,
    }
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer, a plain JSON value; `choice` is what was chosen in a list."""

    question: Question
    value: Any
    choice: Choice | None = None

    @property
    def given(self) -> bool:
        return self.value not in (None, "", [])

    @property
    def sensitive(self) -> bool:
        return self.given and self.question.type in SENSITIVE

    @property
    def left_to_right(self) -> bool:
        return self.question.type in LEFT_TO_RIGHT


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one screen."""

    sheet: Sheet
    answers: tuple[Answered, ...]


def sections_of(case: Case) -> list[Section]:
    """The screens of a case with what was answered, in order. What was not asked is not there."""
    said = case.said
    return [
        Section(sheet, tuple(_answered(case, question, said) for question in sheet.asked(said)))
        for sheet in kind_of(case).definition.asked_sheets(said)
    ]


def _answered(case: Case, question: Question, said: dict[str, Any]) -> Answered:
    value = said.get(question.name)
    if question.type != Type.CHOICE:
        return Answered(question, value)
    choices = kind_of(case).choices(question, Holder.of(case), said) if question.from_kind else question.choices
    return Answered(question, value, next((choice for choice in choices if choice.code == value), None))


def in_language(text: Text) -> str:
    """A text in the language of the page."""
    return text.ar if language() == "ar" else text.fr


def written(answer: Answered) -> str:
    """An answer in the language of the page; "" when there is none. What is not written as it should be stays as is."""
    if not answer.given:
        return ""
    try:
        return _written(answer)
    except (ValueError, ArithmeticError):
        return str(answer.value)


def _written(answer: Answered) -> str:
    value = answer.value
    match answer.question.type:
        case Type.CHOICE:
            return in_language(answer.choice.label) if answer.choice else str(value)
        case Type.YES_NO:
            return _("Yes") if value else _("No")
        case Type.DATE:
            return long_date(dt.date.fromisoformat(value))
        case Type.MONTH:
            return month_name(dt.date.fromisoformat(f"{value}-01"))
        case Type.AMOUNT:
            return dirhams(Decimal(value))
        case Type.NUMBER:
            return number(int(value))
        case Type.COUNTRY:
            return dict(countries(language())).get(value, str(value))
        case _:
            return str(value)


# What Babel knows besides the countries: the world, unions, tests; and what the Kingdom does not hold to be abroad.
_NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EH", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


@cache
def countries(tongue: str) -> tuple[tuple[str, str], ...]:
    """The countries by their ISO code, Morocco first, then in the alphabetical order of that language."""
    names = {str(code): str(name) for code, name in Locale(tongue).territories.items()}
    known = {code: names[code] for code in names if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES}
    rest = sorted((each for each in known.items() if each[0] != "MA"), key=lambda each: _order(each[1]))
    return (("MA", known["MA"]), *rest)


def _order(name: str) -> str:
    """Letters without their marks: É stands with E, أ with ا."""
    return "".join(_letters(name)).casefold()


def _letters(name: str) -> Iterator[str]:
    bare = normalize("NFKD", name.removeprefix("ال") if "\u0600" <= name[:1] <= "\u06ff" else name)
    yield from (each for each in bare if not combining(each))
