"""Counts in pictures. The same figures always stand in a table: nothing is told by a picture alone."""

from collections.abc import Sequence

from django.template import TemplateSyntaxError
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from macnss.ui import chart, series
from macnss.ui.components.registry import draw, needed, register
from macnss.ui.items import Text

PARTS = 3
UNITS = 1000


@register.simple_tag
def series_chart(
    points: Sequence[series.Point], title: Text, first: Text, second: Text, *, name: str = "series"
) -> SafeString:
    """Two counts a week in bars; `name` tells apart two charts of a page."""
    needed(title, "the title of a chart")
    drawing = series.draw(points, first, second, rtl=get_language_bidi())
    return draw("series_chart", drawing=drawing, title=title, first=first, second=second, name=name, canvas=chart)


@register.simple_tag
def share_bar(most: int, *parts: int) -> SafeString:
    """One bar of up to three parts, as long as its sum beside `most`; the figures stand in the same row."""
    if len(parts) > PARTS or min(parts, default=0) < 0 or sum(parts) > most:
        raise TemplateSyntaxError(f"a bar has at most {PARTS} parts, which together do not pass {most}")
    lengths = [part * UNITS // most if most else 0 for part in parts]
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    if get_language_bidi():
        starts = [UNITS - start - length for start, length in zip(starts, lengths, strict=True)]
    placed = [(rank, *at) for rank, at in enumerate(zip(starts, lengths, strict=True), 1)]
    return draw("share_bar", parts=placed, units=UNITS)
