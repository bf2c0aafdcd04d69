"""The history of a row, as people read it."""

from dataclasses import dataclass

from macnss.reference.engine import Difference, Table
from macnss.reference.models import Revision

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Version:
    """One change of a row: who, when, why, and the fields that changed. `restores`: its former values may come back."""

    revision: Revision
    changes: list[Difference]

    @property
    def restores(self) -> bool:
        return bool(self.revision.before)


def history_of(table: Table, row: str) -> list[Version]:
    found = Revision.objects.of_row(table.code, row).select_related("proposed_by", "decided_by")[:SHOWN]
    return [
        Version(each, [line for line in table.differences(each.before, each.after) if line.changes]) for each in found
    ]
