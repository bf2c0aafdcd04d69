"""Envoyer un lot / إرسال دفعة: its complete requests leave one by one, in the worker; the page shows how far it is.

A worker that dies in the middle leaves the others behind: they are queued again by `resume`.
"""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.audit import services as audit
from macnss.cases.enums import State
from macnss.cases.models import Case, CaseQuerySet
from macnss.cases.services import sending
from macnss.cases.services.refusals import Incomplete
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError
from macnss.kernel.queue import enqueue
from macnss.registration.models import Batch

SENT = audit.action("registration.batch_sent", _("The complete requests of a list of employees were sent."))
STUCK_AFTER = dt.timedelta(minutes=10)
log = logging.getLogger(__name__)


class BeingSent(DomainError):
    code = "batch-being-sent"
    message = _("These requests are being sent: wait for the end.")


class NothingComplete(DomainError):
    code = "batch-nothing-complete"
    message = ngettext_lazy(
        "The %(count)s request still lacks papers or answers: open it first.",
        "All %(count)s requests still lack papers or answers: open each one first.",
        "count",
    )


@transaction.atomic
def ask_to_send(*, batch: Batch, complete: int, by: Account, now: dt.datetime) -> Batch:
    """Have the complete requests of a batch sent. Raises BeingSent, NothingComplete."""
    waiting = Q(sending_since=None) | Q(sending_since__lt=now - STUCK_AFTER)
    if not complete:
        raise NothingComplete(count=waiting_in(batch).count())
    if not Batch.objects.filter(waiting, pk=batch.pk).update(sending_since=now, sent_by=by, to_send=complete):
        raise BeingSent
    _queue(batch.pk, by.pk)
    audit.record(SENT, batch, by=by, at=now, company=batch.employer_id, requests=complete)
    batch.refresh_from_db()
    return batch


def send_complete(*, batch: Batch, by: Account, now: dt.datetime) -> int:
    """Send what is complete, each request in a transaction of its own: one that fails stops no other.

    Done twice it sends nothing twice. Returns how many left.
    """
    waiting = waiting_in(batch).select_related("person", "company", "account").order_by("pk")
    sent = sum(_send(case, by, now) for case in waiting.iterator(200))
    Batch.objects.filter(pk=batch.pk).update(sending_since=None)
    return sent


def resume(*, now: dt.datetime) -> int:
    """Queue again the batches that nobody finished: their worker died, or their job was lost. Returns how many."""
    stuck = Batch.objects.filter(sending_since__lt=now - STUCK_AFTER, sent_by__isnull=False)
    forgotten = list(stuck.values_list("pk", "sent_by"))
    for batch, by in forgotten:
        _queue(batch, by)
    return len(forgotten)


def waiting_in(batch: Batch) -> CaseQuerySet:
    """The drafts of a batch."""
    return Case.objects.filter(batch_line__batch=batch, state=State.DRAFT)


def _queue(batch: int, by: int) -> None:
    """It waits in the queue at most once."""
    enqueue("registration.send_batch", queue="cases", once=f"batch:{batch}", batch=batch, by=by)


def _send(case: Case, by: Account, now: dt.datetime) -> bool:
    try:
        return sending.send(case=case, by=by, now=now).state != State.DRAFT
    except Incomplete:
        return False
    except DomainError as refusal:
        log.warning("a request of a batch was not sent: %s", refusal.code)
        return False
    except Exception as fault:  # it stays a draft, which its sender sees; the others leave
        log.error("a request of a batch was not sent: %s", type(fault).__name__)
        return False
