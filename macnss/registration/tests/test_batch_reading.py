"""What a file of employees holds, however people write it: its headers, its dates, its formulas."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from macnss.cases.engine import Holder
from macnss.cases.enums import Audience
from macnss.identity.tests.factories import NOW
from macnss.registration.services.batches.columns import NAMES, columns
from macnss.registration.services.batches.guide import to_write
from macnss.registration.services.batches.lines import Fault, read
from macnss.registration.services.batches.reading import rows_of
from macnss.registration.services.batches.refusals import ColumnsMissing, HeadsMissing
from macnss.registration.tests.test_batches import PERSON, file_of

HOLDER = Holder(Audience.EMPLOYER)


def the_fault(**typed: str) -> Fault:
    """The only fault of a line where this is written."""
    with translation.override("en"):
        (fault,) = read({**PERSON, **typed}, HOLDER, NOW.date())[1]
    return fault


def workbook_of(person: dict[str, str]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append([column.header for column in columns()])
    sheet.append([person.get(name, "") for name in NAMES])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved_by_a_spreadsheet(content: bytes, formula: bytes, value: bytes) -> bytes:
    """The same workbook with what its formula gives."""
    out, cell = io.BytesIO(), b"<f>" + formula + b"</f>"
    without = re.compile(re.escape(cell) + rb"<v ?/>|" + re.escape(cell) + rb"<v></v>")
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, without.sub(cell + b"<v>" + value + b"</v>", before.read(name)))
    return out.getvalue()


def test_the_headers_are_found_under_a_title_and_a_line_that_names_the_separator() -> None:
    title = "sep=;\r\nSTE ATLAS: salaries de novembre, Fes\r\n\r\n"
    (row,) = rows_of(title.encode() + file_of(PERSON, encoding="utf-8"))
    assert (row.number, row.cells["last_name"]) == (5, "CHRAIBI")


def test_a_title_above_the_headers_hides_no_separator() -> None:
    (row,) = rows_of(b"Nos salaries\n" + file_of(PERSON, encoding="utf-8", delimiter="\t"))
    assert row.cells["town"] == "FES"


def test_headers_further_down_than_a_title_are_not_looked_for() -> None:
    with pytest.raises(HeadsMissing):
        rows_of(b"une note\n" * 10 + file_of(PERSON, encoding="utf-8"))


def test_the_columns_that_are_missing_are_those_of_the_line_that_names_most() -> None:
    names = [column.question.label.fr for column in columns() if column.name not in {"town", "sex"}]
    with pytest.raises(ColumnsMissing) as refused:
        rows_of(f"Nom\n{';'.join(names)}\n".encode())
    assert {each.fr for each in refused.value.details["columns"]} == {"Ville", "Sexe"}


@pytest.mark.parametrize("formula", ["=A1", "#N/A", "#REF!", "#NOM?"])
def test_a_formula_without_a_value_says_so(formula: str) -> None:
    (row,) = rows_of(workbook_of({**PERSON, "last_name": formula}))
    fault = the_fault(**row.cells)
    assert (fault.column.fr, fault.written) == ("Nom", formula)
    assert "a formula without a value" in fault.words


def test_a_formula_that_was_computed_gives_its_value() -> None:
    (row,) = rows_of(saved_by_a_spreadsheet(workbook_of({**PERSON, "job": "=1+1"}), b"1+1", b"2"))
    assert row.cells["job"] == "2"


@pytest.mark.parametrize(
    "typed",
    [
        "14/03/1992",
        "14-3-1992",
        "1992-03-14",
        "14/03/1992 00:00:00",
        "1992-03-14T00:00",
        "19920314",
        "33677",
        "33677.0",
        "١٤/٠٣/١٩٩٢",
    ],
)
def test_a_date_is_read_as_people_and_spreadsheets_write_it(typed: str) -> None:
    answers, faults = read({**PERSON, "birth_date": typed}, HOLDER, NOW.date())
    assert (answers["birth_date"], faults) == ("1992-03-14", [])


@pytest.mark.parametrize("typed", ["30/02/1992", "03/14/1992", "1992-02-30"])
def test_a_date_that_does_not_exist_says_so(typed: str) -> None:
    assert "does not exist" in the_fault(birth_date=typed).words


@pytest.mark.parametrize("typed", ["14/03/92", "140392", "20101990", "1992", "mars 1992"])
def test_a_date_without_its_whole_year_is_refused(typed: str) -> None:
    assert "Write the day, the month and the year" in the_fault(birth_date=typed).words


def test_the_choices_are_offered_in_the_language_of_the_reader() -> None:
    for language, word in (("fr", "Célibataire"), ("ar", "عازب")):
        with translation.override(language):
            (fault,) = read({**PERSON, "family_status": "pacsé"}, HOLDER, NOW.date())[1]
        assert word in fault.words
        assert ("Célibataire" in fault.words) == (language == "fr")


def test_every_column_says_what_to_write() -> None:
    with translation.override("en"):
        said = {column.name: to_write(column.question) for column in columns()}
    assert not [column.name for column in columns() if not said[column.name] and not column.question.choices]
    assert said["town"] == "13 characters at most."
    assert said["postcode"] == "5 digits."
    assert "14/03/1992" in said["birth_date"]
