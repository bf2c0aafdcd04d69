"""The two doors of registration, for anyone."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.cases.engine import KINDS
from macnss.employers.enums import Right
from macnss.employers.models import Employer
from macnss.kernel.access import anyone, open_to
from macnss.lawbook.book import Law
from macnss.registration.rules import register_by
from macnss.ui.pages import page


@require_GET
@open_to(anyone)
def home(request: HttpRequest) -> HttpResponse:
    """S'affilier à la CNSS, Immatriculation: what each is for, and the way in."""
    today, user = timezone.localdate(), request.user
    companies = list(Employer.objects.of(user, today, Right.REGISTER).order_by("name")[:5]) if user.pk else []
    said = {
        "affiliation": KINDS["affiliation"].definition,
        "immatriculation": KINDS["immatriculation"].definition,
        "companies": companies,
        "hired_on": today,
        "register_by": register_by(Law(today), today),
    }
    return page(request, "registration/home.html", said)
