"""The applicant's side of a case."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from macnss.cases.access import CaseRequest, holds_case
from macnss.kernel.access import anyone, open_to
from macnss.ui.pages import page


@require_GET
@open_to(holds_case)
def case(request: CaseRequest, case_id: UUID) -> HttpResponse:
    return page(request, "cases/case.html", {"case": request.case})


@require_GET
@open_to(anyone)
def open_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    raise Http404
