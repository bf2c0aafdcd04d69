"""Does Mon e-ID answer? What is last known is kept in the database: pages read it and never wait for the provider."""

import datetime as dt
import logging

from django.db import transaction

from macnss.gateways.eid.configuration import configuration
from macnss.gateways.eid.failures import SILENCES, EidFailure
from macnss.gateways.eid.provider import discover
from macnss.gateways.models import OutsideSystem

NAME = "eid"
BEING_ASKED = "being-asked"
WITHIN = 2.0  # seconds
APART = dt.timedelta(seconds=5)
_log = logging.getLogger(__name__)


def last_known() -> OutsideSystem | None:
    """What the last answer, or the last silence, told."""
    return OutsideSystem.objects.filter(name=NAME).exclude(cause=BEING_ASKED).first()


def ask(*, now: dt.datetime) -> None:
    """Ask the provider for its metadata and its keys and note whether it answers; not more often than every 5 s.

    Two who ask at once: one of them asks the provider, the other reads what is known.
    """
    known, new = OutsideSystem.objects.get_or_create(
        name=NAME, defaults={"is_up": False, "cause": BEING_ASKED, "since": now, "asked_at": now}
    )
    mine = new or OutsideSystem.objects.filter(pk=known.pk, asked_at__lte=now - APART).update(asked_at=now)
    if mine:
        note(_failure(), now=now)


@transaction.atomic
def note(failure: EidFailure | None, *, now: dt.datetime) -> None:
    """Note what a visit or a question learnt: it answers (None), or it does not."""
    up, cause = failure is None, failure.code if failure else ""
    known, new = OutsideSystem.objects.get_or_create(
        name=NAME, defaults={"is_up": up, "cause": cause, "since": now, "asked_at": now}
    )
    if not new and (known.is_up, known.cause) != (up, cause):
        since = known.since if known.is_up == up else now
        OutsideSystem.objects.filter(pk=known.pk).update(is_up=up, cause=cause, since=since, asked_at=now)
        _log.warning("Mon e-ID is %s %s", "up" if up else "down", cause)


def note_visit(failure: EidFailure | None, *, now: dt.datetime) -> None:
    """A visit that went through says that it is up, a silence that it is down; other refusals say neither."""
    if failure is None or failure.code in SILENCES - {"busy"}:
        note(failure, now=now)


def _failure() -> EidFailure | None:
    try:
        found = discover(configuration(), within=WITHIN)
        found.refresh_keys(within=WITHIN)
    except EidFailure as failure:
        return failure
    return None
