"""Papers that somebody brings to the counter for a request that was sent already."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from macnss.cases.access import AgentCaseRequest, examines_case, receives_people
from macnss.cases.forms_agent import Brought
from macnss.cases.models import Case
from macnss.cases.queries.papers import OTHER, Sought, listed
from macnss.cases.services import examining, papers
from macnss.cases.services.refusals import NotNow, StillMissing
from macnss.cases.views.agent.acts import did, panel
from macnss.kernel.access import open_to
from macnss.kernel.documents.reading import refuse_size


def brings_paper(request: AgentCaseRequest) -> bool:
    """An agent who stands at a counter and may see the case."""
    return examines_case(request) and receives_people(request)


@require_http_methods(["GET", "POST"])
@open_to(brings_paper)
def bring(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:
    """One file of one paper: of those that are asked for, or another one. The journal says which agent added it."""
    form = Brought(request.POST or None, request.FILES or None, papers=_taken_now(request.case))
    if form.is_valid() and did(form, lambda: _receive(request, form)):
        return redirect("cases:examine", case_id=case_id)
    return panel(request, "bring", form, megabytes=settings.LARGEST_DOCUMENT // 1024**2)


def _taken_now(case: Case) -> list[Sought]:
    return [paper for paper in listed(case) if paper.may_add and paper.name != OTHER]


def _receive(request: AgentCaseRequest, form: Brought) -> None:
    """Keep the file; once nothing more is awaited, the agent goes on with the request. Raises DomainError."""
    file, case, now = form.cleaned_data["file"], request.case, timezone.now()
    refuse_size(file.size or 0)
    name, paper = file.name or "", form.cleaned_data["paper"]
    papers.add(case=case, piece_name=paper, content=file.read(), file_name=name, by=request.user, now=now)
    messages.success(request, _("The paper is in the file."))
    try:
        examining.give_papers(case=case, by=request.user, now=now)
    except (StillMissing, NotNow):
        return
    messages.success(request, _("All that was asked for is there: the clock runs again."))
