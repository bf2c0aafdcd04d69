"""Message / رسالة: what leaves for one person, by one channel at a time."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from macnss.kernel.secrets import seal, unseal
from macnss.outbox.enums import Channel, State

STUCK_AFTER = dt.timedelta(minutes=5)
ERASED = b""


def closed(value: dict[str, Any]) -> bytes:
    return seal(value, "outbox")


def opened(sealed: "bytes | memoryview") -> dict[str, Any]:
    return dict(unseal(sealed, "outbox"))


class MessageQuerySet(models.QuerySet["Message"]):
    def to_send(self, now: dt.datetime) -> "MessageQuerySet":
        """Those that wait for their turn, which has come, and that nobody is sending."""
        free = Q(taken_until=None) | Q(taken_until__lte=now)
        return self.filter(free, state=State.WAITING, next_try_at__lte=now)

    def to_erase(self, now: dt.datetime) -> "MessageQuerySet":
        """Those of which nothing more will be sent, and whose words are still kept."""
        return self.exclude(state=State.WAITING).exclude(content=ERASED).filter(expires_at__lte=now)

    def stuck(self, now: dt.datetime) -> "MessageQuerySet":
        """Those that somebody should look at: not delivered, too late, or waiting long past their turn."""
        late = Q(state=State.WAITING, next_try_at__lt=now - STUCK_AFTER)
        return self.filter(late | Q(state__in=[State.FAILED, State.EXPIRED])).order_by("-pk")


class Message(models.Model):
    """Message / رسالة. `content` and `addresses` are sealed; the content is emptied once nothing more will be sent.

    `addresses` holds {"sms": E.164, "email": address}: the channel in use, and the one to fall back to.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    addresses = models.BinaryField()
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=80, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="messages_to_send", condition=Q(state="waiting")),
            models.Index(fields=["account", "-id"], name="messages_of_an_account"),
            models.Index(fields=["provider_id"], name="messages_by_receipt", condition=~Q(provider_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.state}"

    @property
    def data(self) -> dict[str, Any]:
        """What fills its sentences; nothing once it is erased."""
        return opened(self.content) if self.content else {}

    @property
    def all_addresses(self) -> dict[str, str]:
        """Where its reader is reached, by channel: "" for a channel without address."""
        return opened(self.addresses)


class Receipt(models.Model):
    """Accusé de réception / إشعار بالتوصل: what a provider says became of a message, under its own name for it.

    It may come before we have written that name down: it waits here a day for its message.
    """

    provider_id = models.CharField(max_length=80, db_index=True)
    delivered = models.BooleanField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.provider_id}: {'delivered' if self.delivered else 'not delivered'}"
