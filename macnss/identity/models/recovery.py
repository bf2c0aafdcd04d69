"""Récupération du compte / استرجاع الحساب: the slow way back, that its owner can stop."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q

from macnss.identity.enums import RecoveryState
from macnss.identity.models.accounts import Account


class Recovery(models.Model):
    """One request for the 24-hour way: every address of the person is told and can cancel it.

    `ticket` is the digest of the long cookie of the browser that asked. A request that leads nowhere (nobody bears the
    number that was typed, or this way is closed to them) has no account, and shows the same to who asked.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="recoveries")
    state = models.CharField(max_length=10, choices=RecoveryState.choices, default=RecoveryState.WAITING)
    ticket = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    told_open_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(state="waiting"), name="one_recovery_at_a_time"),
            models.CheckConstraint(
                condition=Q(opens_at__gte=F("asked_at") + dt.timedelta(hours=24)), name="a_recovery_waits_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.state}"
