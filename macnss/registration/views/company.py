"""The company's side: its requests to register people, by entry or by file, and the numbers that were issued."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.cases.enums import OPEN, State
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.identity.services.limits import Act, spend
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.registration.forms import LookUp
from macnss.registration.models import Batch
from macnss.registration.queries.requests import requests_of, rows_of, with_papers
from macnss.registration.services.looking import look_up as find
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page

ROWS_A_PAGE = 25
SHOWN = {
    "drafts": (_("Drafts"), (State.DRAFT,)),
    "sent": (_("In progress"), OPEN),
    "issued": (_("Numbers issued"), (State.ACCEPTED,)),
    "other": (_("Refused or withdrawn"), (State.REFUSED, State.WITHDRAWN)),
}


@require_GET
@open_to(may(Right.REGISTER))
def company(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Where each request stands; a draft says what it lacks."""
    asked = request.GET.get("show", "")
    mine = requests_of(request.employer)
    shown = asked if asked in SHOWN else _first_with_something(request)
    found = Paginator(with_papers(mine.filter(state__in=SHOWN[shown][1])), ROWS_A_PAGE)
    rows_page = found.get_page(request.GET.get("page"))
    said = {
        "shown": shown,
        "tabs": [NavigationItem(label, f"?show={name}", current=name == shown) for name, (label, _s) in SHOWN.items()],
        "rows": rows_of(rows_page, timezone.localdate()),
        "rows_page": rows_page,
        "batches": Batch.objects.filter(employer=request.employer).order_by("-pk")[:5],
    }
    return page(request, "registration/company.html", said)


@require_http_methods(["GET", "POST"])
@open_to(may(Right.REGISTER))
def look_up(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """The number of somebody who works for the company. Counted, journalled, and silent on everybody else."""
    form, found, now = LookUp(request.POST if request.method == "POST" else None), None, timezone.now()
    if form.is_valid():
        try:
            key = f"{request.employer.pk}:{request.user.pk}"
            spend(Act.LOOK_UP, address=client_address(request), key=key, now=now)
            found = find(employer=request.employer, by=request.user, now=now, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            if found is None:
                form.add_error(None, _("Nobody who works for the company today answers to this. Check what you typed."))
    said = {"form": form, "found": found}
    return page(request, "registration/look_up.html", said, status=422 if form.errors else 200)


def _first_with_something(request: EmployerRequest) -> str:
    """The first list that has a request, in the order in which a company works."""
    states = set(requests_of(request.employer).order_by().values_list("state", flat=True).distinct())
    return next((name for name, (_label, held) in SHOWN.items() if states & set(held)), "drafts")
