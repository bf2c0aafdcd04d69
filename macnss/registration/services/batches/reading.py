"""A file as it was sent becomes rows of text: CSV in any encoding and separator, or XLSX read without running it."""

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from macnss.registration.services.batches.columns import EXAMPLE, missing_from, places_of
from macnss.registration.services.batches.refusals import (
    ColumnsMissing,
    HeadsMissing,
    NoLines,
    NotAList,
    NotASheet,
    TooLarge,
    TooManyLines,
)

MEGABYTE = 1024 * 1024
LARGEST = 5  # MB, as sent
LARGEST_OPENED = 60 * MEGABYTE  # of a workbook, which is a compressed file
MOST_LINES = 2000
MOST_COLUMNS = 60
MOST_LETTERS = 300  # of a cell
HEADS_WITHIN = 10  # written lines: the title of the list, its date, may stand above its headers
_ARABIC_WORD = re.compile("[\u0621-\u064a]{2,}")
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # a workbook of before 2007, or one with a password
_PICTURES = (b"\xff\xd8\xff", b"\x89png", b"gif8")
_DOCUMENTS = (b"%pdf", b"{\\rtf", b"<!doctype", b"<html", b"<?xml", b"<table")
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_END_OF_OLD_TEXTS = "\x1a"
_SAID_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_COMPUTED = re.compile(rb"<f[ >/]")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, by name of column, as it was typed. `number` is that of the line in the file."""

    number: int
    cells: dict[str, str]


def rows_of(content: bytes) -> list[Row]:
    """The lines of a file, without what stands above its headers, its headers and its example.

    Raises TooLarge, NotASheet, NotAList, HeadsMissing, ColumnsMissing, TooManyLines, NoLines.
    """
    if len(content) > LARGEST * MEGABYTE:
        raise TooLarge(size=LARGEST)
    lines = _lines_of(content)
    places, rows = _heads_of(lines), list[Row]()
    for number, cells in lines:
        said = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        if not any(said.values()) or _is_example(said):
            continue
        if len(rows) == MOST_LINES:
            raise TooManyLines(count=MOST_LINES)
        rows.append(Row(number, said))
    if not rows:
        raise NoLines
    return rows


def _lines_of(content: bytes) -> Iterator[tuple[int, list[str]]]:
    if content.startswith(_OLD_OR_LOCKED):
        raise NotASheet
    cells = _workbook(content) if content.startswith(b"PK") else _text(content)
    return ((number, [_tidy(cell) for cell in row[:MOST_COLUMNS]]) for number, row in enumerate(cells, 1))


def _heads_of(lines: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    """Where each column stands; the lines left are those under the headers."""
    written = list[dict[str, int]]()
    for _number, cells in islice((line for line in lines if any(line[1])), HEADS_WITHIN):
        written.append(places_of(cells))
        if not missing_from(written[-1]):
            return written[-1]
    if not written:
        raise NoLines
    nearest = max(written, key=len)
    raise ColumnsMissing(columns=missing_from(nearest)) if nearest else HeadsMissing


def _is_example(said: dict[str, str]) -> bool:
    return all(said.get(name, "") == EXAMPLE[name] for name in ("last_name", "first_name", "document_number"))


def _tidy(cell: str) -> str:
    """One line of text; a mark that kept a spreadsheet from computing it is taken off."""
    return " ".join(cell.removeprefix("'").split())[:MOST_LETTERS]


def _text(content: bytes) -> Iterator[list[str]]:
    """CSV: UTF-8 with or without its mark, UTF-16, else Windows in Arabic or in Latin letters."""
    if content[:200].lstrip().lower().startswith(_PICTURES + _DOCUMENTS):
        raise NotAList
    written = _decoded(content).rstrip(_END_OF_OLD_TEXTS)
    if _NO_LETTER.search(written):
        raise NotAList
    try:
        yield from csv.reader(io.StringIO(written, newline=""), delimiter=_separator(written))
    except csv.Error as error:
        raise NotASheet from error


def _separator(written: str) -> str:
    """The one that the first line names, as spreadsheets write it, else the one that cuts a line most often."""
    if said := _SAID_SEPARATOR.match(written):
        return said[1]
    first = written.split("\n", HEADS_WITHIN)[:HEADS_WITHIN]
    return max(";\t,", key=lambda sign: max(line.count(sign) for line in first))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        arabic = content.decode("cp1256")
        return arabic if _ARABIC_WORD.search(arabic) else content.decode("cp1252", errors="replace")


def _workbook(content: bytes) -> Iterator[list[str]]:
    """The first sheet of a workbook: what its formulas gave when it was saved.

    A formula that nobody computed yet stays a formula, to be told as such: nothing is ever run.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not know of a workbook is nothing that we read
            if not _holds_formulas(content):
                yield from map(_cells, _first_sheet(content, values=True))
                return
            both = zip(_first_sheet(content, values=True), _first_sheet(content, values=False), strict=False)
            yield from (_with_formulas(_cells(row), written) for row, written in both)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError, SyntaxError) as error:
        raise NotASheet from error


def _holds_formulas(content: bytes) -> bool:
    """Is any cell of this workbook computed? Raises TooLarge."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_OPENED:
            raise TooLarge(size=LARGEST)
        sheets = [part for part in packed.namelist() if part.startswith("xl/worksheets/")]
        return any(_COMPUTED.search(packed.read(part)) for part in sheets)


def _first_sheet(content: bytes, *, values: bool) -> Iterator[Sequence[object]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    try:
        yield from book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS)
    finally:
        book.close()


def _cells(row: Sequence[object]) -> list[str]:
    return [_written(value) for value in row]


def _with_formulas(cells: Sequence[str], written: Sequence[object]) -> list[str]:
    return [cell or _formula(value) for cell, value in zip(cells, written, strict=False)]


def _formula(value: object) -> str:
    """The words of a formula; "" for a cell that holds none."""
    written = value if isinstance(value, str) else getattr(value, "text", None)
    return written if isinstance(written, str) and written.startswith("=") else ""


def _written(value: object) -> str:
    """A cell as somebody would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case _:
            return str(value)
