import datetime as dt

import pytest

from macnss.kernel.months import Month


def test_a_month_is_read_as_people_and_files_write_it() -> None:
    assert Month.parse("2026-03") == Month.parse("202603") == Month(2026, 3)
    assert str(Month(2026, 3)) == "2026-03"
    assert Month(2026, 3).compact == "202603"


@pytest.mark.parametrize("text", ["2026-13", "03-2026", "2026", "", "0000-00"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Month.parse(text)


def test_months_count_across_years() -> None:
    assert Month(2025, 11).plus(3) == Month(2026, 2)
    assert Month(2026, 2).plus(-3) == Month(2025, 11)
    assert Month(2026, 2).minus(Month(2025, 11)) == 3
    assert [str(m) for m in Month(2025, 12).until(Month(2026, 1))] == ["2025-12", "2026-01"]


def test_a_month_knows_its_days() -> None:
    assert Month.of(dt.date(2024, 2, 10)).last_day == dt.date(2024, 2, 29)
