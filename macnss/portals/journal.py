"""The journal of a person, as its readers find it: what happened, when, who, why."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.identity.models import Account
from macnss.insured.enums import Purpose
from macnss.insured.models import Insured
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
    return _entry(event, _function_of(event, reader))


def entry_for_agents(event: Event, owner: Insured) -> Entry:
    """The same line as an agent reads it: colleagues by their name, everybody else by what they are to the person."""
    actor: Account | None = event.actor
    if actor is None:
        return _entry(event, _("The fund"))
    if actor.pk == owner.account_id:
        return _entry(event, _("The person"))
    if event.action in OF_RELATIVES:
        return _entry(event, _("Somebody whom the person mandated"))
    return _entry(event, str(actor) if actor.is_agent else _("Somebody who acts for a company"))


def _entry(event: Event, who: Text) -> Entry:
    purpose = event.data.get("purpose")
    label = Purpose(purpose).label if purpose in Purpose else ""
    return Entry(at=event.at, sentence=audit.sentence(event.action), who=who, purpose=label)


def _function_of(event: Event, reader: Account) -> Text:
    actor: Account | None = event.actor
    if actor is None:
        return _("The fund")
    if actor == reader:
        return _("You")
    if event.action in OF_RELATIVES:
        return _("Somebody whom you mandated")
    return _("An agent of the fund") if actor.is_agent else _("Somebody who acts for your employer")
