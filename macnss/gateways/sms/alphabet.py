"""How a text travels by SMS: seven-bit GSM where it can, UCS-2 for Arabic, cut into parts that the phone joins.

GSM 03.38 and 03.40: 160 seven-bit characters or 70 of UCS-2; 153 or 67 in each part when there are several, the rest
being the header that numbers them. A character is never cut in two.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPE = 0x1B
_EXTENDED = {"\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40}
_EXTENDED["€"] = 0x65
_SEVEN_BITS = {char: bytes([code]) for code, char in enumerate(_BASIC) if code != _ESCAPE}
_SEVEN_BITS |= {char: bytes([_ESCAPE, code]) for char, code in _EXTENDED.items()}

# Signs of good typography that would make the whole text three times as long.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "œ": "oe", "Œ": "OE"}
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
    | dict.fromkeys("\u2066\u2067\u2068\u2069\u200e\u200f", "")
)

SEVEN_BITS, UCS2 = 0x00, 0x08
MOST_PARTS = 255


class TooLong(ValueError):
    """More than 255 parts."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of a text as they travel. `joined`: each begins with the header that numbers it."""

    pieces: tuple[bytes, ...]
    coding: int

    @property
    def joined(self) -> bool:
        return len(self.pieces) > 1


def parts(text: str, reference: int) -> Parts:
    """Cut a text into what one SMS carries. `reference` (0-255) is the same in all its parts. Raises TooLong."""
    plain = text.translate(_PLAIN)
    if all(char in _SEVEN_BITS for char in plain):
        return Parts(_cut(plain, _SEVEN_BITS.__getitem__, 160, 153, reference), SEVEN_BITS)
    return Parts(_cut(plain, _ucs2, 140, 134, reference), UCS2)


def _ucs2(char: str) -> bytes:
    return char.encode("utf-16-be", "replace")


def _cut(text: str, encode: Callable[[str], bytes], whole: int, part: int, reference: int) -> tuple[bytes, ...]:
    encoded = [encode(char) for char in text]
    if sum(map(len, encoded)) <= whole:
        return (b"".join(encoded),)
    pieces = list(_packed(encoded, part))
    if len(pieces) > MOST_PARTS:
        raise TooLong
    return tuple(
        bytes([5, 0, 3, reference % 256, len(pieces), number]) + piece for number, piece in enumerate(pieces, 1)
    )


def _packed(encoded: list[bytes], room: int) -> Iterator[bytes]:
    piece = b""
    for char in encoded:
        if len(piece) + len(char) > room:
            yield piece
            piece = b""
        piece += char
    yield piece
