"""The files that leave: the template, and the lines to correct with what is wrong with each."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from macnss.cases.definition import Type
from macnss.registration.services.batches.columns import EXAMPLE, Column, columns
from macnss.registration.services.batches.reading import MOST_LINES

ERRORS = "Erreurs / أخطاء"
LINE = "Ligne / السطر"
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute


def template_csv() -> bytes:
    return _csv([[column.header for column in columns()], [EXAMPLE[column.name] for column in columns()]])


def template_xlsx() -> bytes:
    """Headers in both languages, an example, lists to choose from, text cells: a leading zero stays."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title, sheet.freeze_panes = "Immatriculation", "A2"
    for place, column in enumerate(columns(), 1):
        head = sheet.cell(1, place, column.header)
        head.font, head.alignment = Font(bold=column.needed), Alignment(wrap_text=True, vertical="top")
        head.fill = PatternFill("solid", fgColor="D9EAD3" if column.needed else "EEEEEE")
        sheet.cell(2, place, EXAMPLE[column.name]).font = Font(italic=True, color="777777")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 22
        for line in range(2, 52):
            sheet.cell(line, place).number_format = "@"
        if offered := _offered(column):
            choices = DataValidation("list", formula1=f'"{",".join(offered)}"', allow_blank=True)
            sheet.add_data_validation(choices)
            choices.add(f"{letter}2:{letter}{MOST_LINES + 2}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def errors_csv(lines: Iterable[tuple[int, dict[str, str], Sequence[str]]]) -> bytes:
    """The lines that became no request: their number, what is wrong, and the cells to correct and send again."""
    heads = [LINE, ERRORS, *(column.header for column in columns())]
    rows = (
        [str(number), " | ".join(told), *(cells.get(c.name, "") for c in columns())] for number, cells, told in lines
    )
    return _csv([heads, *rows])


def _offered(column: Column) -> list[str]:
    if column.question.type is Type.YES_NO:
        return ["oui", "non"]
    return [choice.code for choice in column.question.choices]


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark and semicolons: opens by a double click in a French or Arabic spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_COMPUTED) else cell
