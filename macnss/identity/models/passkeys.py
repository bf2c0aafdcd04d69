"""Clé d'accès / مفتاح المرور: a fingerprint, a face or a security key, by WebAuthn."""

import uuid

from django.db import models
from django.db.models.functions import Lower

from macnss.identity.enums import Level
from macnss.identity.models.accounts import Account


class Passkey(models.Model):
    """Clé d'accès / مفتاح المرور. `data` is what the authenticator attested: its number, its public key (COSE)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    data = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    backed_up = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.SUBSTANTIAL)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("account", Lower("name"), name="passkeys_of_an_account_have_different_names")
        ]

    def __str__(self) -> str:
        return self.name
