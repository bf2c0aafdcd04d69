"""What is kept of complaints besides their cases."""

from django.db import models

from macnss.cases.models import Case


class Conciliation(models.Model):
    """Conciliation / التوفيق: the case that looks at a complaint again. A complaint goes there once."""

    complaint = models.OneToOneField(Case, models.PROTECT, related_name="conciliation")
    case = models.OneToOneField(Case, models.PROTECT, related_name="conciliates")

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.case_id}"


class ConciliationOffer(models.Model):
    """The complainant was told that conciliation is open, because the month passed without an answer."""

    complaint = models.OneToOneField(Case, models.PROTECT, related_name="conciliation_offer")
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.told_at:%Y-%m-%d}"
