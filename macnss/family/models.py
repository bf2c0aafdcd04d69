"""Membre de la famille / فرد من الأسرة, the certificates of a child, and the events that made them what they are.

Nothing is erased: somebody who leaves a family has a last day and a reason.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import get_language_bidi

from macnss.cases.models import Case
from macnss.family import rules
from macnss.family.enums import Attested, Custody, Departure, EventKind, MemberKind, Origin
from macnss.insured.enums import IdentityDocument, Sex
from macnss.insured.models import Insured
from macnss.kernel.db import inclusive_period
from macnss.kernel.numbers.identifiers import mask
from macnss.kernel.secrets import digest, seal, unseal

_PURPOSE = "family document"


def document_digest(number: str) -> bytes:
    """Under which the same document is recognised in two families, without being kept."""
    return digest(number, _PURPOSE)


def sealed_document(number: str) -> bytes:
    return seal(number, _PURPOSE) if number else b""


class MemberQuerySet(models.QuerySet["Member"]):
    def of(self, insured: Insured) -> "MemberQuerySet":
        """The family of this person, spouses first, then children by age, with their certificates: two queries."""
        latest = Certificate.objects.order_by("-since")
        return (
            self.filter(insured=insured)
            .prefetch_related(Prefetch("certificates", queryset=latest))
            .order_by("-kind", "birth_date", "pk")
        )

    def still_there(self) -> "MemberQuerySet":
        return self.filter(until=None)

    def spouses(self) -> "MemberQuerySet":
        return self.filter(kind=MemberKind.SPOUSE)

    def children(self) -> "MemberQuerySet":
        return self.filter(kind=MemberKind.CHILD)


class Member(models.Model):
    """Conjoint, enfant / زوج، طفل of an insured person. The number of the document is sealed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    insured = models.ForeignKey(Insured, models.PROTECT, related_name="family")
    kind = models.CharField(max_length=6, choices=MemberKind.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    last_name = models.CharField(max_length=30)
    first_name = models.CharField(max_length=30)
    last_name_ar = models.CharField(max_length=40, blank=True)
    first_name_ar = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices)
    birth_date = models.DateField()
    document = models.CharField(max_length=10, choices=IdentityDocument.choices, blank=True)
    document_sealed = models.BinaryField(default=b"")
    document_digest = models.BinaryField(max_length=32, null=True)
    other_parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="their_children")
    other_parent_name = models.CharField(max_length=80, blank=True)
    other_parent_insured = models.BooleanField(default=False)
    has_own_cover = models.BooleanField(default=False)
    custody = models.CharField(max_length=5, choices=Custody.choices, blank=True)
    disabled_since = models.DateField(null=True)
    stable_income = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)
    left_by = models.CharField(max_length=8, choices=Departure.choices, blank=True)
    recorded_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None, left_by="") | (Q(until__gte=F("since")) & ~Q(left_by="")),
                name="who_leaves_a_family_has_a_day_and_a_reason",
            ),
            models.CheckConstraint(condition=Q(since__gte=F("birth_date")), name="nobody_joins_a_family_before_birth"),
            models.CheckConstraint(
                condition=Q(kind=MemberKind.SPOUSE, origin=Origin.MARRIAGE)
                | (Q(kind=MemberKind.CHILD) & ~Q(origin=Origin.MARRIAGE)),
                name="a_spouse_comes_by_marriage",
            ),
            models.CheckConstraint(
                condition=Q(kind=MemberKind.SPOUSE) | ~Q(left_by=Departure.DIVORCE), name="children_do_not_divorce"
            ),
            models.UniqueConstraint(
                fields=["insured", "last_name", "first_name", "birth_date"],
                condition=Q(kind=MemberKind.CHILD),
                name="a_child_once_in_a_family",
            ),
            ExclusionConstraint(
                name="a_marriage_once_at_a_time",
                expressions=[
                    ("insured", RangeOperators.EQUAL),
                    ("last_name", RangeOperators.EQUAL),
                    ("first_name", RangeOperators.EQUAL),
                    ("birth_date", RangeOperators.EQUAL),
                    (inclusive_period("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=MemberKind.SPOUSE),
            ),
        ]
        indexes = [
            models.Index(fields=["birth_date", "last_name", "first_name"], name="members_by_who_they_are"),
            models.Index(fields=["document_digest"], name="members_by_document"),
        ]

    def __str__(self) -> str:
        """The name in the script of the page, when we have it."""
        return (get_language_bidi() and self.name_ar) or f"{self.first_name} {self.last_name}"

    @property
    def name_ar(self) -> str:
        return f"{self.first_name_ar} {self.last_name_ar}".strip()

    @property
    def document_number(self) -> str:
        return str(unseal(self.document_sealed, _PURPOSE)) if self.document_sealed else ""

    @property
    def masked_document(self) -> str:
        return mask(self.document_number)

    @property
    def is_child(self) -> bool:
        return self.kind == MemberKind.CHILD

    @property
    def as_child(self) -> rules.Child:
        """The child as the rules see it; its certificates are those already read."""
        return rules.Child(
            birth_date=self.birth_date,
            since=self.since,
            until=self.until,
            disabled_since=self.disabled_since,
            stable_income=self.stable_income,
            certificates=tuple(each.as_rule for each in self.certificates.all()),
        )


class Certificate(models.Model):
    """Certificat de scolarité / شهادة مدرسية: what a child studies, for one school year."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="certificates")
    attests = models.CharField(max_length=10, choices=Attested.choices)
    school = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_certificate_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_certificate_at_a_time",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    (inclusive_period("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.attests} {self.since:%Y}"

    @property
    def as_rule(self) -> rules.Certificate:
        return rules.Certificate(rules.Studies(self.attests), self.since, self.until)

    def ends_within(self, on: dt.date, days: int) -> bool:
        return on <= self.until <= on + dt.timedelta(days=days)


class FamilyEvent(models.Model):
    """Événement familial / حدث عائلي: what happened, on which day, from when it counts. Never rewritten."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    happened_on = models.DateField()
    effect_on = models.DateField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.happened_on}"
