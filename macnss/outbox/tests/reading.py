"""What other tests read of the outbox: the newest message, opened."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import translation

from macnss.outbox.enums import Channel
from macnss.outbox.kinds import KINDS
from macnss.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Opened:
    """One message as its reader gets it. `text`: the short text of an SMS, the whole of an e-mail."""

    kind: str
    channel: Channel
    to: str
    data: dict[str, Any]
    text: str


def last_message(kind: str | None = None, account: AbstractBaseUser | None = None) -> Opened:
    """The newest message, of this kind and to this person if said. Fails when there is none."""
    found = Message.objects.order_by("-pk")
    if kind is not None:
        found = found.filter(kind=kind)
    if account is not None:
        found = found.filter(account=account.pk)
    message = found.first()
    assert message is not None, "nothing was posted"
    return opened(message)


def opened(message: Message) -> Opened:
    """One message, unsealed: fails when its content is erased."""
    channel = Channel(message.channel)
    return Opened(message.kind, channel, message.all_addresses[channel], message.data, _text(message))


def _text(message: Message) -> str:
    """Without the marks of direction that an e-mail carries."""
    kind = KINDS[message.kind]
    with translation.override(message.language):
        return str(kind.sms if message.channel == Channel.SMS else kind.body) % message.data


def last_code() -> str:
    """The code of the newest message that carries one."""
    for message in Message.objects.order_by("-pk"):
        code = opened(message).data.get("code")
        if code:
            return str(code)
    raise AssertionError("no code was posted")
