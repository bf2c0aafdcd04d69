"""What a relative or a guardian reads of the person who mandated them: as far as the mandate goes, each time noted."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.declarations.queries import Career, career_of
from macnss.insured.access import RelativeRequest, mandated_relative, mandated_to_read_wages
from macnss.insured.services.mandates import look
from macnss.kernel.access import open_to
from macnss.kernel.months import Month
from macnss.portals.situation import situation_of
from macnss.ui.bidi import isolate
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page


@require_GET
@open_to(mandated_relative)
def home(request: RelativeRequest, mandate_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Where the person stands: no amount, unless the mandate says so."""
    now = timezone.now()
    look(mandate=request.mandate, wages=False, by=request.user, now=now)
    situation = situation_of(request.mandate.insured, timezone.localdate(now))
    return page(request, "portals/relative_home.html", {"situation": situation})


@require_GET
@open_to(mandated_to_read_wages)
def wages(request: RelativeRequest, mandate_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """The wages of a year, month by month."""
    now = timezone.now()
    look(mandate=request.mandate, wages=True, by=request.user, now=now)
    career = career_of(request.mandate.insured, timezone.localdate(now))
    year = next((each for each in career.years if str(each) == request.GET.get("year")), next(iter(career.years), None))
    said = {
        "career": career,
        "year": year,
        "first": Month(year, 1) if year else None,
        "last": Month(year, 12) if year else None,
        "tabs": [NavigationItem(isolate(each), f"?year={each}", current=each == year) for each in career.years],
        "wages": [wage for wage in reversed(career.wages) if wage.month.year == year],
        "gaps": _gaps(career, year),
    }
    return page(request, "portals/relative_wages.html", said)


def _gaps(career: Career, year: int | None) -> list[object]:
    return [gap for gap in reversed(career.gaps) if gap.month.year == year]
