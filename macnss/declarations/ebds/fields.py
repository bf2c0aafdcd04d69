"""What is wrong with the characters of a field: the same answer for one line and for the rows of thousands."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from macnss.declarations.ebds.characters import (
    FORBIDDEN,
    decode,
    fold,
    holds_only_words,
    is_forgivable,
    printable,
)
from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.digits import Bytes, Flags
from macnss.declarations.ebds.layout import Field, Record, Type


class Problem(NamedTuple):
    """What a field holds, and what it should."""

    code: Code
    found: str
    expected: str


def spoiled_fields(record: Record, classes: Bytes) -> Iterator[tuple[Field, Flags]]:
    """The fields that hold, in any line of the record, a byte they may not; and the rows where they do."""
    refused = np.bitwise_or.reduce(classes, axis=0) & FORBIDDEN[record.code]
    if not refused.any():
        return
    for field in record:
        if refused[field.place].any():
            rows: Flags = np.any(classes[:, field.place] & FORBIDDEN[record.code][field.place], axis=1)
            yield field, rows


def problem_of(field: Field, raw: bytes) -> Problem | None:
    """Why these bytes may not stand in the field. None when a second, closer look excuses them."""
    text = decode(raw)
    match field.type:
        case Type.NUMBER:
            return Problem(Code.NOT_DIGITS, printable(text), _in_digits(text, field))
        case Type.DATE:
            return Problem(Code.DATE_INVALID, printable(text), "AAAAMMJJ")
        case Type.FILLER:
            return Problem(Code.FILLER_NOT_BLANK, printable(text.strip()), "")
    if holds_only_words(text):
        return None
    code = Code.CHARACTERS_TO_FOLD if is_forgivable(text, field) else Code.CHARACTERS_FORBIDDEN
    words = text.strip()
    return Problem(code, printable(words), fold(words))


def _in_digits(text: str, field: Field) -> str:
    """The number rightly written if that is all there is to it, or how many digits the field takes."""
    digits = text.strip()
    if digits.isascii() and digits.isdigit():
        return digits.zfill(field.length)
    return f"0-9 × {field.length}"
