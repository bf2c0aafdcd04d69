"""Version / نسخة of a row of the reference data."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of_row(self, table: str, row: str) -> "RevisionQuerySet":
        """What became of a row, latest first."""
        return self.filter(table=table, row=row).order_by("-pk")


class Revision(models.Model):
    """Version / نسخة: who changed a row, when, why, from what to what. Never rewritten; an empty side is no row."""

    append_only: ClassVar[bool] = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    table = models.CharField(max_length=40)
    row = models.CharField(max_length=80)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=200)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("decided_by")), name="two_persons_change_reference_data")
        ]
        indexes = [models.Index(fields=["table", "row", "-id"], name="revisions_of_a_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.at:%Y-%m-%d %H:%M}"
