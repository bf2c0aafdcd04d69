"""Showing: progress, steps, hidden values, months in bars."""

from collections.abc import Sequence
from decimal import Decimal

from django.template import TemplateSyntaxError
from django.template.context import Context
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
    return draw("bar_chart", drawing=drawing, title=title, name=name, ceiling=ceiling, canvas=chart)
