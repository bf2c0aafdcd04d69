"""A printed request under the scanner: its case opens; one of another office can be received all the same.

A registration number or a name, typed in the same place, lists the open requests of the agent's offices.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from macnss.cases.access import WORKING, offices_of, receives_people, works_on_cases
from macnss.cases.engine import KINDS
from macnss.cases.forms_agent import Scanned
from macnss.cases.models import Case
from macnss.cases.queries.agent import ROWS_A_PAGE
from macnss.cases.queries.own import is_own
from macnss.cases.queries.scanned import case_scanned, cases_named
from macnss.cases.services import examining
from macnss.cases.views.agent.queue import desk_of
from macnss.identity.access import AgentRequest
from macnss.identity.models import Office
from macnss.kernel.access import open_to
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(works_on_cases)
def scan(request: AgentRequest) -> HttpResponse:
    """What is scanned travels in the body of the request: an address would keep it."""
    form = Scanned(request.POST or None)
    case = _found(request, form) if form.is_valid() else None
    if case is None:
        return _named(request, form)
    here, receives = offices_of(request, *WORKING), _receives(request)
    if request.POST.get("action") == "present" and receives:
        return _present(request, case, receives, mine=_is_here(case, here))
    if _is_here(case, here):
        return redirect("cases:examine", case_id=case.public_id)
    shown: dict[str, Any] = {
        "form": form,
        "case": case,
        "unknown": False,
        "rows": None,
        "receives": receives,
        "today": timezone.localdate(),
    }
    return page(request, "cases/agent/scan.html", shown)


def _named(request: AgentRequest, form: Scanned) -> HttpResponse:
    """No reference: the requests of a number or of a name, page by page in the body of the request; one alone opens."""
    rows = None
    if form.is_valid():
        found = cases_named(desk_of(request), form.cleaned_data["code"])
        rows = Paginator(found, ROWS_A_PAGE).get_page(request.POST.get("page"))
        if rows.paginator.count == 1:
            return redirect("cases:examine", case_id=rows[0].public_id)
    said: dict[str, Any] = {
        "form": form,
        "case": None,
        "rows": rows,
        "unknown": rows is not None and not rows,
        "receives": None,
        "today": timezone.localdate(),
    }
    return page(request, "cases/agent/scan.html", said, status=422 if form.is_bound and not rows else 200)


def _found(request: AgentRequest, form: Scanned) -> Case | None:
    """The case, unless it concerns the agent: theirs does not exist here."""
    case = case_scanned(form.cleaned_data["code"])
    if case is None or case.kind not in KINDS or is_own(case, request.user):
        return None
    return case


def _present(request: AgentRequest, case: Case, office: Office, *, mine: bool) -> HttpResponse:
    words = _("Presented in person: %(office)s") % {"office": office}
    examining.present(case=case, office=office, words=words, by=request.user, now=timezone.now())
    messages.success(request, _("Written in the file: the person came with their papers."))
    return redirect("cases:examine", case_id=case.public_id) if mine else redirect("cases:scan")


def _is_here(case: Case, offices: list[Office]) -> bool:
    return case.office_id in {None, *(office.pk for office in offices)}


def _receives(request: AgentRequest) -> Office | None:
    """Where this agent receives people, if they do."""
    if not receives_people(request):
        return None
    return next(iter(offices_of(request, *WORKING)), None)
