"""The passwords that thieves try first, looked up without any network.

The file (`settings.BREACHED_PASSWORDS`) is a line that names its form, then the first bytes of the SHA-1 of each
password, sorted. It is mapped, not read: a file of a billion passwords costs as little as ours.
"""

import hashlib
import mmap
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, overload

from django.conf import settings

HEADER = b"breached passwords, SHA-1, 6 bytes each, sorted\n"
KEPT = 6
GUESSED = (
    re.compile(r"[\d\W_]{1,16}"),  # a phone number, a birth date, a registration number, however it is cut
    re.compile(r"\W*[a-z]{1,2}\W*\d{4,8}[\W_]*"),  # an identity card
    re.compile(r"(.)\1*"),
    re.compile(r"(.{2,5})\1+"),  # abcabcabcabc
)


class NotSuchAFile(ValueError):
    """This is not a file of breached passwords, or not an ordered list to make one of."""


class Prefixes(Sequence[bytes]):
    """The sorted prefixes of a file, none of them in memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(HEADER)] != HEADER or (len(self._map) - len(HEADER)) % KEPT:
            raise NotSuchAFile(f"{path.name} does not begin as a file of breached passwords, or was cut short")

    def __len__(self) -> int:
        return (len(self._map) - len(HEADER)) // KEPT

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        start = len(HEADER) + place * KEPT
        return self._map[start : start + KEPT]

    def hold(self, prefix: bytes) -> bool:
        place = bisect_left(self, prefix)
        return place < len(self) and self[place] == prefix


def knows(password: str) -> bool:
    """Is this password, as it is or without capitals, among those of the lists, or of a form that is tried at once?"""
    if any(form.fullmatch(password.lower()) for form in GUESSED):
        return True
    prefixes = _opened(str(settings.BREACHED_PASSWORDS))
    return any(prefixes.hold(prefix_of(each)) for each in {password, password.lower()})


def prefix_of(password: str) -> bytes:
    return hashlib.sha1(password.encode(), usedforsecurity=False).digest()[:KEPT]


def prefixes_of(lines: Iterable[str], at_least: int) -> Iterator[bytes]:
    """The prefixes of the public list: lines of `SHA-1:count` in the order of the hashes."""
    before = b""
    for number, line in enumerate(lines, 1):
        written, _, count = line.strip().partition(":")
        try:
            prefix = bytes.fromhex(written)[:KEPT]
            wanted = int(count or 1) >= at_least
        except ValueError:
            raise NotSuchAFile(f"line {number} is not written SHA-1:count")
        if len(written) != 40 or prefix < before:
            raise NotSuchAFile(f"line {number} is not a SHA-1, or not in order")
        if wanted and prefix != before:
            yield prefix
            before = prefix


def write(prefixes: Iterable[bytes], file: BinaryIO) -> int:
    """Write sorted prefixes in the form that `Prefixes` reads. Returns how many."""
    file.write(HEADER)
    return sum(file.write(prefix) for prefix in prefixes) // KEPT


@cache
def _opened(path: str) -> Prefixes:
    return Prefixes(Path(path))
