"""Changer une donnée de référence / تغيير معطى مرجعي: proposed by one agent, done when another accepts."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import ProposalState, Role
from macnss.identity.models import Account, Proposal
from macnss.identity.services import four_eyes
from macnss.kernel.errors import DomainError
from macnss.reference.engine import NEW, TABLES, Difference, Table, Values
from macnss.reference.models import Revision

CHANGED = audit.action("reference.changed", _("Two agents changed the reference data."))


class NothingChanges(DomainError):
    code = "nothing-changes"
    message = _("Nothing changes: what you typed is what stands there already.")


class AlreadyProposed(DomainError):
    code = "already-proposed"
    message = _("A change of this line already waits for a second person: it must be decided first.")


class MovedOn(DomainError):
    code = "reference-moved-on"
    message = _("This line has changed since it was proposed: refuse this proposal, and propose it again.")


@transaction.atomic
def propose(*, table: Table, row: str, values: Values | None, reason: str, by: Account, now: dt.datetime) -> Proposal:
    """Ask a second agent for a change; None takes the row away. Raises NothingChanges, AlreadyProposed, MovedOn."""
    before = _standing(table, row)
    if before == (values or {}):
        raise NothingChanges
    if row and waiting_on(table, row):
        raise AlreadyProposed
    data: dict[str, Any] = {
        "table": table.code,
        "row": row,
        "before": before,
        "after": values or {},
        "reason": reason,
        "proposer": str(by.public_id),
    }
    return four_eyes.propose(kind=CHANGE, data=data, reason=reason, by=by, now=now)


def waiting_on(table: Table, row: str) -> Proposal | None:
    """The change of a row that waits for a second person."""
    waiting = Proposal.objects.filter(kind=CHANGE, state=ProposalState.PROPOSED)
    return waiting.filter(data__table=table.code, data__row=row).select_related("proposed_by").first()


def differences_of(data: Mapping[str, Any]) -> list[Difference]:
    """What a proposal changes, field by field."""
    table = TABLES.get(data["table"])
    return list(table.differences(data["before"], data["after"])) if table else []


def title_of(data: Mapping[str, Any]) -> str:
    """What a proposal is about: the table and the row."""
    table = TABLES.get(data["table"])
    return f"{table.title} – {table.name_of(data['row'], data['before'] or data['after'])}" if table else data["table"]


def _change(data: dict[str, Any], *, by: Account, now: dt.datetime) -> None:
    table, row = TABLES[data["table"]], data["row"]
    if _standing(table, row) != data["before"]:
        raise MovedOn
    if data["after"]:
        row = table.write(row, data["after"], by=by, now=now)
    else:
        table.remove(row, by=by, now=now)
    revision = Revision.objects.create(
        table=table.code,
        row=row,
        before=data["before"],
        after=data["after"],
        reason=data["reason"],
        proposed_by=Account.objects.get(public_id=UUID(data["proposer"])),
        decided_by=by,
        at=now,
    )
    audit.record(CHANGED, revision, by=by, at=now, table=table.code, row=row)


def _standing(table: Table, row: str) -> Values:
    """The row as it stands now; nothing for a new one. Raises MovedOn when it is no longer there."""
    if row == NEW:
        return {}
    values = table.read(row)
    if values is None:
        raise MovedOn
    return values


CHANGE = four_eyes.kind(
    "reference.change",
    _("Change the reference data"),
    _change,
    decided_by=Role.REFERENCE_DATA,
    details=differences_of,
    about=title_of,
)
