"""The supervisor's pages: how the offices stand, and what is stuck."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.cases.access import AgentAlarmRequest, offices_of, settles_alarm, supervises
from macnss.cases.engine import KINDS
from macnss.cases.enums import Age, AlarmKind, Pile, State
from macnss.cases.forms.board import USUAL, BoardFilter, HandedTo, NewDate, Settled, TakenOver
from macnss.cases.models import Alarm
from macnss.cases.queries import board as queries
from macnss.cases.queries.answers import in_language
from macnss.cases.services import alarms as acts
from macnss.cases.services import watching
from macnss.identity.access import AgentRequest
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.queries import postings_at
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.lawbook.texts import isolated
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page
from macnss.ui.series import Point

ROWS_A_PAGE = 25
WHO_GOES_ON = (Role.FILE_OFFICER, Role.SUPERVISOR)


@require_GET
@open_to(supervises)
def board(request: AgentRequest) -> HttpResponse:
    """The load, the lateness, the pace of my offices."""
    span, form = _span(request)
    load, weeks = queries.load_of(span), queries.weeks_of(span)
    alarms, paces = queries.alarms_of(span), queries.paces_of(span)
    said = {
        "form": form,
        "span": span,
        "load": load,
        "cuts": _cuts(load, span, several_offices=len(span.offices) > 1),
        "weeks": weeks,
        "points": [Point(f"{week.monday:%d/%m}", week.received, week.decided) for week in weeks],
        "received": sum(week.received for week in weeks),
        "decided": sum(week.decided for week in weeks),
        "paces": paces,
        "longest": max((pace.most for pace in paces), default=0),
        "held": queries.held_by_agents(span),
        "alarms": [(kind.label, alarms[kind]) for kind in AlarmKind if alarms[kind]],
        "alarms_total": alarms.total(),
        "now": timezone.now(),
    }
    return page(request, "cases/board/board.html", said)


@require_GET
@open_to(supervises)
def alarms(request: AgentRequest) -> HttpResponse:
    """What is stuck, the oldest first: a list to empty; or what was settled, the latest first."""
    offices, settled = offices_of(request, Role.SUPERVISOR), request.GET.get("show") == "settled"
    found = queries.alarms_settled(offices) if settled else queries.alarms_to_settle(offices)
    order = ("-settled_at", "-pk") if settled else ("raised_at", "pk")
    named = found.select_related("case", "case__taken_by", "office", "settled_by").order_by(*order)
    said = {
        "rows": Paginator(named, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "settled": settled,
        "tabs": [
            NavigationItem(_("To settle"), reverse("cases:alarms"), current=not settled),
            NavigationItem(_("Settled alerts"), f"{reverse('cases:alarms')}?show=settled", current=settled),
        ],
        "several": len(offices) > 1,
        "today": timezone.localdate(),
    }
    return page(request, "cases/board/alarms.html", said)


@require_http_methods(["GET", "POST"])
@open_to(settles_alarm)
def alarm(request: AgentAlarmRequest, alarm_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """One of them: what it is, and what can be done at once."""
    found, today = request.alarm, timezone.localdate()
    colleagues = _colleagues(found, request.user)
    asked = request.POST.get("act", "")
    typed: dict[str, Any] = {asked: request.POST}
    settle = Settled(typed.get("settle"), prefix="settle")
    take = TakenOver(typed.get("take"), prefix="take")
    hand = HandedTo(colleagues, typed.get("hand"))
    date = NewDate(typed.get("date"), prefix="date")
    acted: dict[str, tuple[Form, Callable[..., object]]] = {
        "settle": (settle, acts.settle),
        "take": (take, lambda **said: acts.hand_over(to=request.user, **said)),
        "hand": (hand, acts.hand_over),
        "date": (date, acts.promise),
    }
    if found.settled_at is None and asked in acted and _done(request, found, *acted[asked]):
        messages.success(request, _("Settled. The list has one alert less."))
        return redirect("cases:alarms")
    said = {
        "alarm": found,
        "case": found.case,
        "why": watching.why_late(found.case, today),
        "late": found.case.is_late(today),
        "movable": found.case.state in {State.SENT, State.EXAMINED, State.SECOND_LOOK},
        "datable": found.case.state in {State.SENT, State.EXAMINED, State.SECOND_LOOK},
        "mine": found.case.taken_by_id == request.user.pk,
        "settle": settle,
        "take": take,
        "hand": hand,
        "date": date,
        "forms": [settle, take, hand, date],
        "colleagues": colleagues,
    }
    wrong = any(form.errors for form, _act in acted.values())
    return page(request, "cases/board/alarm.html", said, status=422 if wrong else 200)


def _done(request: AgentAlarmRequest, found: Alarm, form: Form, act: Callable[..., object]) -> bool:
    """Do what was asked; what is missing or refused is written on its form."""
    if not form.is_valid():
        return False
    try:
        act(alarm=found, by=request.user, now=timezone.now(), **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _colleagues(found: Alarm, oneself: Account) -> list[Account]:
    """Who may go on with the case: those who decide at its office, each once."""
    office = found.case.office
    if office is None:
        return []
    held = postings_at([office], timezone.localdate())
    agents = {each.account.pk: each.account for each in held if each.role in WHO_GOES_ON}
    return [agent for key, agent in agents.items() if key != oneself.pk]


def _span(request: AgentRequest) -> tuple[queries.Span, BoardFilter]:
    """What the address asks for; what it says that means nothing is left out."""
    offices = offices_of(request, Role.SUPERVISOR)
    form = BoardFilter(offices, {"weeks": str(USUAL), **request.GET.dict()})
    form.is_valid()
    kept = form.cleaned_data
    chosen = [office for office in offices if office.code == kept.get("office")]
    return queries.Span(chosen or offices, kept.get("kind", ""), kept.get("weeks") or USUAL, timezone.localdate()), form


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its name, its count, the queue that holds these requests."""

    name: str
    count: queries.Count3
    href: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The same open cases cut in one direction; `most` is the longest of its rows."""

    title: str
    head: str
    rows: list[Line]

    @property
    def most(self) -> int:
        return max((row.count.total for row in self.rows), default=0)


def _cuts(load: queries.Load, span: queries.Span, *, several_offices: bool) -> list[Cut]:
    """By kind, state, age and office; each row leads to its requests in the queue."""
    kept = {"kind": span.kind, "office": span.offices[0].code if len(span.offices) == 1 else ""}

    def rows(counts: list[queries.Count3], filter_name: str, name: Callable[[Any], Any]) -> list[Line]:
        codes = [(each, str(getattr(each.name, "code", each.name))) for each in counts if each.total]
        return [Line(str(name(each.name)), each, _queue({**kept, filter_name: code})) for each, code in codes]

    by_office = [Cut(_("By office"), _("Office"), rows(load.offices, "office", str))] if several_offices else []
    return [
        Cut(_("By kind"), _("Kind of request"), rows(load.kinds, "kind", _title)),
        Cut(_("By state"), _("State"), rows(load.states, "state", lambda state: State(state).label)),
        Cut(_("By age"), _("Sent"), rows(load.ages, "age", _age)),
        *by_office,
    ]


def _queue(filters: dict[str, str]) -> str:
    """The queue with these filters, whoever has the requests."""
    chosen = {name: value for name, value in filters.items() if value}
    return f"{reverse('cases:queue')}?{urlencode({'pile': Pile.ALL.value, **chosen})}"


def _title(code: str) -> str:
    return in_language(KINDS[code].definition.title) if code in KINDS else code


def _age(age: str) -> str:
    label = str(Age(age).label)
    return isolated(label) if get_language_bidi() else label
