"""Attestation / شهادة granted after a request: printed, ready, handed over."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from macnss.cases.models import Case
from macnss.certificates.enums import Delivery, Making
from macnss.identity.models import Office
from macnss.insured.models import Insured

REMINDERS = 2  # of somebody whose certificate waits at the agency


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def on_the_way(self) -> "CertificateQuerySet":
        return self.exclude(state=Making.HANDED_OVER)

    def to_remind(self, since: dt.datetime) -> "CertificateQuerySet":
        """Those to collect whose owner was told before this moment, and not yet reminded twice."""
        last = Coalesce("reminded_at", "ready_at")
        waiting = self.filter(state=Making.READY, delivery=Delivery.AGENCY, reminders__lt=REMINDERS)
        return waiting.alias(last=last).filter(last__lte=since)

    def uncollected(self, since: dt.datetime) -> "CertificateQuerySet":
        """Those whose owner was reminded for the last time before this moment, and did not come."""
        return self.filter(state=Making.READY, reminders__gte=REMINDERS, reminded_at__lte=since)


class Certificate(models.Model):
    """Attestation / شهادة. `title` is that of the form 310-1-34, by its code; `office` prints it and hands it over.

    Without an office it is the work of every one of them. `reminders` counts those written since it is ready.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="certificate")
    person = models.ForeignKey(Insured, models.PROTECT, null=True, related_name="certificates")
    title = models.CharField(max_length=40)
    delivery = models.CharField(max_length=8, choices=Delivery.choices)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=Making.choices, default=Making.GRANTED)
    granted_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    ready_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=Making.GRANTED, ready_at=None, handed_over_at=None)
                | Q(state=Making.READY, ready_at__isnull=False, handed_over_at=None)
                | Q(state=Making.HANDED_OVER, ready_at__isnull=False, handed_over_at__isnull=False),
                name="a_certificate_is_ready_before_it_is_handed_over",
            )
        ]
        indexes = [
            models.Index(
                fields=["office", "granted_at"],
                name="certificates_on_the_way",
                condition=~Q(state="handed_over"),
            ),
            models.Index(fields=["person", "-granted_at"], name="certificates_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.title}"
