"""Contestation d'un mois / الاعتراض على شهر: begun from the career, then, when it is right, ordered and watched.

Nothing here writes a line of wages: the employer declares the month, and that declaration settles the order.
"""

import datetime as dt
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import Holder
from macnss.cases.enums import CLOSED, Audience
from macnss.cases.models import Case
from macnss.cases.services import alarms, drafts, notices
from macnss.cases.services.moves import delay
from macnss.declarations.models import Declaration, WageCorrection
from macnss.declarations.queries import declared_for
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.months import Month
from macnss.outbox.kinds import DAY, kind
from macnss.ui.templatetags.formats import month_name

KIND = "wage_contest"
ORDERED = audit.action("wage_correction.ordered", _("The fund ordered an employer to declare a month again."))
SETTLED = audit.action("wage_correction.settled", _("The employer declared the month that it had to correct."))
LATE = audit.action("wage_correction.late", _("The employer did not correct a month in time: a supervisor is told."))
TO_CORRECT = kind(
    "declarations.correction_ordered",
    subject=_("%(company)s has a month to correct"),
    body=_(
        "The fund decided that %(company)s must correct what it declared for one of its employees, by %(due)s, with a "
        "complementary declaration.\n\nWho, which month and what to declare: %(link)s"
    ),
    sms=_("Ma CNSS: %(company)s has a month to correct by %(due)s. %(link)s"),
    worth=7 * DAY,
)
NOT_CORRECTED = kind(
    "declarations.correction_late",
    subject=_("Your employer did not correct %(month)s in time"),
    body=_(
        "Your employer had to declare %(month)s again and did not (%(reference)s). A supervisor of the fund is told "
        "and takes it further. You have nothing to do.\n\nFollow it here: %(link)s"
    ),
    sms=_("Ma CNSS, %(reference)s: your employer did not correct %(month)s in time. A supervisor is told. %(link)s"),
    worth=7 * DAY,
)
CORRECTED = kind(
    "declarations.correction_settled",
    subject=_("%(month)s is corrected"),
    body=_(
        "Your employer declared %(month)s as the fund had decided (%(reference)s). Its days and its wage count for you "
        "from now on.\n\nSee it here: %(link)s"
    ),
    sms=_("Ma CNSS: %(month)s is corrected (%(reference)s). %(link)s"),
    worth=7 * DAY,
)


class AlreadyOrdered(DomainError):
    code = "already-ordered"
    message = _("The employer was already ordered to correct this month: wait for what it declares.")


@transaction.atomic
def begin(*, insured: Insured, month: Month, employer: Employer, by: Account, language: str, now: dt.datetime) -> Case:
    """A draft that contests that month of that employer: the one that was begun, as long as it is not over."""
    start_key = _key(insured, month, employer)
    begun = drafts.begin(
        kind=KIND,
        holder=Holder(Audience.INSURED, by, insured),
        start_key=start_key,
        language=language,
        now=now,
    )
    if begun.sent_at is not None or begun.said.get("month"):
        return begun
    return drafts.save(case=begun, answers={"month": str(month), "employer": str(employer.public_id)}, now=now)


@transaction.atomic
def order(
    *,
    case: Case,
    insured: Insured,
    employer: Employer,
    month: Month,
    days: int | None,
    real: int | None,
    by: Account,
    now: dt.datetime,
) -> WageCorrection:
    """Ask an employer to declare a month again, by a day. Raises AlreadyOrdered."""
    made = WageCorrection(
        case=case,
        insured=insured,
        employer=employer,
        month=month.first_day,
        days=days,
        real=real,
        ordered_by=by,
        ordered_at=now,
        due_on=delay("wage_correction_calendar_days", timezone.localdate(now)),
    )
    with broken_promise("one_correction_of_a_month_at_a_time", means=AlreadyOrdered):
        made.save(force_insert=True)
    audit.record(ORDERED, made, by=by, at=now, person=insured.pk, company=employer.pk, month=str(month))
    page = "declarations:corrections"
    notices.tell_company(TO_CORRECT, company=employer, page=page, due=made.due_on, now=now)
    return made


def settle(*, declaration: Declaration, by: Account | None, now: dt.datetime) -> int:
    """Close the orders that a declaration fulfils, in its transaction, and tell their people. Returns how many."""
    awaited = WageCorrection.objects.awaited().filter(employer=declaration.employer_id, month=declaration.month)
    found = awaited.select_for_update(of=("self",)).select_related("case", "insured", "employer")
    return sum(_settle(each, declaration, by, now) for each in found)


def watch(*, now: dt.datetime) -> int:
    """Orders whose day has passed: the person and a supervisor are told, each once. Returns how many."""
    late = WageCorrection.objects.awaited().filter(due_on__lt=timezone.localdate(now), late_told_at=None)
    return sum(_tell_late(each, now) for each in list(late.values_list("pk", flat=True)))


def _settle(correction: WageCorrection, declaration: Declaration, by: Account | None, now: dt.datetime) -> bool:
    declared = declared_for(correction.insured, correction.employer, correction.period)
    if not declared.holds(correction.days, correction.real):
        return False
    correction.declaration, correction.settled_at = declaration, now
    correction.save(update_fields=["declaration", "settled_at"])
    said = {"person": correction.insured_id, "company": correction.employer_id}
    audit.record(SETTLED, correction, by=by, at=now, **said)
    _tell(CORRECTED, correction, now)
    return True


@transaction.atomic
def _tell_late(correction: int, now: dt.datetime) -> bool:
    held = WageCorrection.objects.awaited().filter(pk=correction, late_told_at=None)
    found = held.select_for_update(of=("self",), skip_locked=True).select_related("case__office", "employer").first()
    if found is None:
        return False
    found.late_told_at = now
    found.save(update_fields=["late_told_at"])
    words = f"{found.employer.name} ({found.employer.affiliation_number}) · {found.period}"
    alarms.fail(case=found.case, words=words, now=now)
    audit.record(LATE, found, by=None, at=now, person=found.insured_id, company=found.employer_id)
    _tell(NOT_CORRECTED, found, now)
    return True


def _tell(message: str, correction: WageCorrection, now: dt.datetime) -> None:
    with translation.override(notices.language_of(correction.case)):
        month = month_name(correction.period)
    notices.tell(message, case=correction.case, now=now, month=month)


def _key(insured: Insured, month: Month, employer: Employer) -> UUID:
    """The same for the same month, until what it began is over: the button pressed again opens the same draft."""
    attempt = 0
    while True:
        key = uuid5(insured.public_id, f"{month} {employer.public_id} {attempt}")
        if not Case.objects.filter(start_key=key, state__in=CLOSED).exists():
            return key
        attempt += 1
