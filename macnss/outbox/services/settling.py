"""How a message ends: its words are erased as soon as nothing more will be sent, and a failure is told to its owner."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.outbox.enums import Channel, State
from macnss.outbox.kinds import KINDS
from macnss.outbox.models import ERASED, Message, Receipt

FAILED = audit.action("message.failed", _("A message to you could not be delivered."))
EXPIRED = audit.action("message.expired", _("A message to you could not be sent in time."))
RECEIPTS_KEPT = dt.timedelta(days=1)


def shown_afterwards() -> bool:
    """The demonstration's inbox shows what was sent until it expires."""
    return bool(getattr(settings, "DEMONSTRATION", False))


def may_be_sent_again(message: Message) -> bool:
    """A notice by SMS may still leave by e-mail until its receipt comes; a code is asked anew, never sent twice."""
    if message.channel != Channel.SMS or KINDS[message.kind].secret:
        return False
    return bool(message.content and message.all_addresses[Channel.EMAIL])


@transaction.atomic
def mark_sent(message: Message, provider_id: str, now: dt.datetime) -> None:
    """The provider took it, whoever else thought to hold the message meanwhile."""
    message.state, message.provider_id, message.sent_at = State.SENT, provider_id[:80], now
    message.next_try_at = message.taken_until = None
    message.last_error = ""
    if not may_be_sent_again(message) and not shown_afterwards():
        message.content = ERASED
    fields = ["state", "provider_id", "sent_at", "next_try_at", "taken_until", "last_error", "content"]
    Message.objects.filter(pk=message.pk).exclude(state=State.DELIVERED).update(**_values(message, fields))


@transaction.atomic
def mark_delivered(message: Message, now: dt.datetime) -> None:
    message.state, message.settled_at = State.DELIVERED, now
    if not shown_afterwards():
        message.content = ERASED
    message.save(update_fields=["state", "settled_at", "content"])


@transaction.atomic
def give_up(message: Message, *, reason: str, now: dt.datetime, state: State = State.FAILED) -> None:
    """It will not be sent. Its reason is kept, and its owner reads it in their journal."""
    message.state, message.last_error, message.settled_at = state, reason, now
    message.next_try_at = message.taken_until = None
    if not shown_afterwards():
        message.content = ERASED
    message.save(update_fields=["state", "last_error", "settled_at", "next_try_at", "taken_until", "content"])
    sentence = EXPIRED if state == State.EXPIRED else FAILED
    account = message.account_id
    audit.record(sentence, message, by=None, at=now, account=account, kind=message.kind, reason=reason)


def erase(*, now: dt.datetime) -> int:
    """Erase the words that were kept for a receipt or for the demonstration, and the receipts of nobody."""
    Receipt.objects.filter(received_at__lte=now - RECEIPTS_KEPT).delete()
    return Message.objects.to_erase(now).update(content=ERASED)


def _values(message: Message, fields: list[str]) -> dict[str, Any]:
    return {field: getattr(message, field) for field in fields}
