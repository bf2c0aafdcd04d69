"""Who may open a case: the person, the company's people who hold its right, whoever began it, and its agents.

A case without an account opens in the browser that holds its secret.
"""

import datetime as dt
from typing import cast

from django.http import HttpRequest
from django.utils import timezone

from macnss.cases.engine import KINDS, Kind, kind_of
from macnss.cases.enums import Audience
from macnss.cases.models import Alarm, Case
from macnss.cases.queries.own import is_own
from macnss.employers.access import EmployerRequest, acts_for_the_company
from macnss.employers.enums import Function, Right
from macnss.employers.queries import membership_of
from macnss.identity.access import AgentRequest, agent_as, needs_fresh_proof, needs_level, needs_proof
from macnss.identity.enums import Level, Role
from macnss.identity.models import Account, Office
from macnss.insured.access import insured_person
from macnss.insured.models import Insured
from macnss.kernel.secrets import digest, same

HELD = "cases_held"  # in the session: the secrets of the cases that this browser holds
PRESENT = dt.timedelta(minutes=30)  # how long somebody stays at the counter once their case is sent
LEVELS = {"low": Level.LOW, "substantial": Level.SUBSTANTIAL, "high": Level.HIGH}
WORKING = (Role.FRONT_DESK, Role.FILE_OFFICER, Role.SUPERVISOR)
DECIDING = (Role.FILE_OFFICER, Role.SUPERVISOR)
works_on_cases = agent_as(*WORKING)
decides_cases = agent_as(*DECIDING)
supervises = agent_as(Role.SUPERVISOR)
at_the_counter = agent_as(Role.FRONT_DESK, Role.FILE_OFFICER)


class CaseRequest(HttpRequest):
    """A request about `case`, of somebody to whom it belongs."""

    user: Account
    case: Case
    personal: bool


class AgentCaseRequest(AgentRequest):
    """A request of an agent about `case`, of an office of theirs."""

    case: Case


class AgentAlarmRequest(AgentRequest):
    """A request of a supervisor about `alarm`."""

    alarm: Alarm


def holds_case(request: HttpRequest) -> bool:
    """The case of the address belongs to whoever asks; somebody else's does not exist. May raise Detour.

    Leaves `insured`, `employer` or `roles` on the request as the space of the case wants them.
    """
    case = _named(request)
    if case is None or not _opens(request, case):
        return False
    cast("CaseRequest", request).case = case
    cast("CaseRequest", request).personal = True
    return True


def speaks_for_case(request: HttpRequest) -> bool:
    """The same, to write in it, withdraw it, appeal: never the agent who filled it for somebody at a counter."""
    if not holds_case(request):
        return False
    case = cast("CaseRequest", request).case
    return not (case.audience == Audience.COUNTER and case.account_id == request.user.pk)


def sends_case(request: HttpRequest) -> bool:
    """The same, to send it: where the kind asks for a fresh proof, its owner gives one first. May raise Detour."""
    if not holds_case(request):
        return False
    case = cast("CaseRequest", request).case
    proof, owner = kind_of(case).definition.proof, request.user.is_authenticated
    at_counter = case.audience == Audience.COUNTER and case.account_id == request.user.pk  # for somebody present
    if request.method == "POST" and proof and owner and not at_counter:
        needs_fresh_proof(request, LEVELS[proof], timezone.now())
    return True


def opens_as_insured(request: HttpRequest) -> bool:
    """The kind of the address is for insured persons, and this is one. Raises Detour while their level is too low."""
    kind = _kind_named(request, Audience.INSURED)
    if kind is None or not insured_person(request):
        return False
    needs_level(request, LEVELS[kind.definition.level])
    return True


def opens_for_the_company(request: EmployerRequest) -> bool:
    """The kind of the address is for companies, and the mandate of the day opens it. May raise Detour."""
    kind = _kind_named(request, Audience.EMPLOYER)
    if kind is None or not acts_for_the_company(request):
        return False
    wanted = kind.definition.right
    return not wanted or Right(wanted) in request.rights


def _kind_named(request: HttpRequest, audience: Audience) -> Kind | None:
    if request.resolver_match is None:
        return None
    kind = KINDS.get(request.resolver_match.kwargs["kind"])
    return kind if kind and audience.value in kind.definition.audiences else None


def offices_of(request: AgentRequest, *roles: Role) -> list[Office]:
    """Where this agent holds one of these roles today, each office once, by code."""
    held = {office.pk: office for role in roles for office in request.roles.get(role, [])}
    return sorted(held.values(), key=lambda office: office.code)


def receives_people(request: AgentRequest) -> bool:
    """Does this agent stand at a counter? The roles of the request are known."""
    return bool(offices_of(request, Role.FRONT_DESK, Role.FILE_OFFICER))


def examines_case(request: AgentCaseRequest) -> bool:
    """An agent of the office of the case, which was sent. Nobody's own case opens to them here."""
    if not works_on_cases(request):
        return False
    case = _named(request)
    if case is None or case.sent_at is None or not _is_of(case, offices_of(request, *WORKING)):
        return False
    if is_own(case, request.user):
        return False
    request.case = case
    return True


def decides_case(request: AgentCaseRequest) -> bool:
    """An agent who examines the case, and decides at its office."""
    return examines_case(request) and may_decide(request)


def may_decide(request: AgentCaseRequest) -> bool:
    return _is_of(request.case, offices_of(request, *DECIDING))


def may_supervise(request: AgentCaseRequest) -> bool:
    return _is_of(request.case, offices_of(request, Role.SUPERVISOR))


def _is_of(case: Case, offices: list[Office]) -> bool:
    return bool(offices) and case.office_id in {None, *(office.pk for office in offices)}


def settles_alarm(request: AgentAlarmRequest) -> bool:
    """A supervisor of the office of the alert of the address, about a case that is not their own."""
    if not supervises(request) or request.resolver_match is None:
        return False
    of_case = ("case__person", "case__company", "case__office", "case__taken_by", "case__account", "settled_by")
    named = Alarm.objects.select_related(*of_case).filter(public_id=request.resolver_match.kwargs["alarm_id"])
    alarm = named.first()
    if (
        alarm is None
        or not _is_of(alarm.case, offices_of(request, Role.SUPERVISOR))
        or is_own(alarm.case, request.user)
    ):
        return False
    request.alarm = alarm
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
        mine = case.account_id == user.pk and _is_at_hand(case)
        return mine and at_the_counter(cast("AgentRequest", request))
    if case.account_id == user.pk and not _is_somebody_elses(case):
        own = Insured.objects.filter(account=user).first()
        if own:
            request.insured = own  # type: ignore[attr-defined]
        return True
    return False


def _is_somebody_elses(case: Case) -> bool:
    """Begun by an account that was the person's: the person has another one now, or none."""
    return case.audience == Audience.INSURED and case.person is not None


def _is_of_insured(request: HttpRequest, case: Case, person: Insured) -> bool:
    needs_level(request, LEVELS[kind_of(case).definition.level])
    request.insured = person  # type: ignore[attr-defined]
    return True


def _acts_for(request: HttpRequest, user: Account, case: Case) -> bool:
    assert case.company
    membership = membership_of(user, case.company.public_id, timezone.localdate())
    kind = kind_of(case)
    wanted = kind.definition.right
    if membership is None or (wanted and Right(wanted) not in membership.all_rights):
        return False
    if kind.head_only and membership.function != Function.HEAD:
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


def _is_at_hand(case: Case) -> bool:
    """An agent fills it for somebody present, or has just sent it: the receipt is printed. Then it is the person's."""
    return case.sent_at is None or timezone.now() < case.sent_at + PRESENT


def _has_secret(request: HttpRequest, case: Case) -> bool:
    secret = request.session.get(HELD, {}).get(str(case.public_id), "")
    return bool(secret) and case.holder is not None and same(digest(secret, "case"), case.holder)
