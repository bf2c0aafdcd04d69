"""The door of the service, and what the machines ask."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from macnss.employers.access import acts_for_some_company
from macnss.identity.access import fund_agent
from macnss.insured.access import insured_person
from macnss.kernel.access import anyone, open_to, signed_in
from macnss.ui.pages import page


@require_GET
@open_to(anyone)
def landing(request: HttpRequest) -> HttpResponse:
    """What the service is, for whom, and the way in."""
    return page(request, "portals/landing.html")


@require_GET
@open_to(signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """Each to their own home page; a person with several hats chooses."""
    doors = [
        ("portals:insured_home", insured_person),
        ("portals:companies", acts_for_some_company),
        ("portals:agent_home", fund_agent),
    ]
    mine = [name for name, may_enter in doors if may_enter(request)]  # type: ignore[operator]
    if len(mine) == 1:
        return redirect(mine[0])
    return page(request, "portals/hats.html", {"homes": mine})


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
