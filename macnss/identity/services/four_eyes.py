"""Two persons for what moves money or rights: one proposes, another decides, and only then is it done.

A floor above registers its kind of proposal (`kind`): what it is called, which role decides, what acceptance does.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import ProposalState, Role
from macnss.identity.models import Account, Office, Proposal
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError

PROPOSED = audit.action("proposal.made", _("An agent proposed an act that needs a second person."))
ACCEPTED = audit.action("proposal.accepted", _("A second agent accepted what was proposed."))
REFUSED = audit.action("proposal.refused", _("A second agent refused what was proposed."))


class OwnProposal(DomainError):
    code = "own-proposal"
    message = _("You proposed this yourself: another person decides.")


class ConcernsYou(DomainError):
    code = "concerns-you"
    message = _("This concerns your own rights: two other persons propose and decide it.")


class AlreadyDecided(DomainError):
    code = "already-decided"
    message = _("Somebody has already decided this proposal.")


Details = Callable[[Mapping[str, Any]], Sequence[Any]]  # lines with `label`, `before`, `after`
Apply = Callable[..., None]  # (data, *, by, now): the act itself, in the transaction of the acceptance


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of proposal: its name, what acceptance does, which role decides, what it changes field by field."""

    label: "str | Promise"
    apply: Apply
    decided_by: Role
    details: "Details | None" = None
    about: "Callable[[Mapping[str, Any]], str] | None" = None

    def title(self, proposal: Proposal) -> "str | Promise":
        """Its name, and what this one is about when the kind says it."""
        return f"{self.label} – {self.about(proposal.data)}" if self.about else self.label


KINDS: dict[str, Kind] = {}


def kind(
    code: str,
    label: "str | Promise",
    apply: Apply,
    *,
    decided_by: Role = Role.SUPERVISOR,
    details: Details | None = None,
    about: Callable[[Mapping[str, Any]], str] | None = None,
) -> str:
    """Register a kind of proposal. `apply(data, by=, now=)` runs at acceptance and may refuse. Returns the code."""
    KINDS[code] = Kind(label, apply, decided_by, details, about)
    return code


@transaction.atomic
def propose(*, kind: str, data: dict[str, Any], reason: str, by: Account, now: dt.datetime) -> Proposal:
    """Ask for a second person. `data` holds plain values; `account` in it is the public id of whom it concerns.

    Raises ConcernsYou.
    """
    if kind not in KINDS:
        raise LookupError(f"no such kind of proposal: {kind!r}")
    _refuse_oneself(data, by)
    proposal = Proposal.objects.create(kind=kind, data=data, reason=reason, proposed_by=by, proposed_at=now)
    audit.record(PROPOSED, proposal, by=by, at=now, kind=kind)
    return proposal


@transaction.atomic
def accept(*, proposal: Proposal, by: Account, now: dt.datetime) -> Proposal:
    """Decide for, and do it, in one transaction. Raises OwnProposal, ConcernsYou, AlreadyDecided, what the act raises.

    Whoever comes second, of two who decide at once, finds it decided.
    """
    _decide(proposal, ProposalState.ACCEPTED, by, now)
    KINDS[proposal.kind].apply(proposal.data, by=by, now=now)
    audit.record(ACCEPTED, proposal, by=by, at=now, kind=proposal.kind)
    return proposal


@transaction.atomic
def refuse(*, proposal: Proposal, by: Account, now: dt.datetime) -> Proposal:
    """Decide against: nothing is done. Raises OwnProposal, ConcernsYou, AlreadyDecided."""
    _decide(proposal, ProposalState.REFUSED, by, now)
    audit.record(REFUSED, proposal, by=by, at=now, kind=proposal.kind)
    return proposal


def belongs_to(proposal: Proposal, roles: Mapping[Role, Sequence[Office]]) -> bool:
    """Does this proposal, about that office, concern somebody with these roles?"""
    asked = KINDS.get(proposal.kind)
    offices = roles.get(asked.decided_by, ()) if asked else ()
    return any(proposal.data.get("office", office.code) == office.code for office in offices)


def proposals_for(roles: Mapping[Role, Sequence[Office]], states: Collection[ProposalState]) -> list[Proposal]:
    """What somebody with these roles may read in these states, the latest first."""
    found = Proposal.objects.filter(state__in=states).select_related("proposed_by", "decided_by").order_by("-pk")
    return [proposal for proposal in found if belongs_to(proposal, roles)]


def _decide(proposal: Proposal, state: ProposalState, by: Account, now: dt.datetime) -> None:
    """One statement, which one decider only wins; the database refuses the proposer."""
    _refuse_oneself(proposal.data, by)
    waiting = Proposal.objects.filter(pk=proposal.pk, state=ProposalState.PROPOSED)
    with broken_promise("a_second_person_decides", means=OwnProposal):
        decided = waiting.update(state=state, decided_by=by, decided_at=now)
    if not decided:
        raise AlreadyDecided
    proposal.refresh_from_db()


def _refuse_oneself(data: dict[str, Any], by: Account) -> None:
    if str(data.get("account", "")) == str(by.public_id):
        raise ConcernsYou
