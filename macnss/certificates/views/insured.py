"""Following the certificates that one asked for."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from macnss.certificates.queries import asked_by
from macnss.insured.access import InsuredRequest, insured_person
from macnss.kernel.access import open_to
from macnss.ui.pages import page


@require_GET
@open_to(insured_person)
def mine(request: InsuredRequest) -> HttpResponse:
    """Asked for, granted, ready, handed over."""
    return page(request, "certificates/mine.html", {"asked": asked_by(request.insured)})
