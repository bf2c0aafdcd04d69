"""The 38 characters of the format (A to Z, 0 to 9, space, tab), and what people write instead.

Each byte has a class; each field allows some classes. One pass of `bytes.translate` turns lines into classes, and an
OR over thousands of lines tells at once whether any column holds something it may not.
"""

import re
import unicodedata

import numpy as np
import numpy.typing as npt

from macnss.declarations.ebds.layout import LINE_LENGTH, RECORDS, Field, Record, Type

DIGIT, LETTER, BLANK, LINE_END, OTHER = (1 << bit for bit in range(5))
"""What a byte is: 0 to 9; A to Z; space or tab; CR or LF; lower case, accents, symbols, control characters."""
WORDS = DIGIT | LETTER | BLANK
ANYTHING = WORDS | LINE_END | OTHER

ALLOWED = {
    Type.NUMBER: DIGIT,
    Type.DATE: DIGIT,
    Type.TEXT: WORDS,
    Type.CODE: WORDS,
    Type.FILLER: BLANK,
}
COMPARED = frozenset({"type", "affiliate", "period", "category", "situation"})
"""Fields compared with what they must be, whose characters therefore need no rule of their own."""


def _class_of(byte: int) -> int:
    character = chr(byte)
    if character in "\r\n":
        return LINE_END
    if character in " \t":
        return BLANK
    if not character.isascii() or not character.isalnum() or character.islower():
        return OTHER
    return DIGIT if character.isdigit() else LETTER


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

_HYPHENS_AND_APOSTROPHES = "-‐‑–'’‘`´"
_SPELLED_OUT = str.maketrans({"Œ": "OE", "Æ": "AE", "Ø": "O", "Ł": "L", "Đ": "D", "œ": "OE", "æ": "AE", "ß": "SS"})
_ONLY_WORDS = re.compile(r"[A-Z0-9 \t]*")
_NO_WORD = re.compile(r"[^A-Z0-9]+")
_MARKS = re.compile(r"[\u0300-\u036f]+")
"""Accents, once they stand apart from their letters."""


def decode(raw: bytes) -> str:
    """Text in UTF-8, or else in Latin-1 as Windows extends it. A letter cut in two by the end of a field is dropped."""
    try:
        return raw.decode()
    except UnicodeDecodeError as broken:
        before = raw[: broken.start]
        if broken.reason == "unexpected end of data" and not before.isascii():
            return before.decode()
        return raw.decode("cp1252", errors="replace")


def fold(text: str) -> str:
    """The text in the format's characters: accents dropped, upper case, anything else a space."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_SPELLED_OUT)))
    return _NO_WORD.sub(" ", text.upper()).strip()


def printable(text: str) -> str:
    """The text as a finding shows it: control characters replaced, nothing when it is all blank."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return text if text.strip() else ""


_FORGIVEN = "".join(letter for letter in map(chr, range(0xC0, 0x250)) if letter.isupper() and fold(letter))
"""Upper-case letters that lose nothing but an accent."""
_ALMOST_WORDS = re.compile(rf"[A-Z0-9 \t{re.escape(_HYPHENS_AND_APOSTROPHES + _FORGIVEN)}]*")


def holds_only_words(text: str) -> bool:
    """Is the text in the 38 characters?"""
    return _ONLY_WORDS.fullmatch(text) is not None


def is_forgivable(text: str, field: Field) -> bool:
    """Words that a person wrote lose little when folded; a code would become another."""
    return field.type is Type.TEXT and _ALMOST_WORDS.fullmatch(text) is not None
