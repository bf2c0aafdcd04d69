"""A file arrives, is kept as it came, is checked, and is posted if nothing is wrong with it."""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.declarations.enums import Source, UploadState
from macnss.declarations.models import Declaration, Upload
from macnss.declarations.services.checking import CheckedFile, check_upload
from macnss.declarations.services.posting import AlreadyDeclared, UnknownNumbers, post
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.kernel.queue import enqueue

RECEIVED = audit.action("upload.received", _("A declaration file was received."))
REFUSED = audit.action("upload.refused", _("A declaration file was refused: its report says why."))
STUCK_AFTER = dt.timedelta(minutes=5)
KEPT_FINDINGS = 1000

log = logging.getLogger(__name__)


class _Hashed:
    """The chunks of a file on their way to the store, counted and fingerprinted as they pass."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._hash = hashlib.sha256()
        self.size = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002 - what a storage asks of a file
        for chunk in self._chunks:
            self._hash.update(chunk)
            self.size += len(chunk)
            yield chunk

    @property
    def fingerprint(self) -> str:
        return self._hash.hexdigest()


def receive(
    *,
    employer: Employer,
    file_name: str,
    chunks: Iterable[bytes],
    by: Account | None,
    now: dt.datetime,
    source: Source = Source.FILE,
) -> Upload:
    """Keep a file as it came. The same bytes sent again are the same upload, never a second one."""
    hashed = _Hashed(chunks)
    store = storages["documents"]
    document = store.save(f"declarations/{employer.affiliation_number}/{now:%Y%m%d%H%M%S%f}.txt", hashed)  # type: ignore[arg-type]
    with transaction.atomic():
        upload, new = Upload.objects.get_or_create(
            employer=employer,
            fingerprint=hashed.fingerprint,
            defaults={
                "uploaded_by": by,
                "source": source,
                "file_name": file_name[:120],
                "document": document,
                "size": hashed.size,
                "received_at": now,
            },
        )
        if new:
            audit.record(RECEIVED, upload, by=by, at=now, company=employer.pk, file=upload.file_name)
    if not new:
        store.delete(document)
    return upload


def receive_and_queue(
    *, employer: Employer, file_name: str, chunks: Iterable[bytes], by: Account | None, now: dt.datetime
) -> Upload:
    """Keep a file and have the worker check it: the page that waits shows how far it is."""
    upload = receive(employer=employer, file_name=file_name, chunks=chunks, by=by, now=now)
    queue(upload=upload)
    return upload


def queue(*, upload: Upload) -> None:
    """Ask the worker to check a file, unless it is accepted already."""
    if upload.state == UploadState.FAILED:
        upload.state = UploadState.RECEIVED
        upload.save(update_fields=["state"])
    if upload.state != UploadState.ACCEPTED:
        enqueue("declarations.check", queue="declarations", once=f"upload:{upload.pk}", upload=upload.pk)


def resume(*, now: dt.datetime) -> int:
    """Queue again the files whose check never came or died: nothing that was received is forgotten."""
    forgotten = Upload.objects.to_check(now - STUCK_AFTER).filter(
        state__in=[UploadState.RECEIVED, UploadState.CHECKING, UploadState.FAILED], received_at__lt=now - STUCK_AFTER
    )
    for upload in forgotten:
        queue(upload=upload)
    return len(forgotten)


def check(*, upload: Upload, by: Account | None, now: dt.datetime) -> Upload:
    """Check a file by every rule and post it if nothing refuses it. Asking again changes nothing once it is accepted.

    What the check cannot foresee (the database away, the disk full) leaves the upload `FAILED`, to be asked again.
    """
    if not _take(upload, now):
        return upload
    try:
        with opened(upload) as stream:
            checked = check_upload(upload, stream, timezone.localdate(now), lambda done: _progress(upload, done))
        return _settle(upload, checked, by, now)
    except Exception:
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.FAILED)
        raise


@contextmanager
def opened(upload: Upload) -> Iterator[BinaryIO]:
    with storages["documents"].open(upload.document, "rb") as file:
        yield cast("BinaryIO", file.file)


def _take(upload: Upload, now: dt.datetime) -> bool:
    """One check at a time, never again once accepted; a check that died is taken over after a while."""
    if upload.state == UploadState.ACCEPTED:
        return False
    free = Upload.objects.to_check(now - STUCK_AFTER).filter(pk=upload.pk)
    taken = free.update(state=UploadState.CHECKING, bytes_checked=0, taken_at=now)
    upload.refresh_from_db(fields=["state", "bytes_checked", "taken_at"])
    return bool(taken)


def _progress(upload: Upload, done: int) -> None:
    Upload.objects.filter(pk=upload.pk).update(bytes_checked=done)


def _settle(upload: Upload, checked: CheckedFile, by: Account | None, now: dt.datetime) -> Upload:
    """Post what is sound; write down why what is not is refused."""
    upload.checked_at, upload.bytes_checked, upload.report = now, upload.size, checked.summary(KEPT_FINDINGS)
    with transaction.atomic():
        try:
            upload.declaration = _post(upload, checked, by, now)
        except AlreadyDeclared:
            standing = str(_standing(upload, checked).get())
            upload.report |= {"accepted": False, "refusal": AlreadyDeclared.code, "first": standing}
        except UnknownNumbers as refusal:
            upload.report |= {"accepted": False, "refusal": refusal.code, "numbers": refusal.details["numbers"][:100]}
        upload.state = UploadState.ACCEPTED if upload.declaration else UploadState.REFUSED
        upload.save()
        if upload.state == UploadState.REFUSED:
            audit.record(REFUSED, upload, by=by, at=now, company=upload.employer_id, file=upload.file_name)
    return upload


def _post(upload: Upload, checked: CheckedFile, by: Account | None, now: dt.datetime) -> Declaration | None:
    """Nothing when something is wrong with the file. A month already declared is told before all that is wrong."""
    if checked.names_its_month and _standing(upload, checked).exists():
        raise AlreadyDeclared
    if not checked.accepted:
        return None
    submission = checked.submission(source=upload.source, fingerprint=upload.fingerprint)
    return post(submission=submission, employer=upload.employer, staff=checked.staff, by=by, now=now)


def _standing(upload: Upload, checked: CheckedFile) -> "QuerySet[Declaration, UUID]":
    """The public identifier of the declaration of the same month, kind and sequence, if it stands."""
    same = Declaration.objects.of(upload.employer).filter(
        month=checked.month.first_day, kind=checked.kind, sequence=checked.sequence
    )
    return same.values_list("public_id", flat=True)
