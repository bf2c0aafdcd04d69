"""A case on the agent's screen: opening it is a line of its journal, and shows its papers for half an hour."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from macnss.cases.access import AgentCaseRequest, examines_case, may_decide, may_supervise, receives_people
from macnss.cases.engine import kind_of
from macnss.cases.enums import State
from macnss.cases.models import Case, Page
from macnss.cases.models import Step as RecordedStep
from macnss.cases.queries.desk import Folder, articles_of, detail_of, folder_of, reasons_of, record_lines
from macnss.cases.queries.own import is_own
from macnss.cases.queries.papers import TAKES_MORE
from macnss.cases.services import deciding, examining, papers, store, talking
from macnss.cases.services.refusals import NotNow
from macnss.cases.views.agent.queue import queue_address
from macnss.identity.access import AgentRequest
from macnss.identity.models import Account
from macnss.identity.opened import note_opened, was_opened
from macnss.kernel.access import open_to
from macnss.ui.items import Step, StepState
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import long_date


@dataclass(frozen=True, slots=True)
class May:
    """What this agent may do to the case as it stands now."""

    take: bool
    examine: bool  # it is theirs: set aside, ask for papers, escalate
    decide: bool
    second: bool
    hand_over: bool
    write: bool
    receive: bool  # they stand at a counter, where the person may come
    bring: bool  # and what the person brings may be added
    resume: bool  # it is theirs, and set aside
    opened_it: bool  # an agent filled it for somebody present: a colleague examines it

    def opens(self, panel: str) -> bool:
        """Is there any sense in the panel of that act?"""
        acts = {"accept": "decide", "refuse": "decide", "write_to": "write", **dict.fromkeys(_EXAMINING, "examine")}
        return panel == "note" or bool(getattr(self, acts.get(panel, panel)))


_EXAMINING = ("ask_papers", "set_aside", "escalate")


@require_GET
@open_to(examines_case)
def examine(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """The answers beside the papers, with all that is known of the case."""
    return show(request)


@never_cache
@require_GET
@open_to(examines_case)
def examine_page(request: AgentCaseRequest, case_id: UUID, page_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """One page of a paper, for the agent who opened the case."""
    if not was_opened(request, request.case.public_id, timezone.now()):
        raise Http404
    pages = Page.objects.filter(piece__case=request.case, removed_at=None)
    try:
        content = papers.picture_of(get_object_or_404(pages, public_id=page_id))
    except store.Lost as lost:
        raise Http404 from lost
    return HttpResponse(content, content_type="image/jpeg", headers={"Content-Disposition": "inline"})


@never_cache
@require_POST
@open_to(examines_case)
def reveal(request: AgentCaseRequest, case_id: UUID, detail: str) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """A hidden detail of the person's record: in place, or alone on a page without scripts."""
    person = request.case.person
    words = detail_of(person, detail) if person else ""
    if not words:
        raise Http404
    examining.reveal(case=request.case, detail=detail, by=request.user, now=timezone.now())
    name = "revealed" if request.headers.get("HX-Request") else "revealed_page"
    return page(request, f"cases/agent/{name}.html", {"case": request.case, "words": words})


def show(request: AgentCaseRequest, panel: str = "", *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a case, with the panel of an act open on it, unless the act is not possible any more."""
    case, now = request.case, timezone.now()
    open_case(request, case)
    folder, kind = folder_of(case, timezone.localdate(now)), kind_of(case).definition
    possible = may(request, folder)
    if panel and not possible.opens(panel) and (request.method == "GET" or not case.is_open):
        more |= {"refusal": _why_not(request, more.get("form")), "left": request.POST.get("words", "")}
        panel = ""
    suggestion, decision = deciding.suggestion_from(folder.checks), folder.final or folder.proposed
    if case.taken_by_id == request.user.pk and any(not (said.from_fund or said.read_at) for said in folder.exchanges):
        talking.mark_read(case=case, by_fund=True, now=now)
    said = {
        "case": case,
        "kind": kind,
        "folder": folder,
        "may": possible,
        "panel": f"cases/agent/panels/{panel}.html" if panel else "",
        "panel_name": panel,
        "refusal": "",
        "left": "",
        "back": queue_address(request),
        "today": timezone.localdate(now),
        "steps": [_step(step) for step in folder.steps],
        "suggestion": suggestion,
        "suggests": bool(folder.missing or not suggestion.accept or not kind.is_answered),
        "suggested": [reason for code in suggestion.reasons if (reason := kind.reason(code))],
        "record": record_lines(case.person) if case.person else [],
        "reasons": reasons_of(decision) if decision else [],
        "articles": articles_of(decision) if decision else [],
    }
    return page(request, "cases/agent/examine.html", {**said, **more}, status=status)


def may(request: AgentCaseRequest, folder: Folder) -> May:
    """What can be done now, and by this agent: the service has the last word."""
    case, agent = request.case, request.user
    opened_it = case.account_id == agent.pk and not is_own(case, agent)
    has_it = case.taken_by_id == agent.pk and case.state == State.EXAMINED
    moves = case.state in {State.SENT, State.EXAMINED, State.SECOND_LOOK}
    decides = may_decide(request)
    return May(
        take=case.state == State.SENT and case.taken_by_id in {None, agent.pk} and not opened_it,
        examine=has_it,
        decide=has_it and decides,
        second=decides and _gives_second_look(folder, agent) and not opened_it,
        hand_over=moves and (case.taken_by_id in {None, agent.pk} or may_supervise(request)),
        write=case.is_open,
        receive=case.is_open and receives_people(request),
        bring=case.state in TAKES_MORE and receives_people(request),
        resume=has_it and case.set_aside_until is not None and case.set_aside_until > timezone.localdate(),
        opened_it=opened_it,
    )


def _why_not(request: AgentCaseRequest, form: Form | None) -> str:
    """Why the act of a panel was not done; "" to who only opened its address."""
    said = form.non_field_errors() if form and request.method == "POST" else []
    return " ".join(map(str, said)) or (str(NotNow.message) if request.method == "POST" else "")


def _gives_second_look(folder: Folder, agent: Account) -> bool:
    proposed = folder.proposed
    return folder.case.state == State.SECOND_LOOK and proposed is not None and proposed.by_id != agent.pk


def open_case(request: AgentRequest, case: Case) -> None:
    """Journal the opening, once for as long as it lasts. Raises TooManyTries, LimitsUnavailable."""
    now = timezone.now()
    if not was_opened(request, case.public_id, now):
        examining.read(case=case, by=request.user, now=now)
        note_opened(request, case.public_id, now)


def _step(step: RecordedStep) -> Step:
    """A step with its clock: by when, or how long it took."""
    state = StepState.DONE if step.ended_at else StepState.CURRENT
    note = _("by %(day)s") % {"day": long_date(step.target_on)} if step.target_on and not step.ended_at else ""
    return Step(step.get_name_display(), state, timezone.localdate(step.began_at), note)
