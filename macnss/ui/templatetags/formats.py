"""Amounts, dates and numbers as people read them, in the language of the page.

In Arabic every number is isolated (U+2066…U+2069) and months carry their Moroccan names: Django's `ar` has others.
Digits are Western in both languages, as in Moroccan usage.
"""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from macnss.kernel.money import dirhams as to_the_centime
from macnss.kernel.money import from_centimes
from macnss.kernel.months import Month
from macnss.ui.bidi import isolate

register = template.Library()

NO_BREAK = "\u00a0"
CURRENCY = {"ar": "درهم", "fr": "DH"}
MONTHS = {
    "ar": ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
SHORT_MONTHS = {
    "ar": MONTHS["ar"],
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
}


def language() -> str:
    """`ar` or `fr`: the language of the page."""
    return "ar" if (translation.get_language() or "").startswith("ar") else "fr"


def grouped(amount: Decimal | int, decimals: int) -> str:
    """5000 with 2 decimals is 5 000,00, with no-break spaces; a minus is U+2212."""
    written = f"{amount:,.{decimals}f}".replace(",", NO_BREAK).replace(".", ",")
    return written.replace("-", "\u2212")


def _set(number: str) -> str:
    """A number ready to stand in a sentence of the page's language."""
    return isolate(number) if language() == "ar" else number


@register.filter
def dirhams(amount: Decimal | int) -> str:
    """An amount in DH: 5 000,00 DH."""
    _refuse_floats(amount)
    return f"{_set(grouped(to_the_centime(Decimal(amount)), 2))}{NO_BREAK}{CURRENCY[language()]}"


@register.filter
def centimes_as_dirhams(amount: int) -> str:
    """An integer number of centimes, shown in DH."""
    return dirhams(from_centimes(amount))


@register.filter
def number(value: Decimal | int) -> str:
    """A whole number: 12 345."""
    _refuse_floats(value)
    return _set(grouped(value, 0))


@register.filter
def percent(ratio: Decimal) -> str:
    """A ratio as a percentage, without useless zeros: 0.0448 is 4,48 %."""
    _refuse_floats(ratio)
    figure = f"{(Decimal(ratio) * 100).normalize():f}".replace(".", ",").replace("-", "\u2212")
    return _set(f"{figure}{NO_BREAK}%")


@register.filter
def days(count: int) -> str:
    """A number of days, in the six plural forms that Arabic needs."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}


@register.filter
def month_name(value: Month | dt.date) -> str:
    """A month or a day of it: mars 2026, مارس 2026."""
    month = value if isinstance(value, Month) else Month.of(value)
    return f"{MONTHS[language()][month.number - 1]}{NO_BREAK}{_set(str(month.year))}"


@register.filter
def short_month(value: Month) -> str:
    """The month without its year: févr., فبراير."""
    return SHORT_MONTHS[language()][value.number - 1]


@register.filter
def long_date(value: dt.date) -> str:
    """A day: 5 mars 2026, and 1er mars 2026 as French writes it. A moment is taken in Moroccan time."""
    day = _local(value)
    ordinal = "1er" if day.day == 1 and language() == "fr" else _set(str(day.day))
    return f"{ordinal}{NO_BREAK}{month_name(day)}"


@register.filter
def long_moment(value: dt.datetime) -> str:
    """A day and its hour: 5 mars 2026 à 14:05."""
    return gettext("%(date)s at %(time)s") % {"date": long_date(value), "time": _set(f"{_local(value):%H:%M}")}


@register.filter
def ltr(reference: object) -> SafeString:
    """A reference, a number or a telephone, left to right on its own: `<bdi dir="ltr">`."""
    return format_html('<bdi dir="ltr">{}</bdi>', reference)


def _local(value: dt.date) -> dt.date:
    aware = isinstance(value, dt.datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if aware else value  # type: ignore[arg-type]


def _refuse_floats(amount: object) -> None:
    if not isinstance(amount, Decimal | int):
        raise TypeError(f"a Decimal or an integer, not {amount!r}: money is never a float")
