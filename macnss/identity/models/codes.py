"""Codes: those that we send, once each, and those that a person keeps on paper."""

import uuid

from django.db import models

from macnss.identity.enums import Channel, CodePurpose
from macnss.identity.models.accounts import Account


class Code(models.Model):
    """Code à usage unique / رمز صالح لمرة واحدة.

    Six digits sent to one address for one purpose, known here as a keyed digest only. `ticket` ties it to the browser
    that asked: the same digits typed elsewhere open nothing. A code that leads nowhere (nobody bears the number that
    was typed) exists all the same, so that a stranger learns nothing; its `digest` is empty.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=10, choices=CodePurpose.choices)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="codes")
    ticket = models.BinaryField(max_length=32)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    email = models.BinaryField()  # sealed
    phone = models.BinaryField()  # sealed
    digest = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}"


class BackupCode(models.Model):
    """Code de secours / رمز احتياطي: printed once, good once."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="backup_codes")
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="a_backup_code_is_given_once")]

    def __str__(self) -> str:
        return f"{self.account_id}"
