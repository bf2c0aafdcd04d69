"""How a case goes from a state to another: one row locked, one step open, clocks that stop while one waits."""

import datetime as dt

from django.utils import timezone

from macnss.cases.enums import PAUSED, State, StepName
from macnss.cases.models import Case, Step
from macnss.cases.rules import due_on
from macnss.cases.services.refusals import NotNow
from macnss.kernel.days import working_day
from macnss.lawbook.book import Law


def locked(case: Case, *states: State) -> Case:
    """The case as it stands now, held until the end of the transaction. Raises NotNow in any other state."""
    held = Case.objects.select_for_update(of=("self",)).select_related("person", "company", "account").get(pk=case.pk)
    if held.state not in states:
        raise NotNow
    return held


def move(case: Case, to: State, step: StepName | None, now: dt.datetime) -> None:
    """Write where a case stands now: its step ends, the next begins, its clock stops or goes on again."""
    today = timezone.localdate(now)
    _turn_the_clock(case, to, today)
    case.state, case.set_aside_until = to, None
    case.steps.filter(ended_at=None).update(ended_at=now)
    if step is None:
        case.closed_at = now
    else:
        Step.objects.create(case=case, name=step, began_at=now, **_clocks(case, step, today))
    case.save()


def delay(key: str, on: dt.date) -> dt.date:
    """The last day of a delay of the service that begins on that day."""
    return due_on(Law(on), f"service.{key}", on)


def _turn_the_clock(case: Case, to: State, today: dt.date) -> None:
    if to in PAUSED:
        case.paused_on = case.paused_on or today
    elif case.paused_on:
        waited = today - case.paused_on
        case.target_on = working_day(case.target_on + waited) if case.target_on else None
        case.legal_on = case.legal_on + waited if case.legal_on else None
        case.paused_on = None


def _clocks(case: Case, step: StepName, today: dt.date) -> dict[str, dt.date | None]:
    match step:
        case StepName.RECEIVED:
            return {"target_on": delay("case_taken_days", today), "legal_on": case.legal_on}
        case StepName.AWAITING:
            return {"target_on": delay("case_papers_calendar_days", today), "legal_on": None}
        case StepName.ASKED:
            return {"target_on": delay("case_inquiry_days", today), "legal_on": None}
        case StepName.SECOND_LOOK:
            return {"target_on": delay("case_second_look_days", today), "legal_on": case.legal_on}
        case _:
            return {"target_on": case.target_on, "legal_on": case.legal_on}
