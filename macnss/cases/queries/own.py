"""Whom a case concerns: nobody examines what touches themselves, somebody who trusts them, or their company."""

from macnss.cases.engine import KINDS
from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.employers.models import Employer
from macnss.identity.models import Account


def is_own(case: Case, agent: Account) -> bool:
    """Does it concern the agent: asked for themselves, for somebody who mandated them, by or against their company?"""
    person = case.person
    if person is not None and person.account_id == agent.pk:
        return True
    if case.account_id == agent.pk and case.audience != Audience.COUNTER:
        return True
    if case.account_id is None and _is_written_to(case, agent):
        return True
    if person is not None and person.mandates_given.filter(account=agent, revoked_at=None).exists():
        return True
    return any(_acts_for(agent, company) for company in _companies(case))


def _is_written_to(case: Case, agent: Account) -> bool:
    """Asked for without an account, from an address of the agent's."""
    return bool({agent.email, agent.phone} - {None, ""} & set(case.reached_by.values()))


def _companies(case: Case) -> list[Employer]:
    """The company that owns it, and the one that its answers name."""
    kind = KINDS.get(case.kind)
    named = kind.touches(case) if kind else None
    return [company for company in (case.company, named) if company is not None]


def _acts_for(agent: Account, company: Employer) -> bool:
    return company.memberships.filter(account=agent, revoked_at=None).exists()
