"""Promises that the database keeps, put in words; the connection of a job."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Func

from macnss.kernel.errors import DomainError


@contextmanager
def broken_promise(constraint: str, *, means: type[DomainError], **details: object) -> Iterator[None]:
    """Turn the violation of the constraint of that name into the refusal `means`, and undo only what was tried.

    Any other violation passes through untouched.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is None or diagnosis.constraint_name != constraint:
            raise
        raise means(**details) from error


@contextmanager
def rehearsal() -> Iterator[None]:
    """Do the work and keep nothing of it: who must learn nothing from an answer learns nothing from its time either."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class _DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


def inclusive_period(first: str, last: str) -> Func:
    """Two date columns, both days included, as a range that PostgreSQL compares; no last day means for ever."""
    return _DateRange(F(first), F(last), RangeBoundary(inclusive_lower=True, inclusive_upper=True))


@contextmanager
def one_connection() -> Iterator[None]:
    """Give the connection back at the end of the job: no request ends here to do it."""
    try:
        yield
    finally:
        connection.close()
