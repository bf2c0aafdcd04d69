"""Lire les lignes d’un lot / قراءة أسطر دفعة: sound lines become drafts, the others are kept to be corrected.

A hundred at a time, each hundred in one transaction: the page sees how far it is, and whoever takes over from a worker
that died goes on from there.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import Holder
from macnss.cases.enums import OPEN, Audience, State
from macnss.cases.models import Case
from macnss.cases.services import drafts
from macnss.kernel.secrets import seal
from macnss.registration.enums import Work
from macnss.registration.models import Batch, BatchLine, Candidate
from macnss.registration.models.batch import PURPOSE
from macnss.registration.queries.people import digests_of
from macnss.registration.queries.requests import asked_for
from macnss.registration.services.batches import working
from macnss.registration.services.batches.columns import KIND
from macnss.registration.services.batches.lines import Fault, read

READ = audit.action("registration.batch_read", _("The lines of a list of employees became requests, or came back."))
AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file as it was read. `twin`: what already asks for the same person, a line number or a reference."""

    number: int
    cells: Mapping[str, str]
    answers: Mapping[str, Any]
    faults: tuple[Fault, ...]
    digests: tuple[bytes, bytes]
    twin: str = ""

    @property
    def sound(self) -> bool:
        return not self.faults and not self.twin


def enter(*, batch: Batch, now: dt.datetime) -> None:
    """Read the lines that wait in a batch. Done twice, or by two at once, it makes nothing twice."""
    waiting, seen = batch.waiting, dict[bytes, int]()
    rows = waiting.get("rows", [])
    holder = Holder(Audience.EMPLOYER, batch.by, company=batch.employer)
    for first in range(0, len(rows), AT_A_TIME):
        lines = list(_read(rows[first : first + AT_A_TIME], batch, holder, seen, timezone.localdate(now)))
        if not _keep(batch, lines, holder, waiting["language"], now):
            return
    _close(batch, now)


def _read(
    rows: Sequence[tuple[int, dict[str, str]]], batch: Batch, holder: Holder, seen: dict[bytes, int], on: dt.date
) -> Iterator[Line]:
    """Each line; the second of two of one document, and one that the company asks for already, say whose twin it is."""
    read_rows = [(number, cells, *read(cells, holder, on)) for number, cells in rows]
    digests = {number: digests_of(answers) for number, _cells, answers, _faults in read_rows}
    others = Case.objects.exclude(batch_line__batch=batch)
    asked = asked_for(batch.employer, [document for document, _name in digests.values()], [State.DRAFT, *OPEN], others)
    for number, cells, answers, faults in read_rows:
        document = digests[number][0]
        twin = asked.get(document, "")
        if answers.get("document_number"):
            first = seen.setdefault(document, number)
            twin = twin or (str(first) if first != number else "")
        yield Line(number, cells, answers, tuple(faults), digests[number], twin)


@transaction.atomic
def _keep(batch: Batch, lines: Sequence[Line], holder: Holder, language: str, now: dt.datetime) -> bool:
    """Write what is not written yet of these lines. False when somebody else read them to the end."""
    if Batch.objects.select_for_update(no_key=True).only("work").get(pk=batch.pk).work != Work.READING:
        return False
    there = set(batch.lines.filter(number__in=[line.number for line in lines]).values_list("number", flat=True))
    new = [line for line in lines if line.number not in there]
    sound = [line for line in new if line.sound]
    cases = drafts.begin_many(
        kind=KIND, holder=holder, answers=[line.answers for line in sound], language=language, now=now
    )
    made = {line.number: case for line, case in zip(sound, cases, strict=True)}
    Candidate.objects.bulk_create(
        Candidate(case=made[line.number], document=line.digests[0], name=line.digests[1]) for line in sound
    )
    BatchLine.objects.bulk_create(_line(batch, line, made.get(line.number)) for line in new)
    return True


@transaction.atomic
def _close(batch: Batch, now: dt.datetime) -> None:
    if working.end(batch, Work.READING, unread=b""):
        made = batch.lines.filter(case__isnull=False).count()
        audit.record(READ, batch, by=batch.by, at=now, company=batch.employer_id, requests=made)
    batch.refresh_from_db()


def _line(batch: Batch, line: Line, case: Case | None) -> BatchLine:
    kept = b"" if case else seal({"cells": dict(line.cells), "twin": line.twin}, PURPOSE)
    return BatchLine(batch=batch, number=line.number, case=case, sealed=kept)
