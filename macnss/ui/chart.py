"""Twelve months in bars, drawn on the server: what was declared, what counts of it, and the months left out.

Only geometry and words here; `ui/components/bar_chart.html` writes the SVG. Lengths are integer units of the
drawing (720 x 400), because a template in French would print 12.5 as 12,5. In Arabic the first month is at the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from django.utils.translation import gettext, ngettext

from macnss.kernel.months import Month
from macnss.ui.templatetags.formats import dirhams, grouped, month_name, number, short_month

WIDTH = 720
HEIGHT = 400
AXIS = 104  # room for the amounts beside the bars
TOP = 24
BASE = 344  # the line on which the bars stand
PLOT = BASE - TOP
MONTHS_AT_MOST = 24


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month: what was declared and how much of it counts (capped), in DH; or a month left out."""

    month: Month
    declared: Decimal = Decimal(0)
    counted: Decimal = Decimal(0)
    missing: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.counted <= self.declared:
            raise ValueError(f"{self.month}: what counts lies between nothing and what was declared")
        if self.missing and self.declared:
            raise ValueError(f"{self.month}: a month left out has no wage")


@dataclass(frozen=True, slots=True)
class Column:
    """One month, placed: the whole bar, the part that counts, and the label under it."""

    x: int
    width: int
    middle: int
    declared_y: int
    declared_height: int
    counted_y: int
    counted_height: int
    missing: bool
    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class GridLine:
    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template needs. `label_x` and `label_anchor` place the amounts, on the side where reading begins."""

    columns: list[Column]
    lines: list[GridLine]
    ceiling_y: int | None
    plot_from: int
    plot_to: int
    label_x: int
    label_anchor: str
    description: str
    has_above: bool
    has_missing: bool


def draw(bars: Sequence[MonthBar], *, rtl: bool, ceiling: Decimal | None = None) -> Drawing:
    """Place the bars, oldest first as given."""
    if not 1 <= len(bars) <= MONTHS_AT_MOST:
        raise ValueError(f"between 1 and {MONTHS_AT_MOST} months, not {len(bars)}")
    amounts = _grid(max([bar.declared for bar in bars] + [ceiling or Decimal(0)]))
    top = amounts[-1]
    return Drawing(
        columns=[_column(bar, place, len(bars), top, rtl=rtl) for place, bar in enumerate(bars)],
        lines=[GridLine(_y(value, top), grouped(value, 0)) for value in amounts],
        ceiling_y=None if ceiling is None else _y(ceiling, top),
        plot_from=0 if rtl else AXIS,
        plot_to=WIDTH - AXIS if rtl else WIDTH,
        label_x=WIDTH - AXIS + 12 if rtl else AXIS - 12,
        label_anchor="start" if rtl else "end",
        description=describe(bars),
        has_above=any(bar.declared > bar.counted for bar in bars),
        has_missing=any(bar.missing for bar in bars),
    )


def describe(bars: Sequence[MonthBar]) -> str:
    """What a screen reader says instead of the picture: the span, the highest month, the months left out."""
    highest = max(bars, key=lambda bar: bar.declared)
    said = [
        gettext("From %(first)s to %(last)s.")
        % {"first": month_name(bars[0].month), "last": month_name(bars[-1].month)}
    ]
    if highest.declared:
        words = gettext("Highest month: %(month)s, %(amount)s.")
        said.append(words % {"month": month_name(highest.month), "amount": dirhams(highest.declared)})
    if missing := [month_name(bar.month) for bar in bars if bar.missing]:
        words = ngettext(
            "%(count)s month is missing: %(months)s.", "%(count)s months are missing: %(months)s.", len(missing)
        )
        said.append(words % {"count": number(len(missing)), "months": gettext(", ").join(missing)})
    return " ".join(said)


def _grid(highest: Decimal) -> list[Decimal]:
    """The round amounts beside the bars, from nothing to above the highest: at most five, 1, 2, 2.5 or 5 apart."""
    power = Decimal(10) ** max(2, highest.adjusted() - 1)
    steps = (power * factor for factor in map(Decimal, ("1", "2", "2.5", "5", "10", "20", "25")))
    step = next(step for step in steps if step * 4 >= highest)
    return [step * place for place in range(max(1, ceil(highest / step)) + 1)]


def _length(value: Decimal, top: Decimal) -> int:
    return int((value * PLOT / top).quantize(Decimal(1), ROUND_HALF_UP))


def _y(value: Decimal, top: Decimal) -> int:
    return BASE - _length(value, top)


def _column(bar: MonthBar, place: int, months: int, top: Decimal, *, rtl: bool) -> Column:
    slot = (WIDTH - AXIS) // months
    width = slot * 3 // 5
    x = AXIS + slot * place + (slot - width) // 2
    if rtl:
        x = WIDTH - x - width
    declared = PLOT * 3 // 5 if bar.missing else _length(bar.declared, top)
    counted = _length(bar.counted, top)
    return Column(
        x=x,
        width=width,
        middle=x + width // 2,
        declared_y=BASE - declared,
        declared_height=declared,
        counted_y=BASE - counted,
        counted_height=counted,
        missing=bar.missing,
        mark=str(bar.month.number),
        name=short_month(bar.month),
    )
