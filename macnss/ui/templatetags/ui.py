"""The components of the design system: each function checks what it is given, its template draws it.

Blocks (`{% card %}…{% endcard %}`) take their content as the first argument. A wrong tone, icon or size is a mistake of
the page and raises `TemplateSyntaxError`. The gallery shows them all.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput
from django.template import TemplateSyntaxError
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from macnss.kernel.money import dirhams as to_the_centime
from macnss.ui import chart, icons
from macnss.ui.items import NavigationItem, Step, Text
from macnss.ui.templatetags.formats import CURRENCY, grouped, language

register = template.Library()

TONES = {
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
    "neutral": "",
}
CARDS = ("plain", "strong", "quiet")
BUTTONS = ("primary", "secondary", "quiet", "danger")
BUTTON_TYPES = ("submit", "button")
SIZES = ("full", "medium", "short")
LEVELS = (2, 3, 4)
# The tokens of the HTML standard that a fund has a use for: they let a telephone fill the form for its owner.
AUTOCOMPLETE = frozenset(
    """
    off name given-name family-name email username new-password current-password one-time-code organization
    street-address address-line1 address-level2 postal-code country country-name bday sex tel tel-national language
    """.split()
)
LEFT_TO_RIGHT = frozenset({"email", "tel", "number", "url", "password", "date", "month"})


def _one_of(value: Any, allowed: Collection[Any], what: str) -> None:
    if value not in allowed:
        raise TemplateSyntaxError(f"no such {what}: {value!r} (one of {', '.join(map(str, sorted(allowed)))})")


def _needed(value: Text, what: str) -> None:
    if not str(value).strip():
        raise TemplateSyntaxError(f"{what} may not be empty")


def _draw(component: str, **values: Any) -> SafeString:
    return render_to_string(f"ui/components/{component}.html", values)


# Signs ---------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, *, label: Text = "") -> SafeString:
    """A picture of the sprite: decoration, unless a label says what it means."""
    _one_of(name, icons.NAMES, "icon")
    return format_html(
        '<svg class="icon{}" width="24" height="24" focusable="false" {}><use href="{}#{}"></use></svg>',
        " icon-mirrored" if name in icons.MIRRORED else "",
        format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"'),
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def mark(name: str) -> SafeString:
    """A drawing of our own: the logo, or the arch that decorates a strong card."""
    _one_of(name, icons.MARKS, "mark")
    return format_html(
        '<svg class="{}" width="40" height="40" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        "logo" if name == "logo" else "card-art",
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def badge(text: Text, tone: str = "neutral") -> SafeString:
    """A state in one or two words; the picture says it too, for who does not see colours."""
    _one_of(tone, TONES, "tone")
    _needed(text, "a badge")
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


# Blocks --------------------------------------------------------------------------------------------------


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
    _one_of(tone, CARDS, "card")
    _one_of(level, LEVELS, "heading level")
    if bool(href) != bool(more):
        raise TemplateSyntaxError("a card that leads further says where (href) and in which words (more)")
    return _draw("card", content=content, title=title, icon=icon, tone=tone, level=level, href=href, more=more)


@register.simple_block_tag
def notice(content: str, tone: str = "info", *, title: Text = "", level: int = 2) -> SafeString:
    """Something to know before going on."""
    _one_of(tone, [name for name, sign in TONES.items() if sign], "notice")
    _one_of(level, LEVELS, "heading level")
    return _draw("notice", content=content, tone=tone, title=title, icon=TONES[tone], level=level)


@register.simple_block_tag
def empty_state(content: str, title: Text, *, icon: str = "inbox") -> SafeString:
    """Nothing here yet: say why and what comes next."""
    _needed(title, "the title of an empty state")
    return _draw("empty_state", content=content, title=title, icon=icon)


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """What is known, as labels and values: holds `summary_row`s."""
    return format_html('<dl class="summary">{}</dl>', content)


@register.simple_block_tag
def summary_row(content: str, label: Text, *, href: str = "", change: Text = "") -> SafeString:
    """One label and its value, with at most one thing to do about it."""
    _needed(label, "the label of a row")
    return _draw("summary_row", content=content, label=label, href=href, change=change)


@register.simple_tag
def figure(value: object, label: Text, *, note: Text = "") -> SafeString:
    """A number that counts, its label under it; stands in a `<dl class="figures">`."""
    _needed(label, "the label of a figure")
    return _draw("figure", value=value, label=label, note=note)


@register.simple_block_tag
def data_table(
    content: str, caption: Text, *heads: Text, figures: str = "", caption_hidden: bool = False
) -> SafeString:
    """A table that becomes cards on a telephone; its content is plain rows, `figures="3 4"` aligns these columns.

    Each cell receives the label of its column and each element its role, which `display: block` would take away.
    """
    _needed(caption, "the caption of a table")
    if not heads:
        raise TemplateSyntaxError("a table says what its columns are")
    numeric = {int(place) - 1 for place in figures.split()}
    _one_of(max(numeric, default=0), range(len(heads)), "column")
    columns = [(head, place in numeric) for place, head in enumerate(heads)]
    rows = _ROW.sub(lambda row: _labelled(row, columns), content)
    return _draw("data_table", rows=SafeString(rows), caption=caption, columns=columns, caption_hidden=caption_hidden)


_ROW = re.compile(r"<tr\b([^>]*)>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b([^>]*)>")


def _labelled(row: re.Match[str], columns: Sequence[tuple[Text, bool]]) -> str:
    """A row whose cells carry the label of their column."""
    if len(_CELL.findall(row[2])) != len(columns):
        raise TemplateSyntaxError(f"a row has as many cells as the table has columns ({len(columns)})")
    places = iter(columns)
    return f'<tr role="row"{row[1]}>{_CELL.sub(lambda cell: _cell(cell, *next(places)), row[2])}</tr>'


def _cell(cell: re.Match[str], label: Text, numeric: bool) -> str:
    tag, attributes = cell[1], cell[2]
    return format_html(
        '<{} role="{}" data-label="{}"{}{}>',
        tag,
        "rowheader" if tag == "th" else "cell",
        label,
        SafeString(" data-figure" if numeric else ""),
        SafeString(attributes),
    )


# Doing ---------------------------------------------------------------------------------------------------


@register.simple_tag
def button(
    text: Text, kind: str = "primary", *, icon: str = "", name: str = "", value: str = "", type: str = "submit"
) -> SafeString:
    """A button of a form."""
    _one_of(kind, BUTTONS, "kind of button")
    _one_of(type, BUTTON_TYPES, "type of button")
    _needed(text, "a button")
    return _draw("button", text=text, kind=kind, icon=icon, name=name, value=value, type=type)


@register.simple_tag
def link_button(text: Text, href: str, kind: str = "primary", *, icon: str = "", download: bool = False) -> SafeString:
    """A link that is the main thing to do on the page."""
    _one_of(kind, BUTTONS, "kind of button")
    _needed(text, "a link")
    _needed(href, "the address of a link")
    return _draw("link_button", text=text, href=href, kind=kind, icon=icon, download=download)


@register.simple_tag
def print_button(text: Text) -> SafeString:
    """Prints the page; absent where there is no JavaScript, since the browser's menu does it too."""
    _needed(text, "a button")
    return format_html(
        '<button class="button button-secondary needs-js" type="button" data-print>{}{}</button>', icon("printer"), text
    )


@register.simple_tag
def field(bound: BoundField, *, autocomplete: str = "", size: str = "full", ltr: bool = False) -> SafeString:
    """A field of a form with its label, its help and what is wrong with it, tied together for screen readers."""
    if not isinstance(bound, BoundField):
        raise TemplateSyntaxError(f"a field of a form, not {bound!r}")
    _one_of(size, SIZES, "size")
    _one_of(autocomplete, AUTOCOMPLETE | {""}, "autocomplete token")
    if bound.is_hidden:
        return bound.as_hidden()
    attrs = _attributes(bound, autocomplete=autocomplete, size=size, ltr=ltr)
    return _draw("field", field=bound, kind=_kind(bound), widget=bound.as_widget(attrs=attrs))


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    kinds: list[tuple[str, Callable[[], bool]]] = [
        ("choices", lambda: bool(bound.use_fieldset)),
        ("check", lambda: isinstance(widget, CheckboxInput)),
        ("file", lambda: isinstance(widget, FileInput)),
    ]
    return next((kind for kind, matches in kinds if matches()), "line")


def _attributes(bound: BoundField, *, autocomplete: str, size: str, ltr: bool) -> dict[str, str]:
    widget = bound.field.widget
    attrs = {} if _kind(bound) in {"choices", "check"} else {"class": f"input size-{size}"}
    if autocomplete:
        attrs["autocomplete"] = autocomplete
    if ltr or getattr(widget, "input_type", "") in LEFT_TO_RIGHT:
        attrs["dir"] = "ltr"
    return attrs


@register.simple_tag
def error_summary(form: BaseForm, *, focus: bool = True) -> SafeString:
    """All that is wrong with a form, each line a link to its field; takes the focus when the page opens."""
    if not isinstance(form, BaseForm):
        raise TemplateSyntaxError(f"a form, not {form!r}")
    if not form.errors:
        return SafeString("")
    wrong = [(form[name], errors) for name, errors in form.errors.items() if name in form.fields]
    return _draw("error_summary", general=form.non_field_errors(), wrong=wrong, focus=focus)


# Finding one's way ---------------------------------------------------------------------------------------


@register.simple_tag
def page_header(
    title: Text, *, back: str = "", back_text: Text = "", lead: Text = "", updated: dt.datetime | None = None
) -> SafeString:
    """The title of the page, the way back above it, the date of its data under it."""
    _needed(title, "the title of a page")
    return _draw("page_header", title=title, back=back, back_text=back_text, lead=lead, updated=updated)


@register.simple_tag
def updated_at(moment: dt.datetime) -> SafeString:
    """When the data shown was last changed."""
    if not isinstance(moment, dt.datetime):
        raise TemplateSyntaxError(f"a moment, not {moment!r}")
    return _draw("updated_at", moment=moment)


@register.simple_tag
def tabs(items: Sequence[NavigationItem], label: Text) -> SafeString:
    """Neighbouring pages of one list: years, months, states."""
    _needed(label, "the label of a row of tabs")
    return _draw("tabs", items=items, label=label)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any]) -> SafeString:
    """Before and after, keeping the filters of the address; nothing when there is one page."""
    if not page.has_other_pages():
        return SafeString("")

    def address(number: int) -> str:
        query = context["request"].GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return _draw(
        "pagination",
        page=page,
        before=address(page.previous_page_number()) if page.has_previous() else "",
        after=address(page.next_page_number()) if page.has_next() else "",
    )


# Showing -------------------------------------------------------------------------------------------------


@register.simple_tag
def progress_bar(value: int, maximum: int, label: Text) -> SafeString:
    """How far something is."""
    _needed(label, "the label of a progress bar")
    if not 0 <= value <= maximum or maximum == 0:
        raise TemplateSyntaxError(f"progress goes from 0 to the maximum, not {value} of {maximum}")
    return _draw("progress_bar", value=value, maximum=maximum, label=label)


@register.simple_tag
def step_list(steps: Sequence[Step]) -> SafeString:
    """The steps of a file: done, current, to come."""
    if not steps:
        raise TemplateSyntaxError("a list of steps has at least one")
    return _draw("step_list", steps=steps)


@register.simple_tag(takes_context=True)
def masked(context: Context, text: str, *, full: str = "", reveal: str = "") -> SafeString:
    """A value hidden from who looks over the shoulder.

    With `full` it opens in the page; with `reveal` (an address) the server is asked, which leaves a trace: use that one
    for somebody else's data. With neither it stays hidden.
    """
    _needed(text, "a masked value")
    if full and reveal:
        raise TemplateSyntaxError("a masked value opens in the page or asks the server, not both")
    return _draw("masked", text=text, full=full, reveal=reveal, csrf_token=context.get("csrf_token", ""))


@register.simple_tag
def bar_chart(
    bars: Sequence[chart.MonthBar], title: Text, *, name: str = "chart", ceiling: Decimal | None = None
) -> SafeString:
    """Months in bars; `name` tells apart two charts of a page. The figures stand in a table beside it."""
    _needed(title, "the title of a chart")
    drawing = chart.draw(bars, rtl=get_language_bidi(), ceiling=ceiling)
    return _draw("bar_chart", drawing=drawing, title=title, name=name, ceiling=ceiling, canvas=chart)
