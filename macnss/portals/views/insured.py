"""The insured person's home page, and who looked at their file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.audit.models import Event
from macnss.identity.enums import Level
from macnss.insured.access import InsuredRequest, insured_person, sees_amounts
from macnss.kernel.access import open_to
from macnss.portals.journal import entry_of
from macnss.portals.situation import situation_of
from macnss.ui.pages import page

EVENTS_A_PAGE = 12


@require_GET
@open_to(insured_person)
def home(request: InsuredRequest) -> HttpResponse:
    """Where I stand: declared or not, my days, what is missing; amounts and numbers once my identity is confirmed."""
    said = {
        "insured": request.insured,
        "situation": situation_of(request.insured, timezone.localdate()),
        "amounts": sees_amounts(request),
        "confirmed": request.user.level >= Level.SUBSTANTIAL,
    }
    return page(request, "portals/insured_home.html", said)


@require_GET
@open_to(insured_person)
def journal(request: InsuredRequest) -> HttpResponse:
    """Who did what with my file, latest first."""
    events = Event.objects.about_person(request.insured.pk).select_related("actor")
    shown = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    said = {"events": shown, "entries": [entry_of(event, request.user) for event in shown], "now": timezone.now()}
    return page(request, "portals/journal.html", said)
