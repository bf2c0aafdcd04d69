"""Recevoir un fichier / استلام ملف: it is opened at once, its lines are read by the worker. Nothing is lost."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macnss.audit import services as audit
from macnss.cases.engine import Holder
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import seal
from macnss.registration.enums import Work
from macnss.registration.models import Batch, BatchLine
from macnss.registration.models.batch import PURPOSE
from macnss.registration.services.batches import entering, working
from macnss.registration.services.batches.columns import columns
from macnss.registration.services.batches.lines import Fault, fault_in, read
from macnss.registration.services.batches.reading import Row, rows_of

RECEIVED = audit.action("registration.batch_received", gettext_lazy("A list of employees to register was received."))
SHORT = 100  # lines: such a file is read before its page comes, a longer one by the worker, which says how far it is


class SentMeanwhile(DomainError):
    code = "batch-sent-meanwhile"
    message = gettext_lazy("This file was being received already: here is what it brought.")


def receive(
    *, employer: Employer, file_name: str, content: bytes, language: str, by: Account, now: dt.datetime
) -> Batch:
    """Open a file of employees and have its lines read. The same file again is the same batch.

    Raises what `reading` raises.
    """
    fingerprint = hashlib.sha256(content).hexdigest()
    same = Batch.objects.filter(employer=employer, fingerprint=fingerprint)
    batch = same.first()
    if batch is None:
        rows = rows_of(content)
        batch = Batch(employer=employer, by=by, file_name=file_name[:120], fingerprint=fingerprint, received_at=now)
        try:
            _keep(batch, rows, language, now)
        except SentMeanwhile:
            batch = same.get()
    if batch.work == Work.READING and batch.work_total <= SHORT:
        entering.enter(batch=batch, now=now)
    return batch


def faults_of(line: BatchLine, holder: Holder, on: dt.date) -> list[Fault]:
    """What is wrong with a line that was kept, in the language of the reader."""
    said = line.refused
    _answers, faults = read(said["cells"], holder, on)
    if twin := said.get("twin"):
        document = next(column for column in columns() if column.name == "document_number")
        twin = _("line %(number)s of the file") % {"number": twin} if twin.isdigit() else twin
        words = _("The same document is already asked for: %(twin)s. Take this line away.") % {"twin": twin}
        faults.append(fault_in(document, said["cells"], words))
    return faults


@transaction.atomic
def _keep(batch: Batch, rows: Sequence[Row], language: str, now: dt.datetime) -> None:
    """The file is there, and waits to be read."""
    lines = [(row.number, row.cells) for row in rows]
    batch.unread = seal({"language": language, "rows": lines}, PURPOSE)
    batch.work, batch.work_since, batch.work_by, batch.work_total = Work.READING, now, batch.by, len(lines)
    with broken_promise("one_batch_a_file", means=SentMeanwhile):
        batch.save(force_insert=True)
    if batch.work_total > SHORT:
        working.queue(batch)
    audit.record(RECEIVED, batch, by=batch.by, at=now, company=batch.employer_id, lines=len(lines))
