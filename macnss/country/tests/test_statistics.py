"""The invented country is like the published one, and docs/country.md says how like."""

from pathlib import Path

import pytest

from macnss.country.published import SOURCES
from macnss.country.statistics import Row, as_markdown, compare
from macnss.country.tests.factories import country

DOCUMENT = Path(__file__).parents[3] / "docs" / "country.md"

# Points for percentages, per cent for the rest. What the sources contradict, or what the country cannot do, may be
# further off: docs/country.md says why.
TOLERANCE = 5
FURTHER = {"declared 216 to 312 days": 13, "first-timers, of the entrants": 13, "mean days of entrants": 10}


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return compare(country(100_000, 8_300))


def test_a_large_country_is_within_a_few_points_of_every_published_figure(rows: list[Row]) -> None:
    gaps = {row.figure: round(row.gap, 1) for row in rows}
    assert {figure: gap for figure, gap in gaps.items() if abs(gap) > FURTHER.get(figure, TOLERANCE)} == {}


def test_most_figures_are_within_two_points(rows: list[Row]) -> None:
    assert sum(abs(row.gap) <= 2 for row in rows) >= 0.75 * len(rows)


def test_every_figure_has_a_source_and_the_document_names_it(rows: list[Row]) -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert {row.source for row in rows} <= set(SOURCES)
    assert all(address in written for address in SOURCES.values())


def test_a_plan_of_less_than_a_year_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="twelve months"):
        compare(country(600, 40, 3))


def test_a_plan_of_one_year_is_compared_without_its_entrants() -> None:
    assert not [row for row in compare(country(600, 40, 12)) if row.source == "2020 entrants"]


def test_the_document_shows_the_figures_of_the_default_country() -> None:
    table = as_markdown({"invented": compare(country())})
    written = [line.split("|") for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    shown = {cells[1].strip(): cells[4].strip() for cells in written if len(cells) > 6}
    for line in table.splitlines()[2:]:
        cells = [cell.strip() for cell in line.split("|")]
        assert float(shown[cells[1]].replace(",", "")) == pytest.approx(
            float(cells[4].replace(",", "")), rel=0.02, abs=0.3
        )
