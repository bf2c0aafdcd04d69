"""One line of the file becomes answers, or what is wrong with it: the column, and what to write there."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from macnss.cases.definition import Question, Type
from macnss.cases.engine import KINDS, Holder
from macnss.cases.queries.answers import countries, in_language
from macnss.kernel.numbers.identifiers import (
    Identifier,
    NumberRefused,
    Phone,
    Postcode,
    ascii_digits,
    western_digits,
)
from macnss.lawbook.texts import Text
from macnss.registration.services.batches.columns import KIND, Column, columns, folded
from macnss.ui.templatetags.formats import number

_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞŒŸ' .\-]+")
_ARABIC = re.compile(r"[\u0621-\u064a\u064b-\u0652' .\-]+")
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})|(\d{1,2})\D(\d{1,2})\D(\d{4})")
_WITHOUT_SIGNS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_HOUR = re.compile(r"[ T]\d{1,2}:\d{2}.*")
_SERIAL = re.compile(r"([1-9]\d{4})(?:\.\d+)?")  # days since _BEFORE_DAY_ONE: what spreadsheets make of a date
_BEFORE_DAY_ONE = dt.date(1899, 12, 30)
_NO_VALUE = re.compile(r"=.*|#(?:N/A|[A-Z0/]+[!?])")  # a formula, or the error that it gave
_YES, _NO = {"oui", "yes", "o", "y", "1", "نعم"}, {"non", "no", "n", "0", "لا"}


class Unfit(ValueError):
    """A cell that cannot be read: its words say what to write."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, what is written in it, and what to do."""

    column: Text
    written: str
    words: str


def read(cells: Mapping[str, str], holder: Holder, on: dt.date) -> tuple[dict[str, Any], list[Fault]]:
    """The answers of a line, and every fault of it; a line with a fault becomes no request."""
    engine, answers, faults = KINDS[KIND], dict[str, Any](), list[Fault]()
    for column in columns():
        try:
            value = _value(column, cells.get(column.name, ""))
        except Unfit as unfit:
            faults.append(fault_in(column, cells, str(unfit)))
            continue
        if value is not None:
            answers[column.name] = value
    known = {**engine.prefilled(holder, on), **answers}
    faults += _missing(known, faults)
    if not faults:
        alone = replace(holder, company=None)  # what the company asks for already is looked up for all lines at once
        refused = engine.refusals(known, alone, on)
        faults = [fault_in(each, cells, str(refused[each.name])) for each in columns() if each.name in refused]
    return answers, faults


def fault_in(column: Column, cells: Mapping[str, str], words: str) -> Fault:
    return Fault(column.question.label, cells.get(column.name, ""), words)


def _missing(known: dict[str, Any], faults: list[Fault]) -> list[Fault]:
    """Questions that these answers call for and that the line leaves empty."""
    told = {fault.column for fault in faults}
    asked = {each.name for each in KINDS[KIND].definition.questions(known) if each.required}
    return [
        Fault(column.question.label, "", _("Nothing is written here: it is needed."))
        for column in columns()
        if column.name in asked and column.name not in known and column.question.label not in told
    ]


def _value(column: Column, typed: str) -> Any:
    """The plain value of a cell; None when it is empty. Raises Unfit."""
    question, typed = column.question, typed.strip()
    if _NO_VALUE.fullmatch(typed):
        raise Unfit(
            _(
                "This is a formula without a value: open the file in the spreadsheet program, save it there, "
                "then send it. Or write the value itself."
            )
        )
    return _READ[question.type](question, typed) if typed else None


def _latin(question: Question, typed: str) -> str:
    name = typed.replace("’", "'").upper()
    if not _LATIN.fullmatch(name):
        raise Unfit(_("Write it in Latin letters, as on the identity document."))
    return _short(question, name)


def _arabic(question: Question, typed: str) -> str:
    if not _ARABIC.fullmatch(typed):
        raise Unfit(_("Write it in Arabic letters, or leave it empty."))
    return _short(question, typed)


def _short(question: Question, typed: str) -> str:
    if len(typed) > question.length:
        words = ngettext("Write %(count)s character at most.", "Write %(count)s characters at most.", question.length)
        raise Unfit(words % {"count": number(question.length)})
    return western_digits(typed)


def _choice(question: Question, typed: str) -> str:
    sought = folded(typed)
    for choice in question.choices:
        spellings = {folded(each) for each in (choice.code, choice.label.fr, choice.label.ar)}
        if sought in spellings or sought in _SHORT.get(choice.code, ()):
            return choice.code
    offered = _(", ").join(in_language(choice.label) for choice in question.choices)
    raise Unfit(_("Write one of these: %(offered)s.") % {"offered": offered})


def _yes_no(question: Question, typed: str) -> bool:  # noqa: ARG001 - as every reader
    sought = folded(typed)
    if sought not in _YES | _NO:
        raise Unfit(_("Write yes or no."))
    return sought in _YES


def _day(question: Question, typed: str) -> str:  # noqa: ARG001
    """A day as people write it, with or without its hour, or as a spreadsheet counts it. A year has four digits."""
    written = _HOUR.sub("", ascii_digits(typed))
    if serial := _SERIAL.fullmatch(written):
        return (_BEFORE_DAY_ONE + dt.timedelta(days=int(serial[1]))).isoformat()
    if (joined := _WITHOUT_SIGNS.fullmatch(written)) and (day := _date(*joined.groups())):
        return day.isoformat()
    found = _DAY.fullmatch(written)
    if not found:
        raise Unfit(_("Write the day, the month and the year, for example 14/03/1992."))
    day = _date(found[1], found[2], found[3]) if found[1] else _date(found[6], found[5], found[4])
    if not day:
        raise Unfit(_("This date does not exist. Write the day first, then the month: 14/03/1992."))
    return day.isoformat()


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _number(question: Question, typed: str) -> int:
    try:
        value = int(ascii_digits(typed))
    except ValueError:
        raise Unfit(_("Write a whole number in digits, for example 3.")) from None
    if not (question.minimum or 0) <= value <= (question.maximum or value):
        raise Unfit(_("This number is not possible: check it."))
    return value


def _read_by(reader: type[Identifier]) -> Callable[[Question, str], str]:
    def read_number(question: Question, typed: str) -> str:  # noqa: ARG001
        try:
            return str(reader.parse(typed))
        except NumberRefused as refused:
            raise Unfit(str(refused.reasons[0])) from None

    return read_number


def _email(question: Question, typed: str) -> str:  # noqa: ARG001
    try:
        validate_email(typed)
    except ValidationError:
        raise Unfit(_("Write the e-mail address whole, for example amina@example.org.")) from None
    return typed.lower()


def _document(question: Question, typed: str) -> str:
    number = Identifier.normalise(typed)
    if not (3 <= len(number) <= question.length and number.isalnum()):
        raise Unfit(_("Write the number as it stands on the card or on the passport."))
    return number


def _country(question: Question, typed: str) -> str:  # noqa: ARG001
    code = _countries().get(folded(typed))
    if code is None:
        raise Unfit(_("Write the name of the country, or its two letters, for example MA."))
    return code


@cache
def _countries() -> dict[str, str]:
    """The code of each country by its code and its names."""
    known = {folded(name): code for language in ("fr", "ar") for code, name in countries(language)}
    return known | {code.casefold(): code for code in known.values()}


_SHORT = {
    "F": {"feminin", "femme", "f", "انثى"},
    "M": {"masculin", "homme", "m", "h", "ذكر"},
    "cin": {"cin", "cnie", "cni", "carte", "cartenationale"},
    "residence": {"cartesejour", "sejour", "titredesejour"},
    "single": {"celibataire", "c", "عازب", "عازبة"},
    "married": {"marie", "mariee", "متزوج", "متزوجة"},
    "divorced": {"divorce", "divorcee", "مطلق", "مطلقة"},
    "widowed": {"veuf", "veuve", "ارمل", "ارملة"},
}
_READ: dict[Type, Callable[[Question, str], Any]] = {
    Type.NAME: _latin,
    Type.NAME_AR: _arabic,
    Type.TEXT: _short,
    Type.CHOICE: _choice,
    Type.YES_NO: _yes_no,
    Type.DATE: _day,
    Type.NUMBER: _number,
    Type.PHONE: _read_by(Phone),
    Type.EMAIL: _email,
    Type.DOCUMENT: _document,
    Type.COUNTRY: _country,
    Type.POSTCODE: _read_by(Postcode),
}
