"""Mon e-ID: the tie between an account and the national identity, and each visit to the provider."""

import uuid

from django.db import models

from macnss.identity.enums import EidPurpose, EidState, Level
from macnss.identity.models.accounts import Account


class EidLink(models.Model):
    """Lien Mon e-ID / الربط بالهوية الرقمية: this subject of that provider is the owner of the account."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="eid_links")
    issuer = models.URLField()
    subject = models.CharField(max_length=255)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    linked_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_a_citizen"),
            models.UniqueConstraint(fields=["account", "issuer"], name="one_citizen_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} at {self.issuer}"


class EidAttempt(models.Model):
    """Passage par Mon e-ID / مرور عبر الهوية الرقمية: one visit, from the start to what came of it.

    `secrets` (sealed: state, nonce, PKCE verifier, the CIN that was typed) and `claims` (sealed: what the provider
    said) are emptied as soon as they have served. `ticket` is the digest of a secret of the browser that began.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=10, choices=EidPurpose.choices)
    state = models.CharField(max_length=10, choices=EidState.choices, default=EidState.WAITING)
    failure = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="eid_attempts")
    ticket = models.BinaryField(max_length=32)
    state_digest = models.BinaryField(max_length=32, unique=True)
    secrets = models.BinaryField()
    claims = models.BinaryField(default=bytes)
    next = models.CharField(max_length=400, blank=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"
