"""The certificates that one's offices print and hand over."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from macnss.cases.access import WORKING, offices_of
from macnss.certificates.access import hands_over
from macnss.certificates.models import CertificateQuerySet
from macnss.certificates.queries import left_since, to_print_at
from macnss.certificates.services import making
from macnss.identity.access import AgentRequest
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import number

ROWS_A_PAGE = 25
LEFT = "left"  # ready, its owner reminded twice
ACTS: dict[str, tuple[Callable[..., object], Promise]] = {
    "ready": (making.note_ready, gettext_lazy("Noted as ready: whoever collects it at an agency is told.")),
    "handed_over": (making.hand_over, gettext_lazy("Noted as handed over.")),
}


@require_http_methods(["GET", "POST"])
@open_to(hands_over)
def desk(request: AgentRequest) -> HttpResponse:
    """What is to print, and what waits for its owner, the oldest first."""
    rows = to_print_at(offices_of(request, *WORKING), request.user)
    if request.method == "POST":
        return _noted(request, rows)
    left, uncollected = request.GET.get("state") == LEFT, rows.uncollected(left_since(timezone.now()))
    forgotten = uncollected.count()
    shown = uncollected if left else rows.exclude(pk__in=uncollected.order_by().values("pk"))
    said = {
        "rows": Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "left": left,
        "tabs": [
            _tab(_("To hand over"), "?", rows.count() - forgotten, current=not left),
            _tab(_("Not collected"), f"?state={LEFT}", forgotten, current=left),
        ],
    }
    return page(request, "certificates/desk.html", said)


def _noted(request: AgentRequest, rows: CertificateQuerySet) -> HttpResponse:
    act, done = ACTS.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        raise Http404
    found = get_object_or_404(rows, public_id=_key(request.POST.get("certificate", "")))
    try:
        act(certificate=found, by=request.user, now=timezone.now())
        messages.success(request, str(done))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("certificates:desk")


def _tab(state: str, url: str, count: int, *, current: bool) -> NavigationItem:
    return NavigationItem(_("%(state)s (%(count)s)") % {"state": state, "count": number(count)}, url, current=current)


def _key(asked: str) -> UUID:
    try:
        return UUID(asked)
    except ValueError:
        raise Http404 from None
