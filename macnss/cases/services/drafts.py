"""Brouillons / مسودات: begun, saved at every answer, found again, erased."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import KINDS, Holder, kind_of
from macnss.cases.enums import State
from macnss.cases.models import Case, closed
from macnss.cases.services.moves import locked
from macnss.identity.models import Account
from macnss.kernel.secrets import digest, token

DISCARDED = audit.action("case.draft_erased", _("A draft of a request was erased."))


@transaction.atomic
def begin(
    *,
    kind: str,
    holder: Holder,
    start_key: UUID,
    language: str,
    now: dt.datetime,
    contact: Mapping[str, str] | None = None,
) -> Case:
    """A draft of that kind: the one that waits if the kind has one at a time, else a new one.

    The same `start_key` is the same draft: a button pressed twice opens one. A draft without an account gets a secret,
    kept in `contact`, by which its holder finds it again.
    """
    engine = KINDS[kind]
    begun = Case.objects.filter(start_key=start_key).first() or _waiting(kind, holder)
    if begun:
        return begun
    secret = token() if holder.account is None else ""
    answers = engine.prefilled(holder, timezone.localdate(now))
    case, _created = Case.objects.get_or_create(
        start_key=start_key,
        defaults={
            "kind": kind,
            "audience": holder.audience,
            "account": holder.account,
            "person": holder.person,
            "company": holder.company,
            "holder": digest(secret, "case") if secret else None,
            "contact": closed({**(contact or {}), "secret": secret}) if secret else b"",
            "language": language,
            "answers": closed(answers),
            "about": engine.about(answers, holder)[:120],
            "started_at": now,
            "saved_at": now,
        },
    )
    return case


@transaction.atomic
def save(*, case: Case, answers: Mapping[str, Any], now: dt.datetime) -> Case:
    """Keep what was just answered, sound or not yet: nothing typed is lost. Raises NotNow once it is sent."""
    held = locked(case, State.DRAFT)
    engine, holder = kind_of(held), Holder.of(held)
    said = engine.definition.kept({**held.said, **answers})
    said |= engine.facts(said, timezone.localdate(now))
    held.answers, held.about, held.saved_at = closed(said), engine.about(said, holder)[:120], now
    held.save(update_fields=["answers", "about", "saved_at"])
    return held


@transaction.atomic
def discard(*, case: Case, by: Account | None, now: dt.datetime) -> None:
    """Erase a draft with all that it held. Raises NotNow once it is sent."""
    held = locked(case, State.DRAFT)
    audit.record(DISCARDED, held, by=by, at=now, person=held.person_id, company=held.company_id, kind=held.kind)
    held.arrivals.all().delete()
    for piece in held.pieces.all():
        piece.pages.all().delete()  # their files are swept afterwards: `papers.sweep`
        piece.delete()
    held.delete()


def _waiting(kind: str, holder: Holder) -> Case | None:
    """The draft of this kind that this holder already has, where the kind has one at a time."""
    if KINDS[kind].definition.several_drafts or holder.account is None:
        return None
    mine = Case.objects.drafts().filter(kind=kind, account=holder.account, audience=holder.audience)
    return mine.filter(person=holder.person, company=holder.company).order_by("-saved_at").first()
