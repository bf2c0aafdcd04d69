"""The agencies, for anybody: no account is asked, and no outside service learns who looks for what."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.agencies.drawing import draw
from macnss.agencies.enums import Service
from macnss.agencies.forms import FindAgency
from macnss.agencies.geography import towns
from macnss.agencies.models import Agency
from macnss.agencies.papers import to_bring
from macnss.agencies.queries import find, found_of, place_of
from macnss.kernel.access import anyone, open_to
from macnss.ui.pages import page

NUMBERED = 9  # a drawing with more of them has no room for their numbers


@require_GET
@open_to(anyone)
def agencies(request: HttpRequest) -> HttpResponse:
    """Where the fund receives people: by town, by distance, by service, open now."""
    now, form = timezone.now(), FindAgency(request.GET or None)
    form.is_valid()
    asked = form.said() if form.is_bound else {}
    found = find(now=now, **asked)
    near = asked.get("near")
    close = bool(near or asked.get("region"))
    shown = [each.place for each in found[:NUMBERED]] if near else [each.place for each in found]
    said = {
        "form": form,
        "found": found,
        "near": near,
        "drawing": draw(shown, close=close and len(shown) <= NUMBERED),
        "towns": towns().values(),
        "today": timezone.localdate(now),
        "demonstration_list": any(each.agency.is_demonstration for each in found),
    }
    return page(request, "agencies/list.html", said, status=422 if form.is_bound and form.errors else 200)


@require_GET
@open_to(anyone)
def agency(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """One agency: address, hours, days off, services. Made to be printed too."""
    now, found = timezone.now(), get_object_or_404(Agency.objects.with_hours(), public_id=agency_id)
    today = timezone.localdate(now)
    said = {
        "found": found_of(found, now),
        "agency": found,
        "week": [(day, [each for each in found.timetable.spells if each.weekday == day]) for day in range(7)],
        "shut": [each for each in found.closures.all() if each.until >= today],
        "drawing": draw([place_of(found)], close=False),
        "brings": [(service, to_bring(service)) for service in found.offers],
        "services": Service,
        "today": today,
    }
    return page(request, "agencies/agency.html", said)
