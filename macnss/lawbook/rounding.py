"""Rounding half up, on exact numbers only: `Decimal` one by one, integers a million at a time."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only the type: one wage on the command line must not wait for numpy
    import numpy as np
    from numpy.typing import NDArray

_LARGEST_INT64 = 2**63 - 1


def to_step(amount: Decimal, step: Decimal) -> Decimal:
    """The multiple of `step` nearest to `amount`; half a step goes up."""
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def share_of_each(bases: "NDArray[np.int64]", rate: Fraction, step: int) -> "NDArray[np.int64]":
    """`to_step(base * rate, step)` for every base, in whole centimes and without leaving int64."""
    numerator, denominator = 2 * rate.numerator, 2 * rate.denominator * step
    if bases.size and int(bases.max()) > (_LARGEST_INT64 - denominator) // max(numerator, 1):
        raise OverflowError("a base is too large for exact 64-bit centimes")
    shares = bases * numerator
    shares += denominator // 2
    shares //= denominator
    if step > 1:
        shares *= step
    return shares
