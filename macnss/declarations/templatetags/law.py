"""Texts and figures of the law book in the language of the page: what « why this amount » is made of."""

import datetime as dt

from django import template
from django.utils.translation import gettext

from macnss.lawbook.citations import Citation, Unit
from macnss.lawbook.texts import Text
from macnss.ui.templatetags.formats import dirhams, language, long_date, number, percent

register = template.Library()


@register.filter
def said(text: Text) -> str:
    """A text of the law book in the language of the page."""
    return text.ar if language() == "ar" else text.fr


@register.filter
def figure_of(citation: Citation) -> str:
    """The value that a citation carries: 3,96 %, 6 000,00 DH, yes, a day."""
    match citation.unit:
        case Unit.PERCENT:
            return percent(citation.decimal)
        case Unit.DIRHAMS:
            return dirhams(citation.decimal)
        case Unit.YES_NO:
            return gettext("Yes") if citation.value == "yes" else gettext("No")
        case Unit.DATE:
            return long_date(dt.date.fromisoformat(citation.value))
        case _:
            return number(citation.decimal)
