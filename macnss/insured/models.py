"""Assuré / المؤمَّن له: the person whom the fund covers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from macnss.insured.enums import IdentityDocument, Sex
from macnss.kernel.numbers.identifiers import RegistrationNumber, mask, mask_email


class Insured(models.Model):
    """Assuré / المؤمَّن له. Registered once, for life, under one number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.IntegerField(unique=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="insured"
    )
    last_name = models.CharField(max_length=30)
    first_name = models.CharField(max_length=30)
    last_name_ar = models.CharField(max_length=40, blank=True)
    first_name_ar = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField()
    birth_place = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    nationality = models.CharField(max_length=2, default="MA")
    document = models.CharField(max_length=10, choices=IdentityDocument.choices, default=IdentityDocument.CIN)
    document_number = models.CharField(max_length=20)
    address = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    registered_on = models.DateField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "document_number", "nationality"], name="one_person_a_document"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=100_000_000, number__lte=199_999_999), name="registration_number_has_9_digits"
            ),
            models.CheckConstraint(
                condition=Q(registered_on__gt=models.F("birth_date")), name="registered_after_birth"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def registration_number(self) -> RegistrationNumber:
        return RegistrationNumber(f"{self.number:09d}")

    @property
    def name_ar(self) -> str:
        return f"{self.first_name_ar} {self.last_name_ar}".strip()

    @property
    def masked_document(self) -> str:
        return mask(self.document_number)

    @property
    def masked_phone(self) -> str:
        return mask(self.phone, visible=2) if self.phone else ""

    @property
    def masked_email(self) -> str:
        return mask_email(self.email) if self.email else ""
