"""Who may enter for a company: the address names it, the mandate of the day allows it."""

from django.http import HttpRequest
from django.utils import timezone

from macnss.employers.models import Employer
from macnss.identity.models import Account


class EmployerRequest(HttpRequest):
    """A request of somebody who acts for `employer`, the company that the address names."""

    user: Account
    employer: Employer


def acts_for_the_company(request: EmployerRequest) -> bool:
    """A mandate in force today for the company of the address; another company does not exist."""
    if not request.user.is_authenticated or request.resolver_match is None:
        return False
    named = request.resolver_match.kwargs["employer_id"]
    company = Employer.objects.of(request.user, timezone.localdate()).filter(public_id=named).first()
    if company is None:
        return False
    request.employer = company
    return True


def acts_for_some_company(request: EmployerRequest) -> bool:
    """A mandate in force today for one company at least."""
    return request.user.is_authenticated and Employer.objects.of(request.user, timezone.localdate()).exists()
