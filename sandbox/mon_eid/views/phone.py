"""The phone that read the QR code: what is asked, the number of the screen, then a card or a fingerprint."""

import functools
import ipaddress
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sandbox.mon_eid import levels, tickets
from sandbox.mon_eid.models import Citizen, Ticket
from sandbox.mon_eid.proof import CARD, CardRefused
from sandbox.mon_eid.views.pages import cards, client_of, say


def of_a_ticket(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the ticket that this phone holds; every other case has one and the same answer."""

    @functools.wraps(view)
    def found(request: HttpRequest, name: str) -> HttpResponseBase:
        here: Any = request
        ticket = tickets.scan(name, here.browser)
        if ticket is None:
            return say(request, "phone_dead", status=410)
        return view(request, ticket, name)

    return found


@require_GET
@of_a_ticket
def phone(request: HttpRequest, ticket: Ticket, name: str) -> HttpResponseBase:
    return _page(request, ticket, name)


@require_POST
@of_a_ticket
def number(request: HttpRequest, ticket: Ticket, name: str) -> HttpResponseBase:
    if not tickets.match(ticket, request.POST.get("number", "")):
        return say(request, "phone_dead", status=410)
    return redirect("phone", name)


@require_POST
@of_a_ticket
def confirm(request: HttpRequest, ticket: Ticket, name: str) -> HttpResponseBase:
    """By card and PIN, or by a press that plays the fingerprint."""
    citizen = Citizen.objects.filter(cin=request.POST.get("card", "")).first()
    try:
        if citizen is None:
            raise CardRefused("card_none")
        if ticket.state != Ticket.State.MATCHED:
            return say(request, "phone_dead", status=410)
        acr, amr = _proof(citizen, ticket, request)
    except CardRefused as refused:
        return _page(request, ticket, name, refused=refused, status=422)
    done = tickets.confirm(ticket, citizen, acr, amr)
    return say(request, "phone_done", status=200) if done else say(request, "phone_dead", status=410)


def _proof(citizen: Citizen, ticket: Ticket, request: HttpRequest) -> tuple[str, tuple[str, ...]]:
    if not citizen.electronic:  # the app was opened with a card that has a chip
        raise CardRefused("card_old")
    if "fingerprint" in request.POST and levels.meets(levels.SUBSTANTIAL, ticket.visit.wanted):
        return tickets.FINGERPRINT
    return levels.HIGH, CARD.prove(citizen, request.POST.dict())


@require_POST
@of_a_ticket
def refuse(request: HttpRequest, ticket: Ticket, name: str) -> HttpResponseBase:  # noqa: ARG001
    tickets.refuse(ticket)
    return say(request, "phone_refused", status=200)


def _page(
    request: HttpRequest, ticket: Ticket, name: str, *, refused: CardRefused | None = None, status: int = 200
) -> HttpResponseBase:
    language = request.language  # type: ignore[attr-defined]
    context = {
        "ticket": ticket,
        "name": name,
        "matched": ticket.state == Ticket.State.MATCHED,
        "service": client_of(ticket.visit).name[language],
        "when": timezone.localtime(ticket.made_at).strftime("%H:%M:%S"),
        "place": place(ticket.address),
        "network": network(ticket.address),
        "device": device(ticket.agent),
        "finger_is_enough": levels.meets(levels.SUBSTANTIAL, ticket.visit.wanted),
        "refused": refused,
        "chosen": request.POST.get("card", ticket.visit.hint),
        **cards(ticket.visit.hint),
    }
    return render(request, "mon_eid/phone.html", context, status=status)


def place(address: str) -> str:
    """The key of the sentence that says roughly where an address is. No map of addresses is at hand here."""
    try:
        where = ipaddress.ip_address(address)
    except ValueError:
        return "place_far"
    if where.is_loopback:
        return "place_here"
    return "place_near" if where.is_private else "place_far"


def network(address: str) -> str:
    """The network, not the machine."""
    try:
        bits = 24 if ipaddress.ip_address(address).version == 4 else 48
        return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        return "?"


def device(agent: str) -> str:
    """Browser and system, as far as they say."""
    browsers = [name for name in ("Firefox", "Edg", "Chrome", "Safari") if name in agent][:1]
    systems = [name for name in ("Android", "iPhone", "Windows", "Mac OS", "Linux") if name in agent][:1]
    return ", ".join([*browsers, *systems]).replace("Edg", "Edge") or "?"
