"""Recevoir un fichier / استلام ملف: sound lines become drafts, the others are kept to be corrected. Nothing is lost."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macnss.audit import services as audit
from macnss.cases.engine import Holder
from macnss.cases.enums import OPEN, Audience, State
from macnss.cases.models import Case
from macnss.cases.services import drafts
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import seal
from macnss.registration.models import Batch, BatchLine, Candidate
from macnss.registration.models.batch import PURPOSE
from macnss.registration.queries.people import digests_of
from macnss.registration.services.batches.columns import KIND, columns
from macnss.registration.services.batches.lines import Fault, read
from macnss.registration.services.batches.reading import Row, rows_of

RECEIVED = audit.action("registration.batch_received", gettext_lazy("A list of employees to register was received."))


class SentMeanwhile(DomainError):
    code = "batch-sent-meanwhile"
    message = gettext_lazy("This file was being received already: here is what it brought.")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file as it was read. `twin`: what already asks for the same person, a line number or a reference."""

    row: Row
    answers: Mapping[str, Any]
    faults: tuple[Fault, ...]
    digests: tuple[bytes, bytes]
    twin: str = ""

    @property
    def sound(self) -> bool:
        return not self.faults and not self.twin


def receive(
    *, employer: Employer, file_name: str, content: bytes, language: str, by: Account, now: dt.datetime
) -> Batch:
    """Read a file of employees. The same file again is the same batch. Raises what `reading` and `columns` raise."""
    fingerprint = hashlib.sha256(content).hexdigest()
    if known := Batch.objects.filter(employer=employer, fingerprint=fingerprint).first():
        return known
    holder = Holder(Audience.EMPLOYER, by, company=employer)
    lines = list(_read(rows_of(content), holder, timezone.localdate(now)))
    batch = Batch(employer=employer, by=by, file_name=file_name[:120], fingerprint=fingerprint, received_at=now)
    try:
        return _keep(batch, lines, holder, language, now)
    except SentMeanwhile:
        return Batch.objects.get(employer=employer, fingerprint=fingerprint)


def faults_of(line: BatchLine, holder: Holder, on: dt.date) -> list[Fault]:
    """What is wrong with a line that was kept, in the language of the reader."""
    said = line.refused
    _answers, faults = read(said["cells"], holder, on)
    if twin := said.get("twin"):
        label = next(column.question.label for column in columns() if column.name == "document_number")
        twin = _("line %(number)s of the file") % {"number": twin} if twin.isdigit() else twin
        words = _("The same document is already asked for: %(twin)s. Take this line away.") % {"twin": twin}
        faults.append(Fault(label, words))
    return faults


def _read(rows: list[Row], holder: Holder, on: dt.date) -> Iterator[Line]:
    """Each line; the second of two of one document, and one that the company asks for already, say whose twin it is."""
    read_rows = [(row, *read(row.cells, holder, on)) for row in rows]
    digests = {row.number: digests_of(answers) for row, answers, _faults in read_rows}
    asked, seen = _asked_already(holder, [document for document, _name in digests.values()]), dict[bytes, int]()
    for row, answers, faults in read_rows:
        document = digests[row.number][0]
        twin = asked.get(document, "")
        if answers.get("document_number"):
            first = seen.setdefault(document, row.number)
            twin = twin or (str(first) if first != row.number else "")
        yield Line(row, answers, tuple(faults), digests[row.number], twin)


def _asked_already(holder: Holder, documents: list[bytes]) -> dict[bytes, str]:
    """The requests of this company, drafts and others in progress, by the digest of their document."""
    going_on = Candidate.objects.filter(case__company=holder.company, case__state__in=[State.DRAFT, *OPEN])
    found = going_on.filter(document__in=documents).select_related("case")
    return {bytes(each.document): each.case.reference or each.case.about for each in found}


@transaction.atomic
def _keep(batch: Batch, lines: list[Line], holder: Holder, language: str, now: dt.datetime) -> Batch:
    with broken_promise("one_batch_a_file", means=SentMeanwhile):
        batch.save(force_insert=True)
    sound = [line for line in lines if line.sound]
    cases = drafts.begin_many(
        kind=KIND, holder=holder, answers=[line.answers for line in sound], language=language, now=now
    )
    made = {line.row.number: case for line, case in zip(sound, cases, strict=True)}
    Candidate.objects.bulk_create(
        Candidate(case=made[line.row.number], document=line.digests[0], name=line.digests[1]) for line in sound
    )
    BatchLine.objects.bulk_create((_line(batch, line, made.get(line.row.number)) for line in lines), batch_size=500)
    audit.record(RECEIVED, batch, by=batch.by, at=now, company=batch.employer_id, lines=len(lines), requests=len(sound))
    return batch


def _line(batch: Batch, line: Line, case: Case | None) -> BatchLine:
    kept = b"" if case else seal({"cells": line.row.cells, "twin": line.twin}, PURPOSE)
    return BatchLine(batch=batch, number=line.row.number, case=case, sealed=kept)
