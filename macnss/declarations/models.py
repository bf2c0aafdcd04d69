"""Déclaration de salaires / التصريح بالأجور, its lines, its contributions, and the files that bring them."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from macnss.cases.models import Case
from macnss.declarations.enums import Kind, Situation, Source, Unattached, UploadState
from macnss.employers.models import Employer
from macnss.insured.models import Insured
from macnss.kernel.months import Month


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def of(self, employer: Employer) -> "DeclarationQuerySet":
        return self.filter(employer=employer)

    def main(self, month: Month) -> "DeclarationQuerySet":
        return self.filter(month=month.first_day, kind=Kind.MAIN)


class Declaration(models.Model):
    """Déclaration de salaires / التصريح بالأجور: what one employer declared for one month. Amounts in centimes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="declarations")
    month = models.DateField()
    kind = models.CharField(max_length=14, choices=Kind.choices)
    sequence = models.SmallIntegerField(default=0)
    source = models.CharField(max_length=6, choices=Source.choices)
    fingerprint = models.CharField(max_length=64)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    due_on = models.DateField()
    payable_until = models.DateField()
    lines = models.IntegerField()
    days = models.IntegerField()
    real = models.BigIntegerField()
    capped = models.BigIntegerField()
    due = models.BigIntegerField()
    fine = models.BigIntegerField(default=0)
    months_late = models.SmallIntegerField(default=0)
    grounds = models.JSONField(default=list)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employer", "month", "kind", "sequence"], name="one_declaration_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="declaration_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(kind=Kind.MAIN, sequence=0) | Q(kind=Kind.COMPLEMENTARY, sequence__range=(1, 9)),
                name="main_is_0_complementary_is_1_to_9",
            ),
            models.CheckConstraint(condition=Q(capped__lte=F("real")), name="declared_capped_wage_within_real"),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.period} {self.kind} {self.sequence}"

    @property
    def period(self) -> Month:
        return Month.of(self.month)

    @property
    def is_late(self) -> bool:
        return self.months_late > 0


class DeclaredContribution(models.Model):
    """Cotisation / واجب الاشتراك of a declaration in one branch, in centimes."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="contributions")
    branch = models.CharField(max_length=20)
    base = models.BigIntegerField()
    employee = models.BigIntegerField()
    employer = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "branch"], name="one_contribution_a_branch")]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.branch}"

    @property
    def total(self) -> int:
        return self.employee + self.employer


class WageLineQuerySet(models.QuerySet["WageLine"]):
    def of(self, insured: Insured) -> "WageLineQuerySet":
        """One person's career: one short range of the primary key."""
        return self.filter(insured_id=insured.pk)


class WageLine(models.Model):
    """Ligne de salaire / سطر الأجر: one person, one month, one employer. Amounts in centimes.

    Narrow, keyed by the insured person first, the key covering the row: a career is one short range of an index in
    each year. The other keys bear no foreign-key trigger: lines come in only through the one statement of `posting`,
    which takes each key from the register, and none is ever deleted (ADR 8). The table is made by a migration.
    """

    pk = models.CompositePrimaryKey("insured_id", "month", "declaration_id")
    insured = models.ForeignKey(Insured, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    month = models.DateField()
    declaration = models.ForeignKey(Declaration, models.DO_NOTHING, db_constraint=False, related_name="wage_lines")
    employer = models.ForeignKey(Employer, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    days = models.SmallIntegerField()
    situation = models.SmallIntegerField(choices=Situation.choices, default=Situation.WORKING)
    real = models.BigIntegerField()
    capped = models.IntegerField()

    objects = WageLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=0, days__lte=26), name="days_from_0_to_26"),
            models.CheckConstraint(condition=Q(capped__gte=0, capped__lte=F("real")), name="capped_wage_within_real"),
        ]

    def __str__(self) -> str:
        return f"{self.insured_id} {self.month} {self.days}"


class UnattachedLine(models.Model):
    """A declared line that waits for a registration number, or that never has one (occasional labour)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="unattached_lines")
    kind = models.CharField(max_length=12, choices=Unattached.choices)
    name = models.CharField(max_length=60, blank=True)
    cin = models.CharField(max_length=8, blank=True)
    days = models.SmallIntegerField()
    real = models.BigIntegerField()
    capped = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=0, days__lte=26), name="unattached_days_from_0_to_26"),
            models.CheckConstraint(condition=Q(capped__gte=0, capped__lte=F("real")), name="unattached_capped_in_real"),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.kind}"


class WageCorrectionQuerySet(models.QuerySet["WageCorrection"]):
    def awaited(self) -> "WageCorrectionQuerySet":
        return self.filter(settled_at=None)


class WageCorrection(models.Model):
    """Régularisation demandée / تصحيح مطلوب: what an employer must declare for a month that its employee contested.

    `days` and `real` (centimes) are what the month must hold in all; None leaves what was declared. Lines of wages come
    from declarations only: the one that brings what is missing settles it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="wage_correction")
    insured = models.ForeignKey(Insured, models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="wage_corrections")
    month = models.DateField()
    days = models.SmallIntegerField(null=True)
    real = models.BigIntegerField(null=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    due_on = models.DateField()
    late_told_at = models.DateTimeField(null=True)
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = WageCorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="corrected_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(days__isnull=False) | Q(real__isnull=False), name="a_correction_changes_something"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, declaration=None) | Q(settled_at__isnull=False, declaration__isnull=False),
                name="a_declaration_settles_a_correction",
            ),
            models.UniqueConstraint(
                fields=["insured", "employer", "month"],
                condition=Q(settled_at=None),
                name="one_correction_of_a_month_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["employer", "month"], name="corrections_awaited", condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return f"{self.insured_id} {self.employer_id} {self.month}"

    @property
    def period(self) -> Month:
        return Month.of(self.month)


class UploadQuerySet(models.QuerySet["Upload"]):
    def to_check(self, stuck_since: dt.datetime) -> "UploadQuerySet":
        """Those that no check holds: not accepted, not being checked unless the check died before that moment."""
        dead = Q(state=UploadState.CHECKING, taken_at__lt=stuck_since)
        return self.filter(dead | ~Q(state__in=[UploadState.CHECKING, UploadState.ACCEPTED]))


class Upload(models.Model):
    """Fichier déposé / ملف مودَع: kept as it came, with what its check found."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.FILE)
    file_name = models.CharField(max_length=120)
    document = models.CharField(max_length=120)
    size = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.RECEIVED)
    bytes_checked = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    report = models.JSONField(null=True)
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="uploads")

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employer", "fingerprint"], name="one_upload_of_the_same_bytes")]
        indexes = [models.Index(fields=["employer", "-received_at"], name="uploads_of_a_company")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def settled(self) -> bool:
        """Nothing more happens to it by itself."""
        return self.state in {UploadState.ACCEPTED, UploadState.REFUSED, UploadState.FAILED}


class Draft(models.Model):
    """Brouillon de saisie / مسودة: a declaration being typed; nothing of it counts before it is sent."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="drafts")
    month = models.DateField()
    lines = models.JSONField(default=list)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employer", "month"], name="one_draft_a_month")]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.month}"
