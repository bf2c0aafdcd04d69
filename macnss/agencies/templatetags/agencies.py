"""How agencies and appointments are shown."""

import datetime as dt

import segno
from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from macnss.agencies.queries import Found
from macnss.lawbook.texts import Text, isolate
from macnss.ui.templatetags.formats import language, long_date

register = template.Library()


@register.filter
def in_words(text: Text) -> str:
    """A text of the list, in the language of the page."""
    return text.ar if language() == "ar" else text.fr


@register.filter
def weekday(day: int) -> str:
    """Monday is 0."""
    return str(WEEKDAYS[day]).capitalize()


@register.filter
def day_in_words(day: dt.date) -> str:
    """Monday 5 March 2026; a moment is taken in Moroccan time."""
    local = timezone.localtime(day).date() if isinstance(day, dt.datetime) else day
    return f"{weekday(local.weekday())} {long_date(local)}"


@register.filter
def clock(time: dt.time | dt.datetime) -> str:
    """14:05, on its own in an Arabic sentence; a moment is taken in Moroccan time."""
    shown = timezone.localtime(time) if isinstance(time, dt.datetime) else time
    written = f"{shown:%H:%M}"
    return isolate(written) if language() == "ar" else written


@register.simple_tag
def standing_in_words(found: Found, today: dt.date) -> str:
    """Whether an agency is open: until when, or when it opens."""
    standing = found.standing
    if standing.closes:
        return gettext("Open until %(time)s") % {"time": clock(standing.closes)}
    if standing.opens_on is None or standing.opens_at is None:
        return gettext("Closed")
    if standing.opens_on == today:
        return gettext("Closed, opens at %(time)s") % {"time": clock(standing.opens_at)}
    said = {"day": WEEKDAYS[standing.opens_on.weekday()], "time": clock(standing.opens_at)}
    return gettext("Closed, opens on %(day)s at %(time)s") % said


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code drawn in the page; `label` says what it holds to who does not see it."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, SafeString(drawn))


@register.filter
def spaced(code: str) -> str:
    """A code of six as it is read aloud: 7K3 M9Q."""
    return f"{code[:3]} {code[3:]}"
