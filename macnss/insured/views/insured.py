"""What the fund knows of the person: their number for life, their identity, the ways to reach them."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from macnss.insured.access import InsuredRequest, insured_person
from macnss.kernel.access import open_to
from macnss.ui.pages import page


@require_GET
@open_to(insured_person)
def number(request: InsuredRequest) -> HttpResponse:
    """The registration number, to read out, to copy, to print."""
    return page(request, "insured/number.html", {"insured": request.insured})


@require_GET
@open_to(insured_person)
def data(request: InsuredRequest) -> HttpResponse:
    """The record, what is sensitive hidden until its owner asks."""
    return page(request, "insured/data.html", {"insured": request.insured})
