"""Vérification d'identité: a card and a live photo are sent, an agent compares, the pictures are erased."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity import services as accounts
from macnss.identity.enums import Level, ProvedBy
from macnss.identity.models import Account
from macnss.identity.services import notices
from macnss.insured.enums import CheckState, Purpose
from macnss.insured.models import IdentityCheck, Insured
from macnss.insured.services import messages
from macnss.insured.services.referrals import AlreadyDecided, answer_due
from macnss.insured.services.register import open_file
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import seal_bytes, unseal_bytes

ASKED = audit.action("identity_check.asked", _("You sent a card and a photo to confirm your identity."))
CONFIRMED = audit.action("identity_check.confirmed", _("An agent confirmed your identity from your card and photo."))
REFUSED = audit.action("identity_check.refused", _("An agent could not confirm your identity from your pictures."))
SIDES = ("front", "back", "face")


class AlreadyWaiting(DomainError):
    code = "already-waiting"
    message = _("Your pictures are already with an agent: wait for the answer before you send others.")


def ask(*, insured: Insured, front: bytes, back: bytes, face: bytes, by: Account, now: dt.datetime) -> IdentityCheck:
    """Keep the pictures, made ready, sealed, for an agent to compare. Raises AlreadyWaiting."""
    with _kept(front=front, back=back, face=face) as names, transaction.atomic():
        check = IdentityCheck(insured=insured, asked_at=now, due_on=answer_due(now), **names)
        with broken_promise("one_identity_check_at_a_time", means=AlreadyWaiting):
            check.save(force_insert=True)
        audit.record(ASKED, check, by=by, at=now, person=insured.pk)
    return check


@transaction.atomic
def read(*, check: IdentityCheck, by: Account, now: dt.datetime) -> None:
    """Let an agent see the pictures: their owner will know."""
    open_file(insured=check.insured, by=by, purpose=Purpose.FILE, now=now)


@transaction.atomic
def confirm(*, check: IdentityCheck, by: Account, now: dt.datetime) -> None:
    """The card is the person's, and the face too. Raises AlreadyDecided."""
    owner = _decide(check, CheckState.CONFIRMED, "", by, now)
    accounts.confirm_identity(account=owner, level=Level.SUBSTANTIAL, proved_by=ProvedBy.AGENT, by=by, now=now)
    audit.record(CONFIRMED, check, by=by, at=now, person=check.insured_id)
    notices.tell(messages.IDENTITY_CONFIRMED, account=owner, now=now)


@transaction.atomic
def refuse(*, check: IdentityCheck, answer: str, by: Account, now: dt.datetime) -> None:
    """Say why not, in words that the person reads. Raises AlreadyDecided."""
    owner = _decide(check, CheckState.REFUSED, answer, by, now)
    audit.record(REFUSED, check, by=by, at=now, person=check.insured_id)
    notices.tell(messages.IDENTITY_REFUSED, account=owner, now=now, answer=answer)


def picture_of(check: IdentityCheck, side: str) -> bytes | None:
    """One picture of a check, None when there is none."""
    name = {"front": check.front, "back": check.back, "face": check.face}.get(side)
    if not name or not storages["documents"].exists(name):
        return None
    with storages["documents"].open(name, "rb") as file:
        return unseal_bytes(file.read(), "identity picture")


def erase_decided() -> int:
    """Erase the pictures of every decided check: at the decision, and again for what a breakdown left."""
    left = IdentityCheck.objects.exclude(state=CheckState.WAITING).exclude(front="")
    for check in left:
        for name in filter(None, (check.front, check.back, check.face)):
            storages["documents"].delete(name)
        IdentityCheck.objects.filter(pk=check.pk).update(front="", back="", face="")
    return len(left)


def _decide(check: IdentityCheck, state: CheckState, answer: str, by: Account, now: dt.datetime) -> Account:
    """One decision, whoever clicks at the same time; the pictures go once it is certain."""
    waiting = IdentityCheck.objects.filter(pk=check.pk, state=CheckState.WAITING)
    if not waiting.update(state=state, answer=answer, decided_by=by, decided_at=now):
        raise AlreadyDecided
    transaction.on_commit(erase_decided, robust=True)
    owner = check.insured.account
    assert owner
    return owner


@contextmanager
def _kept(**pictures: bytes) -> Iterator[dict[str, str]]:
    """The pictures in the store, taken out again if the request does not go through."""
    store, names = storages["documents"], dict.fromkeys(pictures, "")
    try:
        for side, picture in pictures.items():
            if picture:
                sealed = ContentFile(seal_bytes(picture, "identity picture"))
                names[side] = store.save(f"identity/{uuid.uuid4().hex}.sealed", sealed)
        yield names
    except BaseException:
        for name in filter(None, names.values()):
            store.delete(name)
        raise
