"""The book opened at a day: what it answers, what it refuses, what it remembers."""

import datetime as dt
import json
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from macnss.lawbook.book import BOOK, Book, Law
from macnss.lawbook.citations import Status
from macnss.lawbook.errors import MalformedParameter, NotInForce, NotKnown, UnknownParameter

SOURCE = 'status: confirmed, source: {article: {fr: "art. 12-3", ar: "الفصل 12-3"}, url: "https://example.org"}'


@pytest.fixture
def book(tmp_path: Path) -> Book:
    write(
        tmp_path,
        "benefits.days",
        "days",
        f'{{since: 2000-01-01, value: "54", {SOURCE}}}',
        f"{{since: 2010-01-01, value: null, {SOURCE}}}",
        f'{{since: 2020-01-01, value: "60", {SOURCE}}}',
        f"{{since: 2021-01-01, value: unknown, {SOURCE}}}",
    )
    write(tmp_path, "benefits.fraction", "ratio", f'{{since: 2000-01-01, value: "2/3", {SOURCE}}}')
    write(tmp_path, "benefits.rate", "percent", f'{{since: 2000-01-01, value: "3.96", {SOURCE}}}')
    write(tmp_path, "benefits.paid", "yes_no", f'{{since: 2000-01-01, value: "yes", {SOURCE}}}')
    write(tmp_path, "benefits.opening", "date", f'{{since: 2000-01-01, value: "2001-02-03", {SOURCE}}}')
    return Book(tmp_path)


def write(folder: Path, key: str, unit: str, *values: str) -> Path:
    path = folder.joinpath(*key.split(".")).with_suffix(".yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(f"  - {value}" for value in values)
    path.write_text(f"label: {{fr: Jours, ar: أيام}}\nunit: {unit}\nchecked: 2026-11-22\nvalues:\n{lines}\n")
    return path


def on(day: str, book: Book) -> Law:
    return Law(dt.date.fromisoformat(day), book)


def test_a_value_holds_from_its_day_to_the_eve_of_the_next(book: Book) -> None:
    assert on("2000-01-01", book)["benefits.days"] == on("2009-12-31", book)["benefits.days"] == 54
    assert on("2020-01-01", book).count("benefits.days") == 60


def test_an_abolished_figure_is_refused_never_zero(book: Book) -> None:
    with pytest.raises(NotInForce) as refused:
        on("2010-01-01", book)["benefits.days"]
    assert not isinstance(refused.value, NotKnown)
    assert str(refused.value) == (
        "benefits.days has no value in force on 2010-01-01; the nearest day with one is 2009-12-31"
    )


@pytest.mark.parametrize(("day", "nearest"), [("1999-12-01", "2000-01-01"), ("2025-06-01", "2020-12-31")])
def test_what_nobody_found_is_refused_as_unknown(book: Book, day: str, nearest: str) -> None:
    with pytest.raises(NotKnown) as refused:
        on(day, book)["benefits.days"]
    assert str(refused.value.nearest) == nearest


def test_a_refusal_is_said_in_both_languages(book: Book) -> None:
    with pytest.raises(NotInForce) as refused:
        on("2010-01-01", book)["benefits.days"]
    assert refused.value.text.fr == (
        "« Jours » : aucune valeur en vigueur au 2010-01-01 (date la plus proche : 2009-12-31)."
    )
    assert "أيام" in refused.value.text.ar
    assert "\u20662010-01-01\u2069" in refused.value.text.ar


def test_a_misspelt_name_is_answered_with_the_nearest_one(book: Book) -> None:
    with pytest.raises(UnknownParameter, match=r"did you mean 'benefits\.days'\?"):
        on("2005-01-01", book)["benefits.dayz"]


def test_a_name_like_no_other_is_answered_without_a_guess(book: Book) -> None:
    with pytest.raises(UnknownParameter, match=r"^no parameter is named 'x'$"):
        on("2005-01-01", book)["x"]


def test_the_law_may_be_asked_whether_it_provides_a_figure(book: Book) -> None:
    assert on("2005-01-01", book).provides("benefits.days")
    assert not on("2015-01-01", book).provides("benefits.days")
    with pytest.raises(NotKnown):
        on("2025-01-01", book).provides("benefits.days")


def test_a_percentage_opens_as_the_ratio_to_multiply_by(book: Book) -> None:
    assert on("2005-01-01", book)["benefits.rate"] == Decimal("0.0396")


def test_two_thirds_stay_two_thirds(book: Book) -> None:
    law = on("2005-01-01", book)
    assert law.exact("benefits.fraction") == Fraction(2, 3)
    assert law["benefits.fraction"] == Decimal(2) / 3


def test_dates_and_answers_are_read_as_such(book: Book) -> None:
    law = on("2005-01-01", book)
    assert law.date("benefits.opening") == dt.date(2001, 2, 3)
    assert law.says_yes("benefits.paid")
    with pytest.raises(TypeError, match="yes_no"):
        law["benefits.paid"]
    with pytest.raises(ValueError, match="whole"):
        law.count("benefits.fraction")


def test_the_law_remembers_what_was_read_once_and_in_order(book: Book) -> None:
    law = on("2005-01-01", book)
    law["benefits.rate"], law["benefits.days"], law["benefits.rate"]
    assert [citation.key for citation in law.citations()] == ["benefits.rate", "benefits.days"]


def test_what_is_read_at_another_day_is_cited_above_too(book: Book) -> None:
    law = on("2005-01-01", book)
    then = law.at(dt.date(2020, 5, 1))
    assert then["benefits.days"] == 60
    assert law.citations() == then.citations()
    law["benefits.days"]
    assert [citation.value for citation in law.citations()] == ["60", "54"]


def test_a_citation_is_kept_as_plain_json(book: Book) -> None:
    law = on("2005-01-01", book)
    law["benefits.rate"]
    assert json.loads(json.dumps(law.citations()[0].as_json())) == {
        "key": "benefits.rate",
        "label": {"fr": "Jours", "ar": "أيام"},
        "value": "3.96",
        "unit": "percent",
        "since": "2000-01-01",
        "article": {"fr": "art. 12-3", "ar": "الفصل \u206612-3\u2069"},
        "url": "https://example.org",
        "status": "confirmed",
        "note": None,
    }


def test_assumptions_are_the_citations_that_no_source_confirms() -> None:
    law = Law(dt.date(2026, 3, 1))
    law["contributions.monthly_ceiling"], law["contributions.rounding_step"]
    assert [citation.key for citation in law.assumptions()] == ["contributions.rounding_step"]
    assert law.assumptions()[0].status is Status.ASSUMED


def test_a_bare_number_is_refused_for_it_has_passed_through_a_float(tmp_path: Path) -> None:
    path = write(tmp_path, "a", "DH", f"{{since: 2000-01-01, value: 17.10, {SOURCE}}}")
    with pytest.raises(MalformedParameter, match="between quotes") as refused:
        on("2005-01-01", Book(tmp_path))["a"]
    assert str(path) in str(refused.value)


def test_a_file_is_read_once(book: Book) -> None:
    first = book.parameter("benefits.days")
    (book.folder / "benefits" / "days.yaml").unlink()
    assert book.parameter("benefits.days") is first


def test_the_whole_book_opens_in_a_blink() -> None:
    book = Book(BOOK.folder)
    start = time.perf_counter()
    parameters = [book.parameter(key) for key in book.keys()]  # noqa: SIM118 - not a mapping
    assert parameters
    assert time.perf_counter() - start < 1
