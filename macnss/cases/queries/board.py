"""The supervisor's board: how much there is, how old it is, how long each step takes, what comes in and goes out.

The number of queries does not depend on the number of offices, kinds or agents: `load_of` reads one line for each kind,
state, lateness and age, and the page adds them up. Nobody is ranked: agents are read with what they hold, not how fast.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, CharField, Count, DurationField, ExpressionWrapper, F, Q, Value, When
from django.db.models import Case as Choose
from django.db.models.functions import TruncWeek
from django.utils import timezone

from macnss.cases.enums import CLOSED, OPEN, PAUSED, Age, State, StepName
from macnss.cases.models import Alarm, Case, CaseQuerySet, Step
from macnss.cases.queries.agent import AGES
from macnss.identity.models import Account, Office

RUNNING = "running"
LATE = "late"
WAITING = "waiting"


@dataclass(frozen=True)
class Span:
    """What a board is about: these offices, one kind or all (""), so many weeks up to a day."""

    offices: Sequence[Office]
    kind: str
    weeks: int
    today: dt.date

    @property
    def since(self) -> dt.date:
        """The Monday that opens the first of these weeks."""
        monday = self.today - dt.timedelta(days=self.today.weekday())
        return monday - dt.timedelta(weeks=self.weeks - 1)

    def cases(self) -> CaseQuerySet:
        found = Case.objects.filter(office__in=[office.pk for office in self.offices])
        return found.filter(kind=self.kind) if self.kind else found


@dataclass(frozen=True, slots=True)
class Count3:
    """Open cases of one sort: in time, late, waiting for the applicant or somebody else."""

    name: Any
    in_time: int
    late: int
    waiting: int

    @property
    def total(self) -> int:
        return self.in_time + self.late + self.waiting


@dataclass(frozen=True, slots=True)
class Load:
    """The open cases, cut in each direction."""

    kinds: list[Count3]
    states: list[Count3]
    ages: list[Count3]
    offices: list[Count3]
    all: Count3


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a step took, in days: half of them at most `median`, nine in ten at most `most`."""

    step: StepName
    count: int
    median: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Week:
    monday: dt.date
    received: int
    decided: int


@dataclass(frozen=True, slots=True)
class Held:
    """What an agent holds today."""

    agent: Account
    open: int
    late: int


def load_of(span: Span) -> Load:
    """One query, whatever the number of cases, kinds and offices."""
    found = span.cases().filter(state__in=OPEN).annotate(stand=_stand(span.today), age=_age(span.today)).order_by()
    lines = list(found.values("office", "kind", "state", "stand", "age").annotate(count=Count("pk")))
    offices = {office.pk: office for office in span.offices}
    kinds = sorted(_cut(lines, "kind"), key=lambda each: -each.total)
    by_office = _cut(lines, "office", list(offices))
    return Load(
        kinds=kinds,
        states=_cut(lines, "state", [state for state in State if state in OPEN]),
        ages=_cut(lines, "age", list(Age)),
        offices=[replace(each, name=offices[each.name]) for each in by_office],
        all=_sum("", lines),
    )


def alarms_of(span: Span) -> Counter[str]:
    """How many alerts wait for a supervisor, by kind."""
    waiting = alarms_to_settle(span.offices).filter(**({"case__kind": span.kind} if span.kind else {}))
    return Counter(dict(waiting.order_by().values_list("kind").annotate(count=Count("pk"))))


def alarms_to_settle(offices: Sequence[Office]) -> Any:
    """The list that supervisors of these offices empty; a case without office concerns every one of them."""
    return Alarm.objects.filter(_of(offices), settled_at=None)


def alarms_settled(offices: Sequence[Office]) -> Any:
    """What these supervisors, or time, settled."""
    return Alarm.objects.filter(_of(offices), settled_at__isnull=False)


def _of(offices: Sequence[Office]) -> Q:
    return Q(office__in=[office.pk for office in offices]) | Q(office=None)


def paces_of(span: Span) -> list[Pace]:
    """The steps that ended in these weeks, in the order in which a case goes through them."""
    took = ExpressionWrapper(F("ended_at") - F("began_at"), output_field=DurationField())
    ended = Step.objects.filter(ended_at__gte=_start(span.since), case__office__in=[each.pk for each in span.offices])
    ended = ended.filter(case__kind=span.kind) if span.kind else ended
    rows = ended.values("name").annotate(count=Count("pk"), median=_Percentile(took, 0.5), most=_Percentile(took, 0.9))
    by_name = {row["name"]: row for row in rows.order_by()}
    found = [(step, by_name[step]) for step in StepName if step in by_name]
    return [Pace(step, row["count"], _days(row["median"]), _days(row["most"])) for step, row in found]


def weeks_of(span: Span) -> list[Week]:
    """Received and closed, week by week, oldest first; a week without any is there too."""
    received = _by_week(span, "sent_at", Q())
    decided = _by_week(span, "closed_at", Q(state__in=CLOSED))
    mondays = [span.since + dt.timedelta(weeks=place) for place in range(span.weeks)]
    return [Week(monday, received[monday], decided[monday]) for monday in mondays]


def held_by_agents(span: Span) -> list[Held]:
    """What each agent has in hand, by name: a count, not a race."""
    taken = span.cases().filter(state__in=OPEN, taken_by__isnull=False).order_by()
    late = Count("pk", filter=Q(target_on__lt=span.today) & ~Q(state__in=PAUSED))
    counts = {row["taken_by"]: row for row in taken.values("taken_by").annotate(count=Count("pk"), late=late)}
    agents = Account.objects.filter(pk__in=counts).order_by("name")
    return [Held(agent, counts[agent.pk]["count"], counts[agent.pk]["late"]) for agent in agents]


def _by_week(span: Span, moment: str, only: Q) -> Counter[dt.date]:
    found = span.cases().filter(only, **{f"{moment}__gte": _start(span.since)}).order_by()
    rows = found.annotate(week=TruncWeek(moment)).values("week").annotate(count=Count("pk"))
    return Counter({timezone.localdate(row["week"]): row["count"] for row in rows})


def _cut(lines: Iterable[dict[str, Any]], name: str, order: Sequence[Any] | None = None) -> list[Count3]:
    lines = list(lines)
    values = order if order is not None else sorted({line[name] for line in lines})
    return [_sum(value, [line for line in lines if line[name] == value]) for value in values]


def _sum(name: Any, lines: Iterable[dict[str, Any]]) -> Count3:
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line["stand"]] += line["count"]
    return Count3(name, sums[RUNNING], sums[LATE], sums[WAITING])


def _stand(today: dt.date) -> Choose:
    return Choose(
        When(state__in=PAUSED, then=Value(WAITING)),
        When(target_on__lt=today, then=Value(LATE)),
        default=Value(RUNNING),
        output_field=CharField(),
    )


def _age(today: dt.date) -> Choose:
    """Sent so many days ago, in days of Morocco, the oldest age first."""
    firsts = [(age, first) for age, (first, _last) in AGES.items()]
    whens = [
        When(sent_at__lt=_start(today - dt.timedelta(days=first - 1)), then=Value(age.value))
        for age, first in reversed(firsts)
    ]
    return Choose(*whens, default=Value(Age.NEW.value), output_field=CharField())


def _start(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _days(took: dt.timedelta) -> Decimal:
    """To the tenth of a day."""
    return Decimal(round(took / dt.timedelta(hours=2, minutes=24))) / 10


class _Percentile(Aggregate):
    """`percentile_cont(share)` of PostgreSQL over durations."""

    template = "percentile_cont(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, share: float) -> None:
        super().__init__(expression, share=share)
