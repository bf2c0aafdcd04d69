"""Reading, in tests, what would have been sent."""

from typing import Any

from macnss.kernel.secrets import unseal
from macnss.outbox.models import Message


def said(message: Message) -> dict[str, Any]:
    content: dict[str, Any] = unseal(message.content, "outbox")
    return content


def address(message: Message) -> str:
    known = unseal(message.addresses, "outbox")
    return str(known[message.channel])


def sent_code(channel: str = "", nth: int = 0) -> str:
    """The digits of the latest code, or of the nth before it, sent by that channel."""
    sent = Message.objects.filter(kind="account.code").order_by("-pk")
    return str(said((sent.filter(channel=channel) if channel else sent)[nth])["code"])


def told(kind: str) -> set[str]:
    """The addresses to which a kind of message went."""
    return {address(message) for message in Message.objects.filter(kind=kind)}


def link_in(kind: str, name: str = "link") -> str:
    """The path of the latest link of a kind of message."""
    latest = said(Message.objects.filter(kind=kind).latest("pk"))
    return "/" + str(latest[name]).split("/", 3)[3]
