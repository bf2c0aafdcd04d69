"""The 38 characters of the format (A to Z, 0 to 9, space, tab), and what people write instead.

Each byte has a class; each field allows some classes. One pass of `bytes.translate` turns lines into classes, and an
OR over thousands of lines tells at once whether any column holds something it may not.
"""

import unicodedata
from enum import IntFlag

import numpy as np
import numpy.typing as npt

from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS, Field, Record, Type


class Class(IntFlag):
    """What a byte is."""

    DIGIT = 1
    LETTER = 2
    """A to Z."""
    BLANK = 4
    """Space or tab."""
    LINE_END = 8
    OTHER = 16
    """Lower case, accents, symbols, control characters."""


WORDS = Class.DIGIT | Class.LETTER | Class.BLANK
ANYTHING = WORDS | Class.OTHER

ALLOWED = {
    Type.NUMBER: Class.DIGIT,
    Type.DATE: Class.DIGIT,
    Type.TEXT: WORDS,
    Type.CODE: WORDS,
    Type.FILLER: Class.BLANK,
}
COMPARED = frozenset({"type", "affiliate", "period", "category", "situation"})
"""Fields compared with what they must be, whose characters therefore need no rule of their own."""


def _class_of(byte: int) -> Class:
    character = chr(byte)
    if character in "\r\n":
        return Class.LINE_END
    if character in " \t":
        return Class.BLANK
    if not character.isascii() or not character.isalnum() or character.islower():
        return Class.OTHER
    return Class.DIGIT if character.isdigit() else Class.LETTER


CLASSES = bytes(_class_of(byte) for byte in range(256))
"""The class of each byte, for `bytes.translate`."""


def _forbidden(record: Record) -> npt.NDArray[np.uint8]:
    """The classes that each column of the record refuses."""
    columns = np.zeros(LINE_LENGTH, np.uint8)
    for field in record:
        allowed = ANYTHING if field.word in COMPARED else ALLOWED[field.type]
        columns[field.place] = ANYTHING & ~allowed
    return columns


FORBIDDEN = {code: _forbidden(record) for code, record in RECORDS.items()}

_APOSTROPHES_AND_HYPHENS = "'’‘`´-‐‑–"
_SPELLED_OUT = str.maketrans({"Œ": "OE", "Æ": "AE", "Ø": "O", "Ł": "L", "Đ": "D", "ß": "SS", "œ": "OE", "æ": "AE"})


def decode(raw: bytes) -> str:
    """Text in UTF-8, or else in Latin-1 as Windows extends it. A letter cut in two by the end of a field is dropped."""
    try:
        return raw.decode()
    except UnicodeDecodeError as broken:
        if broken.reason == "unexpected end of data":
            return raw[: broken.start].decode()
        return raw.decode("cp1252", errors="replace")


def fold(text: str) -> str:
    """The text in the format's characters: accents dropped, upper case, anything else a space."""
    plain = unicodedata.normalize("NFKD", text.translate(_SPELLED_OUT)).upper()
    kept = (each if each.isascii() and each.isalnum() else " " for each in plain if not unicodedata.combining(each))
    return " ".join("".join(kept).split())


def printable(text: str) -> str:
    """The text as a finding shows it: control characters replaced, nothing when it is all blank."""
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return shown if text.strip() else ""


def _is_word_character(character: str) -> bool:
    return character in " \t" or (character.isascii() and character.isalnum() and not character.islower())


def _is_forgivable(character: str) -> bool:
    """Would folding lose nothing but an accent, a hyphen or an apostrophe?"""
    return character in _APOSTROPHES_AND_HYPHENS or (character.isupper() and fold(character) != "")


def holds_only_words(text: str) -> bool:
    return all(map(_is_word_character, text))


def is_forgivable(text: str, field: Field) -> bool:
    """Words that a person wrote may be folded; a code may not."""
    return field.type is Type.TEXT and all(_is_word_character(each) or _is_forgivable(each) for each in text)
