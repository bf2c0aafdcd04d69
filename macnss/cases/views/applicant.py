"""The requests of an insured person."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.cases.queries.applicant import Requests, requests_of_person
from macnss.cases.views.pages import show
from macnss.insured.access import InsuredRequest, insured_person
from macnss.kernel.access import open_to

ROWS_A_PAGE = 10


@require_GET
@open_to(insured_person)
def mine(request: InsuredRequest) -> HttpResponse:
    """What I began, what is under way, what is over."""
    return show(request, "cases/mine.html", listed(request, requests_of_person(request.insured)))


def listed(request: HttpRequest, found: Requests) -> dict[str, object]:
    """What a list of requests says, each part page by page."""
    named = {"drafts": found.drafts, "open": found.open, "page": found.over}
    drafts, going, over = (Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get(name)) for name, rows in named.items())
    return {"drafts": drafts, "open": going, "over": over, "today": timezone.localdate()}
