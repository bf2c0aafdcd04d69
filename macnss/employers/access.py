"""Who may enter for a company: the address names it, the mandate of the day allows it, its rights say how far.

A password alone opens no company: whoever acts for one proves it by a stronger way first (`identity:prove`).
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from macnss.employers.enums import Function, Right
from macnss.employers.models import Employer, Membership
from macnss.employers.queries import membership_of
from macnss.identity.access import needs_proof
from macnss.identity.enums import Level
from macnss.identity.models import Account


class EmployerRequest(HttpRequest):
    """A request of somebody who acts for `employer`, the company that the address names, with `rights` there.

    `keeps_several`: they act for other companies too.
    """

    user: Account
    employer: Employer
    membership: Membership
    rights: frozenset[Right]
    keeps_several: bool


def acts_for_the_company(request: EmployerRequest) -> bool:
    """A mandate in force today for the company of the address; another company does not exist. May raise Detour."""
    if not request.user.is_authenticated or request.resolver_match is None:
        return False
    named: UUID = request.resolver_match.kwargs["employer_id"]
    membership = membership_of(request.user, named, timezone.localdate())
    if membership is None:
        return False
    needs_proof(request, Level.SUBSTANTIAL)
    request.membership, request.employer = membership, membership.employer
    request.rights = membership.all_rights
    request.keeps_several = membership.keeps_several  # type: ignore[attr-defined]
    return True


def may(*rights: Right) -> Callable[[EmployerRequest], bool]:
    """A mandate in force today for the company of the address, with one of these rights."""

    def may_enter(request: EmployerRequest) -> bool:
        return acts_for_the_company(request) and bool(request.rights.intersection(rights))

    return may_enter


def heads_the_company(request: EmployerRequest) -> bool:
    """The head of the company of the address: gives mandates and takes them back."""
    return acts_for_the_company(request) and request.membership.function == Function.HEAD


def answers_for_the_company(request: EmployerRequest) -> bool:
    """The head and the staff: they see who may do what. An accountant from outside sees their own mandate only."""
    return acts_for_the_company(request) and request.membership.function != Function.ACCOUNTANT


def acts_for_some_company(request: EmployerRequest) -> bool:
    """A mandate in force today for one company at least. May raise Detour."""
    if not has_a_company(request):
        return False
    needs_proof(request, Level.SUBSTANTIAL)
    return True


def has_a_company(request: HttpRequest) -> bool:
    """The same without asking for a proof: is this door theirs?"""
    user = request.user
    return user.is_authenticated and Membership.objects.in_force(timezone.localdate()).filter(account=user).exists()


def sees_wages(request: EmployerRequest) -> bool:
    """May this person read what each employee earns? Who sends wages, or types them in, reads them."""
    return bool(request.rights & {Right.DECLARE, Right.READ_WAGES})


def sees_sums(request: EmployerRequest) -> bool:
    """May this person read what the company paid in all? Everybody but who only registers employees."""
    return bool(request.rights & {Right.DECLARE, Right.READ_WAGES, Right.PAY})
