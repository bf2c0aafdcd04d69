"""The door of the service, and what the machines ask."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from macnss.employers.access import has_a_company
from macnss.identity.access import agent_as, fund_agent
from macnss.insured.access import insured_person
from macnss.insured.models import RelativeMandate
from macnss.kernel.access import Predicate, anyone, open_to, signed_in
from macnss.portals.navigation import ROLES
from macnss.ui.pages import page

HOMES: dict[str, Predicate] = {
    "portals:insured_home": insured_person,
    "portals:companies": has_a_company,
    "portals:agent_home": agent_as(*ROLES["portals:agent_home"]),
    "reference:tables": agent_as(*ROLES["reference:tables"]),
}


@require_GET
@open_to(anyone)
def landing(request: HttpRequest) -> HttpResponse:
    """What the service is, for whom, and the way in."""
    return page(request, "portals/landing.html")


@require_GET
@open_to(signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """Each to their own home page; a person with several hats chooses."""
    homes = [name for name, may_enter in HOMES.items() if may_enter(request)]
    held = RelativeMandate.objects.in_force(timezone.localdate()).filter(account=request.user.pk)
    relatives = list(held.select_related("insured").order_by("given_at"))
    if len(homes) == 1 and not relatives:
        return redirect(homes[0])
    if len(relatives) == 1 and not homes:
        return redirect("portals:relative_home", relatives[0].public_id)
    said = {"homes": homes, "relatives": relatives, "agent": fund_agent(request)}  # type: ignore[arg-type]
    return page(request, "portals/hats.html", said)


@never_cache
@require_GET
@open_to(anyone)
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The process answers."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_GET
@open_to(anyone)
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The database answers and the queue of jobs is there."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
            (waiting,) = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "not ready", "database": "down"}, status=503)
    return JsonResponse({"status": "ready", "database": "up", "jobs_waiting": waiting})
