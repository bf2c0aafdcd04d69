"""Templates of messages: ready words in both languages, kept by two persons through the reference data."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.models import Phrase
from macnss.identity.models import Account

KEPT = audit.action("phrase.kept", _("A template of message was written or changed."))
FORGOTTEN = audit.action("phrase.forgotten", _("A template of message was taken away."))


@transaction.atomic
def keep(
    *,
    phrase: Phrase | None,
    title_fr: str,
    title_ar: str,
    body_fr: str,
    body_ar: str,
    kind: str,
    by: Account | None,
    now: dt.datetime,
) -> Phrase:
    """Write a template, or change it; `kind` is that of one sort of case, "" of all."""
    kept = phrase or Phrase()
    kept.title_fr, kept.title_ar, kept.body_fr, kept.body_ar = title_fr, title_ar, body_fr, body_ar
    kept.kind = kind
    kept.save()
    audit.record(KEPT, kept, by=by, at=now)
    return kept


@transaction.atomic
def forget(*, phrase: Phrase, by: Account, now: dt.datetime) -> None:
    audit.record(FORGOTTEN, phrase, by=by, at=now)
    phrase.delete()
