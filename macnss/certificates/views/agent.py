"""The certificates that one's offices print and hand over."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from macnss.certificates.access import hands_over
from macnss.certificates.queries import to_print_at
from macnss.certificates.services import making
from macnss.identity.access import AgentRequest
from macnss.identity.models import Office
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page

ROWS_A_PAGE = 25
ACTS: dict[str, tuple[Callable[..., object], Promise]] = {
    "ready": (making.note_ready, _("Noted as ready; the person is told.")),
    "handed_over": (making.hand_over, _("Noted as handed over.")),
}


@require_http_methods(["GET", "POST"])
@open_to(hands_over)
def desk(request: AgentRequest) -> HttpResponse:
    """What is to print, and what waits for its owner, the oldest first."""
    rows = to_print_at(_offices(request))
    if request.method == "POST":
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
    shown = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return page(request, "certificates/desk.html", {"rows": shown})


def _offices(request: AgentRequest) -> list[Office]:
    return list({office.pk: office for held in request.roles.values() for office in held}.values())


def _key(asked: str) -> UUID:
    try:
        return UUID(asked)
    except ValueError:
        raise Http404 from None
