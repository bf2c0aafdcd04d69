"""Promises that the database keeps, put in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

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
