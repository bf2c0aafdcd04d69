"""Typed entry (EFI): what a small employer types becomes a file like everybody's and goes through the same door."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import timezone

from macnss.declarations.ebds.file_names import file_name
from macnss.declarations.ebds.header import Kind as FileKind
from macnss.declarations.ebds.people import AnsweredLine, Entrant
from macnss.declarations.ebds.situations import Situation as FileSituation
from macnss.declarations.ebds.write import write_declaration
from macnss.declarations.enums import Kind, Situation, Source, UploadState
from macnss.declarations.models import Declaration, Draft, Upload, WageLine
from macnss.declarations.queries import header_for
from macnss.declarations.rules.contributions import ceiling_of
from macnss.declarations.services import uploads
from macnss.employers.models import Employer
from macnss.employment.queries import people_of
from macnss.identity.models import Account
from macnss.kernel.months import Month

LONGEST_ENTRY = 200
FIRST_PERSON_LINE = 3
RECAP_BETWEEN = 1


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One person of a typed declaration. The real wage is in centimes; `number` is 0 for who has none yet."""

    number: int
    surname: str
    given_names: str
    days: int
    real: int
    cin: str = ""
    situation: int = Situation.WORKING
    entrant: bool = False


def propose(employer: Employer, month: Month) -> list[TypedLine]:
    """The staff of the month with what each was declared last, by number: most months are like the one before."""
    people = list(people_of(employer, month))
    before = _last_wages(employer, month)
    return [
        TypedLine(
            number=person.number,
            surname=person.last_name,
            given_names=person.first_name,
            days=days,
            real=real,
            situation=situation,
        )
        for person in people
        for days, real, situation in [before.get(person.pk, (0, 0, Situation.WORKING))]
    ]


def _last_wages(employer: Employer, month: Month) -> dict[int, tuple[int, int, int]]:
    """Days, real wage and situation of each person in the last main declaration before the month."""
    earlier = Declaration.objects.of(employer).filter(kind=Kind.MAIN, month__lt=month.first_day)
    last = earlier.order_by("-month").first()
    if last is None:
        return {}
    lines = WageLine.objects.filter(declaration=last, month=last.month)
    wages = lines.values_list("insured_id", "days", "real", "situation")
    return {person: (days, real, situation) for person, days, real, situation in wages}


def draft_of(employer: Employer, month: Month) -> Draft | None:
    return Draft.objects.filter(employer=employer, month=month.first_day).first()


def save_draft(
    *, employer: Employer, month: Month, lines: list[dict[str, Any]], by: Account | None, now: dt.datetime
) -> Draft:
    """Keep what was typed, as it was typed: mistakes too. Nothing of it is declared."""
    draft, _new = Draft.objects.update_or_create(
        employer=employer, month=month.first_day, defaults={"lines": lines, "saved_by": by, "saved_at": now}
    )
    return draft


def send(
    *, employer: Employer, month: Month, lines: Sequence[TypedLine], by: Account | None, now: dt.datetime
) -> Upload:
    """Declare what was typed. The upload is accepted, or refused with findings: `row_of` finds the row of each."""
    written = file_of(employer, month, lines, timezone.localdate(now))
    upload = uploads.receive(
        employer=employer,
        file_name=file_name(FileKind.MAIN, employer.affiliation_number, month),
        chunks=[written],
        by=by,
        now=now,
        source=Source.ENTRY,
    )
    upload = uploads.check(upload=upload, by=by, now=now)
    if upload.state == UploadState.ACCEPTED:
        with transaction.atomic():
            Draft.objects.filter(employer=employer, month=month.first_day).delete()
    return upload


def row_of(finding: Mapping[str, Any], lines: Sequence[TypedLine]) -> int | None:
    """The place in `lines` of the person whom a finding is about, None when it is about the whole."""
    order = [*_staff(lines), *_entrants(lines)]
    place = finding["line"] - FIRST_PERSON_LINE
    if finding["record"] == "B04":
        place -= RECAP_BETWEEN
    return order[place] if finding["record"] in {"B02", "B04"} and 0 <= place < len(order) else None


def _staff(lines: Sequence[TypedLine]) -> list[int]:
    return sorted((row for row, line in enumerate(lines) if not line.entrant), key=lambda row: lines[row].number)


def _entrants(lines: Sequence[TypedLine]) -> list[int]:
    return [row for row, line in enumerate(lines) if line.entrant]


def file_of(employer: Employer, month: Month, lines: Sequence[TypedLine], on: dt.date) -> bytes:
    """The typed lines as an e-BDS file that answers the pre-established one."""
    ceiling = ceiling_of(month)
    answered = (
        AnsweredLine(
            number=lines[row].number,
            surname=lines[row].surname,
            given_names=lines[row].given_names,
            days=lines[row].days,
            real=lines[row].real,
            capped=min(lines[row].real, ceiling),
            situation=list(FileSituation)[lines[row].situation],
        )
        for row in _staff(lines)
    )
    entrants = (
        Entrant(
            number=lines[row].number,
            surname=lines[row].surname,
            given_names=lines[row].given_names,
            cin=lines[row].cin,
            days=lines[row].days,
            real=lines[row].real,
            capped=min(lines[row].real, ceiling),
        )
        for row in _entrants(lines)
    )
    out = BytesIO()
    write_declaration(out, header_for(employer, month, on), answered, entrants)
    return out.getvalue()
