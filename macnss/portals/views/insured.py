"""The insured person's home page, and who looked at their file."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.identity.enums import Level
from macnss.identity.models import Account
from macnss.insured.access import InsuredRequest, insured_person, sees_amounts
from macnss.insured.enums import Purpose
from macnss.insured.services.mandates import ACTS as OF_RELATIVES
from macnss.kernel.access import open_to
from macnss.portals.situation import situation_of
from macnss.ui.items import Text
from macnss.ui.pages import page

EVENTS_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal as its owner reads it: agents by their function, never by their name."""

    at: dt.datetime
    sentence: str
    who: Text
    purpose: Text


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
    said = {"events": shown, "entries": [_entry(event, request.user) for event in shown], "now": timezone.now()}
    return page(request, "portals/journal.html", said)


def _entry(event: Event, reader: Account) -> Entry:
    purpose = event.data.get("purpose")
    return Entry(
        at=event.at,
        sentence=audit.sentence(event.action),
        who=_function_of(event, reader),
        purpose=Purpose(purpose).label if purpose in Purpose else "",
    )


def _function_of(event: Event, reader: Account) -> Text:
    actor: Account | None = event.actor
    if actor is None:
        return _("The fund")
    if actor == reader:
        return _("You")
    if event.action in OF_RELATIVES:
        return _("Somebody whom you mandated")
    return _("An agent of the fund") if actor.is_agent else _("Somebody who acts for your employer")
