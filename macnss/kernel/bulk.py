"""Millions of rows in and out of PostgreSQL as numpy arrays, by binary COPY: no object a row."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

Array = NDArray[Any]

_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"
_EPOCH = dt.date(2000, 1, 1)


def _row_type(types: Mapping[str, str]) -> np.dtype[Any]:
    """One row of a binary COPY: a count of fields, then each field behind its length in bytes."""
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in types.items():
        fields += [(f"{name} length", ">i4"), (name, kind)]
    return np.dtype(fields)


def copy_in(table: str, columns: Mapping[str, tuple[str, Array | int]]) -> int:
    """Add rows to a table. `columns` gives each column's width (i2, i4, i8) and its values, one or one a row.

    A date is an i4: see `days_of`. Returns the number of rows; the caller holds the transaction.
    """
    types = {name: f">{kind}" for name, (kind, _) in columns.items()}
    count = next(len(values) for _, values in columns.values() if not isinstance(values, int))
    rows = np.zeros(count, _row_type(types))
    rows["fields"] = len(columns)
    for name, (_, values) in columns.items():
        rows[f"{name} length"] = rows.dtype[name].itemsize
        rows[name] = values
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    statement = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement) as pipe:
        pipe.write(_HEADER + rows.tobytes() + _TRAILER)
    return count


def read_columns(query: str, parameters: Sequence[Any], types: Mapping[str, str]) -> dict[str, Array]:
    """The rows of a query, in its order, as one array a column (i2, i4, i8). No column may be null.

    The server packs each column into one value: a row costs its bytes, not a message and an object.
    """
    packed = ", ".join(f"string_agg(int{kind[1]}send({name}), '')" for name, kind in types.items())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {packed} FROM ({query}) AS found", parameters)  # noqa: S608 - names of ours
        columns = cursor.fetchone()
    return {
        name: np.frombuffer(bytes(column or b""), f">{kind}").astype(kind)
        for (name, kind), column in zip(types.items(), columns, strict=True)
    }


def days_of(day: dt.date) -> int:
    """A date as PostgreSQL counts it: days since 1 January 2000."""
    return (day - _EPOCH).days
