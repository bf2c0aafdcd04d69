"""Who asks to be registered, under digests: found again before a number is issued, without being readable."""

from django.conf import settings
from django.db import models

from macnss.cases.models import Case


class Candidate(models.Model):
    """Candidat à l'immatriculation / مرشح للتسجيل: the digests of the document and of the name with the birth date."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="candidate")
    document = models.BinaryField(max_length=32)
    name = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["document"], name="candidates_by_document"),
            models.Index(fields=["name"], name="candidates_by_name"),
        ]

    def __str__(self) -> str:
        return f"candidate of case {self.case_id}"


class Distinction(models.Model):
    """Homonymie constatée / تشابه الأسماء: an agent found that a namesake of the same birth date is another person."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="distinction")
    words = models.CharField(max_length=300)
    namesakes = models.JSONField(default=list)  # the public identifiers of those who were compared
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"not the same person: case {self.case_id}"
