"""The request on paper, for its applicant and for the agent who has them at the counter."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.cases.access import AgentCaseRequest, CaseRequest, examines_case, holds_case
from macnss.cases.services import printing
from macnss.cases.views.agent.examine import open_case
from macnss.kernel.access import open_to
from macnss.ui.templatetags.formats import language


@require_GET
@open_to(holds_case, examines_case)
def printed(request: CaseRequest | AgentCaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The PDF, opened in the page so that a phone shows it before it prints."""
    if hasattr(request, "roles"):
        open_case(cast("AgentCaseRequest", request), request.case)
    content = printing.printed(case=request.case, tongue=language(), now=timezone.now())
    named = {"Content-Disposition": f'inline; filename="{printing.file_name(request.case)}"'}
    return HttpResponse(content, content_type="application/pdf", headers=named)
