"""Blocks: one thing each, with its title and at most one way further."""

from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from macnss.ui.components.registry import draw, needed, one_of, register
from macnss.ui.components.signs import TONES
from macnss.ui.items import Text

CARDS = ("plain", "strong", "quiet")
LEVELS = (2, 3, 4)


@register.simple_block_tag
def card(
    content: str,
    title: Text = "",
    *,
    icon: str = "",
    tone: str = "plain",
    level: int = 2,
    href: str = "",
    more: Text = "",
) -> SafeString:
    """One thing, with at most one way further (`href` and `more` go together)."""
    one_of(tone, CARDS, "card")
    one_of(level, LEVELS, "heading level")
    if bool(href) != bool(more):
        raise TemplateSyntaxError("a card that leads further says where (href) and in which words (more)")
    return draw("card", content=content, title=title, icon=icon, tone=tone, level=level, href=href, more=more)


@register.simple_block_tag
def notice(content: str, tone: str = "info", *, title: Text = "", level: int = 2) -> SafeString:
    """Something to know before going on."""
    one_of(tone, [name for name, sign in TONES.items() if sign], "notice")
    one_of(level, LEVELS, "heading level")
    return draw("notice", content=content, tone=tone, title=title, icon=TONES[tone], level=level)


@register.simple_block_tag
def empty_state(content: str, title: Text, *, icon: str = "inbox") -> SafeString:
    """Nothing here yet: say why and what comes next."""
    needed(title, "the title of an empty state")
    return draw("empty_state", content=content, title=title, icon=icon)


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """What is known, as labels and values: holds `summary_row`s."""
    return format_html('<dl class="summary">{}</dl>', content)


@register.simple_block_tag
def summary_row(content: str, label: Text, *, href: str = "", change: Text = "") -> SafeString:
    """One label and its value, with at most one thing to do about it."""
    needed(label, "the label of a row")
    return draw("summary_row", content=content, label=label, href=href, change=change)


@register.simple_tag
def figure(value: object, label: Text, *, note: Text = "") -> SafeString:
    """A number that counts, its label under it; stands in a `<dl class="figures">`."""
    needed(label, "the label of a figure")
    return draw("figure", value=value, label=label, note=note)
