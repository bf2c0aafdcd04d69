"""The queue of an agent: what waits in their offices, with filters, and the next case."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from macnss.cases.access import DECIDING, WORKING, offices_of, receives_people, works_on_cases
from macnss.cases.enums import Pile
from macnss.cases.forms_agent import NameOfFilter, QueueFilter
from macnss.cases.models import Case, SavedFilter
from macnss.cases.queries.agent import Counts, Desk, Wanted, counted, counts_of, free_of, rows_of
from macnss.cases.services import queueing
from macnss.identity.access import AgentRequest
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.queries import postings_at
from macnss.insured.enums import CheckState, ReferralState
from macnss.insured.models import IdentityCheck, Referral
from macnss.kernel.access import open_to
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import number

_FILTERS = "queue_filters"  # in the session: the filters that this agent last looked through


@require_GET
@open_to(works_on_cases)
def queue(request: AgentRequest) -> HttpResponse:
    """The work of one's offices, the late first."""
    return _queue(request, request.GET, NameOfFilter())


@require_POST
@open_to(works_on_cases)
def take_next(request: AgentRequest) -> HttpResponse:
    """The most urgent case that nobody has, among those of the filters at hand."""
    return to_next(request)


@require_POST
@open_to(works_on_cases)
def filters(request: AgentRequest) -> HttpResponse:
    """Keep the filters at hand under a name, or forget some."""
    if forgotten := _uuid(request.POST.get("forget", "")):
        queueing.forget_filter(filter_id=forgotten, by=request.user)
        return redirect(queue_address(request))
    typed, name = QueryDict(request.POST.get("query", "")), NameOfFilter(request.POST)
    if not name.is_valid():
        return _queue(request, typed, name, status=422)
    query = _query(QueueFilter(desk_of(request), typed, _led(request)).wanted())
    queueing.keep_filter(name=name.cleaned_data["name"], query=query, by=request.user)
    messages.success(request, _("These filters are kept."))
    return redirect(f"{reverse('cases:queue')}?{query}")


def desk_of(request: AgentRequest) -> Desk:
    """The agent at work, with their offices of today."""
    decides = bool(offices_of(request, *DECIDING))
    return Desk(request.user, offices_of(request, *WORKING), decides, timezone.localdate())


def queue_address(request: HttpRequest) -> str:
    """The queue as this agent last looked at it."""
    kept = request.session.get(_FILTERS, "")
    return f"{reverse('cases:queue')}?{kept}" if kept else reverse("cases:queue")


def to_next(request: AgentRequest) -> HttpResponse:
    """Take the next case and open it; say so when there is none."""
    case = _next(request)
    if case is None:
        messages.info(request, _("Nothing waits for an agent here. Look at the other piles, or change the filters."))
        return redirect(queue_address(request))
    return redirect("cases:examine", case_id=case.public_id)


def _next(request: AgentRequest) -> Case | None:
    desk = desk_of(request)
    wanted = QueueFilter(desk, QueryDict(request.session.get(_FILTERS, ""))).wanted()
    among = free_of(desk, replace(wanted, pile=Pile.FREE, state="", agent=""))
    return queueing.take_next(among=among, by=request.user, now=timezone.now())


def _queue(request: AgentRequest, typed: QueryDict, name: NameOfFilter, *, status: int = 200) -> HttpResponse:
    desk = desk_of(request)
    agents = _led(request)
    form = QueueFilter(desk, typed, agents)
    wanted = form.wanted()
    counts = counts_of(desk, wanted)
    form.count(counts)
    query = _query(wanted)
    if request.session.get(_FILTERS, "") != query:
        request.session[_FILTERS] = query
    said = {
        "form": form,
        "wanted": wanted,
        "counts": counts,
        "rows": counted(rows_of(desk, wanted), counts.total).get_page(typed.get("page")),
        "piles": _piles(form, wanted, counts),
        "elsewhere": _elsewhere(request, counts),
        "query": query,
        "saved": list(SavedFilter.objects.filter(account=request.user).order_by("name")),
        "name": name,
        "today": desk.today,
        "narrowed": bool(set(wanted.chosen()) - {"pile"}),
        "several_offices": len(desk.offices) > 1,
        "leads": bool(agents),
    }
    return page(request, "cases/agent/queue.html", said, status=status)


def _led(request: AgentRequest) -> list[Account]:
    """The agents of the offices that this one supervises, each once, by name."""
    offices = offices_of(request, Role.SUPERVISOR)
    held = postings_at(offices, timezone.localdate()) if offices else []
    return list({each.account.pk: each.account for each in held if each.role in WORKING}.values())


def _piles(form: QueueFilter, wanted: Wanted, counts: Counts) -> list[NavigationItem]:
    """The piles as tabs, each with its count under the other filters."""
    return [
        NavigationItem(
            label=f"{label} ({number(counts.piles[code])})",
            url=f"?{_query(replace(wanted, pile=Pile(code)))}",
            current=code == wanted.pile,
        )
        for code, label in form.choices["pile"]
    ]


def _elsewhere(request: AgentRequest, counts: Counts) -> list[NavigationItem]:
    """The other work of the counter, with what waits there; nothing for who does not do it."""
    if not receives_people(request):
        return []
    activations = Referral.objects.filter(state=ReferralState.OPEN).count()
    checks = IdentityCheck.objects.filter(state=CheckState.WAITING).exclude(insured__account=request.user).count()
    waiting = counts.piles[Pile.TODO]
    return [
        NavigationItem(_counted(_("Requests"), waiting), reverse("cases:queue"), current=True),
        NavigationItem(_counted(_("Activations"), activations), reverse("insured:referrals")),
        NavigationItem(_counted(_("Identities to confirm"), checks), reverse("insured:identity_checks")),
    ]


def _counted(label: str, count: int) -> str:
    return f"{label} ({number(count)})"


def _query(wanted: Wanted) -> str:
    return urlencode(wanted.chosen())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
