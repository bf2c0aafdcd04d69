"""Numbers inside Arabic keep their own direction."""

import pytest

from macnss.lawbook.texts import isolated


@pytest.mark.parametrize("number", ["1-72-184", "AB123456", "3,96%", "10/12/2026", "26"])
def test_a_number_of_an_arabic_text_is_isolated_whole(number: str) -> None:
    assert isolated(f"مثلا {number}.") == f"مثلا \u2066{number}\u2069."
