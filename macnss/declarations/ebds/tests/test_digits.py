"""Numbers read and written thousands at a time, against `int` and `format`."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from macnss.declarations.ebds.digits import DigitReader, written
from macnss.declarations.ebds.layout import RECORDS, Field, Type

NUMBERS = [field for field in RECORDS["B02"] if field.type is Type.NUMBER and field.word not in ("affiliate", "period")]


def lines_of(field: Field, digits: list[str]) -> np.ndarray:
    """Lines that hold these digits in the field, and letters all around."""
    table = np.full((len(digits), 260), ord("Z"), np.uint8)
    for row, each in enumerate(digits):
        table[row, field.place] = list(each.encode())
    return table


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.name)
@given(data=st.data())
def test_digits_become_the_integer_they_write(field: Field, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.text("0123456789", min_size=field.length, max_size=field.length), min_size=1))
    numbers = DigitReader([field]).read(lines_of(field, texts))
    expected = [int(text) for text in texts]
    if field.word != "control":  # 19 digits are wider than 64 bits; their sum below is not
        assert numbers[field.word].tolist() == expected
    assert numbers.totals() == {field.word: sum(expected)}


@given(st.lists(st.integers(0, 10**13 - 1), min_size=1))
def test_an_integer_becomes_its_digits(numbers: list[int]) -> None:
    field = RECORDS["B02"]["real"]
    table = written(np.array(numbers, np.int64), field)
    assert [row.tobytes().decode() for row in table] == [f"{number:013d}" for number in numbers]


def test_an_integer_too_wide_for_its_field_is_refused() -> None:
    with pytest.raises(ValueError, match="N_Enfants: 100 does not fit in 2 digits"):
        written(np.array([5, 100]), RECORDS["B02"]["children"])


def test_a_forgotten_field_counts_as_nothing() -> None:
    field = RECORDS["B02"]["real"]
    numbers = DigitReader([field]).read(lines_of(field, ["0000000000007", "00X0000000000"]))
    numbers.forget("real", np.array([False, True]))
    assert numbers["real"].tolist() == [7, 0]
    assert numbers.totals() == {"real": 7}


def test_lines_may_lie_in_a_buffer_with_their_line_ends() -> None:
    field = RECORDS["B02"]["days"]
    buffer = b"".join(b"Z" * 111 + days + b"Z" * 147 + b"\r\n" for days in (b"26", b"07"))
    table = np.frombuffer(buffer, np.uint8).reshape(2, 262)[:, :260]
    assert DigitReader([field]).read(table)["days"].tolist() == [26, 7]
