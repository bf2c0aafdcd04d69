"""A round of the worker over bank accounts: one transaction an account, and what fails for one stops no other."""

import datetime as dt
import logging
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction

from macnss.personal.models import BankAccount, BankAccountQuerySet

BATCH = 200

Act = Callable[[BankAccount, dt.datetime], bool]
log = logging.getLogger(__name__)


def each(found: BankAccountQuerySet, act: Act, now: dt.datetime) -> int:
    """Do it for each of these, whatever becomes of the others. Returns for how many it was done."""
    done = last = 0
    while batch := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += sum(kept_apart(f"bank account {pk}", partial(_once, found, pk, act, now)) for pk in batch)
        last = batch[-1]
    return done


def kept_apart(what: str, act: Callable[[], Any]) -> bool:
    """Whatever fails in it is logged, without a word of what the row says, and goes no further. Returns its answer."""
    try:
        return bool(act())
    except Exception as fault:
        places = "".join(traceback.format_tb(fault.__traceback__))
        log.error("%s failed: %s\n%s", what, type(fault).__name__, places)
        return False


@transaction.atomic
def _once(found: BankAccountQuerySet, pk: int, act: Act, now: dt.datetime) -> bool:
    """If it still needs doing: asked again once the row is held; what another worker holds is left to it."""
    held = found.select_for_update(of=("self",), skip_locked=True).filter(pk=pk)
    account = held.select_related("insured__account").first()
    return account is not None and act(account, now)
