"""The citizen at the browser that the service sent: which way, proof, consent, and back to the service."""

from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sandbox.mon_eid import id_token, levels, provider, tickets, visits
from sandbox.mon_eid.models import Citizen, Visit
from sandbox.mon_eid.proof import CARD, CardRefused
from sandbox.mon_eid.views.pages import cards, client_of, of_a_visit, visit_page


@require_GET
@of_a_visit
def ways(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    low_is_enough = levels.meets(levels.LOW, visit.wanted)
    return visit_page(request, visit, "ways", low_is_enough=low_is_enough)


@require_http_methods(["GET", "POST"])
@of_a_visit
def card(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """A card on the phone and its PIN: high."""
    refused = None
    if request.method == "POST":
        shown = Citizen.objects.filter(cin=request.POST.get("card", "")).first()
        try:
            if shown is None:
                raise CardRefused("card_none")
            amr = CARD.prove(shown, request.POST.dict())
            return _proved(visit, shown, levels.HIGH, amr)
        except CardRefused as error:
            refused = error
    context = {"refused": refused, "chosen": request.POST.get("card", visit.hint), **cards(visit.hint)}
    return visit_page(request, visit, "card", status=422 if refused else 200, **context)


@require_http_methods(["GET", "POST"])
@of_a_visit
def password(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """CIN and password: low."""
    typed = request.POST.get("cin", visit.hint)
    if request.method == "POST":
        citizen = visits.with_password(typed, request.POST.get("password", ""))
        if citizen:
            return _proved(visit, citizen, levels.LOW, ("pwd",))
    wrong = request.method == "POST"
    return visit_page(request, visit, "password", status=422 if wrong else 200, wrong=wrong, typed=typed)


def _proved(visit: Visit, citizen: Citizen, acr: str, amr: tuple[str, ...]) -> HttpResponseBase:
    """On to the consent, or back to the service when the level that it asked for was not reached."""
    visits.prove(visit, citizen, acr, amr)
    if levels.meets(acr, visit.wanted):
        return redirect("consent", visit.public_id)
    return _unmet(visit)


def _unmet(visit: Visit) -> HttpResponseBase:
    visits.end(visit)
    return provider.refusal(provider.UnmetLevel(), visit)


@require_http_methods(["GET", "POST"])
@of_a_visit
def consent(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """What is shared, with whom; yes or no."""
    if visit.citizen is None:
        return redirect("visit", visit.public_id)
    if not levels.meets(visit.acr, visit.wanted):
        return _unmet(visit)
    if request.method == "POST" and visits.end(visit):
        return provider.answer(visit, visit.citizen)
    shared = id_token.about(visit.citizen, client_of(visit).get_allowed_scope(visit.asked["scope"]))
    return visit_page(request, visit, "consent", shared=shared, citizen=visit.citizen)


@require_POST
@of_a_visit
def leave(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Back to the service with empty hands: refused, or unable to reach the level."""
    if request.POST.get("why") == "cannot":
        return _unmet(visit)
    visits.end(visit)
    return provider.answer(visit, None)


@require_http_methods(["GET", "POST"])
@of_a_visit
def screen(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The QR code of this screen. A POST draws a new one, and the one before is void."""
    ticket = tickets.newest(visit)
    if request.method == "POST" or ticket is None:
        if request.method == "GET":
            return redirect("visit", visit.public_id)
        agent, address = request.headers.get("User-Agent", ""), request.META.get("REMOTE_ADDR", "")
        tickets.make(visit, agent=agent, address=address)
        return redirect("screen", visit.public_id)
    state = tickets.state_of(ticket)
    if state == "confirmed":
        return redirect("consent", visit.public_id)
    address = settings.ISSUER + reverse("phone", args=[tickets.name_of(ticket)])
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=True)
    context: dict[str, Any] = {
        "ticket": ticket,
        "state": state,
        "seconds": tickets.seconds_left(ticket),
        "live": state in tickets.LIVE,
    }
    return visit_page(request, visit, "screen", address=address, drawn=mark_safe(drawn), **context)  # noqa: S308


@require_GET
@of_a_visit
def screen_state(request: HttpRequest, visit: Visit) -> HttpResponseBase:  # noqa: ARG001
    """What the screen asks every two seconds."""
    ticket = tickets.newest(visit)
    told: dict[str, Any] = {"state": "expired", "seconds": 0}
    if ticket:
        told = {"state": tickets.state_of(ticket), "seconds": tickets.seconds_left(ticket)}
    return JsonResponse(told)
