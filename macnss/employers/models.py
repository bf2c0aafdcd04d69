"""Affilié / المنخرط: the company that declares its employees."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from macnss.employers.enums import Function, LegalForm, Sector
from macnss.identity.models import Account
from macnss.kernel.db import inclusive_period
from macnss.kernel.numbers.identifiers import AffiliationNumber


class EmployerQuerySet(models.QuerySet["Employer"]):
    def of(self, account: Account, on: dt.date) -> "EmployerQuerySet":
        """The companies for which this account acts on that day."""
        mine = Membership.objects.in_force(on).filter(account=account)
        return self.filter(pk__in=mine.values("employer"))


class Employer(models.Model):
    """Affilié / المنخرط."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    affiliation_number = models.CharField(max_length=7, unique=True)
    name = models.CharField(max_length=80)
    name_ar = models.CharField(max_length=80, blank=True)
    legal_form = models.CharField(max_length=12, choices=LegalForm.choices)
    ice = models.CharField(max_length=15, blank=True)
    trade_register = models.CharField(max_length=20, blank=True)
    tax_number = models.CharField(max_length=20, blank=True)
    sector = models.CharField(max_length=12, choices=Sector.choices)
    activity = models.CharField(max_length=80)
    address = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    agency_code = models.CharField(max_length=2, default="01")
    affiliated_on = models.DateField()
    has_own_medical_cover = models.BooleanField(default=False)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(affiliation_number__regex=r"^[0-9]{7}$"), name="affiliation_number_has_7_digits"
            ),
            models.UniqueConstraint(fields=["ice"], name="one_company_an_ice", condition=~Q(ice="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def affiliation(self) -> AffiliationNumber:
        return AffiliationNumber(self.affiliation_number)


class Establishment(models.Model):
    """Établissement / المؤسسة: a place where the company works."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="establishments")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=120)
    town = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: dt.date) -> "MembershipQuerySet":
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on)


class Membership(models.Model):
    """Mandat / تفويض: this person acts for that company, from one day to another, both included."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="memberships")
    function = models.CharField(max_length=12, choices=Function.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="memberships_do_not_overlap",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("employer", RangeOperators.EQUAL),
                    (inclusive_period("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.employer_id}"
