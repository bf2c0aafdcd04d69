"""What providers say became of a message: by SMPP under their own name for it, by HTTP at an address of its own.

A receipt is written first and matched afterwards; the sender does the same the other way round, so that one of the two
sees the other's whatever comes first.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from macnss.kernel.secrets import digest, same
from macnss.outbox.enums import Channel, State
from macnss.outbox.models import Message, Receipt, closed
from macnss.outbox.services import settling
from macnss.outbox.services.posting import queue

LOOKED_AT_ONCE = 500


def note_receipt(*, named: str, delivered: bool, now: dt.datetime) -> None:
    """Write down what a provider says of a message, named by the provider or by our reference. Twice is once."""
    Receipt.objects.create(provider_id=named[:80], delivered=delivered, received_at=now)
    match(named=named[:80], now=now)


@transaction.atomic
def match(*, named: str, now: dt.datetime) -> None:
    """Give the receipts under a name to their message, if both are there."""
    message = _of_that_name(named)
    told = Receipt.objects.filter(provider_id=named)
    if message is None or not told:
        return
    delivered = any(each.delivered for each in told)
    if message.state == State.WAITING and not delivered:
        return  # it came before the sending was written down
    if message.state == State.SENT or (message.state == State.WAITING and delivered):
        _apply(message, delivered=delivered, now=now)
    told.delete()


def match_all(*, now: dt.datetime) -> None:
    """Receipts that wait for their message: their worker may have died between the two."""
    for named in set(Receipt.objects.order_by("-pk").values_list("provider_id", flat=True)[:LOOKED_AT_ONCE]):
        match(named=named, now=now)


def address_for(message: Message) -> str:
    """Where a provider sends the receipt of this message: it holds a secret of this message alone."""
    path = reverse("outbox:receipts", kwargs={"message_id": message.public_id, "token": _token(message.public_id)})
    return f"{settings.SITE_URL}{path}"


def is_address_of(message_id: uuid.UUID, token: str) -> bool:
    """Whether this is the secret of that message. Tells nothing by its time, and asks nothing of the database."""
    return same(_token(message_id).encode(), token.encode())


def _token(message_id: uuid.UUID) -> str:
    return digest(str(message_id), "sms receipt").hex()


def _of_that_name(named: str) -> Message | None:
    """The newest message that bears the name: providers begin anew after some millions."""
    found = Message.objects.select_for_update().order_by("-pk")
    try:
        return found.filter(public_id=uuid.UUID(named)).first() or found.filter(provider_id=named).first()
    except ValueError:
        return found.filter(provider_id=named).first() if named else None


def _apply(message: Message, *, delivered: bool, now: dt.datetime) -> None:
    """A notice that did not arrive leaves by e-mail, if its words are still kept."""
    if delivered:
        settling.mark_delivered(message, now)
    elif message.channel == Channel.SMS and settling.may_be_sent_again(message) and now < message.expires_at:
        message.addresses = closed({**message.all_addresses, Channel.SMS: ""})
        message.channel, message.state, message.next_try_at = Channel.EMAIL, State.WAITING, now
        message.last_error = "undelivered"
        message.save(update_fields=["addresses", "channel", "state", "next_try_at", "last_error"])
        queue(message=message)
    else:
        settling.give_up(message, reason="undelivered", now=now)
