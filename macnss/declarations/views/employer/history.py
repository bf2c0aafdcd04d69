"""All that the company ever declared, and every file that it sent."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from macnss.declarations.models import Declaration, Upload
from macnss.employers.access import EmployerRequest, acts_for_the_company, sees_sums
from macnss.employers.models import Employer
from macnss.kernel.access import open_to
from macnss.ui.bidi import isolate
from macnss.ui.items import NavigationItem, Text
from macnss.ui.pages import page

ROWS_A_PAGE = 25
DECLARATIONS, FILES = "declarations", "files"
LISTS: dict[str, Text] = {DECLARATIONS: _("Declarations"), FILES: _("Files sent")}


@require_GET
@open_to(acts_for_the_company)
def history(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """One list or the other, of one year or of all."""
    shown = FILES if request.GET.get("show") == FILES else DECLARATIONS
    rows = _declarations(request.employer) if shown == DECLARATIONS else _uploads(request.employer)
    years = list(rows.order_by("-year").values_list("year", flat=True).distinct())
    year = next((each for each in years if str(each) == request.GET.get("year")), None)
    said = {
        "shown": shown,
        "sums": sees_sums(request),
        "lists": [NavigationItem(name, _address(each), current=each == shown) for each, name in LISTS.items()],
        "years": _years(shown, years, year),
        "rows": Paginator(rows.filter(year=year) if year else rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "updated": timezone.now(),
    }
    return page(request, "declarations/employer/history.html", said)


def _declarations(employer: Employer) -> QuerySet[Any]:
    """By month, the latest first, each with the year of its month."""
    rows = Declaration.objects.of(employer).annotate(year=ExtractYear("month"))
    return rows.order_by("-month", "kind", "sequence")


def _uploads(employer: Employer) -> QuerySet[Any]:
    """The latest first, each with the year in which it came."""
    rows = Upload.objects.filter(employer=employer).select_related("declaration")
    return rows.annotate(year=ExtractYear("received_at")).order_by("-received_at")


def _years(shown: str, years: Sequence[int], chosen: int | None) -> list[NavigationItem]:
    every = NavigationItem(_("All years"), _address(shown), current=chosen is None)
    return [every, *(NavigationItem(isolate(year), _address(shown, year), current=year == chosen) for year in years)]


def _address(shown: str, year: int | None = None) -> str:
    return "?" + urlencode({"show": shown} | ({"year": year} if year else {}))
