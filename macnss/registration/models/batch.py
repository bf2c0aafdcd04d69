"""Dépôt par fichier / إيداع بالملف: many employees registered from one file."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from macnss.cases.models import Case
from macnss.employers.models import Employer
from macnss.kernel.secrets import unseal

PURPOSE = "registration batch"


class Batch(models.Model):
    """Lot de demandes / دفعة طلبات: what one file of a company brought. The same file sent again is the same batch.

    `sending_since` is set while its complete requests are being sent, by whom `sent_by` says.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="registration_batches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    sending_since = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to_send = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employer", "fingerprint"], name="one_batch_a_file")]
        indexes = [models.Index(fields=["employer", "-id"], name="batches_of_a_company")]

    def __str__(self) -> str:
        return self.file_name


class BatchLine(models.Model):
    """One line of the file: the request that it became, or its cells and what is wrong with them. Sealed."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="lines")
    number = models.IntegerField()
    case = models.OneToOneField(Case, models.SET_NULL, null=True, related_name="batch_line")
    sealed = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_line_of_a_number")]

    def __str__(self) -> str:
        return f"{self.batch_id} line {self.number}"

    @property
    def refused(self) -> dict[str, Any]:
        """`cells` as they were typed and `faults` (column, code, details); empty for what became a request."""
        return dict(unseal(self.sealed, PURPOSE)) if self.sealed else {}
