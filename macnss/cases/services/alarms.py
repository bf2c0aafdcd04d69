"""Alertes / تنبيهات: what a supervisor must empty, and what can be done about each of them.

An alert goes by itself only when its cause has gone, which is journalled. One that was settled while its cause remains
rises again: a word does not move a file.
"""

import datetime as dt
from collections.abc import Iterator
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.enums import CLOSED, OPEN, PAUSED, AlarmKind, ArrivalState, State, StepName
from macnss.cases.models import Alarm, Arrival, Case, CaseQuerySet, Exchange, Note, Step, Told, closed
from macnss.cases.services import examining, notices
from macnss.cases.services.moves import locked
from macnss.cases.services.refusals import AlarmSettled, NoSuchDay, WordsNeeded
from macnss.identity.models import Account
from macnss.outbox.enums import State as Sending
from macnss.ui.templatetags.formats import long_date

SETTLED = audit.action("case.alarm_settled", _("A supervisor looked at your request, which was held up."))
GONE = audit.action("case.alarm_gone", _("What held your request up has gone."))
NEW_DATE = audit.action("case.new_date", _("A new date was set for the answer to your request, with its reason."))
AGAIN = dt.timedelta(days=2)  # after which what was settled and did not move rises again
A_DAY = dt.timedelta(days=1)  # a breakdown of the SMS centre is not a matter of each file
AT_ONCE = 500
RUNNING = (State.SENT, State.EXAMINED, State.SECOND_LOOK)


def sound(*, now: dt.datetime) -> None:
    """Raise an alert on whatever is stuck and has none."""
    today = timezone.localdate(now)
    _raise(AlarmKind.LATE, Case.objects.late(today), now)
    _raise(AlarmKind.NOT_TAKEN, _waiting_at(StepName.RECEIVED, State.SENT, today), now)
    _raise(AlarmKind.SECOND_LOOK, _waiting_at(StepName.SECOND_LOOK, State.SECOND_LOOK, today), now)
    for step, state in ((StepName.AWAITING, State.AWAITING), (StepName.ASKED, State.ASKED)):
        _raise(AlarmKind.PAUSE, _waiting_at(step, state, today - A_DAY), now)  # its end should have come by itself
    _look_at_messages(now)


@transaction.atomic
def clear(*, now: dt.datetime) -> None:
    """Take away the alerts whose cause has gone, each with a line in the journal; the others follow their case."""
    moved = Case.objects.filter(pk=OuterRef("case")).values("office")
    Alarm.objects.filter(settled_at=None).exclude(office=F("case__office")).update(office=Subquery(moved))
    held = Alarm.objects.select_for_update(of=("self",), skip_locked=True)
    for alarm in held.filter(_cause_gone(timezone.localdate(now)), settled_at=None).select_related("case")[:AT_ONCE]:
        alarm.settled_at = now
        alarm.save(update_fields=["settled_at"])
        audit.record(GONE, alarm, by=None, at=now, person=alarm.case.person_id, company=alarm.case.company_id)


@transaction.atomic
def settle(*, alarm: Alarm, words: str, by: Account, now: dt.datetime) -> Alarm:
    """Say what was done about it: it leaves the list. Raises AlarmSettled, WordsNeeded."""
    if not words.strip():
        raise WordsNeeded
    held = Alarm.objects.select_for_update(of=("self",)).select_related("case").get(pk=alarm.pk)
    if held.settled_at:
        raise AlarmSettled
    held.settled_by, held.settled_at, held.answer = by, now, words.strip()[:300]
    held.save(update_fields=["settled_by", "settled_at", "answer"])
    if held.kind == AlarmKind.ESCALATED:
        Case.objects.filter(pk=held.case_id).update(escalated_at=None)
        Note.objects.create(case=held.case, by=by, at=now, sealed=closed(words.strip()))  # whoever asked reads it
    audit.record(SETTLED, held, by=by, at=now, person=held.case.person_id, company=held.case.company_id, kind=held.kind)
    return held


@transaction.atomic
def hand_over(*, alarm: Alarm, to: Account, words: str, by: Account, now: dt.datetime) -> Alarm:
    """Give the case to a colleague, or take it over oneself. Raises what `examining.hand_over` and `settle` raise."""
    settled = settle(alarm=alarm, words=words, by=by, now=now)
    examining.hand_over(case=settled.case, to=to, office=None, words=words, by=by, now=now, supervising=True)
    return settled


@transaction.atomic
def promise(*, alarm: Alarm, on: dt.date, words: str, by: Account, now: dt.datetime) -> Alarm:
    """Set another day for the answer; the applicant is told it and why. The legal day does not move.

    Raises NotNow, NoSuchDay, AlarmSettled, WordsNeeded.
    """
    if on < timezone.localdate(now):
        raise NoSuchDay
    settled = settle(alarm=alarm, words=words, by=by, now=now)
    case = locked(settled.case, *RUNNING)
    case.target_on, case.told_late_on = on, None
    case.save(update_fields=["target_on", "told_late_on"])
    case.steps.filter(ended_at=None, name=StepName.EXAMINED).update(target_on=on)
    said = closed(words.strip())
    Exchange.objects.create(case=case, from_fund=True, by=by, at=now, sealed=said, send_key=uuid4())
    with translation.override(notices.language_of(case)):
        notices.tell(notices.NEW_DATE, case=case, now=now, due=long_date(on))
    audit.record(NEW_DATE, case, by=by, at=now, person=case.person_id, company=case.company_id, on=on)
    return settled


@transaction.atomic
def fail(*, case: Case, words: str, now: dt.datetime) -> None:
    """What had to follow from the decision did not: a supervisor sees to it. Raised twice, it is one."""
    said = {"office": case.office, "words": words[:300], "raised_at": now}
    Alarm.objects.get_or_create(case=case, kind=AlarmKind.FAILED, settled_at=None, defaults=said)


def _waiting_at(step: StepName, state: State, today: dt.date) -> CaseQuerySet:
    late = Step.objects.filter(case=OuterRef("pk"), name=step, ended_at=None, target_on__lt=today)
    return Case.objects.filter(Exists(late), state=state)


def _raise(kind: AlarmKind, cases: CaseQuerySet, now: dt.datetime, *, again: dt.timedelta = AGAIN) -> None:
    """On those that have none, nor one that somebody settled lately. The database refuses a second one."""
    of_that_kind = Alarm.objects.filter(case=OuterRef("pk"), kind=kind)
    known = of_that_kind.filter(Q(settled_at=None) | Q(settled_by__isnull=False, settled_at__gt=now - again))
    found = cases.exclude(Exists(known)).order_by("pk").values_list("pk", "office")
    for batch in _batches(list(found)):
        raised = [Alarm(kind=kind, case_id=case, office_id=office, raised_at=now) for case, office in batch]
        Alarm.objects.bulk_create(raised, ignore_conflicts=True)


def _batches(found: list[tuple[int, int | None]]) -> Iterator[list[tuple[int, int | None]]]:
    return (found[first : first + AT_ONCE] for first in range(0, len(found), AT_ONCE))


@transaction.atomic
def _look_at_messages(now: dt.datetime) -> None:
    """A notice of a case that reached nobody, by no way: its supervisor sees to it that the person is told."""
    lost = Q(message__state__in=[Sending.FAILED, Sending.EXPIRED])
    stuck = Q(message__state=Sending.WAITING, message__created_at__lt=now - A_DAY)
    arrived = Q(message__state=Sending.DELIVERED) | Q(message__state=Sending.SENT, message__expires_at__lt=now)
    unseen = Told.objects.filter(looked_at=None)
    unseen.filter(arrived).update(looked_at=now)
    otherwise = Told.objects.filter(
        case=OuterRef("case"),
        message__kind=OuterRef("message__kind"),
        message__created_at=OuterRef("message__created_at"),
        message__state__in=[Sending.SENT, Sending.DELIVERED],
    )
    of_cases = unseen.filter(lost | stuck).annotate(otherwise=Exists(otherwise))
    held = of_cases.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:AT_ONCE]
    found = list(held.values_list("pk", "case", "otherwise"))
    lost_on = Case.objects.filter(pk__in=[case for _told, case, reached in found if not reached])
    _raise(AlarmKind.MESSAGE, lost_on, now, again=dt.timedelta(0))
    Told.objects.filter(pk__in=[told for told, _case, _reached in found]).update(looked_at=now)


def _cause_gone(today: dt.date) -> Q:
    """What an undelivered message or a failure asks for is done by people: those two stay until then."""
    held_up = Q(state=ArrivalState.CHECKING) | Q(refusal="never-checked")  # given up: its sender was told, not a person
    checking = Arrival.objects.filter(held_up, case=OuterRef("case"))
    over = Q(case__state__in=CLOSED)
    return (
        Q(kind=AlarmKind.LATE) & (over | Q(case__state__in=RUNNING, case__target_on__gte=today))
        | Q(kind=AlarmKind.NOT_TAKEN) & ~Q(case__state=State.SENT)
        | Q(kind=AlarmKind.SECOND_LOOK) & ~Q(case__state=State.SECOND_LOOK)
        | Q(kind=AlarmKind.PAUSE) & ~Q(case__state__in=PAUSED)
        | Q(kind=AlarmKind.ESCALATED) & ~Q(case__state__in=OPEN)
        | Q(kind=AlarmKind.ARRIVAL) & Q(~Exists(checking))
    )
