"""Who may enter as an insured person."""

from typing import cast

from django.http import HttpRequest

from macnss.identity.models import Account
from macnss.insured.models import Insured


class InsuredRequest(HttpRequest):
    """A request of an insured person who signed in: `insured` is their own record."""

    user: Account
    insured: Insured


def insured_person(request: HttpRequest) -> bool:
    """The account of somebody whom the fund covers. Their record is looked up once a request."""
    if not request.user.is_authenticated:
        return False
    own = Insured.objects.filter(account=request.user).first()
    if own is None:
        return False
    cast("InsuredRequest", request).insured = own
    return True
