"""What each level opens, where the person stands, and how to rise."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from macnss.identity.access import SignedIn, level_of
from macnss.identity.enums import Level, ProvedBy
from macnss.identity.levels import SERVICES, Service
from macnss.kernel.access import next_page, open_to, signed_in
from macnss.ui.items import Text
from macnss.ui.pages import page


@dataclass(frozen=True, slots=True)
class Row:
    """One service as the person finds it: open already, or what it asks for."""

    service: Service
    is_open: bool
    fresh: Text


@require_GET
@open_to(signed_in)
def levels(request: SignedIn) -> HttpResponse:
    """One readable table, and the three ways to confirm one's identity."""
    level = Level(request.user.level)
    said = {
        "level": level,
        "proved_by": ProvedBy(request.user.level_proved_by).label if request.user.level_proved_by else "",
        "proved_at": request.user.level_proved_at,
        "rows": [_row(service, level) for service in SERVICES],
        "may_rise": level < Level.SUBSTANTIAL,
        "must_prove": level >= Level.SUBSTANTIAL > level_of(request),
        "covered": is_covered(request),
        "next": next_page(request, "portals:home"),
    }
    return page(request, "identity/levels.html", said)


def is_covered(request: HttpRequest) -> bool:
    """Does the account belong to an insured person? Theirs are the pages that activation opens."""
    return hasattr(request.user, "insured")


def _row(service: Service, level: Level) -> Row:
    return Row(service, service.identity <= level, service.fresh.label if service.fresh else "")
