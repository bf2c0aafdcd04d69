"""The home of a company, and the people who work there."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.declarations.forms import SearchForm
from macnss.declarations.models import Draft, Upload, WageCorrection
from macnss.declarations.queries import next_to_declare
from macnss.declarations.views.employer.standing import missing, standings
from macnss.employers.access import EmployerRequest, acts_for_the_company, may, sees_sums
from macnss.employers.enums import Right
from macnss.employers.queries import stops_of
from macnss.employment.models import Employment, EmploymentQuerySet
from macnss.kernel.access import open_to
from macnss.kernel.numbers.identifiers import RegistrationNumber
from macnss.ui.pages import page

PEOPLE_A_PAGE = 25


@require_GET
@open_to(acts_for_the_company)
def company(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """What is to declare now, what is missing, and the year behind."""
    today = timezone.localdate()
    months = standings(request.employer, today)
    said = {
        "now": months[0] if months else None,
        "months": months,
        "sums": sees_sums(request),
        "missing": missing(months),
        "to_correct": _to_correct(request),
        "next_month": next_to_declare(request.employer, today),
        "draft": Draft.objects.filter(employer=request.employer).order_by("-month").first(),
        "last_upload": Upload.objects.filter(employer=request.employer).order_by("-received_at").first(),
        "stop": next((stop for stop in stops_of(request.employer) if stop.covers(today, today)), None),
        "updated": timezone.now(),
    }
    return page(request, "declarations/employer/company.html", said)


def _to_correct(request: EmployerRequest) -> int:
    """How many months the fund asked to declare again, for those who declare."""
    if Right.DECLARE not in request.rights:
        return 0
    return WageCorrection.objects.awaited().filter(employer=request.employer).count()


@require_GET
@open_to(may(Right.DECLARE, Right.READ_WAGES, Right.REGISTER))
def employees(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Who works here today: who registers people sees them too, without their wages."""
    today = timezone.localdate()
    links = Employment.objects.filter(employer=request.employer).during(today, today)
    form = SearchForm(request.GET)
    sought = form.cleaned_data["search"].strip() if form.is_valid() else ""
    found = _search(links, sought) if sought else links
    ordered = found.select_related("insured").order_by("insured__last_name", "insured__first_name", "pk")
    said = {
        "form": form,
        "sought": sought,
        "people": Paginator(ordered, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "updated": timezone.now(),
    }
    return page(request, "declarations/employer/employees.html", said)


def _search(links: EmploymentQuerySet, sought: str) -> EmploymentQuerySet:
    """By number when it is made of digits, else by each word of the name, in either script."""
    number = RegistrationNumber.normalise(sought)
    if number.isdecimal():
        return links.filter(insured__number=int(number[:9]))
    for word in sought.split():
        links = links.filter(
            Q(insured__last_name__icontains=word)
            | Q(insured__first_name__icontains=word)
            | Q(insured__last_name_ar__contains=word)
            | Q(insured__first_name_ar__contains=word)
        )
    return links
