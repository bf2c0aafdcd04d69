"""The company's side: its requests to register people, by entry or by file, and the numbers that were issued."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.cases.enums import OPEN, State
from macnss.cases.models import CaseQuerySet
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.identity.services.limits import Act, spend
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.registration.forms import FindRequest, LookUp
from macnss.registration.models import Batch
from macnss.registration.queries.requests import about, by_state, requests_of, rows_of, with_papers
from macnss.registration.services.looking import look_up as find
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import number

ROWS_A_PAGE = 15
SHOWN = {
    "drafts": (_("Drafts"), (State.DRAFT,)),
    "sent": (_("In progress"), OPEN),
    "issued": (_("Numbers issued"), (State.ACCEPTED,)),
    "other": (_("Refused or withdrawn"), (State.REFUSED, State.WITHDRAWN)),
}


@require_GET
@open_to(may(Right.REGISTER))
def company(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Where each request stands, or those that bear a name; a draft says what it lacks."""
    asked, form = request.GET.get("show", ""), FindRequest(request.GET)
    sought = form.cleaned_data["search"] if form.is_valid() else ""
    mine = about(requests_of(request.employer), sought)
    counts = _counts(mine)
    shown = asked if asked in SHOWN else next((name for name, count in counts.items() if count), "drafts")
    found = Paginator(with_papers(mine.filter(state__in=SHOWN[shown][1])), ROWS_A_PAGE)
    rows_page = found.get_page(request.GET.get("page"))
    said = {
        "form": form,
        "sought": sought,
        "tabs": [_tab(name, count, sought, current=name == shown) for name, count in counts.items()],
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


def _counts(found: CaseQuerySet) -> dict[str, int]:
    """How many each list holds, in the order in which a company works."""
    counts = by_state(found)
    return {name: sum(counts.get(state, 0) for state in held) for name, (_label, held) in SHOWN.items()}


def _tab(name: str, count: int, sought: str, *, current: bool) -> NavigationItem:
    words = _("%(state)s (%(count)s)") % {"state": SHOWN[name][0], "count": number(count)}
    asked = {"show": name, "search": sought} if sought else {"show": name}
    return NavigationItem(words, f"?{urlencode(asked)}#requests", current=current)
