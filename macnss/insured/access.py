"""Who may enter as an insured person, or as a relative whom one mandated."""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from macnss.identity.access import level_of, needs_level, needs_proof
from macnss.identity.enums import Level
from macnss.identity.models import Account
from macnss.insured import visit
from macnss.insured.models import Insured, RelativeMandate
from macnss.kernel.access import Detour


class InsuredRequest(HttpRequest):
    """A request of an insured person who signed in: `insured` is their own record."""

    user: Account
    insured: Insured


class OwnerRequest(HttpRequest):
    """A request of somebody whose account has just been activated in this browser."""

    user: Account


def insured_person(request: HttpRequest) -> bool:
    """The account of somebody whom the fund covers. Their record is looked up once a request."""
    if not request.user.is_authenticated:
        return False
    own = Insured.objects.filter(account=request.user).first()
    if own is None:
        return False
    cast("InsuredRequest", request).insured = own
    return True


def confirmed_insured(request: HttpRequest) -> bool:
    """An insured person whose identity is confirmed: amounts, numbers and personal data in clear are theirs to read.

    Raises Detour for somebody who can still confirm it, or prove again that it is them.
    """
    if not insured_person(request):
        return False
    needs_level(request, Level.SUBSTANTIAL)
    return True


def sees_amounts(request: HttpRequest) -> bool:
    """May this session read amounts, on a page that stays open without them?"""
    return level_of(request) >= Level.SUBSTANTIAL


def just_activated(request: HttpRequest) -> bool:
    """The owner of an account activated a moment ago in this browser; any other owner goes to their settings."""
    if visit.finishing(request):
        return True
    if request.user.is_authenticated:
        raise Detour(reverse("identity:security"))
    return False


class RelativeRequest(HttpRequest):
    """A request of somebody whom an insured person mandated: `mandate` says whose file, and how far."""

    user: Account
    mandate: RelativeMandate


def mandated_relative(request: HttpRequest) -> bool:
    """A mandate of the address, accepted by this account, in force today. May raise Detour.

    A password alone does not open somebody else's file.
    """
    if not request.user.is_authenticated or request.resolver_match is None:
        return False
    held = RelativeMandate.objects.in_force(timezone.localdate()).filter(account=request.user)
    named = held.select_related("insured").filter(public_id=request.resolver_match.kwargs["mandate_id"]).first()
    if named is None:
        return False
    needs_proof(request, Level.SUBSTANTIAL)
    cast("RelativeRequest", request).mandate = named
    return True


def mandated_to_read_wages(request: HttpRequest) -> bool:
    """The same, when the mandate lets its holder read the wages too."""
    return mandated_relative(request) and cast("RelativeRequest", request).mandate.reads_wages
