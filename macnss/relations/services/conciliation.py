"""Conciliation / التوفيق: offered when a month passed, asked for once, decided by somebody else."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.enums import State
from macnss.cases.models import Case
from macnss.cases.services import notices
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.outbox.kinds import DAY, kind
from macnss.relations.models import Conciliation, ConciliationOffer
from macnss.relations.queries import waiting_too_long

OFFERED = audit.action("complaint.month_passed", _("A month passed without an answer: conciliation was offered."))
ASKED = audit.action("complaint.conciliation_asked", _("Conciliation was asked for after a complaint."))
MONTH_PASSED = kind(
    "relations.month_passed",
    subject=_("No answer within the month: %(reference)s"),
    body=_(
        "We had a month to answer your complaint %(reference)s, and we have not. We are sorry for it.\n\n"
        "You may now ask for conciliation: it is free, and somebody who had nothing to do with your complaint decides. "
        "The way there is on the page of your complaint: %(link)s\n\n"
        "We still owe you an answer to the complaint itself."
    ),
    sms=_("Ma CNSS: no answer to %(reference)s within the month. You may ask for conciliation: %(link)s"),
    worth=7 * DAY,
)


class ConciliationAsked(DomainError):
    code = "conciliation-asked"
    message = _("Conciliation was already asked for after this complaint: follow it among your requests.")


class SupervisorNeeded(DomainError):
    code = "supervisor-needed"
    message = _("A conciliation is decided by a supervisor of the office that has it.")


class HandledIt(DomainError):
    code = "handled-it"
    message = _("You took part in what is complained of: somebody else must look at it.")


@transaction.atomic
def tie(*, case: Case, complaint: Case, now: dt.datetime) -> None:
    """A conciliation was sent about this complaint. Raises ConciliationAsked."""
    Conciliation.objects.filter(complaint=complaint, case__state=State.WITHDRAWN).delete()
    with broken_promise("relations_conciliation_complaint_id_key", means=ConciliationAsked):
        Conciliation.objects.create(complaint=complaint, case=case)
    audit.record(ASKED, complaint, by=case.account, at=now, person=case.person_id, company=case.company_id)


def offer(*, now: dt.datetime) -> int:
    """Tell those whose month has passed, each once. Returns how many."""
    found = waiting_too_long(timezone.localdate(now)).values_list("pk", flat=True)
    return sum(_offer(complaint, now) for complaint in list(found))


@transaction.atomic
def _offer(complaint: int, now: dt.datetime) -> bool:
    held = Case.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=complaint)
    case = held.select_related("person__account", "account", "company").first()
    if case is None or ConciliationOffer.objects.filter(complaint=case).exists():
        return False
    ConciliationOffer.objects.create(complaint=case, told_at=now)
    notices.tell(MONTH_PASSED, case=case, now=now)
    audit.record(OFFERED, case, by=None, at=now, person=case.person_id, company=case.company_id)
    return True
