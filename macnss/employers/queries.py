"""Who acts for a company, what waits for an answer, and who gave what to whom."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from macnss.audit.models import Event
from macnss.employers.enums import InvitationState
from macnss.employers.models import Employer, Invitation, Membership, Stop
from macnss.identity.models import Account
from macnss.kernel.secrets import digest


def membership_of(account: Account, employer: UUID, on: dt.date) -> Membership | None:
    """What lets this account act for that company on a day; `keeps_several`: it acts for another one too."""
    mine = Membership.objects.in_force(on).filter(account=account)
    others = mine.exclude(employer=OuterRef("employer"))
    stops = Stop.objects.filter(employer=OuterRef("employer"))
    known = mine.filter(employer__public_id=employer).select_related("employer")
    found = known.annotate(keeps_several=Exists(others), stopped=Exists(stops)).first()
    if found:
        found.employer.ever_stopped = found.stopped  # type: ignore[attr-defined]
    return found


def stops_of(employer: Employer) -> list[Stop]:
    """The stops of a company; no query for one that is known never to have stopped, as nearly all of them."""
    return [] if employer.ever_stopped is False else list(employer.stops.order_by("since"))


def memberships_of(account: Account, on: dt.date) -> list[Membership]:
    """Everything that this account acts for on a day, by name of the company."""
    mine = Membership.objects.in_force(on).filter(account=account).select_related("employer")
    return sorted(mine, key=lambda membership: membership.employer.name)


@dataclass(frozen=True, slots=True)
class People:
    """Who acts for a company on a day, who will, who did, and who was invited and did not answer."""

    acting: list[Membership]
    coming: list[Membership]
    over: list[Membership]
    invited: list[Invitation]


def people_of(employer: Employer, on: dt.date) -> People:
    """Two queries, whatever their number: heads first, then by name."""
    known = employer.memberships.select_related("account")
    rows = sorted(known, key=lambda each: (not each.is_head, each.account.name))
    going_on = [each for each in rows if not each.is_over(on)]
    return People(
        acting=[each for each in going_on if each.since <= on],
        coming=[each for each in going_on if each.since > on],
        over=[each for each in rows if each.is_over(on)],
        invited=list(employer.invitations.filter(state=InvitationState.SENT).order_by("name", "pk")),
    )


def invitation_named(secret: str) -> Invitation | None:
    """The invitation of a one-time address, whatever became of it."""
    found = Invitation.objects.filter(digest=digest(secret, "invitation")).select_related("employer", "sent_by")
    return found.first()


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the journal of a company's mandates: the event, and the name of the person concerned."""

    event: Event
    whom: str


def deeds_of(employer: Employer, actions: Sequence[str]) -> "QuerySet[Event]":
    """Who gave what to whom, latest first."""
    return Event.objects.about_company(employer.pk).filter(action__in=actions).select_related("actor")


def named(events: Sequence[Event]) -> list[Deed]:
    """The same lines with the persons' names, in two queries more."""
    keys = [event.subject.partition(":")[2] for event in events]
    invited = Invitation.objects.filter(public_id__in=keys).values_list("public_id", "name")
    members = Membership.objects.filter(public_id__in=keys).select_related("account")
    names = {str(key): name for key, name in invited}
    names |= {str(each.public_id): str(each.account) for each in members}
    return [Deed(event, names.get(key, "")) for event, key in zip(events, keys, strict=True)]
