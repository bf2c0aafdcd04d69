"""Two counts a week side by side, drawn on the server: what came in and what went out.

Only geometry and words here; `ui/components/series_chart.html` writes the SVG, in the frame of `chart`. In Arabic the
first week is at the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext

from macnss.ui.chart import AXIS, BASE, PLOT, WIDTH, GridLine
from macnss.ui.items import Text
from macnss.ui.templatetags.formats import grouped, number

POINTS_AT_MOST = 60
LINES = 4
NAMED = 7  # at most so many names under the bars


@dataclass(frozen=True, slots=True)
class Point:
    """One span of time: its name under the bars, and its two counts."""

    name: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Pair:
    """The two bars of a point, placed, and the name under them ("" where there is no room for one)."""

    first_x: int
    second_x: int
    width: int
    first_y: int
    first_height: int
    second_y: int
    second_height: int
    middle: int
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    pairs: list[Pair]
    lines: list[GridLine]
    plot_from: int
    plot_to: int
    label_x: int
    label_anchor: str
    description: str


def draw(points: Sequence[Point], first: Text, second: Text, *, rtl: bool) -> Drawing:
    """Place the bars, oldest first as given."""
    if not 1 <= len(points) <= POINTS_AT_MOST:
        raise ValueError(f"between 1 and {POINTS_AT_MOST} points, not {len(points)}")
    step = _step(max(max(point.first, point.second) for point in points))
    top = step * LINES
    return Drawing(
        pairs=[_pair(point, place, len(points), top, rtl=rtl) for place, point in enumerate(points)],
        lines=[GridLine(BASE - PLOT * place // LINES, grouped(step * place, 0)) for place in range(LINES + 1)],
        plot_from=0 if rtl else AXIS,
        plot_to=WIDTH - AXIS if rtl else WIDTH,
        label_x=WIDTH - AXIS + 12 if rtl else AXIS - 12,
        label_anchor="start" if rtl else "end",
        description=_describe(points, first, second),
    )


def _describe(points: Sequence[Point], first: Text, second: Text) -> str:
    """What a screen reader says instead of the picture; the figures are in the table."""
    said = {
        "first": first,
        "firsts": number(sum(point.first for point in points)),
        "second": second,
        "seconds": number(sum(point.second for point in points)),
    }
    return gettext("%(first)s: %(firsts)s. %(second)s: %(seconds)s.") % said


def _step(highest: int) -> int:
    """What separates two lines: 1, 2, 5, 10, 20, 50… such that four of them pass the highest bar."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * LINES >= highest:
                return factor * power
        power *= 10


def _pair(point: Point, place: int, count: int, top: int, *, rtl: bool) -> Pair:
    slot = (WIDTH - AXIS) // count
    width = max(2, slot * 2 // 5)
    start = AXIS + slot * place + (slot - 2 * width) // 2
    xs = (WIDTH - start - width, WIDTH - start - 2 * width) if rtl else (start, start + width)
    first, second = point.first * PLOT // top, point.second * PLOT // top
    return Pair(
        first_x=xs[0],
        second_x=xs[1],
        width=width,
        first_y=BASE - first,
        first_height=first,
        second_y=BASE - second,
        second_height=second,
        middle=max(xs),
        name=point.name if (count - 1 - place) % ceil(count / NAMED) == 0 else "",  # the last one is today's
    )
