"""The journal of a person, as its readers find it: what happened, when, who, why."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.identity.models import Account
from macnss.insured.enums import Purpose
from macnss.insured.services.mandates import ACTS as OF_RELATIVES
from macnss.ui.items import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal as its owner reads it: agents by their function, never by their name."""

    at: dt.datetime
    sentence: str
    who: Text
    purpose: Text


def entry_of(event: Event, reader: Account) -> Entry:
    purpose = event.data.get("purpose")
    return Entry(
        at=event.at,
        sentence=audit.sentence(event.action),
        who=_function_of(event, reader),
        purpose=Purpose(purpose).label if purpose in Purpose else "",
    )


def _function_of(event: Event, reader: Account) -> Text:
    actor: Account | None = event.actor
    if actor is None:
        return _("The fund")
    if actor == reader:
        return _("You")
    if event.action in OF_RELATIVES:
        return _("Somebody whom you mandated")
    return _("An agent of the fund") if actor.is_agent else _("Somebody who acts for your employer")
