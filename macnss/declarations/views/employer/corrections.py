"""The months that the fund asked a company to declare again, after an employee contested them."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.declarations.models import WageCorrection
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.kernel.access import open_to
from macnss.ui.pages import page

SETTLED_SHOWN = 20


@require_GET
@open_to(may(Right.DECLARE))
def corrections(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """What is awaited, the most urgent first, then what was declared."""
    ours = WageCorrection.objects.filter(employer=request.employer).select_related("insured")
    said = {
        "awaited": list(ours.awaited().order_by("due_on", "pk")),
        "settled": list(ours.exclude(settled_at=None).order_by("-settled_at")[:SETTLED_SHOWN]),
        "today": timezone.localdate(),
    }
    return page(request, "declarations/employer/corrections.html", said)
