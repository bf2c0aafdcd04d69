"""What the pages share: the visit behind an address, and a page that says one thing."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from sandbox.mon_eid import visits
from sandbox.mon_eid.clients import Client, registered
from sandbox.mon_eid.models import Citizen, Visit

CAST = ("cast", "newcomer")
SHOWN_FIRST = 4


def say(request: HttpRequest, key: str, *, status: int, why: str = "") -> HttpResponseBase:
    language = request.language  # type: ignore[attr-defined]
    ways_on = [(each.name[language], each.origins[0]) for each in registered().values()] if status >= 400 else []
    context = {"key": key, "help": f"{key}_help", "why": why, "ways_on": ways_on}
    return render(request, "mon_eid/sentence.html", context, status=status)


def client_of(visit: Visit) -> Client:
    return registered()[visit.client_id]


def of_a_visit(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the visit of this browser; say that it is over when there is none."""

    @functools.wraps(view)
    def found(request: HttpRequest, visit_id: uuid.UUID) -> HttpResponseBase:
        here: Any = request
        visit = visits.under_way(visit_id, here.browser)
        if visit is None:
            return say(request, "visit_over", status=410)
        here.may_send_to = client_of(visit).origins
        return view(request, visit)

    return found


def visit_page(
    request: HttpRequest, visit: Visit, template: str, *, status: int = 200, **context: Any
) -> HttpResponseBase:
    language = request.language  # type: ignore[attr-defined]
    told = {"visit": visit, "service": client_of(visit).name[language], **context}
    return render(request, f"mon_eid/{template}.html", told, status=status)


def cards(hint: str = "") -> dict[str, list[Citizen]]:
    """The invented cards: the likely ones drawn large, the others behind them."""
    everybody = sorted(Citizen.objects.all(), key=lambda each: (each.cin != hint, each.kind not in CAST, each.pk))
    return {"first_cards": everybody[:SHOWN_FIRST], "other_cards": everybody[SHOWN_FIRST:]}
