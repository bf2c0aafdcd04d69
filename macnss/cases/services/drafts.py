"""Brouillons / مسودات: begun, saved at every answer, found again, erased."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import KINDS, Holder, Kind, kind_of
from macnss.cases.enums import Audience, State
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

    The same `start_key` is the same draft: a button pressed twice opens one. A draft without an account, or that an
    agent opens for somebody present, gets a secret, kept in `contact`, by which its holder finds it again.
    """
    engine = KINDS[kind]
    if holder.account and not engine.definition.several_drafts:  # two windows at once open one
        Account.objects.select_for_update(no_key=True).get(pk=holder.account.pk)
    begun = Case.objects.filter(start_key=start_key).first() or _waiting(kind, holder)
    if begun:
        return begun
    at_counter = holder.audience == Audience.COUNTER
    secret = token() if holder.account is None or at_counter else ""
    answers = _reached(engine, contact) | engine.prefilled(holder, timezone.localdate(now))
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
def begin_many(
    *, kind: str, holder: Holder, answers: Sequence[Mapping[str, Any]], language: str, now: dt.datetime
) -> list[Case]:
    """Many drafts at once, one for each set of answers, in order: a file of 2,000 lines is one statement."""
    engine, today = KINDS[kind], timezone.localdate(now)
    known = engine.prefilled(holder, today)
    cases = []
    for each in answers:
        said = engine.definition.kept({**known, **each})
        said |= engine.facts(said, today)
        cases.append(
            Case(
                start_key=uuid4(),
                kind=kind,
                audience=holder.audience,
                account=holder.account,
                person=holder.person,
                company=holder.company,
                language=language,
                answers=closed(said),
                about=engine.about(said, holder)[:120],
                started_at=now,
                saved_at=now,
            )
        )
    return Case.objects.bulk_create(cases, batch_size=500)


@transaction.atomic
def save(*, case: Case, answers: Mapping[str, Any], now: dt.datetime) -> Case:
    """Keep what was just answered, sound or not yet: nothing typed is lost. Raises NotNow once it is sent."""
    held = locked(case, State.DRAFT)
    engine, holder = kind_of(held), Holder.of(held)
    said, today = {**held.said, **answers}, timezone.localdate(now)
    said = engine.definition.kept(said | engine.facts(said, today))  # conditions may rest on facts: they come first
    said |= engine.facts(said, today)
    held.answers, held.about, held.saved_at = closed(said), engine.about(said, holder)[:120], now
    held.reminded_on = None
    held.save(update_fields=["answers", "about", "saved_at", "reminded_on"])
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
    held.alarms.all().delete()
    held.delete()


def _reached(engine: Kind, contact: Mapping[str, str] | None) -> dict[str, Any]:
    """The address that was just proved is not asked for again."""
    asked = {question.name for sheet in engine.definition.sheets for question in sheet.questions}
    return {name: value for name, value in (contact or {}).items() if value and name in asked}


def _waiting(kind: str, holder: Holder) -> Case | None:
    """The draft of this kind that this holder already has, where the kind has one at a time."""
    of_stranger = holder.audience == Audience.COUNTER and holder.person is None and holder.company is None
    if KINDS[kind].definition.several_drafts or holder.account is None or of_stranger:
        return None
    mine = Case.objects.drafts().filter(kind=kind, account=holder.account, audience=holder.audience)
    return mine.filter(person=holder.person, company=holder.company).order_by("-saved_at").first()
