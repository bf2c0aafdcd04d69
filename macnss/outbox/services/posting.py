"""Write a message and the job that sends it, in the transaction of the act: both exist, or neither."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction

from macnss.kernel.queue import enqueue
from macnss.outbox.enums import Channel
from macnss.outbox.kinds import KINDS
from macnss.outbox.models import Message, closed
from macnss.outbox.services import settling

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

QUEUE = "messages"
URGENT = 10  # a code overtakes the notices


@transaction.atomic
def post(
    kind: str,
    *,
    account: "AbstractBaseUser | None",
    language: str,
    now: dt.datetime,
    email: str = "",
    phone: str = "",
    channel: Channel | None = None,
    **data: Any,
) -> Message:
    """Send one message of a declared kind to one person, in the transaction of the act that causes it.

    `channel` is tried first, and the other if there is an address for it. A message to nobody is not delivered at
    once, which its owner reads in their journal. A value named `link` is a path of ours.
    """
    addresses: dict[str, str] = {Channel.SMS: phone, Channel.EMAIL: email}
    first = channel if channel and addresses[channel] else Channel.SMS if phone else Channel.EMAIL
    message = Message.objects.create(
        account=account,  # type: ignore[misc]
        kind=kind,
        language=language,
        channel=first,
        addresses=closed(addresses),
        content=closed(data),
        next_try_at=now,
        created_at=now,
        expires_at=now + KINDS[kind].worth,
    )
    if addresses[first]:
        queue(message=message)
    else:
        settling.give_up(message, reason="no-address", now=now)
    return message


def queue(*, message: Message, at: dt.datetime | None = None) -> None:
    """Have the worker send a message, at once or later. It waits in the queue at most once."""
    priority = URGENT if KINDS[message.kind].secret else 0
    once = f"outbox:{message.pk}"
    enqueue("outbox.send", queue=QUEUE, once=once, at=at, priority=priority, message=message.pk)
