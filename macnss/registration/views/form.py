"""Form 321-1-06: blank for anyone, filled for those whose case it is."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.cases.access import AgentCaseRequest, CaseRequest, examines_case, holds_case
from macnss.cases.engine import kind_of
from macnss.cases.views.agent.examine import open_case
from macnss.kernel.access import anyone, open_to
from macnss.registration.services import form_321


@require_GET
@open_to(anyone)
def blank(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The form to print, or to fill on a screen."""
    return _pdf(form_321.blank(), f"formulaire-{form_321.REFERENCE}.pdf", kept=True)


@require_GET
@open_to(holds_case, examines_case)
def of_case(request: CaseRequest | AgentCaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The form of a request of registration, with its answers in their boxes: to sign and stamp."""
    case = request.case
    if kind_of(case).definition.reference != form_321.REFERENCE:
        raise Http404
    if hasattr(request, "roles") and case.sent_at:
        open_case(cast("AgentCaseRequest", request), case)
    return _pdf(form_321.of_case(case, at=timezone.now()), f"{form_321.REFERENCE}-{case.reference or 'brouillon'}.pdf")


def _pdf(content: bytes, name: str, *, kept: bool = False) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    if kept:
        headers["Cache-Control"] = "public, max-age=86400"
    return HttpResponse(content, content_type="application/pdf", headers=headers)
