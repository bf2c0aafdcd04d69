"""Sessions and devices: where an account is open."""

import uuid

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from macnss.identity.enums import Method
from macnss.identity.models.accounts import Account


class Device(models.Model):
    """Appareil / جهاز: a browser that the owner of an account came in with. Its cookie is known here by its digest.

    `trusted_at`: more than a password was shown on it once, so that a password is enough on it later.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    digest = models.BinaryField(max_length=32)
    name = models.CharField(max_length=80)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    trusted_at = models.DateTimeField(null=True)
    disowned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="a_device_is_known_once")]

    def __str__(self) -> str:
        return self.name


class Session(AbstractBaseSession):
    """Session / جلسة. A row of Django's sessions that says whose it is, since when, and where."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="sessions")
    method = models.CharField(max_length=10, choices=Method.choices, blank=True)
    address = models.GenericIPAddressField(null=True)
    opened_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.public_id)
