"""Small signs: pictures, states in a word, amounts."""

from decimal import Decimal
from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from macnss.kernel.money import dirhams as to_the_centime
from macnss.ui import icons
from macnss.ui.components.registry import needed, one_of, register
from macnss.ui.items import Text
from macnss.ui.templatetags.formats import CURRENCY, grouped, language

TONES = {
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
    "neutral": "",
}


@cache
def sprite() -> str:
    """The address of the pictures: it does not change while the service runs."""
    return static("icons/sprite.svg")


@register.simple_tag
def icon(name: str, *, label: Text = "") -> SafeString:
    """A picture of the sprite: decoration, unless a label says what it means."""
    one_of(name, icons.NAMES, "icon")
    return format_html(
        '<svg class="icon{}" width="24" height="24" focusable="false" {}><use href="{}#{}"></use></svg>',
        " icon-mirrored" if name in icons.MIRRORED else "",
        format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"'),
        sprite(),
        name,
    )


@register.simple_tag
def mark(name: str) -> SafeString:
    """A drawing of our own: the logo, or the arch that decorates a strong card."""
    one_of(name, icons.MARKS, "mark")
    return format_html(
        '<svg class="{}" width="40" height="40" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        "logo" if name == "logo" else "card-art",
        sprite(),
        name,
    )


@register.simple_tag
def badge(text: Text, tone: str = "neutral") -> SafeString:
    """A state in one or two words; the picture says it too, for who does not see colours."""
    one_of(tone, TONES, "tone")
    needed(text, "a badge")
    sign = icon(TONES[tone]) if TONES[tone] else ""
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, sign, text)


@register.simple_tag
def money(amount: Decimal | int, *, large: bool = False) -> SafeString:
    """An amount in DH whose centimes are set smaller when it stands large."""
    whole, cents = grouped(to_the_centime(Decimal(amount)), 2).split(",")
    return format_html(
        '<span class="money{}"><bdi dir="ltr">{}<span class="money-cents">,{}</span></bdi>\u00a0'
        '<span class="money-unit">{}</span></span>',
        " money-large" if large else "",
        whole,
        cents,
        CURRENCY[language()],
    )


@register.filter
def tone(level: str) -> str:
    """The tone of a message of the session (`level_tag`)."""
    return {"success": "success", "warning": "warning", "error": "danger"}.get(level, "info")
