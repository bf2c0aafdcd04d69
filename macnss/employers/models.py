"""Affilié / المنخرط: the company that declares its employees."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from macnss.employers.enums import Function, InvitationState, LegalForm, Right, Sector
from macnss.identity.models import Account
from macnss.kernel.db import inclusive_period
from macnss.kernel.numbers.identifiers import AffiliationNumber

Text = str | Promise


class EmployerQuerySet(models.QuerySet["Employer"]):
    def of(self, account: Account, on: dt.date, right: Right | None = None) -> "EmployerQuerySet":
        """The companies for which this account acts on that day; with `right`, those for which it may do that."""
        mine = Membership.objects.in_force(on).filter(account=account)
        if right:
            mine = mine.filter(Q(function=Function.HEAD) | Q(rights__contains=[right]))
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
    ever_stopped: bool | None = None  # told by `membership_of`; None where nobody asked

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(affiliation_number__regex=r"^[0-9]{7}$"), name="affiliation_number_has_7_digits"
            ),
            models.UniqueConstraint(fields=["ice"], name="one_company_an_ice", condition=~Q(ice="")),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        return (language == "ar" and self.name_ar) or self.name

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


class StopQuerySet(models.QuerySet["Stop"]):
    def on(self, day: dt.date) -> "StopQuerySet":
        """Those that hold on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Stop(models.Model):
    """Cessation d'activité / التوقف عن النشاط: from one day to another, both included, or for good.

    No declaration is expected for a month that it covers wholly.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="stops")
    final = models.BooleanField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    objects = StopQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="stops_do_not_overlap",
                expressions=[
                    ("employer", RangeOperators.EQUAL),
                    (inclusive_period("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="a_stop_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.since} → {self.until or '…'}"

    def covers(self, first: dt.date, last: dt.date) -> bool:
        """Does it hold from the first to the last of these days?"""
        return self.since <= first and (self.until is None or self.until >= last)


def every_right() -> list[str]:
    return [right.value for right in Right]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: dt.date) -> "MembershipQuerySet":
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on, revoked_at=None)


class Membership(models.Model):
    """Mandat / تفويض: this person acts for that company, from one day to another, both included."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="memberships")
    function = models.CharField(max_length=12, choices=Function.choices)
    rights = ArrayField(models.CharField(max_length=12, choices=Right.choices), default=every_right)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

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
                condition=Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.employer_id}"

    @property
    def is_head(self) -> bool:
        return self.function == Function.HEAD

    @property
    def all_rights(self) -> frozenset[Right]:
        """What it lets its holder do: everything, for the head."""
        return frozenset(Right) if self.is_head else frozenset(map(Right, self.rights))

    @property
    def rights_in_words(self) -> list[Text]:
        return [right.label for right in Right if right in self.all_rights]

    def is_over(self, on: dt.date) -> bool:
        return self.revoked_at is not None or (self.until is not None and self.until < on)


class Invitation(models.Model):
    """Invitation à agir / دعوة للتصرف باسم المقاولة: sent to an e-mail address, accepted by whoever holds its secret.

    The person accepts with an account of their own, old or new: nobody receives somebody else's password.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=12, choices=Function.choices)
    rights = ArrayField(models.CharField(max_length=12, choices=Right.choices))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    digest = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "email"], condition=Q(state="sent"), name="one_invitation_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} → {self.employer_id}"

    @property
    def rights_in_words(self) -> list[Text]:
        return [right.label for right in Right if right in self.rights]

    def is_open(self, now: dt.datetime, on: dt.date) -> bool:
        """Can it still be answered?"""
        waits = self.state == InvitationState.SENT and self.expires_at > now
        return waits and (self.until is None or self.until >= on)
