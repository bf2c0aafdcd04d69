"""The field of a question: what it accepts, what it says of what it refuses, and the plain value that is kept."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.cases.definition import Choice, Question, Type
from macnss.cases.queries.answers import countries, in_language
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import NumberRule
from macnss.kernel.numbers.identifiers import (
    AffiliationNumber,
    Cin,
    Ice,
    Identifier,
    NumberRefused,
    Phone,
    Postcode,
    RegistrationNumber,
    Rib,
    ascii_digits,
    western_digits,
)
from macnss.ui.fields import DayField, DirhamsField, MonthField
from macnss.ui.templatetags.formats import language

SEEN_AT_ONCE = 8  # more choices than that stand in a list that opens
_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞŒŸ' .\-]+")
_ARABIC = re.compile(r"[\u0621-\u064a\u0670-\u06d3\u064b-\u0652' .\-\u200c]+")
Text = str | Promise


class NumberRead(forms.CharField):
    """A number that a value type reads: it comes back normalised, or with every reason why it cannot be."""

    def __init__(self, *, parse: Callable[[str], str], **said: Any) -> None:
        super().__init__(**said)
        self.parse = parse

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return str(self.parse(typed)) if typed else ""
        except NumberRefused as refused:
            raise forms.ValidationError(list(refused.reasons))


class Words(forms.CharField):
    """What somebody wrote, its numbers in the digits of every page and of every register: ٣٠٠٠٠ is kept as 30000."""

    def to_python(self, value: Any) -> str:
        return western_digits(super().to_python(value) or "")


class WholeNumber(forms.IntegerField):
    """A whole number in the digits of either script."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        typed = re.sub(r"\s", "", ascii_digits(value)) if isinstance(value, str) else value
        return super().to_python(typed)


class Name(forms.CharField):
    """A name as registers write it: Latin capitals."""

    def clean(self, value: Any) -> str:
        typed = " ".join(super().clean(value).replace("’", "'").split()).upper()
        if typed and not _LATIN.fullmatch(typed):
            raise forms.ValidationError(_("Write this name in Latin letters, as it stands on the identity card."))
        return typed


class ArabicName(forms.CharField):
    """A name in Arabic letters."""

    def clean(self, value: Any) -> str:
        typed = " ".join(super().clean(value).split())
        if typed and not _ARABIC.fullmatch(typed):
            raise forms.ValidationError(_("Write this name in Arabic letters, as it stands on the identity card."))
        return typed


def document_number(text: str) -> str:
    """The number of an identity document of any kind, normalised. Raises NumberRefused."""
    number = Identifier.normalise(text)
    if not (3 <= len(number) <= 20 and number.isalnum()):
        raise NumberRefused(_("Write the number as it stands on the card or on the passport."))
    return number


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its choices, and the words of its field."""

    question: Question
    choices: Sequence[Choice]
    said: dict[str, Any]

    def tells(self, **errors: Any) -> dict[str, Any]:
        """The words of the field, with what it says of what it refuses."""
        return {**self.said, "error_messages": errors}


def field_for(question: Question, choices: Sequence[Choice]) -> forms.Field:
    """The field of this question, in the language of the page."""
    said: dict[str, Any] = {
        "label": in_language(question.label),
        "help_text": in_language(question.help) if question.help else "",
        "required": question.required,
    }
    return _MADE[question.type](Asked(question, choices, said))


def plain(value: Any) -> Any:
    """The JSON value that is kept for what a field read."""
    match value:
        case dt.date():
            return value.isoformat()
        case Month():
            return str(value)
        case Decimal():
            return f"{value:.2f}"
        case _:
            return value


def as_typed(question: Question, value: Any) -> Any:
    """A value that was kept, as its field shows it."""
    if value in (None, ""):
        return None
    try:
        return _SHOWN.get(question.type, lambda kept: kept)(value)
    except (ValueError, ArithmeticError):
        return value


_SHOWN: dict[Type, Callable[[Any], Any]] = {
    Type.DATE: dt.date.fromisoformat,
    Type.MONTH: Month.parse,
    Type.AMOUNT: Decimal,
    Type.YES_NO: lambda kept: "yes" if kept else "no",
}


def _choice(asked: Asked) -> forms.Field:
    offered = [(choice.code, _label(choice)) for choice in asked.choices]
    said = asked.tells(
        required=_("Choose one of the answers."), invalid_choice=_("Choose one of the answers of the list.")
    )
    if len(offered) > SEEN_AT_ONCE:
        offered = [("", ""), *((choice.code, in_language(choice.label)) for choice in asked.choices)]
        return forms.ChoiceField(choices=offered, **said)
    return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **said)


def _label(choice: Choice) -> str:
    if choice.help is None:
        return in_language(choice.label)
    words = '<span>{}<small class="choice-help">{}</small></span>'
    return format_html(words, in_language(choice.label), in_language(choice.help))


def _yes_no(asked: Asked) -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda typed: typed == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        **asked.tells(required=_("Answer yes or no.")),
    )


def _country(asked: Asked) -> forms.Field:
    said = asked.tells(required=_("Choose the country in the list."))
    return forms.ChoiceField(choices=[("", ""), *countries(language())], **said)


def _date(asked: Asked) -> forms.Field:
    return DayField(token="bday" if asked.question.autocomplete == "bday" else "", **asked.said)


def _month(asked: Asked) -> forms.Field:
    return MonthField(**asked.said)


def _amount(asked: Asked) -> forms.Field:
    said = asked.tells(
        required=_("Write the amount in dirhams."),
        invalid=_("Write the amount in digits, for example 5000,50."),
        **_BOUNDS,
    )
    return DirhamsField(min_value=asked.question.minimum or 0, max_value=asked.question.maximum, **said)


def _number(asked: Asked) -> forms.Field:
    said = asked.tells(
        required=_("Write the number."), invalid=_("Write a whole number in digits, for example 3."), **_BOUNDS
    )
    field = WholeNumber(min_value=asked.question.minimum, max_value=asked.question.maximum, **said)
    field.widget.attrs |= {"inputmode": "numeric"}
    return field


def _text(asked: Asked) -> forms.Field:
    return Words(max_length=asked.question.length, **_words(asked))


def _long_text(asked: Asked) -> forms.Field:
    rows = forms.Textarea(attrs={"rows": 6, "class": "input"})
    return Words(max_length=asked.question.length, widget=rows, **_words(asked))


def _email(asked: Asked) -> forms.Field:
    said = _words(asked)
    said["error_messages"] |= {"invalid": _("Write the e-mail address whole, for example amina@example.org.")}
    return forms.EmailField(max_length=254, **said)


def _name(asked: Asked) -> forms.Field:
    return Name(max_length=asked.question.length, **_words(asked))


def _name_ar(asked: Asked) -> forms.Field:
    widget = forms.TextInput(attrs={"lang": "ar", "dir": "rtl"})
    return ArabicName(max_length=asked.question.length, widget=widget, **_words(asked))


def _read_by(parse: Callable[[str], str], **attrs: str) -> "Callable[[Asked], forms.Field]":
    def make(asked: Asked) -> forms.Field:
        return NumberRead(parse=parse, max_length=60, widget=forms.TextInput(attrs=attrs), **_words(asked))

    return make


def _words(asked: Asked) -> dict[str, Any]:
    """What a field of text says when it is empty or too long."""
    return asked.tells(required=_("Answer this question."), max_length=_TOO_LONG)


_BOUNDS: dict[str, Any] = {
    "min_value": _("Write a number that is %(limit_value)s or more."),
    "max_value": _("Write a number that is %(limit_value)s or less."),
}
_TOO_LONG = ngettext_lazy(
    "Make it shorter: %(limit_value)s character at most, and there are %(show_value)s.",
    "Make it shorter: %(limit_value)s characters at most, and there are %(show_value)s.",
    "limit_value",
)


def _keyed(reader: Any) -> Callable[[str], str]:
    """A number whose key counts as the setting says."""
    return lambda typed: str(partial(reader.parse, rule=NumberRule(settings.NUMBER_RULE))(typed))


_MADE: dict[Type, Callable[[Asked], forms.Field]] = {
    Type.CHOICE: _choice,
    Type.YES_NO: _yes_no,
    Type.TEXT: _text,
    Type.LONG_TEXT: _long_text,
    Type.NAME: _name,
    Type.NAME_AR: _name_ar,
    Type.DATE: _date,
    Type.MONTH: _month,
    Type.NUMBER: _number,
    Type.AMOUNT: _amount,
    Type.PHONE: _read_by(Phone.parse, type="tel", inputmode="tel"),
    Type.EMAIL: _email,
    Type.CIN: _read_by(Cin.parse, autocapitalize="characters"),
    Type.DOCUMENT: _read_by(document_number, autocapitalize="characters"),
    Type.RIB: _read_by(Rib.parse, inputmode="numeric"),
    Type.ICE: _read_by(Ice.parse, inputmode="numeric"),
    Type.AFFILIATION: _read_by(_keyed(AffiliationNumber), inputmode="numeric"),
    Type.REGISTRATION: _read_by(_keyed(RegistrationNumber), inputmode="numeric"),
    Type.COUNTRY: _country,
    Type.POSTCODE: _read_by(Postcode.parse, inputmode="numeric"),
}
