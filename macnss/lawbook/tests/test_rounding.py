"""Half up, on exact numbers, one by one or by the million."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from macnss.lawbook.rounding import share_of_each, to_step

HALVES = 1250  # multiples of 12.50 DH fall on exact half centimes for many rates


@pytest.mark.parametrize(
    ("amount", "step", "rounded"),
    [
        ("0.565", "0.01", "0.57"),
        ("0.5649", "0.01", "0.56"),
        ("2.025", "0.05", "2.05"),
        ("1.5", "1", "2"),
        ("0", "0.01", "0.00"),
    ],
)
def test_half_a_step_goes_up(amount: str, step: str, rounded: str) -> None:
    assert to_step(Decimal(amount), Decimal(step)) == Decimal(rounded)


@given(
    bases=st.lists(st.integers(0, 10**13) | st.integers(0, 10**9).map(HALVES.__mul__), max_size=20),
    ten_thousandths=st.integers(0, 10_000),
    step=st.sampled_from([1, 5, 10, 100]),
)
def test_arrays_round_as_one_by_one(bases: list[int], ten_thousandths: int, step: int) -> None:
    rate = Fraction(ten_thousandths, 10_000)
    shares = share_of_each(np.array(bases, dtype=np.int64), rate, step)
    one_by_one = [int(to_step(Decimal(base) * ten_thousandths / 10_000, Decimal(step))) for base in bases]
    assert shares.tolist() == one_by_one


def test_a_base_beyond_64_bits_is_refused_rather_than_wrapped() -> None:
    with pytest.raises(OverflowError):
        share_of_each(np.array([2**62], dtype=np.int64), Fraction(793, 10_000), 1)
