"""Which layout for wage lines? `python -m bench.wage_line_layouts [MILLIONS]`: the figures of ADR 8.

Six tables of the same rows: plain, in 16 partitions by hash of the insured person, in partitions by year, and the
same three with a key that covers the row, so that a career is read from the index alone. Each is loaded
month by month, gets one more month by COPY (every person a new line: the worst order for the index), then careers are
read.
"""

import statistics
import sys
import time
from collections.abc import Iterator

import numpy as np
import psycopg

from config.postgres import OWNER, TESTS

COLUMNS = """insured_id bigint NOT NULL, month date NOT NULL, declaration_id bigint NOT NULL,
    employer_id bigint NOT NULL, days smallint NOT NULL, situation smallint NOT NULL, "real" bigint NOT NULL,
    capped integer NOT NULL"""
KEY = "PRIMARY KEY (insured_id, month, declaration_id)"
COVERING = f'{KEY} INCLUDE (employer_id, days, situation, "real", capped)'
MONTHS = 120
FIRST_YEAR = 2016


def layouts() -> dict[str, list[str]]:
    def years(table: str) -> list[str]:
        return [
            f"CREATE TABLE {table}_{y} PARTITION OF {table} FOR VALUES FROM ('{y}-01-01') TO ('{y + 1}-01-01')"
            for y in range(FIRST_YEAR, FIRST_YEAR + 11)
        ]

    def hashes(table: str) -> list[str]:
        return [
            f"CREATE TABLE {table}_{i} PARTITION OF {table} FOR VALUES WITH (MODULUS 16, REMAINDER {i})"
            for i in range(16)
        ]

    by_hash, by_year = "PARTITION BY HASH (insured_id)", "PARTITION BY RANGE (month)"
    return {
        "plain": [f"CREATE TABLE lines_plain ({COLUMNS}, {KEY})"],
        "hash": [f"CREATE TABLE lines_hash ({COLUMNS}, {KEY}) {by_hash}", *hashes("lines_hash")],
        "year": [f"CREATE TABLE lines_year ({COLUMNS}, {KEY}) {by_year}", *years("lines_year")],
        "plain_covering": [f"CREATE TABLE lines_plain_covering ({COLUMNS}, {COVERING})"],
        "hash_covering": [
            f"CREATE TABLE lines_hash_covering ({COLUMNS}, {COVERING}) {by_hash}",
            *hashes("lines_hash_covering"),
        ],
        "year_covering": [
            f"CREATE TABLE lines_year_covering ({COLUMNS}, {COVERING}) {by_year}",
            *years("lines_year_covering"),
        ],
    }


def months() -> Iterator[str]:
    return (f"{FIRST_YEAR + i // 12}-{i % 12 + 1:02d}-01" for i in range(MONTHS + 1))


def copied(persons: int, month: str, declaration: int) -> bytes:
    rng = np.random.default_rng(declaration)
    wages = rng.integers(200_000, 1_500_000, persons)
    return "".join(
        f"{person}\t{month}\t{declaration}\t{person % 977}\t26\t0\t{wage}\t{min(wage, 600_000)}\n"
        for person, wage in zip(range(1, persons + 1), wages.tolist(), strict=True)
    ).encode()


def copy(connection: psycopg.Connection, table: str, rows: bytes) -> float:
    started = time.perf_counter()
    with connection.cursor().copy(f"COPY {table} FROM STDIN") as pipe:
        pipe.write(rows)
    connection.commit()
    return time.perf_counter() - started


def vacuum(connection: psycopg.Connection, table: str) -> None:
    connection.commit()
    connection.autocommit = True
    connection.execute(f"VACUUM ANALYZE {table}")
    connection.autocommit = False


def read_careers(connection: psycopg.Connection, table: str, persons: int) -> float:
    """Median time of one career of 120 lines, in ms."""
    times = []
    for person in np.random.default_rng(1).integers(1, persons, 300).tolist():
        started = time.perf_counter()
        rows = connection.execute(f"SELECT * FROM {table} WHERE insured_id = %s ORDER BY month", [person]).fetchall()
        times.append(time.perf_counter() - started)
        assert len(rows) >= MONTHS
    return statistics.median(times) * 1000


def main(millions: float) -> None:
    persons = int(millions * 1_000_000 / MONTHS)
    TESTS.start()
    with psycopg.connect(host=str(TESTS.socket_folder), user=OWNER, dbname="macnss") as connection:
        for layout, statements in layouts().items():
            table = f"lines_{layout}"
            connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in statements:
                connection.execute(statement)
            *past, last = months()
            loading = sum(copy(connection, table, copied(persons, month, i)) for i, month in enumerate(past, 1))
            vacuum(connection, table)
            month = copy(connection, table, copied(persons, last, MONTHS + 1))
            fresh = read_careers(connection, table, persons)
            vacuum(connection, table)
            career = read_careers(connection, table, persons)
            size = connection.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname LIKE %s",
                [table + "%"],
            ).fetchone()
            rate = persons * MONTHS / loading
            assert size
            print(f"{layout:15} load {rate:9,.0f} lines/s   a month more {persons / month:9,.0f} lines/s", end="   ")
            print(f"career {fresh:.3f} ms, once vacuumed {career:.3f} ms   {float(size[0]) / 2**20:,.0f} MiB")
            connection.execute(f"DROP TABLE {table}")
            connection.commit()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5)
