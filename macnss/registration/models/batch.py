"""Dépôt par fichier / إيداع بالملف: many employees registered from one file."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from macnss.cases.models import Case
from macnss.employers.models import Employer
from macnss.kernel.secrets import unseal
from macnss.registration.enums import Work

PURPOSE = "registration batch"


class Batch(models.Model):
    """Lot de demandes / دفعة طلبات: what one file of a company brought. The same file sent again is the same batch.

    `work` is what the worker does with it now: since when, asked by whom, of how many in all. `unread` holds the lines
    of the file, sealed, until each is a `BatchLine`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="registration_batches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    unread = models.BinaryField(default=b"")
    work = models.CharField(max_length=7, choices=Work.choices, blank=True)
    work_since = models.DateTimeField(null=True)
    work_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    work_total = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "fingerprint"], name="one_batch_a_file"),
            models.CheckConstraint(
                condition=Q(work="", work_since=None) | (~Q(work="") & Q(work_since__isnull=False)),
                name="a_batch_at_work_says_since_when",
            ),
        ]
        indexes = [models.Index(fields=["employer", "-id"], name="batches_of_a_company")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def waiting(self) -> dict[str, Any]:
        """`language` and `rows` (number, cells) of a file that is not read to its end; empty afterwards."""
        return dict(unseal(self.unread, PURPOSE)) if self.unread else {}


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
        """`cells` as they were typed and `twin`, who is asked for already; empty for what became a request."""
        return dict(unseal(self.sealed, PURPOSE)) if self.sealed else {}

    @property
    def about(self) -> str:
        """Whom a line that was kept names; "" when it names nobody."""
        cells = self.refused.get("cells", {})
        return " ".join(filter(None, (cells.get("first_name"), cells.get("last_name"))))
