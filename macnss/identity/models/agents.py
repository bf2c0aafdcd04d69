"""Agents of the fund: where they work, what they may do, and the second pair of eyes."""

import datetime as dt
import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language_bidi

from macnss.identity.enums import ProposalState, Role
from macnss.identity.models.accounts import Account
from macnss.kernel.db import inclusive_period


class Office(models.Model):
    """Agence / وكالة."""

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=80)
    name_ar = models.CharField(max_length=80)
    town = models.CharField(max_length=40)

    def __str__(self) -> str:
        """The name in the script of the page."""
        return self.name_ar if get_language_bidi() else self.name


class PostingQuerySet(models.QuerySet["Posting"]):
    def in_force(self, on: dt.date) -> "PostingQuerySet":
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on, ended_at=None)


class Posting(models.Model):
    """Affectation / تعيين: this agent holds that role at that office, from one day to another, both included."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    role = models.CharField(max_length=16, choices=Role.choices)
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # taken back before its last day

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="postings_do_not_overlap",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    (inclusive_period("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.role}"


class Proposal(models.Model):
    """Double validation / مصادقة مزدوجة: one agent proposes, another decides; never the same person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="a_second_person_decides"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None) | (~Q(state="proposed") & Q(decided_by__isnull=False)),
                name="a_decision_has_its_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Enrolment(models.Model):
    """Invitation à enregistrer une clé / دعوة لتسجيل مفتاح: the one-time address where an agent makes a passkey."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="enrolments")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.account_id} until {self.expires_at:%Y-%m-%d %H:%M}"
