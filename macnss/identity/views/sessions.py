"""Sessions: where the account is open, ending them, how long this one lasts; and “this was not me”."""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.identity import entry, middleware, ways
from macnss.identity.access import SignedIn
from macnss.identity.models import Session
from macnss.identity.services import devices, sessions
from macnss.identity.sessions import SEEN, kept
from macnss.kernel.access import anyone, next_page, open_to, page_of, signed_in
from macnss.ui.pages import page


@dataclass(frozen=True, slots=True)
class Place:
    """One session as its owner sees it: the device, and from where, without the end of the address."""

    session: Session
    device: str
    address: str
    here: bool


def places(request: SignedIn) -> list[Place]:
    """Where the account is open: this session first."""
    since = timezone.now() - dt.timedelta(seconds=settings.SESSION_IDLE)
    mine = kept(request.session.session_key)
    found = [
        Place(
            session=each,
            device=each.device.name if each.device else "",
            address=shortened(each.address),
            here=each.session_key == mine,
        )
        for each in ways.open_sessions(request.user, since)
    ]
    return sorted(found, key=lambda place: not place.here)


def shortened(address: str | None) -> str:
    """The beginning of an address: enough to recognise one's own network."""
    if not address:
        return ""
    known = ipaddress.ip_address(address)
    if known.version == 4:
        return ".".join([*str(known).split(".")[:2], "•", "•"])
    return ":".join([*known.exploded.split(":")[:2], "…"])


@require_GET
@open_to(signed_in)
def listed(request: SignedIn) -> HttpResponse:
    return page(request, "identity/sessions.html", {"places": places(request)})


@require_POST
@open_to(signed_in)
def end(request: SignedIn, session_id: UUID) -> HttpResponse:
    """End one session; somebody else's does not exist."""
    if not sessions.end(account=request.user, public_id=session_id, by=request.user, now=timezone.now()):
        raise Http404
    messages.success(request, _("This session is ended."))
    return redirect("identity:sessions")


@require_POST
@open_to(signed_in)
def end_all(request: SignedIn) -> HttpResponse:
    """End the other sessions; and this one too if that is what was asked."""
    account, everywhere = request.user, "everywhere" in request.POST
    here = None if everywhere else request.session.session_key
    sessions.end_all(account=account, except_key=here, by=account, now=timezone.now())
    if everywhere:
        entry.let_out(request)
        return redirect("portals:landing")
    messages.success(request, _("The other sessions are ended."))
    return redirect("identity:sessions")


@never_cache
@require_GET
@open_to(anyone)
def state(request: HttpRequest) -> HttpResponse:
    """How long this session still lasts, for the page that is open. Asking prolongs nothing."""
    return JsonResponse(_state(request))


@never_cache
@require_POST
@open_to(signed_in)
def stay(request: SignedIn) -> HttpResponse:
    """“Stay signed in”: the idle time begins again; the total time does not."""
    request.session[SEEN] = timezone.now().isoformat()
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(_state(request))
    return redirect(next_page(request, page_of(request)))


def _state(request: HttpRequest) -> dict[str, object]:
    if getattr(request, "session_left", None) is None or not request.user.is_authenticated:
        return {"signed_in": False}
    now = timezone.now()
    left = int(middleware.time_left(request, now).total_seconds())
    longest = int((middleware.end_of(request) - now).total_seconds())
    who = middleware.owner_mark(request.user)
    return {"signed_in": True, "who": who, "left": left, "can_stay": longest > left + 60, "csrf": get_token(request)}


@never_cache
@require_http_methods(["GET", "POST"])
@open_to(anyone)
def disown(request: HttpRequest, token: str) -> HttpResponse:
    """“This was not me”, from a message: what it does, one button, then the way to take the account back."""
    now = timezone.now()
    try:
        if request.method == "POST":
            devices.disown(token=token, now=now)
            return page(request, "identity/disowned.html")
        device = devices.disownable(token=token, now=now)
    except devices.LinkSpent as refusal:
        return page(request, "identity/disown.html", {"refusal": refusal}, status=HTTPStatus.GONE)
    return page(request, "identity/disown.html", {"device": device, "refusal": None})
