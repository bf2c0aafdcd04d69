"""What an agent does to a case before it is decided. A refusal is shown on the case, with what was typed."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from macnss.cases.access import WORKING, AgentCaseRequest, examines_case, may_supervise
from macnss.cases.forms_agent import (
    HERE,
    LIST,
    LONGEST_REASON,
    NEXT,
    AskPapers,
    HandOver,
    Noted,
    SetAside,
    Words,
    WriteTo,
)
from macnss.cases.queries.desk import colleagues_of, other_offices
from macnss.cases.queries.papers import OTHER, Sought, listed
from macnss.cases.services import examining, talking
from macnss.cases.services.moves import delay
from macnss.cases.services.notices import language_of
from macnss.cases.views.agent.examine import show
from macnss.cases.views.agent.queue import queue_address, to_next
from macnss.cases.views.agent.ready import ready_for
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.ui.items import Text
from macnss.ui.templatetags.formats import long_date

_AFTER = "after_act"  # in the session: where this agent last wanted to go after an act


@require_POST
@open_to(examines_case)
def take(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:
    """Take it in charge."""
    try:
        examining.take(case=request.case, by=request.user, now=timezone.now())
    except DomainError as refusal:
        request.case.refresh_from_db()
        return show(request, status=422, refusal=str(refusal))
    return redirect("cases:examine", case_id=case_id)


@require_http_methods(["GET", "POST"])
@open_to(examines_case)
def hand_over(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Give it to a colleague, to another office, or back to the queue."""
    case, colleagues = request.case, colleagues_of(request.case, request.user, WORKING, timezone.localdate())
    if case.taken_by_id not in {None, request.user.pk} and may_supervise(request):
        colleagues.insert(0, request.user)
    form = HandOver(
        request.POST or None,
        colleagues=colleagues,
        office=case.office,
        others=other_offices(case),
    )
    if form.is_valid() and did(form, lambda: _hand_over(request, form)):
        leaves = form.receiver()[1] is not None
        return go_on(request, form, gettext_lazy("The file was handed over."), leaves=leaves)
    return panel(request, "hand_over", form)


@require_http_methods(["GET", "POST"])
@open_to(examines_case)
def set_aside(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Leave it until a day; or take up again now what was left."""
    if request.POST.get("action") == "resume":
        return _resume(request)
    form = SetAside(request.POST or None, today=timezone.localdate())
    if form.is_valid() and did(form, lambda: _set_aside(request, form.cleaned_data["until"])):
        return go_on(request, form, gettext_lazy("The file is set aside."))
    return panel(request, "set_aside", form)


@require_http_methods(["GET", "POST"])
@open_to(examines_case)
def ask_papers(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Ask for papers, each with a word of why; `preview` shows what the applicant will read."""
    papers = [paper for paper in listed(request.case) if paper.name != OTHER]
    missing = {paper.name for paper in papers if paper.state in {"needed", "again"}}
    named = [(paper.name, _named(paper)) for paper in papers]
    ready = ready_for(request, request.case, longest=LONGEST_REASON, reasons=True)
    form = AskPapers(request.POST or None, papers=named, missing=missing, words=ready.chosen(request))
    if not form.is_valid():
        return panel(request, "ask_papers", form, ready=ready, preview=None)
    if request.POST.get("action") == "preview":
        preview = _preview(request, form, dict(named))
        return panel(request, "ask_papers", form, ready=ready, preview=preview, status=200)
    if did(form, lambda: _ask(request, form)):
        return go_on(request, form, gettext_lazy("The papers were asked for; the clock is stopped until they come."))
    return panel(request, "ask_papers", form, ready=ready, preview=None)


@require_http_methods(["GET", "POST"])
@open_to(examines_case)
def write_to(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:
    """A message to the applicant, from ready words or one's own."""
    ready = ready_for(request, request.case)
    form = WriteTo(request.POST or None, initial={"send_key": uuid.uuid4(), "words": ready.chosen(request)})
    if form.is_valid() and did(form, lambda: _write(request, form)):
        messages.success(request, _("Your message was sent."))
        return redirect("cases:examine", case_id=case_id)
    return panel(request, "write_to", form, ready=ready)


@require_http_methods(["GET", "POST"])
@open_to(examines_case)
def note(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:
    """A word between agents; sent twice, it is one."""
    form = Noted(request.POST or None, initial={"send_key": uuid.uuid4()})
    if form.is_valid() and did(
        form,
        lambda: talking.note(case=request.case, **form.cleaned_data, by=request.user, now=timezone.now()),
    ):
        return redirect("cases:examine", case_id=case_id)
    return panel(request, "note", form)


@require_http_methods(["GET", "POST"])
@open_to(examines_case)
def escalate(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:
    """Ask a supervisor to look."""
    form = Words(request.POST or None)
    if form.is_valid() and did(
        form,
        lambda: examining.escalate(
            case=request.case, words=form.cleaned_data["words"], by=request.user, now=timezone.now()
        ),
    ):
        messages.success(request, _("A supervisor was asked to look."))
        return redirect("cases:examine", case_id=case_id)
    return panel(request, "escalate", form)


def did(form: Form, act: Callable[[], object]) -> bool:
    """Do it; a refusal is written on the form."""
    try:
        act()
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def go_on(request: AgentCaseRequest, form: Form, sentence: Text, *, leaves: bool = False) -> HttpResponse:
    """After an act: where the agent asked to go, which is remembered. A case that left their office is not shown."""
    messages.success(request, str(sentence))
    after = form.cleaned_data.get("after") or NEXT
    request.session[_AFTER] = after
    if after == NEXT:
        return to_next(request)
    if after == LIST or (leaves and after == HERE):
        return redirect(queue_address(request))
    return redirect("cases:examine", case_id=request.case.public_id)


def panel(request: AgentCaseRequest, name: str, form: Form, *, status: int = 0, **more: Any) -> HttpResponse:
    """The case as it stands now with this act open on it; what was typed stays."""
    if form.non_field_errors():
        request.case.refresh_from_db()
    if "after" in form.fields:
        form.fields["after"].initial = request.session.get(_AFTER, NEXT)
    return show(request, name, form=form, status=status or (422 if form.errors else 200), **more)


def _hand_over(request: AgentCaseRequest, form: HandOver) -> None:
    to, office = form.receiver()
    examining.hand_over(
        case=request.case,
        to=to,
        office=office,
        words=form.cleaned_data["words"],
        by=request.user,
        now=timezone.now(),
        supervising=may_supervise(request),
    )


def _set_aside(request: AgentCaseRequest, until: dt.date) -> None:
    examining.set_aside(case=request.case, until=until, by=request.user, now=timezone.now())


def _resume(request: AgentCaseRequest) -> HttpResponse:
    """A file that is set aside until today is there again."""
    try:
        _set_aside(request, timezone.localdate())
    except DomainError as refusal:
        request.case.refresh_from_db()
        return show(request, status=422, refusal=str(refusal))
    messages.success(request, _("The file is in your queue again."))
    return redirect("cases:examine", case_id=request.case.public_id)


def _ask(request: AgentCaseRequest, form: AskPapers) -> None:
    examining.ask_papers(case=request.case, papers=form.asked(), by=request.user, now=timezone.now())


def _write(request: AgentCaseRequest, form: WriteTo) -> None:
    said = form.cleaned_data
    talking.write(
        case=request.case,
        words=said["words"],
        from_fund=True,
        send_key=said["send_key"],
        by=request.user,
        now=timezone.now(),
    )


def _named(paper: Sought) -> str:
    """A paper by its title, or by what the agent who asked for it called it."""
    return paper.words if paper.name.startswith("more_") else str(paper.title)


def _preview(request: AgentCaseRequest, form: AskPapers, titles: dict[str, str]) -> dict[str, Any]:
    """What the applicant reads, in their language."""
    tongue = language_of(request.case)
    with translation.override(tongue):
        in_theirs = {paper.name: _named(paper) for paper in listed(request.case)}
        due = long_date(delay("case_papers_calendar_days", timezone.localdate()))
        lead = _("An agent looked at your request and needs these papers before %(due)s.") % {"due": due}
    lines = [(in_theirs.get(name, titles.get(name, "")), words) for name, words in form.asked().items()]
    return {"language": tongue, "lead": lead, "lines": lines}
