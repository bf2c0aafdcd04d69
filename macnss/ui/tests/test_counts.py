"""Counts in pictures, and what changes in words."""

import re

import pytest
from django.template import TemplateSyntaxError
from django.utils import translation

from macnss.ui.chart import AXIS, BASE, TOP, WIDTH
from macnss.ui.components.charts import series_chart, share_bar
from macnss.ui.diff import Mark, compared
from macnss.ui.series import Point, draw

POINTS = [Point(f"{day:02}/11", day, day // 2) for day in range(2, 30, 7)]


def test_time_runs_from_the_side_where_reading_begins() -> None:
    french, arabic = (draw(POINTS, "In", "Out", rtl=rtl).pairs for rtl in (False, True))
    assert french[0].first_x < french[0].second_x < french[-1].first_x
    assert arabic[0].first_x > arabic[0].second_x > arabic[-1].first_x
    assert [WIDTH - pair.first_x - pair.width for pair in arabic] == [pair.first_x for pair in french]


@pytest.mark.parametrize("counts", [[0], [1], [7, 0], [99_999] * 60, list(range(52))])
def test_every_bar_stays_in_the_picture(counts: list[int]) -> None:
    drawing = draw([Point("", count, count // 3) for count in counts], "In", "Out", rtl=False)
    for pair in drawing.pairs:
        assert AXIS <= pair.first_x < pair.second_x <= WIDTH - pair.width
        assert TOP <= pair.first_y <= BASE
        assert pair.first_y + pair.first_height == BASE


def test_names_do_not_run_into_one_another() -> None:
    named = [pair for pair in draw([Point("01/01", 1, 1)] * 52, "In", "Out", rtl=False).pairs if pair.name]
    assert len(named) <= 7


@pytest.mark.parametrize("weeks", [4, 12, 26, 52])
def test_the_last_week_always_has_its_name(weeks: int) -> None:
    assert draw([Point("01/01", 1, 1)] * weeks, "In", "Out", rtl=False).pairs[-1].name == "01/01"


def test_the_picture_says_its_sums_to_who_does_not_see_it() -> None:
    with translation.override("en"):
        assert "In: 50. Out: 24." in series_chart(POINTS, "Weeks", "In", "Out")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_length_bears_a_mark_of_thousands(language: str) -> None:
    with translation.override(language):
        drawn = str(share_bar(3, 1, 1, 1)) + str(series_chart([Point("", 5000, 1)], "Weeks", "In", "Out"))
    assert all(re.fullmatch(r"\d+", value) for value in re.findall(r'\s(?:x|y|width|height)="([^"]+)"', drawn))


def test_a_bar_is_never_longer_than_the_longest() -> None:
    with pytest.raises(TemplateSyntaxError):
        share_bar(3, 2, 2)
    assert 'width="0"' in share_bar(0, 0)


def test_two_texts_are_compared_word_by_word() -> None:
    pieces = compared("De quel mois parlez-vous ?", "De quelle année parlez-vous ?")
    assert [(piece.mark, piece.text) for piece in pieces] == [
        (Mark.SAME, "De "),
        (Mark.GONE, "quel mois "),
        (Mark.COME, "quelle année "),
        (Mark.SAME, "parlez-vous ?"),
    ]
    assert [piece.mark for piece in compared("", "Neuf")] == [Mark.COME]
