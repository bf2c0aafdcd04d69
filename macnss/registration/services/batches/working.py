"""Ce que le serveur fait d’un lot / ما يقوم به الخادم على دفعة: reading, sending, erasing; one thing at a time.

The page shows how far it is. A worker that dies in the middle leaves the rest behind: it is queued again by `resume`.
"""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from macnss.identity.models import Account
from macnss.kernel.errors import DomainError
from macnss.kernel.queue import enqueue
from macnss.registration.enums import Work
from macnss.registration.models import Batch

STUCK_AFTER = dt.timedelta(minutes=10)
TASKS = {
    Work.READING: "registration.read_batch",
    Work.SENDING: "registration.send_batch",
    Work.ERASING: "registration.erase_batch",
}


class AtWork(DomainError):
    code = "batch-at-work"
    message = _("Something is being done with this file already: wait for the end.")


def take_up(*, batch: Batch, work: Work, total: int, by: Account, now: dt.datetime) -> None:
    """Have the worker do this with a batch. Raises AtWork, unless the same thing was asked for and stopped."""
    free = Q(work="") | Q(work=work, work_since__lt=now - STUCK_AFTER)
    asked = {"work": work, "work_since": now, "work_by": by, "work_total": total}
    if not Batch.objects.filter(free, pk=batch.pk).update(**asked):
        raise AtWork
    batch.refresh_from_db()
    queue(batch)


def queue(batch: Batch) -> None:
    """It waits in the queue at most once."""
    enqueue(TASKS[Work(batch.work)], queue="cases", once=f"batch:{batch.pk}", batch=batch.pk, by=batch.work_by_id)


def end(batch: Batch, work: Work, **said: object) -> bool:
    """That is done: nothing is being done any more. False when somebody else said so before."""
    return bool(Batch.objects.filter(pk=batch.pk, work=work).update(work="", work_since=None, **said))


def resume(*, now: dt.datetime) -> int:
    """Queue again what nobody finished: its worker died, or its job was lost. Returns how many."""
    stuck = Batch.objects.exclude(work="").filter(work_since__lt=now - STUCK_AFTER, work_by__isnull=False)
    forgotten = list(stuck.defer("unread"))
    for batch in forgotten:
        queue(batch)
    return len(forgotten)
