"""Following a request: where it stands, what is awaited, what was said and decided, what one may do about it."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.cases import visit
from macnss.cases.access import CaseRequest, holds_case, speaks_for_case
from macnss.cases.engine import kind_of
from macnss.cases.enums import State
from macnss.cases.forms.talk import Appeal, Write
from macnss.cases.models import Case, Decision
from macnss.cases.queries.answers import sections_of
from macnss.cases.queries.applicant import following_of
from macnss.cases.queries.filling import filling_of
from macnss.cases.services import sending, talking
from macnss.cases.services.watching import why_late
from macnss.cases.views.pages import actor_of, list_of, named, show
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError

MAY_WITHDRAW = (State.SENT, State.EXAMINED, State.AWAITING, State.ASKED)


@require_GET
@open_to(holds_case)
def case(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Where a request stands; a draft goes on where it was left."""
    if request.case.state == State.DRAFT:
        return redirect(filling_of(request.case).goes_on_at())
    return _case_page(request, Write(), timezone.now())


@require_POST
@open_to(speaks_for_case)
def write(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """A message to the agent; sent twice, it is one."""
    form, now = Write(request.POST), timezone.now()
    if form.is_valid():
        try:
            talking.write(
                case=request.case,
                words=form.cleaned_data["words"],
                from_fund=False,
                send_key=form.cleaned_data["key"],
                by=actor_of(request),
                now=now,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your message is sent. The agent answers here, and you are told."))
            return redirect("cases:case", case_id=request.case.public_id)
    if request.case.state == State.DRAFT:
        raise Http404
    return _case_page(request, form, now, status=422)


def _case_page(request: CaseRequest, form: Write, now: dt.datetime, status: int = 200) -> HttpResponse:
    case, today = request.case, timezone.localdate(now)
    engine, following, speaks = kind_of(case), following_of(case, today), speaks_for_case(request)
    exchanges = list(case.exchanges.order_by("pk"))
    if any(each.from_fund and each.read_at is None for each in exchanges):
        talking.mark_read(case=case, by_fund=False, now=now)
    said = {
        "case": case,
        "definition": engine.definition,
        "following": following,
        "late": why_late(case, today) if case.is_late(today) else "",
        "exchanges": exchanges,
        "form": form if case.is_open and speaks else None,
        "reasons": _reasons(case, following.decision),
        "outcome": engine.outcome(case) if case.state == State.ACCEPTED else [],
        "further": engine.further(case, today),
        "forms": engine.forms(case),
        "may_appeal": speaks and sending.may_appeal(case),
        "appeals": list(case.appeals.all()),
        "may_withdraw": speaks and case.state in MAY_WITHDRAW,
        "sections": sections_of(case),
        "pieces": list(case.pieces.prefetch_related("pages").order_by("pk")),
        "papers_page": named("cases:papers", case_id=case.public_id),
        "print_page": named("cases:print", case_id=case.public_id),
        "list": list_of(request, case),
        "without_account": actor_of(request) is None,
    }
    return show(request, "cases/case.html", said, status=status)


def _reasons(case: Case, decision: Decision | None) -> list[object]:
    """The reasons of the decision, in the plain words of the kind."""
    known = kind_of(case).definition
    return [reason for code in decision.reasons if (reason := known.reason(code))] if decision else []


@require_http_methods(["GET", "POST"])
@open_to(speaks_for_case)
def withdraw(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Give a request up, after a last question."""
    case = request.case
    if case.state not in MAY_WITHDRAW:
        return redirect("cases:case", case_id=case.public_id)
    if request.method == "POST":
        try:
            sending.withdraw(case=case, by=actor_of(request), now=timezone.now())
        except DomainError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Your request is withdrawn. You can make another one at any time."))
        return redirect("cases:case", case_id=case.public_id)
    return show(request, "cases/withdraw.html", {"case": case})


@require_http_methods(["GET", "POST"])
@open_to(speaks_for_case)
def appeal(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Ask for another look at a refusal; pressed twice, it is one appeal."""
    case, form = request.case, Appeal(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = form.cleaned_data["key"]
        try:
            again = sending.appeal(
                case=case, words=form.cleaned_data["words"], send_key=key, by=actor_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _appealed(request, again)
    if not form.is_bound and not sending.may_appeal(case):
        return redirect("cases:case", case_id=case.public_id)
    return show(request, "cases/appeal.html", {"case": case, "form": form}, status=422 if form.is_bound else 200)


def _appealed(request: CaseRequest, again: Case) -> HttpResponse:
    """A visitor holds the appeal by the same secret as the case."""
    secret = visit.secret_of(request, request.case)
    if secret:
        visit.hold(request, secret, again)
    return redirect("cases:receipt", case_id=again.public_id)
