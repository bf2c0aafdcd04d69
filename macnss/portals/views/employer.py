"""The companies that an account acts for."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.declarations.queries import month_of_each
from macnss.employers.access import EmployerRequest, acts_for_some_company
from macnss.employers.models import Employer
from macnss.kernel.access import open_to
from macnss.kernel.months import Month
from macnss.ui.pages import page


@require_GET
@open_to(acts_for_some_company)
def companies(request: EmployerRequest) -> HttpResponse:
    """Choose a company; who acts for one only goes straight to it."""
    today = timezone.localdate()
    mine = sorted(Employer.objects.of(request.user, today), key=lambda company: company.name)
    if len(mine) == 1:
        return redirect("declarations:company", employer_id=mine[0].public_id)
    month = Month.of(today).plus(-1)
    states = month_of_each(mine, month)
    rows = [(company, states[company.pk], states[company.pk].overdue(today)) for company in mine]
    rows.sort(key=lambda row: row[1].main is not None)  # what is still to do comes first
    waiting = sum(state.main is None for _company, state, _overdue in rows)
    return page(request, "portals/companies.html", {"rows": rows, "month": month, "waiting": waiting})
