"""Security settings: what opens the account, where it is open, what happened to it."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.identity import ways
from macnss.identity.access import SignedIn
from macnss.identity.enums import Level, Method
from macnss.identity.models import Account, Device
from macnss.identity.services import backup_codes
from macnss.identity.views.sessions import places
from macnss.kernel.access import open_to, signed_in
from macnss.ui.items import Text
from macnss.ui.pages import page

EVENTS_A_PAGE, LATEST = 12, 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history of an account, as its owner reads it."""

    at: dt.datetime
    sentence: str
    who: Text
    device: str
    way: Text


@require_GET
@open_to(signed_in)
def security(request: SignedIn) -> HttpResponse:
    """Everything on one page, each with what can be done about it."""
    account = request.user
    latest = list(Event.objects.about_account(account.pk).select_related("actor")[:LATEST])
    said = {
        "account": account,
        "level": Level(account.level),
        "ways": ways.ways_in(account),
        "passkeys": account.passkeys.order_by("created_at"),
        "codes_left": backup_codes.left(account),
        "places": places(request),
        "lines": lines_of(latest, account),
    }
    return page(request, "identity/security.html", said)


@require_GET
@open_to(signed_in)
def history(request: SignedIn) -> HttpResponse:
    """Every event of the account, latest first. Nothing is ever erased from it."""
    events = Event.objects.about_account(request.user.pk).select_related("actor")
    shown = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    said = {"events": shown, "lines": lines_of(list(shown), request.user), "now": timezone.now()}
    return page(request, "identity/history.html", said)


def lines_of(events: list[Event], reader: Account) -> list[Line]:
    named = [event.data["device"] for event in events if event.data.get("device")]
    devices = Device.objects.filter(account=reader, public_id__in=named)
    names = {str(device.public_id): device.name for device in devices}
    return [
        Line(
            at=event.at,
            sentence=audit.sentence(event.action),
            who=_who(event.actor, reader),
            device=names.get(event.data.get("device", ""), ""),
            way=_way(event.data.get("method", "")),
        )
        for event in events
    ]


def _who(actor: Account | None, reader: Account) -> Text:
    if actor is None:
        return ""
    if actor == reader:
        return _("You")
    return _("An agent of the fund") if actor.is_agent else _("Somebody else")


def _way(method: str) -> Text:
    return Method(method).label if method in Method.values else ""
