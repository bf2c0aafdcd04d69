"""How fast a file enters the register and a career comes out of it, each beside the raw limit of PostgreSQL.

The tables are those of the product, in a database of their own; the people and the past months are written in bulk.
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
from django.db import connection

from macnss.declarations.ebds.write import FileWriter, name_field
from macnss.declarations.enums import UploadState
from macnss.declarations.models import Declaration
from macnss.declarations.queries import career_rows, header_for
from macnss.declarations.services import uploads
from macnss.employers.enums import LegalForm, Sector
from macnss.employers.models import Employer
from macnss.employers.services import Company, affiliate
from macnss.insured.models import Insured
from macnss.kernel.months import Month

NOW = dt.datetime(2026, 4, 8, 10, 0, tzinfo=dt.UTC)
MARCH = Month(2026, 3)
CAREER = 120
ROUNDS = 5
FIRST = Month(2016, 2)
CEILING = 600_000

_PEOPLE = """
INSERT INTO insured_insured (public_id, number, last_name, first_name, last_name_ar, first_name_ar, birth_date,
    birth_place, sex, nationality, document, document_number, address, town, postcode, phone, email, registered_on,
    updated_at)
SELECT gen_random_uuid(), n + (10 - (2 * (n / 10 %% 10 + n / 1000 %% 10 + n / 100000 %% 10 + n / 10000000 %% 10)
           + n / 100 %% 10 + n / 10000 %% 10 + n / 1000000 %% 10) %% 10) %% 10,
       'BENNANI', 'AMINA', '', '', '1990-01-01', '', 'F', 'MA', 'cin', 'B' || n, '', '', '', '', '', '2014-01-01', now()
  FROM (SELECT 150000000 + g * 10 AS n FROM generate_series(1, %s) g) numbered
"""
_STAFF = """
INSERT INTO employment_employment (insured_id, employer_id, started_on)
SELECT id, %s, '2016-01-01' FROM insured_insured
"""
_PAST = """
INSERT INTO declarations_wageline (insured_id, month, declaration_id, employer_id, days, situation, "real", capped)
SELECT id, %s, %s, %s, 26, 0, 650000, 600000 FROM insured_insured ORDER BY id LIMIT %s
"""


@contextmanager
def a_database() -> Iterator[None]:
    """A database of the bench's own, dropped at the end."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def a_company() -> Employer:
    company = Company(name="ATLAS SARL", legal_form=LegalForm.SARL, sector=Sector.SERVICES, activity="SERVICES")
    return affiliate(company=company, on=dt.date(2014, 1, 1), by=None, now=NOW)


def a_country(company: Employer, people: int) -> None:
    execute(_PEOPLE, people)
    execute(_STAFF, company.pk)
    execute("ANALYZE")


def a_file(company: Employer, people: int) -> bytes:
    """A main declaration that answers for that many people."""
    random = np.random.default_rng(1)
    real = random.integers(200_000, 1_500_000, people)
    zeros = np.zeros(people, np.int64)
    numbers = np.sort(np.fromiter(Insured.objects.values_list("number", flat=True)[:people], np.int64))
    out = BytesIO()
    writer = FileWriter(out, "B", header_for(company, MARCH, MARCH.last_day))
    allowances = dict.fromkeys(("children", "af_to_pay", "af_to_deduct", "af_net", "af_to_return", "situation"), zeros)
    writer.lines(
        "B02",
        {
            "number": numbers,
            "name": np.full(people, name_field("BENNANI", "AMINA"), "S60"),
            "days": np.full(people, 26),
            "real": real,
            "capped": np.minimum(real, CEILING),
            **allowances,
        },
    )
    writer.recap("B03", "B02")
    writer.finish()
    return out.getvalue()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def check_and_post(company: Employer, content: bytes) -> float:
    """Seconds from the bytes in the store to the declaration in the register."""
    upload = uploads.receive(employer=company, file_name="bench.txt", chunks=[content], by=None, now=NOW)
    spent = seconds(lambda: uploads.check(upload=upload, by=None, now=NOW))
    upload.refresh_from_db()
    assert upload.state == UploadState.ACCEPTED, upload.report
    return spent


def bare_copy(lines: int) -> float:
    """Seconds for the same rows, ready made, by COPY into a table of the same columns, key, index and checks."""
    columns = 'insured_id, month, declaration_id, employer_id, days, situation, "real", capped'
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (LIKE declarations_wageline INCLUDING ALL)")
        with cursor.copy(f"COPY (SELECT {columns} FROM declarations_wageline) TO STDOUT (FORMAT BINARY)") as pipe:
            rows = b"".join(pipe)

        def copied() -> None:
            with cursor.copy(f"COPY bare ({columns}) FROM STDIN (FORMAT BINARY)") as pipe:
                pipe.write(rows)

        spent = []
        for _ in range(3):
            cursor.execute("TRUNCATE bare")
            spent.append(seconds(copied))
        cursor.execute("SELECT count(*) FROM bare")
        assert cursor.fetchone() == (lines,)
        cursor.execute("DROP TABLE bare")
    return min(spent)


def posting(people: int = 100_000) -> tuple[float, float]:
    """Seconds to check and post a file of so many lines, and seconds of a bare COPY of its rows."""
    with a_database():
        company = a_company()
        a_country(company, people)
        spent = []
        for _ in range(3):
            spent.append(check_and_post(company, a_file(company, people)))
            if len(spent) < 3:
                forget()
        return min(spent), bare_copy(people)


def forget() -> None:
    """Take the posted file out of the register again, for the next run of the bench."""
    execute("TRUNCATE declarations_upload, declarations_declaredcontribution, declarations_declaration CASCADE")
    execute("TRUNCATE declarations_wageline")


def careers(lines: int) -> tuple[float, float]:
    """Median milliseconds of one career of 120 lines: by the page's query, and by a bare SELECT."""
    people = lines // CAREER
    company = a_company()
    a_country(company, people)
    declaration = a_declaration(company)
    for month in FIRST.until(FIRST.plus(CAREER - 1)):
        execute(_PAST, month.first_day, declaration.pk, company.pk, people)
    execute("VACUUM ANALYZE declarations_wageline")
    somebody = list(Insured.objects.order_by("?")[:200])
    return median(somebody, by_the_page), median(somebody, bare_select)


def a_declaration(company: Employer) -> Declaration:
    return Declaration.objects.create(
        employer=company,
        month=FIRST.first_day,
        kind="main",
        source="file",
        fingerprint="bench",
        declared_at=NOW,
        due_on=NOW.date(),
        payable_until=NOW.date(),
        lines=0,
        days=0,
        real=0,
        capped=0,
        due=0,
    )


def by_the_page(insured: Insured) -> int:
    return len(career_rows(insured))


def bare_select(insured: Insured) -> int:
    rows = connection.connection.execute(
        'SELECT month, declaration_id, employer_id, days, situation, "real", capped FROM declarations_wageline'
        " WHERE insured_id = %s ORDER BY month, declaration_id",
        [insured.pk],
    )
    return len(rows.fetchall())


def median(people: list[Insured], read: Callable[[Insured], int]) -> float:
    """Milliseconds of a median read, in the round that the rest of the machine disturbed least."""
    for insured in people:  # warms the caches
        assert read(insured) == CAREER
    rounds = [[seconds(partial(read, insured)) for insured in people] for _ in range(ROUNDS)]
    return min(statistics.median(spent) for spent in rounds) * 1000


def careers_in_both() -> dict[int, tuple[float, float]]:
    """The same measure with 50,000 lines in the table and with 5 million."""
    measured = {}
    for lines in (50_000, 5_000_000):
        with a_database():
            measured[lines] = careers(lines)
    return measured
