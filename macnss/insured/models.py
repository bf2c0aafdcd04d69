"""Assuré / المؤمَّن له: the person whom the fund covers."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from macnss.identity.enums import Channel
from macnss.identity.models import Account
from macnss.insured.enums import (
    CheckState,
    IdentityDocument,
    MandateState,
    ReferralReason,
    ReferralState,
    Relation,
    Sex,
)
from macnss.kernel.db import inclusive_period
from macnss.kernel.numbers.identifiers import RegistrationNumber, mask, mask_email

ANSWERED_WITHIN = dt.timedelta(days=14)  # how long a relative's invitation waits


class InsuredQuerySet(models.QuerySet["Insured"]):
    def bearing(self, numbers: Collection[int], document_number: str) -> "InsuredQuerySet":
        """Those who bear one of these registration numbers, or an identity document of that number, of any kind."""
        by_document = Q(document__in=IdentityDocument.values, document_number=document_number)
        return self.filter(Q(number__in=numbers) | by_document)


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

    objects = InsuredQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["birth_date"], name="people_by_birth_date")]
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


class Referral(models.Model):
    """Dossier d'activation / ملف التفعيل: an activation that an agent must look at, with a reference and a date.

    `typed` (sealed) is what the person gave: number or document, birth date, name, e-mail, phone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    reason = models.CharField(max_length=16, choices=ReferralReason.choices)
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.OPEN)
    typed = models.BinaryField()
    language = models.CharField(max_length=2)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    insured = models.ForeignKey(Insured, models.PROTECT, null=True, related_name="referrals")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.reference


class ActivationLink(models.Model):
    """Lien d'activation / رابط التفعيل: a one-time address by which somebody whom an agent tied to a record opens it.

    `email` and `phone` (sealed) are where it went. `seen`: the agent had the person and their card in front of them.
    """

    insured = models.ForeignKey(Insured, models.PROTECT, related_name="activation_links")
    digest = models.BinaryField(max_length=32, unique=True)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    email = models.BinaryField()
    phone = models.BinaryField()
    seen = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.insured_id} until {self.expires_at:%Y-%m-%d}"


class IdentityCheck(models.Model):
    """Vérification d'identité / التحقق من الهوية: an uploaded card and a live photo that an agent compares.

    The pictures are sealed in the document store, and erased with the decision.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    insured = models.ForeignKey(Insured, models.PROTECT, related_name="identity_checks")
    state = models.CharField(max_length=10, choices=CheckState.choices, default=CheckState.WAITING)
    front = models.CharField(max_length=80)
    back = models.CharField(max_length=80, blank=True)
    face = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["insured"], condition=Q(state="waiting"), name="one_identity_check_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.insured_id} {self.state}"


class RelativeMandateQuerySet(models.QuerySet["RelativeMandate"]):
    def in_force(self, on: dt.date) -> "RelativeMandateQuerySet":
        return self.filter(since__lte=on, until__gte=on, revoked_at=None).exclude(accepted_at=None)

    def concerning(self, account: Account) -> "RelativeMandateQuerySet":
        """Those that the owner of this account gave, or holds."""
        return self.filter(Q(insured__account=account) | Q(account=account))


class RelativeMandate(models.Model):
    """Mandat d'un proche / توكيل قريب: a relative or guardian who may look, and help, within limits and until a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    insured = models.ForeignKey(Insured, models.PROTECT, related_name="mandates_given")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="mandates_received")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    reads_wages = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField()
    digest = models.BinaryField(max_length=32, unique=True)
    given_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = RelativeMandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="a_mandate_ends_after_it_begins"),
            ExclusionConstraint(
                name="relative_mandates_do_not_overlap",
                expressions=[
                    ("insured", RangeOperators.EQUAL),
                    ("email", RangeOperators.EQUAL),
                    (inclusive_period("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at=None, refused_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} of {self.insured_id}"

    def standing(self, now: dt.datetime, on: dt.date) -> MandateState:
        if self.revoked_at:
            return MandateState.REVOKED
        if self.refused_at:
            return MandateState.REFUSED
        if self.until < on:
            return MandateState.OVER
        if self.accepted_at:
            return MandateState.IN_FORCE
        return MandateState.UNANSWERED if now - self.given_at >= ANSWERED_WITHIN else MandateState.WAITING
