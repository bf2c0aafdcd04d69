import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from macnss.kernel.months import Month
from macnss.ui.bidi import bare_numbers
from macnss.ui.chart import BASE, TOP, WIDTH, MonthBar, describe, draw
from macnss.ui.components.showing import bar_chart

YEAR = list(Month(2026, 1).until(Month(2026, 12)))


def bars(*wages: int) -> list[MonthBar]:
    return [
        MonthBar(month, Decimal(wage), min(Decimal(wage), Decimal(6000)), missing=wage == 0)
        for month, wage in zip(YEAR, wages, strict=False)
    ]


def svg(language: str, *wages: int) -> ET.Element:
    with translation.override(language):
        drawn = bar_chart(bars(*wages), "Wages", name="wages", ceiling=Decimal(6000))
    found = re.search("<svg.*?</svg>", drawn, re.DOTALL)
    assert found
    return ET.fromstring(found[0])


def test_time_runs_from_the_side_where_reading_begins() -> None:
    french = draw(bars(*[5000] * 12), rtl=False).columns
    arabic = draw(bars(*[5000] * 12), rtl=True).columns
    assert french[0].x < french[-1].x
    assert arabic[0].x > arabic[-1].x
    assert [column.mark for column in arabic] == [str(number) for number in range(1, 13)]
    assert [column.x for column in arabic] == [WIDTH - column.x - column.width for column in french]


def test_every_bar_lies_inside_the_drawing_whatever_the_wages() -> None:
    for wages in ([1], [0, 7200], [999, 1000, 1001], [6001], [123456] * 12, [5000] * 24):
        months = Month(2025, 1).until(Month(2026, 12))
        drawing = draw([MonthBar(month, Decimal(wage)) for month, wage in zip(months, wages, strict=False)], rtl=True)
        assert all(TOP <= column.declared_y <= BASE for column in drawing.columns)
        assert all(column.x >= 0 and column.x + column.width <= WIDTH for column in drawing.columns)
        assert 2 <= len(drawing.lines) <= 5


def test_a_bar_is_as_high_as_its_wage() -> None:
    low, high = draw(bars(2000, 4000), rtl=False).columns
    assert (low.declared_height, high.declared_height) == ((BASE - TOP) // 2, BASE - TOP)


def test_what_counts_stops_at_the_ceiling() -> None:
    (column,) = draw(bars(7200), rtl=False, ceiling=Decimal(6000)).columns
    assert column.counted_height < column.declared_height


def test_the_screen_reader_hears_the_span_the_highest_month_and_the_gaps() -> None:
    with translation.override("fr"):
        said = describe(bars(5000, 0, 5200))
    for words in ("janvier", "mars", "5\u00a0200,00", "février"):
        assert words in said


def test_a_month_left_out_is_hatched_and_marked() -> None:
    drawn = svg("fr", 5000, 0, 5200)
    gap = next(part for part in drawn.iter() if part.get("class") == "chart-gap")
    assert gap.get("fill") == "url(#wages-hatch)"
    assert [part.text for part in drawn.iter() if part.get("class") == "chart-alert"] == ["!"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_drawing_is_one_picture_with_a_title_and_words_and_no_inline_style(language: str) -> None:
    drawn = svg(language, 5000, 0, 7200)
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == "wages-title wages-words"
    assert {"wages-title", "wages-words"} <= {part.get("id") for part in drawn.iter()}
    assert all(part.get("style") is None for part in drawn.iter())


def test_no_number_of_the_drawing_stands_bare_in_arabic() -> None:
    with translation.override("ar"):
        assert bare_numbers(bar_chart(bars(5000, 0, 7200), "الأجور", ceiling=Decimal(6000))) == []


@pytest.mark.parametrize("wrong", [{"counted": Decimal(2)}, {"declared": Decimal(1), "missing": True}])
def test_a_month_that_contradicts_itself_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError):
        MonthBar(Month(2026, 1), **wrong)


@pytest.mark.parametrize("months", [0, 25])
def test_a_chart_has_between_one_and_twenty_four_months(months: int) -> None:
    with pytest.raises(ValueError):
        draw([MonthBar(Month(2020, 1).plus(place)) for place in range(months)], rtl=False)
