"""Envoyer un lot / إرسال دفعة: its complete requests leave one by one, in the worker; the page shows how far it is."""

import datetime as dt
import logging

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.audit import services as audit
from macnss.cases.enums import State
from macnss.cases.models import Case, CaseQuerySet
from macnss.cases.services import sending
from macnss.cases.services.refusals import Incomplete
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError
from macnss.registration.enums import Work
from macnss.registration.models import Batch
from macnss.registration.services.batches import working

SENT = audit.action("registration.batch_sent", _("The complete requests of a list of employees were sent."))
log = logging.getLogger(__name__)


class NothingComplete(DomainError):
    code = "batch-nothing-complete"
    message = ngettext_lazy(
        "The %(count)s request still lacks papers or answers: open it first.",
        "All %(count)s requests still lack papers or answers: open each one first.",
        "count",
    )


@transaction.atomic
def ask_to_send(*, batch: Batch, complete: int, by: Account, now: dt.datetime) -> Batch:
    """Have the complete requests of a batch sent. Raises AtWork, NothingComplete."""
    if not complete:
        raise NothingComplete(count=waiting_in(batch).count())
    working.take_up(batch=batch, work=Work.SENDING, total=complete, by=by, now=now)
    audit.record(SENT, batch, by=by, at=now, company=batch.employer_id, requests=complete)
    return batch


def send_complete(*, batch: Batch, by: Account, now: dt.datetime) -> int:
    """Send what is complete, each request in a transaction of its own: one that fails stops no other.

    Done twice it sends nothing twice. Returns how many left.
    """
    waiting = waiting_in(batch).select_related("person", "company", "account").order_by("pk")
    sent = sum(_send(case, by, now) for case in waiting.iterator(200))
    working.end(batch, Work.SENDING)
    return sent


def waiting_in(batch: Batch) -> CaseQuerySet:
    """The drafts of a batch."""
    return Case.objects.filter(batch_line__batch=batch, state=State.DRAFT)


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
