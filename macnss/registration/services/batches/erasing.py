"""Effacer les brouillons d’un lot / حذف مسودات دفعة: all at once, after one question; what was sent stays."""

import datetime as dt
import logging

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.models import Case
from macnss.cases.services import drafts
from macnss.cases.services.refusals import NotNow
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError
from macnss.registration.enums import Work
from macnss.registration.models import Batch
from macnss.registration.services.batches import working
from macnss.registration.services.batches.sending import waiting_in

ERASED = audit.action("registration.batch_erased", _("The drafts of a list of employees were erased."))
log = logging.getLogger(__name__)


class NothingToErase(DomainError):
    code = "batch-nothing-to-erase"
    message = _("No draft of this file is left.")


@transaction.atomic
def ask_to_erase(*, batch: Batch, by: Account, now: dt.datetime) -> Batch:
    """Have every draft of a batch erased. Raises AtWork, NothingToErase."""
    count = waiting_in(batch).count()
    if not count:
        raise NothingToErase
    working.take_up(batch=batch, work=Work.ERASING, total=count, by=by, now=now)
    audit.record(ERASED, batch, by=by, at=now, company=batch.employer_id, requests=count)
    return batch


def erase(*, batch: Batch, by: Account, now: dt.datetime) -> int:
    """Erase the drafts of a batch, each in a transaction of its own: one that fails stops no other.

    The same file sent again afterwards is another batch. Returns how many were erased.
    """
    erased = sum(_erase(case, by, now) for case in waiting_in(batch).order_by("pk").iterator(200))
    working.end(batch, Work.ERASING, fingerprint=f"erased:{batch.public_id}")
    return erased


def _erase(case: Case, by: Account, now: dt.datetime) -> bool:
    try:
        drafts.discard(case=case, by=by, now=now)
    except (NotNow, Case.DoesNotExist):  # sent meanwhile, or erased by another hand
        return False
    except Exception as fault:  # it stays a draft, which its sender sees; the others go
        log.error("a draft of a batch was not erased: %s", type(fault).__name__)
        return False
    return True
