"""Rounds of the worker over many rows: each is looked at alone, and what fails for one stops no other."""

import datetime as dt
import logging
import traceback
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

BATCH = 200
M = TypeVar("M", bound=Model)
log = logging.getLogger(__name__)


def each_alone(found: QuerySet[M], act: Callable[[M, dt.datetime], None], now: dt.datetime) -> None:
    """Act on each of these rows, in a transaction of its own. Done twice, or by two workers, it does once."""
    last = 0
    while batch := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        for pk in batch:
            _once(found, pk, act, now)
        last = batch[-1]


def _once(found: QuerySet[M], pk: int, act: Callable[[M, dt.datetime], None], now: dt.datetime) -> None:
    """Asked again once the row is held; what another worker holds is left to it."""
    try:
        with transaction.atomic():
            held = found.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if held is not None:
                act(held, now)
    except Exception as fault:  # whatever it is, the other rows are looked at
        places = "".join(traceback.format_tb(fault.__traceback__))
        log.error("%s %s was not looked at: %s\n%s", found.model.__name__, pk, type(fault).__name__, places)
