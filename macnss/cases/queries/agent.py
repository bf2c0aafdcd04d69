"""The agents' queue: which open cases of their offices, in which order, and how many of each.

One query gives the rows of a page, another the counts of every filter: neither grows with the number of filters.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Paginator
from django.db.models import Case as Choose
from django.db.models import Count, DateField, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, IsNull
from django.utils import timezone
from django.utils.functional import cached_property

from macnss.cases.engine import KINDS
from macnss.cases.enums import OPEN, PAUSED, Age, Audience, Pile, State, Urgency
from macnss.cases.models import Case, CaseQuerySet
from macnss.employers.models import Employer
from macnss.identity.models import Account, Office
from macnss.insured.models import Insured

ROWS_A_PAGE = 25
SOON = dt.timedelta(days=2)
SHOWN = (
    "public_id",
    "reference",
    "kind",
    "state",
    "about",
    "audience",
    "sent_at",
    "target_on",
    "legal_on",
    "paused_on",
    "set_aside_until",
    "escalated_at",
    "appeal_of_id",
    "office_id",
    "taken_by_id",
    "taken_by__name",
    "taken_by__name_ar",
)
_BUCKETS = (Urgency.LATE.value, Urgency.SOON.value, Urgency.IN_TIME.value)
_NOBODY, _ME, _OTHER = range(3)


@dataclass(frozen=True)
class Desk:
    """The agent at work: which offices they see, whether they decide, what concerns themselves."""

    agent: Account
    offices: Sequence[Office]
    decides: bool
    today: dt.date

    def cases(self) -> CaseQuerySet:
        """The open cases of these offices; those that concern the agent do not exist here."""
        offices = [office.pk for office in self.offices]
        here = Q(office=offices[0]) if len(offices) == 1 else Q(office__in=offices)
        return Case.objects.filter(here, state__in=OPEN, kind__in=list(KINDS)).exclude(self._own)

    @cached_property
    def _own(self) -> Q:
        own = Q(account=self.agent) & ~Q(audience=Audience.COUNTER)
        trusted = Q(mandates_given__account=self.agent, mandates_given__revoked_at=None)
        theirs = Q(account=self.agent) | trusted
        if people := list(Insured.objects.filter(theirs).values_list("pk", flat=True).distinct()):
            own |= Q(person__in=people)
        acts_for = Q(memberships__account=self.agent, memberships__revoked_at=None)
        if firms := list(Employer.objects.filter(acts_for).values_list("pk", flat=True).distinct()):
            own |= Q(company__in=firms) | Q(touched__in=firms)
        return own


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the queue, all sound; an empty one lets everything through."""

    pile: Pile = Pile.TODO
    office: str = ""
    kind: str = ""
    state: str = ""
    urgency: str = ""
    age: str = ""
    agent: str = ""  # the public identifier of whoever has it

    def chosen(self) -> dict[str, str]:
        """What narrows the queue, by name, as an address carries it."""
        said = {each.name: str(getattr(self, each.name)) for each in fields(self)}
        usual = ("pile", usual_pile(self.agent))
        return {name: value for name, value in said.items() if value and (name, value) != usual}


def usual_pile(agent: str) -> Pile:
    """The pile that an address need not name: of one agent, all that they have."""
    return Pile.ALL if agent else Pile.TODO


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases there are of each filter, the others being as they are."""

    piles: Mapping[str, int]
    offices: Mapping[str, int]
    kinds: Mapping[str, int]
    states: Mapping[str, int]
    urgencies: Mapping[str, int]
    late: int
    total: int


def counted(rows: CaseQuerySet, total: int) -> "Paginator[Case]":
    """The pages of rows whose number is known already: they are never counted again."""
    pages = Paginator(rows, ROWS_A_PAGE)
    pages.__dict__["count"] = total
    return pages


def rows_of(desk: Desk, wanted: Wanted) -> CaseQuerySet:
    """The cases of these filters: the oldest promise first, so that the late ones stand at the top."""
    found = desk.cases().filter(_pile(wanted.pile, desk)).filter(*_narrowed(wanted, desk.today))
    order = ("target_on", "id") if wanted.pile != Pile.WAITING else ("paused_on", "id")
    return found.select_related("taken_by").only(*SHOWN).order_by(*order)


def counts_of(desk: Desk, wanted: Wanted) -> Counts:
    """One query for all the counts of the page: a line for each office, kind, state, lateness and agent."""
    narrowed = _narrowed(Wanted(age=wanted.age, agent=wanted.agent), desk.today)
    named: Any = desk.cases().filter(*narrowed).annotate(**_dimensions(desk)).order_by()
    lines = named.values_list("office_id", "kind", "state", "bucket", "whose", "put_off", "stuck")
    codes = {office.pk: office.code for office in desk.offices}
    tally = _Tally(desk, wanted)
    for office, kind, state, bucket, whose, later, escalated, number in lines.annotate(number=Count("*")):
        urgency = Urgency.PAUSED.value if state in PAUSED else _BUCKETS[bucket]
        tally.add((codes[office], kind, state, urgency), _piles(state, whose, later, escalated), number)
    return tally.counts()


class _Tally:
    """Adds lines up: each filter counts what it would show if it alone changed."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self.asked = [wanted.office, wanted.kind, wanted.state, wanted.urgency]
        self.pile = wanted.pile
        self.piles = dict.fromkeys(piles_of(desk), 0)
        self.facets: list[Counter[str]] = [Counter() for _each in self.asked]

    def add(self, line: tuple[str, str, str, str], piles: set[Pile], number: int) -> None:
        apart = [rank for rank, value in enumerate(self.asked) if value and value != line[rank]]
        if not apart:
            for pile in piles & self.piles.keys():
                self.piles[pile] += number
        if self.pile in piles and len(apart) < 2:
            for rank in apart or range(len(line)):
                self.facets[rank][line[rank]] += number

    def counts(self) -> Counts:
        offices, kinds, states, urgencies = self.facets
        piles = {pile.value: number for pile, number in self.piles.items()}
        late = urgencies[Urgency.LATE.value]
        return Counts(piles, offices, kinds, states, urgencies, late, piles[self.pile.value])


def _dimensions(desk: Desk) -> dict[str, Any]:
    """What cuts the queue, cheaply: dates fall in buckets, whoever has a case is me, nobody or somebody else."""
    days = Value([desk.today, desk.today + SOON + dt.timedelta(days=1)], output_field=ArrayField(DateField()))
    return {
        "bucket": Func(F("target_on"), days, function="width_bucket", output_field=IntegerField()),
        "whose": Choose(
            When(taken_by=None, then=Value(_NOBODY)), When(taken_by=desk.agent, then=Value(_ME)), default=Value(_OTHER)
        ),
        "put_off": Coalesce(GreaterThan(F("set_aside_until"), desk.today), Value(False)),
        "stuck": IsNull(F("escalated_at"), False),
    }


def _piles(state: str, whose: int, later: bool, escalated: bool) -> set[Pile]:
    """The piles to which a case belongs, as `_pile` says it to the database."""
    found = {Pile.ALL}
    if escalated:
        found.add(Pile.ESCALATED)
    if state in PAUSED:
        found.add(Pile.WAITING)
    elif state == State.SENT and whose == _NOBODY:
        found |= {Pile.TODO, Pile.FREE}
    elif state == State.EXAMINED and whose == _ME:
        found |= {Pile.ASIDE} if later else {Pile.TODO, Pile.MINE}
    elif state == State.SECOND_LOOK and whose != _ME:
        found |= {Pile.TODO, Pile.SECOND}
    return found


def piles_of(desk: Desk) -> list[Pile]:
    """The piles that this agent works on: who decides nothing gives no second look."""
    return [pile for pile in Pile if desk.decides or pile != Pile.SECOND]


def free_of(desk: Desk, wanted: Wanted) -> CaseQuerySet:
    """Those of these filters that nobody has, the most urgent first; a case that the agent opened is a colleague's."""
    narrowed = desk.cases().filter(_pile(Pile.FREE, desk), *_narrowed(wanted, desk.today))
    return narrowed.exclude(account=desk.agent).order_by("target_on", "id")


def _pile(pile: Pile, desk: Desk) -> Q:
    """What a pile holds, for this agent."""
    free = Q(state=State.SENT, taken_by=None)
    later = Q(set_aside_until__gt=desk.today)
    mine = Q(state=State.EXAMINED, taken_by=desk.agent)
    second = Q(state=State.SECOND_LOOK) & ~Q(taken_by=desk.agent)
    match pile:
        case Pile.TODO:
            return free | (mine & ~later) | second if desk.decides else free | (mine & ~later)
        case Pile.FREE:
            return free
        case Pile.MINE:
            return mine & ~later
        case Pile.ASIDE:
            return mine & later
        case Pile.SECOND:
            return second
        case Pile.ESCALATED:
            return Q(escalated_at__isnull=False)
        case Pile.WAITING:
            return Q(state__in=PAUSED)
        case Pile.ALL:
            return Q(state__in=OPEN)


def _narrowed(wanted: Wanted, today: dt.date) -> list[Q]:
    said = [Q(**{name: value}) for name in ("kind", "state") if (value := getattr(wanted, name))]
    if wanted.office:
        said.append(Q(office__code=wanted.office))
    if wanted.urgency:
        said.append(_urgent(Urgency(wanted.urgency), today))
    if wanted.age:
        said.append(_aged(Age(wanted.age), today))
    if wanted.agent:
        said.append(Q(taken_by__public_id=wanted.agent))
    return said


def _urgent(urgency: Urgency, today: dt.date) -> Q:
    """A case whose clock is stopped is neither late nor in time."""
    running = ~Q(state__in=PAUSED)
    match urgency:
        case Urgency.PAUSED:
            return ~running
        case Urgency.LATE:
            return running & Q(target_on__lt=today)
        case Urgency.SOON:
            return running & Q(target_on__gte=today, target_on__lte=today + SOON)
        case Urgency.IN_TIME:
            return running & Q(target_on__gt=today + SOON)


def _aged(age: Age, today: dt.date) -> Q:
    """Sent so many days ago, in days of Morocco."""
    first, last = AGES[age]
    said = Q(sent_at__lt=_start(today - dt.timedelta(days=first - 1)))
    return said & Q(sent_at__gte=_start(today - dt.timedelta(days=last))) if last is not None else said


def _start(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


AGES: dict[Age, tuple[int, int | None]] = {
    Age.NEW: (0, 2),
    Age.WEEK: (3, 7),
    Age.MONTH: (8, 30),
    Age.OLD: (31, None),
}
