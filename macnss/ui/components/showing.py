"""Showing: progress, steps, hidden values, months in bars."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.template import TemplateSyntaxError
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from macnss.ui import chart
from macnss.ui.components.registry import draw, needed, register
from macnss.ui.items import Step, Text


@register.simple_tag
def progress_bar(value: int, maximum: int, label: Text) -> SafeString:
    """How far something is."""
    needed(label, "the label of a progress bar")
    if not 0 <= value <= maximum or maximum == 0:
        raise TemplateSyntaxError(f"progress goes from 0 to the maximum, not {value} of {maximum}")
    return draw("progress_bar", value=value, maximum=maximum, label=label)


@register.simple_tag
def step_list(steps: Sequence[Step]) -> SafeString:
    """The steps of a file: done, current, to come."""
    if not steps:
        raise TemplateSyntaxError("a list of steps has at least one")
    return draw("step_list", steps=steps)


@register.simple_tag(takes_context=True)
def masked(context: Context, text: str, *, full: str = "", reveal: str = "") -> SafeString:
    """A value hidden from who looks over the shoulder.

    With `full` it opens in the page; with `reveal` (an address) the server is asked, which leaves a trace: use that one
    for somebody else's data. With neither it stays hidden.
    """
    needed(text, "a masked value")
    if full and reveal:
        raise TemplateSyntaxError("a masked value opens in the page or asks the server, not both")
    return draw("masked", text=text, full=full, reveal=reveal, csrf_token=context.get("csrf_token", ""))


@register.simple_tag
def bar_chart(
    bars: Sequence[chart.MonthBar], title: Text, *, name: str = "chart", ceiling: Decimal | None = None
) -> SafeString:
    """Months in bars; `name` tells apart two charts of a page. The figures stand in a table beside it."""
    needed(title, "the title of a chart")
    drawing = chart.draw(bars, rtl=get_language_bidi(), ceiling=ceiling)
    columns = SafeString("".join(_column(column, name) for column in drawing.columns))
    return draw("bar_chart", drawing=drawing, columns=columns, title=title, name=name, ceiling=ceiling, canvas=chart)


def _column(column: chart.Column, chart_name: str) -> str:
    """One month of the drawing: its bar, and its name under it. Not a template: a page of bars is mostly these."""
    return "".join((*_bar(column, chart_name), _under(column, "mark", "1.4em"), _under(column, "name", "1.6em")))


def _bar(column: chart.Column, chart_name: str) -> Iterator[str]:
    if column.missing:
        hatched = f' fill="url(#{escape(chart_name)}-hatch)"'
        yield _rect("gap", column, column.declared_y, column.declared_height, hatched)
        yield (
            f'<text class="chart-alert" x="{column.middle}" y="{column.declared_y}" dy="-0.4em"'
            ' text-anchor="middle">!</text>'
        )
    elif column.declared_height:
        if column.declared_height != column.counted_height:
            yield _rect("above", column, column.declared_y, column.declared_height)
        yield _rect("counted", column, column.counted_y, column.counted_height)


def _rect(kind: str, column: chart.Column, y: int, height: int, more: str = "") -> str:
    return f'<rect class="chart-{kind}" x="{column.x}" y="{y}" width="{column.width}" height="{height}" rx="4"{more} />'


def _under(column: chart.Column, what: str, drop: str) -> str:
    text, place = escape(getattr(column, what)), f'x="{column.middle}" y="{chart.BASE}" dy="{drop}"'
    return f'<text class="chart-{what}" {place} text-anchor="middle">{text}</text>'
