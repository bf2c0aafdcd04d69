"""What to write in each column, said from the type and the length of its question: shown before a file is sent."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from macnss.cases.definition import Question, Type
from macnss.ui.bidi import isolate
from macnss.ui.templatetags.formats import number


def to_write(question: Question) -> str:
    """In the language of the reader; "" for a choice, whose codes say it."""
    said = _SAID.get(question.type)
    return said(question) if said else ""


def _latin(question: Question) -> str:
    longest = question.length
    words = ngettext("Latin letters, %(count)s at most.", "Latin letters, %(count)s at most.", longest)
    return words % {"count": number(longest)}


def _arabic(question: Question) -> str:
    longest = question.length
    words = ngettext("Arabic letters, %(count)s at most.", "Arabic letters, %(count)s at most.", longest)
    return words % {"count": number(longest)}


def _short(question: Question) -> str:
    longest = question.length
    return ngettext("%(count)s character at most.", "%(count)s characters at most.", longest) % {
        "count": number(longest)
    }


def _digits(question: Question) -> str:
    return ngettext("%(count)s digit.", "%(count)s digits.", question.length) % {"count": number(question.length)}


def _yes_no(question: Question) -> str:  # noqa: ARG001 - as every sentence here
    return _("“oui” or “non”.")


def _day(question: Question) -> str:  # noqa: ARG001
    return _("Day/month/year, the year in four digits: %(day)s.") % {"day": isolate("14/03/1992")}


def _number(question: Question) -> str:
    if question.maximum is None:
        return _("A whole number in digits.")
    lowest, highest = number(question.minimum or 0), number(question.maximum)
    return _("A whole number in digits, from %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": highest}


def _phone(question: Question) -> str:  # noqa: ARG001
    shown = {"here": isolate("0612345678"), "abroad": isolate("+33612345678")}
    return _("The ten digits, %(here)s, or with the code of another country: %(abroad)s.") % shown


def _email(question: Question) -> str:  # noqa: ARG001
    return _("The whole address: %(address)s.") % {"address": isolate("amina@example.org")}


def _country(question: Question) -> str:  # noqa: ARG001
    return _("The name of the country, or its two letters: %(code)s.") % {"code": isolate("MA")}


_SAID: dict[Type, Callable[[Question], str]] = {
    Type.NAME: _latin,
    Type.NAME_AR: _arabic,
    Type.TEXT: _short,
    Type.DOCUMENT: _short,
    Type.YES_NO: _yes_no,
    Type.DATE: _day,
    Type.NUMBER: _number,
    Type.PHONE: _phone,
    Type.EMAIL: _email,
    Type.COUNTRY: _country,
    Type.POSTCODE: _digits,
}
