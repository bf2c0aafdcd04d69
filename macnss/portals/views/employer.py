"""The companies that an account acts for."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.employers.access import EmployerRequest, acts_for_some_company
from macnss.employers.models import Employer
from macnss.kernel.access import open_to
from macnss.ui.pages import page


@require_GET
@open_to(acts_for_some_company)
def companies(request: EmployerRequest) -> HttpResponse:
    """Choose a company; who acts for one only goes straight to it."""
    mine = sorted(Employer.objects.of(request.user, timezone.localdate()), key=lambda company: company.name)
    if len(mine) == 1:
        return redirect("declarations:company", employer_id=mine[0].public_id)
    return page(request, "portals/companies.html", {"companies": mine})
