"""Acts on the fund's agents: offices, the roles that they hold there, and from when to when.

On screen a role is given or taken back by two supervisors (`propose_posting`, `propose_end`).
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import Role
from macnss.identity.models import Account, Office, Posting, Proposal
from macnss.identity.services import four_eyes
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError

OFFICE_OPENED = audit.action("office.opened", _("An office of the fund was opened."))
POSTED = audit.action("agent.posted", _("A role was given to this agent."))
POSTING_ENDED = audit.action("agent.posting_ended", _("A role was taken back from this agent."))


class OfficeExists(DomainError):
    code = "office-exists"
    message = _("Another office already has this code.")


class NotAnAgent(DomainError):
    code = "not-an-agent"
    message = _("This account is not that of an agent of the fund.")


class AlreadyPosted(DomainError):
    code = "already-posted"
    message = _("This agent already holds this role at this office on some of these days.")


class PostingOver(DomainError):
    code = "posting-over"
    message = _("This agent no longer holds this role.")


@transaction.atomic
def open_office(*, code: str, name: str, name_ar: str, town: str, by: Account | None, now: dt.datetime) -> Office:
    """Enter an office of the fund. Raises OfficeExists."""
    office = Office(code=code, name=name, name_ar=name_ar, town=town)
    with broken_promise("identity_office_code_key", means=OfficeExists):
        office.save(force_insert=True)
    audit.record(OFFICE_OPENED, office, by=by, at=now, code=code)
    return office


@transaction.atomic
def post(
    *,
    account: Account,
    role: Role,
    office: Office,
    since: dt.date,
    by: Account | None,
    now: dt.datetime,
    until: dt.date | None = None,
) -> Posting:
    """Give an agent a role at an office, both days included. Raises NotAnAgent, AlreadyPosted."""
    if not account.is_agent:
        raise NotAnAgent
    posting = Posting(account=account, role=role, office=office, since=since, until=until)
    with broken_promise("postings_do_not_overlap", means=AlreadyPosted):
        posting.save(force_insert=True)
    audit.record(POSTED, posting, by=by, at=now, account=account.pk, role=role, office=office.code)
    return posting


@transaction.atomic
def end_posting(*, posting: Posting, by: Account | None, now: dt.datetime) -> None:
    """Take a role back, at once: the next page of its holder is refused. Raises PostingOver."""
    if not Posting.objects.filter(pk=posting.pk, ended_at=None).update(ended_at=now):
        raise PostingOver
    audit.record(
        POSTING_ENDED, posting, by=by, at=now, account=posting.account_id, role=posting.role, office=posting.office.code
    )


@transaction.atomic
def propose_posting(
    *,
    account: Account,
    role: Role,
    office: Office,
    since: dt.date,
    until: dt.date | None,
    reason: str,
    by: Account,
    now: dt.datetime,
) -> Proposal:
    """Ask a second supervisor to give an agent a role. Raises NotAnAgent, ConcernsYou."""
    if not account.is_agent:
        raise NotAnAgent
    data = {
        "account": str(account.public_id),
        "role": role.value,
        "office": office.code,
        "since": since.isoformat(),
        "until": until.isoformat() if until else None,
    }
    return four_eyes.propose(kind=GIVE_ROLE, data=data, reason=reason, by=by, now=now)


@transaction.atomic
def propose_end(*, posting: Posting, reason: str, by: Account, now: dt.datetime) -> Proposal:
    """Ask a second supervisor to take a role back. Raises ConcernsYou."""
    data = {
        "account": str(posting.account.public_id),
        "role": posting.role,
        "office": posting.office.code,
        "posting": str(posting.public_id),
    }
    return four_eyes.propose(kind=END_ROLE, data=data, reason=reason, by=by, now=now)


def _give(data: dict[str, Any], *, by: Account, now: dt.datetime) -> None:
    post(
        account=Account.objects.get(public_id=UUID(data["account"])),
        role=Role(data["role"]),
        office=Office.objects.get(code=data["office"]),
        since=dt.date.fromisoformat(data["since"]),
        until=dt.date.fromisoformat(data["until"]) if data["until"] else None,
        by=by,
        now=now,
    )


def _end(data: dict[str, Any], *, by: Account, now: dt.datetime) -> None:
    posting = Posting.objects.select_related("office").get(public_id=UUID(data["posting"]))
    end_posting(posting=posting, by=by, now=now)


GIVE_ROLE = four_eyes.kind("agent.give_role", _("Give a role"), _give)
END_ROLE = four_eyes.kind("agent.end_role", _("Take a role back"), _end)
