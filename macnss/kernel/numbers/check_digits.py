"""The key of a registration or affiliation number. Plain integer arithmetic: an int or a numpy array goes in alike.

The e-BDS specification (2006) computes one key K. Half of the firms affiliated lately bear 9 - K instead, a second
series that no text describes: a number is sound when its last digit is either.
"""

from enum import StrEnum
from typing import Any

Numbers = Any
"""One number, or a numpy array of them: what goes in comes out."""


class NumberRule(StrEnum):
    """What a wrong check digit means: a refusal, a warning, nothing."""

    REJECT = "reject"
    WARN = "warn"
    OFF = "off"


def _digit(number: Numbers, place: int) -> Numbers:
    return number // 10**place % 10


def _key(number: Numbers, doubled: tuple[int, ...], plain: tuple[int, ...]) -> Numbers:
    """Ten's complement of a weighted sum of digits, by their places from the right."""
    total = 2 * sum(_digit(number, place) for place in doubled) + sum(_digit(number, place) for place in plain)
    return (10 - total % 10) % 10


def registration_key(number: Numbers) -> Numbers:
    """K of a 9-digit registration number C1..C9: 2(C2+C4+C6+C8) + C3+C5+C7, C1 left out."""
    return _key(number, (1, 3, 5, 7), (2, 4, 6))


def affiliation_key(number: Numbers) -> Numbers:
    """K of a 7-digit affiliation number C1..C7: 2(C2+C4+C6) + C1+C3+C5."""
    return _key(number, (1, 3, 5), (2, 4, 6))


def registration_is_sound(number: Numbers) -> Any:
    """True (in an array: where) the number begins with 1 and its last digit is K or 9 - K."""
    key, last = registration_key(number), _digit(number, 0)
    return (_digit(number, 8) == 1) & ((last == key) | (last == 9 - key))


def affiliation_is_sound(number: Numbers) -> Any:
    """True (in an array: where) the last digit is K or 9 - K."""
    key, last = affiliation_key(number), _digit(number, 0)
    return (last == key) | (last == 9 - key)


def registration_number_from(first: int) -> int:
    """The sound 9-digit number whose first eight digits are `first`."""
    return first * 10 + int(registration_key(first * 10))


def affiliation_number_from(first: int) -> int:
    """The sound 7-digit number whose first six digits are `first`."""
    return first * 10 + int(affiliation_key(first * 10))
