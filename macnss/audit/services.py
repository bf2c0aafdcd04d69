"""Write the journal. Nothing else ever does, and nothing ever rewrites it."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.functional import Promise

from macnss.audit.models import Event

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

_sentences: dict[str, str | Promise] = {}


def action(code: str, sentence: str | Promise) -> str:
    """Name an act and the sentence under which the people concerned read it. Returns the code."""
    _sentences[code] = sentence
    return code


def sentence(code: str) -> str:
    """The sentence of an act in the language of the reader."""
    return str(_sentences.get(code, code))


def known_actions() -> dict[str, str | Promise]:
    return dict(_sentences)


def record(
    action: str,
    subject: models.Model,
    *,
    by: "AbstractBaseUser | None",
    at: dt.datetime,
    person: int | None = None,
    company: int | None = None,
    account: int | None = None,
    **data: Any,
) -> Event:
    """Add one line to the journal, in the transaction of the act. `by=None` is the fund itself."""
    if action not in _sentences:
        raise LookupError(f"the act {action!r} has no sentence")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{action} is recorded outside the transaction of its act")
    return Event.objects.create(
        at=at,
        action=action,
        actor=by,  # type: ignore[misc]
        person=person,
        company=company,
        account=account,
        subject=f"{subject._meta.label_lower}:{getattr(subject, 'public_id', subject.pk)}",
        data=data,
    )
