"""Veiller / السهر على الملفات: nothing stays stuck in silence.

What is late is told to the applicant with the true reason; what waits for nothing goes on; what nobody moves becomes an
alert that a supervisor must settle (`alarms`). Doing it twice, or by two workers at once, does it once.
"""

import datetime as dt
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from macnss.audit import services as audit
from macnss.cases.enums import State, StepName
from macnss.cases.models import Case, CaseQuerySet, Note, Piece, Step, closed
from macnss.cases.models.words import COMPANY_WAS_SILENT, PAPERS_NEVER_CAME
from macnss.cases.services import alarms, drafts, notices
from macnss.cases.services.talking import go_on
from macnss.kernel.sweeps import each_alone
from macnss.lawbook.book import Law
from macnss.ui.templatetags.formats import long_date, number

TOLD_LATE = audit.action("case.told_late", gettext_lazy("You were told why the answer to your request is late."))
WENT_ON = audit.action("case.went_on", gettext_lazy("A day had passed: your request went back to its agent."))

Act = Callable[[Case, dt.datetime], None]


def watch(*, now: dt.datetime) -> None:
    """Look at every open case and every draft once. What fails for one case is logged and stops no other."""
    today = timezone.localdate(now)
    warned, kept = _days("reminder", today), _days("draft_kept", today)
    _each(_late(today), _tell_late, now)
    _each(_at_step(StepName.AWAITING, today, today + warned).filter(reminded_on=None), _remind_of_papers, now)
    _each(_past(StepName.AWAITING, today), _go_on_without_papers, now)
    _each(_past(StepName.ASKED, today), _go_on_without_answer, now)
    _each(_untouched(now - kept + warned).filter(reminded_on=None), _remind_of_draft, now)
    _each(_untouched(now - kept).filter(reminded_on__lte=today - warned), _erase, now)
    alarms.sound(now=now)
    alarms.clear(now=now)


def why_late(case: Case, on: dt.date) -> str:
    """Why an open case is not decided yet, as its applicant reads it: what is true on that day. "" for any other."""
    match case.state:
        case State.SENT:
            return _still_in_the_queue(case)
        case State.EXAMINED if case.set_aside_until and case.set_aside_until > on:
            return _("Its agent goes on with it on %(day)s.") % {"day": long_date(case.set_aside_until)}
        case State.EXAMINED if case.escalated_at:
            return _("Its agent asked a supervisor to look at it on %(day)s.") % {"day": long_date(case.escalated_at)}
        case State.EXAMINED:
            return _("An agent has been examining it since %(day)s.") % {"day": _began(case)}
        case State.SECOND_LOOK:
            return _("Two agents decide it: the second one has had it since %(day)s.") % {"day": _began(case)}
        case State.AWAITING:
            return _("We have been waiting for the papers asked of you since %(day)s.") % {"day": _began(case)}
        case State.ASKED:
            return _("Somebody else has been asked about it since %(day)s.") % {"day": _began(case)}
        case _:
            return ""


def _still_in_the_queue(case: Case) -> str:
    queue = Case.objects.filter(state=State.SENT, office=case.office_id)
    before = queue.filter(Q(target_on__lt=case.target_on) | Q(target_on=case.target_on, pk__lt=case.pk)).count()
    if not before:
        return _("No agent has taken it yet; it is the next one at its office.")
    words = ngettext(
        "No agent has taken it yet; %(count)s request is before it at its office.",
        "No agent has taken it yet; %(count)s requests are before it at its office.",
        before,
    )
    return words % {"count": number(before)}


def _began(case: Case) -> str:
    step = case.steps.filter(ended_at=None).first()
    return long_date(step.began_at if step else case.sent_at or case.started_at)


# Which cases.


def _late(today: dt.date) -> CaseQuerySet:
    """Past the day that we said and not told; or past the legal day, and told only before it."""
    past_the_law = Q(legal_on__lt=today, told_late_on__lte=F("legal_on"))
    return Case.objects.late(today).filter(Q(told_late_on=None) | past_the_law)


def _at_step(step: StepName, since: dt.date, until: dt.date) -> CaseQuerySet:
    """The cases whose step of that name ends between these days."""
    open_step = Step.objects.filter(case=OuterRef("pk"), name=step, ended_at=None, target_on__range=(since, until))
    return Case.objects.filter(Exists(open_step), state=step)


def _past(step: StepName, today: dt.date) -> CaseQuerySet:
    return _at_step(step, dt.date.min, today - dt.timedelta(days=1))


def _untouched(since: dt.datetime) -> CaseQuerySet:
    """The drafts in which nothing was answered, and to which no paper was added, since then."""
    paper = Piece.objects.filter(case=OuterRef("pk"), at__gt=since)
    return Case.objects.drafts().filter(~Exists(paper), saved_at__lte=since)


# What is done to each.


def _tell_late(case: Case, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    assert case.target_on
    with translation.override(notices.language_of(case)):
        notices.tell(notices.LATE, case=case, now=now, due=long_date(case.target_on), why=why_late(case, today))
    case.told_late_on = today
    case.save(update_fields=["told_late_on"])
    audit.record(TOLD_LATE, case, by=None, at=now, person=case.person_id, company=case.company_id)


def _remind_of_papers(case: Case, now: dt.datetime) -> None:
    step = case.steps.get(ended_at=None)
    assert step.target_on
    _remind(notices.PAPERS_SOON, case, step.target_on, now)


def _remind_of_draft(case: Case, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    _remind(notices.DRAFT_ENDS, case, today + _days("reminder", today), now)


def _remind(message: str, case: Case, due: dt.date, now: dt.datetime) -> None:
    with translation.override(notices.language_of(case)):
        notices.tell(message, case=case, now=now, due=long_date(due))
    case.reminded_on = timezone.localdate(now)
    case.save(update_fields=["reminded_on"])


def _go_on_without_papers(case: Case, now: dt.datetime) -> None:
    _go_on(case, PAPERS_NEVER_CAME, now)


def _go_on_without_answer(case: Case, now: dt.datetime) -> None:
    _go_on(case, COMPANY_WAS_SILENT, now)


def _go_on(case: Case, note: str, now: dt.datetime) -> None:
    """The day has passed: back to its agent, who reads why; its clock runs again."""
    Note.objects.create(case=case, by=None, at=now, sealed=closed(note))
    go_on(case, now)
    audit.record(WENT_ON, case, by=None, at=now, person=case.person_id, company=case.company_id)
    assert case.target_on
    if case.target_on < timezone.localdate(now):  # no day that has passed is promised
        _tell_late(case, now)
        return
    with translation.override(notices.language_of(case)):
        notices.tell(notices.RESUMED, case=case, now=now, due=long_date(case.target_on))


def _erase(case: Case, now: dt.datetime) -> None:
    drafts.discard(case=case, by=None, now=now)


# One transaction a case.


def _each(found: CaseQuerySet, act: Act, now: dt.datetime) -> None:
    each_alone(found.select_related("person__account", "company", "account"), act, now)


def _days(key: str, on: dt.date) -> dt.timedelta:
    return dt.timedelta(days=int(Law(on)[f"service.{key}_calendar_days"]))
