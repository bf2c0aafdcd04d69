"""What the demonstration's inbox shows."""

import uuid
from dataclasses import dataclass
from typing import Any

from macnss.outbox import rendering
from macnss.outbox.enums import Channel
from macnss.outbox.models import Message

LOOKED_AT = 500
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as its reader gets it, or what is left of it once its words are erased."""

    message: Message
    to: str
    code: str
    subject: str
    text: str
    mail: dict[str, Any]

    @property
    def by_sms(self) -> bool:
        return self.message.channel == Channel.SMS

    @property
    def direction(self) -> str:
        return "rtl" if self.message.language == "ar" else "ltr"


def inbox(address: str = "") -> list[Shown]:
    """The newest messages first, to addresses that contain these letters. Addresses are sealed: no index helps."""
    wanted = "".join(address.split()).lower()
    found: list[Shown] = []
    for message in Message.objects.order_by("-pk")[:LOOKED_AT]:
        if wanted in message.all_addresses[message.channel].lower():
            found.append(shown(message))
        if len(found) == SHOWN:
            break
    return found


def inbox_message(public_id: uuid.UUID) -> Shown:
    """One of them. Raises Message.DoesNotExist."""
    return shown(Message.objects.get(public_id=public_id))


def shown(message: Message) -> Shown:
    to, data = message.all_addresses[message.channel], message.data
    if not message.content:
        return Shown(message, to, "", "", "", {})
    if message.channel == Channel.SMS:
        text = rendering.sms(message.kind, message.language, data).text
        return Shown(message, to, str(data.get("code", "")), "", text, {})
    mail = rendering.email_body(message.kind, message.language, data)
    return Shown(message, to, str(data.get("code", "")), mail["subject"], mail["body"], mail)
