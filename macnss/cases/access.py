"""Who may open a case: the person, the company's people who hold its right, whoever began it, and its agents.

A case without an account opens in the browser that holds its secret.
"""

from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from macnss.cases.engine import KINDS, kind_of
from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.employers.enums import Right
from macnss.employers.queries import membership_of
from macnss.identity.access import AgentRequest, agent_as, needs_level, needs_proof
from macnss.identity.enums import Level, Role
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.secrets import digest, same

HELD = "cases_held"  # in the session: the secrets of the cases that this browser holds
LEVELS = {"low": Level.LOW, "substantial": Level.SUBSTANTIAL, "high": Level.HIGH}
works_on_cases = agent_as(Role.FRONT_DESK, Role.FILE_OFFICER, Role.SUPERVISOR)
decides_cases = agent_as(Role.FILE_OFFICER, Role.SUPERVISOR)
supervises = agent_as(Role.SUPERVISOR)
at_the_counter = agent_as(Role.FRONT_DESK, Role.FILE_OFFICER)


class CaseRequest(HttpRequest):
    """A request about `case`, of somebody to whom it belongs."""

    user: Account
    case: Case


class AgentCaseRequest(AgentRequest):
    """A request of an agent about `case`, of an office of theirs."""

    case: Case


def holds_case(request: HttpRequest) -> bool:
    """The case of the address belongs to whoever asks; somebody else's does not exist. May raise Detour.

    Leaves `insured`, `employer` or `roles` on the request as the space of the case wants them.
    """
    case = _named(request)
    if case is None or not _opens(request, case):
        return False
    cast("CaseRequest", request).case = case
    return True


def examines_case(request: AgentCaseRequest) -> bool:
    """An agent of the office of the case, which was sent. Nobody's own case opens to them here."""
    if not works_on_cases(request):
        return False
    case = _named(request)
    offices = {office.pk for held in request.roles.values() for office in held}
    if case is None or case.sent_at is None or case.office_id not in {None, *offices} or _is_own(case, request.user):
        return False
    request.case = case
    return True


def _named(request: HttpRequest) -> Case | None:
    if request.resolver_match is None:
        return None
    found = Case.objects.select_related("person", "person__account", "company", "account", "office")
    case = found.filter(public_id=request.resolver_match.kwargs["case_id"]).first()
    return case if case and case.kind in KINDS else None


def _opens(request: HttpRequest, case: Case) -> bool:
    if case.holder is not None and _has_secret(request, case):
        return True
    user = request.user
    if not user.is_authenticated:
        return False
    if case.company is not None:
        return _acts_for(request, user, case)
    if case.person is not None and case.person.account_id == user.pk:
        return _is_of_insured(request, case, case.person)
    if case.audience == Audience.COUNTER:
        return case.sent_at is None and case.account_id == user.pk and at_the_counter(cast("AgentRequest", request))
    if case.account_id == user.pk:
        own = Insured.objects.filter(account=user).first()
        if own:
            request.insured = own  # type: ignore[attr-defined]
        return True
    return False


def _is_of_insured(request: HttpRequest, case: Case, person: Insured) -> bool:
    needs_level(request, LEVELS[kind_of(case).definition.level])
    request.insured = person  # type: ignore[attr-defined]
    return True


def _acts_for(request: HttpRequest, user: Account, case: Case) -> bool:
    assert case.company
    membership = membership_of(user, case.company.public_id, timezone.localdate())
    wanted = kind_of(case).definition.right
    if membership is None or (wanted and Right(wanted) not in membership.all_rights):
        return False
    needs_proof(request, Level.SUBSTANTIAL)
    said = {
        "membership": membership,
        "employer": membership.employer,
        "rights": membership.all_rights,
        "keeps_several": membership.keeps_several,  # type: ignore[attr-defined]
    }
    for name, value in said.items():
        setattr(request, name, value)
    return True


def _has_secret(request: HttpRequest, case: Case) -> bool:
    secret = request.session.get(HELD, {}).get(str(case.public_id), "")
    return bool(secret) and case.holder is not None and same(digest(secret, "case"), case.holder)


def _is_own(case: Case, agent: Account) -> bool:
    person = case.person
    return person is not None and person.account_id == agent.pk
