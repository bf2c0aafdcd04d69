"""A file as it was sent becomes rows of text: CSV in any encoding and separator, or XLSX read without running it."""

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from macnss.registration.services.batches.columns import EXAMPLE, places_of
from macnss.registration.services.batches.refusals import NoLines, NotASheet, TooLarge, TooManyLines

MEGABYTE = 1024 * 1024
LARGEST = 5  # MB, as sent
LARGEST_OPENED = 60 * MEGABYTE  # of a workbook, which is a compressed file
MOST_LINES = 2000
MOST_COLUMNS = 60
MOST_LETTERS = 300  # of a cell
_ARABIC_WORD = re.compile("[\u0621-\u064a]{2,}")
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # a workbook of before 2007, or one with a password


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, by name of column, as it was typed. `number` is that of the line in the file."""

    number: int
    cells: dict[str, str]


def rows_of(content: bytes) -> list[Row]:
    """The lines of a file, without its headers and its example.

    Raises TooLarge, NotASheet, ColumnsMissing, TooManyLines, NoLines.
    """
    if len(content) > LARGEST * MEGABYTE:
        raise TooLarge(size=LARGEST)
    lines = _lines_of(content)
    head = next(((number, cells) for number, cells in lines if any(cells)), None)
    if head is None:
        raise NoLines
    places, rows = places_of(head[1]), list[Row]()
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


def _is_example(said: dict[str, str]) -> bool:
    return all(said.get(name, "") == EXAMPLE[name] for name in ("last_name", "first_name", "document_number"))


def _tidy(cell: str) -> str:
    """One line of text; a mark that kept a spreadsheet from computing it is taken off."""
    return " ".join(cell.removeprefix("'").replace("\x00", "").split())[:MOST_LETTERS]


def _text(content: bytes) -> Iterator[list[str]]:
    """CSV: UTF-8 with or without its mark, UTF-16, else Windows in Arabic or in Latin letters."""
    written = _decoded(content)
    head = written.split("\n", 1)[0]
    separator = max(";\t,", key=head.count)
    try:
        yield from csv.reader(io.StringIO(written, newline=""), delimiter=separator)
    except csv.Error as error:
        raise NotASheet from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise NotASheet
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        arabic = content.decode("cp1256")
        return arabic if _ARABIC_WORD.search(arabic) else content.decode("cp1252", errors="replace")


def _workbook(content: bytes) -> Iterator[list[str]]:
    """The first sheet of a workbook: values only, what formulas gave when it was saved, never the formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_OPENED:
                raise TooLarge(size=LARGEST)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not know of a workbook is nothing that we read
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                yield from _cells(book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS))
            finally:
                book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError, SyntaxError) as error:
        raise NotASheet from error


def _cells(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_written(value) for value in row]


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
