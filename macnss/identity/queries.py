"""Reads of this package for the doors and the floors above."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from macnss.identity.enums import Role
from macnss.identity.models import Account, Office, Posting, Proposal


def roles_of(account: Account, on: dt.date) -> dict[Role, list[Office]]:
    """The roles that an agent holds on that day, and the offices of each."""
    held: dict[Role, list[Office]] = defaultdict(list)
    for posting in Posting.objects.in_force(on).filter(account=account).select_related("office"):
        held[Role(posting.role)].append(posting.office)
    return dict(held)


def agent_with(email: str) -> Account | None:
    """The agent of the fund who has this e-mail."""
    return Account.objects.filter(email=email.strip().lower(), is_agent=True).first()


def postings_at(offices: Iterable[Office], on: dt.date) -> list[Posting]:
    """Who holds which role at these offices on that day, by name."""
    held = Posting.objects.in_force(on).filter(office__in=offices).select_related("account", "office")
    return sorted(held, key=lambda posting: (posting.account.name, posting.role, posting.office.code))


@dataclass(frozen=True, slots=True)
class Details:
    """What a proposal about a role says, as a person reads it; what it does not say is None."""

    agent: Account | None
    role: Role | None
    office: Office | None
    since: dt.date | None
    until: dt.date | None


def details_of(proposal: Proposal) -> Details:
    """Whom a proposal concerns, which role, where, from when to when."""
    said = proposal.data
    return Details(
        agent=Account.objects.filter(public_id=UUID(said["account"])).first() if "account" in said else None,
        role=Role(said["role"]) if "role" in said else None,
        office=Office.objects.filter(code=said["office"]).first() if "office" in said else None,
        since=_day(said.get("since")),
        until=_day(said.get("until")),
    )


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None
