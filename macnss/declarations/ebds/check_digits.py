"""The check digit of registration and affiliation numbers, for one number or an array of them.

The specification of 2006 (section IV-4) gives one series: with T the sum of the digits of the body, those of even
rank doubled, the last digit is K = (10 - T mod 10) mod 10. Numbers in use follow a second series too, 9 - K.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Numbers = TypeVar("Numbers", int, npt.NDArray[np.int64])

AFFILIATION_WEIGHTS = (1, 2, 1, 2, 1, 2)
"""C1 to C6 of an affiliation number; C7 is the check digit."""
REGISTRATION_WEIGHTS = (0, 2, 1, 2, 1, 2, 1, 2)
"""C1 to C8 of a registration number; C1 is always 1 and outside the sum, C9 is the check digit."""


def _key(body: Numbers, weights: tuple[int, ...]) -> Numbers:
    """K of the digits before the check digit."""
    total = body * 0
    for weight in reversed(weights):
        shorter = body // 10
        total = total + weight * (body - 10 * shorter)
        body = shorter
    return -total % 10


def affiliation_key(body: Numbers) -> Numbers:
    """The check digit to issue after the six digits of `body`: 123456 gives 7."""
    return _key(body, AFFILIATION_WEIGHTS)


def registration_key(body: Numbers) -> Numbers:
    """The check digit to issue after the eight digits of `body`: 12345678 gives 5."""
    return _key(body, REGISTRATION_WEIGHTS)


def is_affiliation(number: int) -> bool:
    """Does the affiliation number end in K or 9 - K?"""
    body, last = divmod(number, 10)
    return last in (affiliation_key(body), 9 - affiliation_key(body))


def is_registration(number: int) -> bool:
    """Does the registration number end in K or 9 - K? (That it begins with 1 is another question.)"""
    body, last = divmod(number, 10)
    return last in (registration_key(body), 9 - registration_key(body))


def are_registrations(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """`is_registration` of each number of an array."""
    body = numbers // 10
    last = numbers - 10 * body
    key = registration_key(body)
    return (last == key) | (last == 9 - key)
