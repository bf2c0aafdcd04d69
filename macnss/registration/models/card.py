"""Carte CNSS / بطاقة الصندوق: ordered, printed, at the agency, handed over."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from macnss.cases.models import Case
from macnss.identity.models import Office
from macnss.insured.models import Insured
from macnss.registration.enums import CardReason, CardState

ON_THE_WAY = (CardState.ORDERED, CardState.PRINTED, CardState.AT_AGENCY)
REMINDERS = 2  # of somebody whose card waits at the agency


class CardQuerySet(models.QuerySet["Card"]):
    def in_force(self) -> "CardQuerySet":
        return self.exclude(state=CardState.CANCELLED)

    def at_offices(self, offices: Collection[Office]) -> "CardQuerySet":
        """Those that one of these offices hands over."""
        return self.filter(office__in=offices)

    def to_remind(self, since: dt.datetime) -> "CardQuerySet":
        """Those at the agency whose owner was told before this moment, and not yet reminded twice."""
        last = Coalesce("reminded_at", "arrived_at")
        return self.filter(state=CardState.AT_AGENCY, reminders__lt=REMINDERS).alias(last=last).filter(last__lte=since)

    def uncollected(self, since: dt.datetime) -> "CardQuerySet":
        """Those whose owner was reminded for the last time before this moment, and did not come."""
        return self.filter(state=CardState.AT_AGENCY, reminders__gte=REMINDERS, reminded_at__lte=since)


class Card(models.Model):
    """Carte CNSS / بطاقة الصندوق of an insured person: one in force at a time, each with its rank among theirs.

    `photo` names the portrait, sealed in the document store among the papers of the case; empty when none was given.
    `case` is the request whose acceptance ordered it; `reminders` counts those written to its owner since it arrived.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    insured = models.ForeignKey(Insured, models.PROTECT, related_name="cards")
    rank = models.SmallIntegerField()
    reason = models.CharField(max_length=8, choices=CardReason.choices)
    state = models.CharField(max_length=12, choices=CardState.choices, default=CardState.ORDERED)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    photo = models.CharField(max_length=120, blank=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    printed_at = models.DateTimeField(null=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["insured"], condition=~Q(state="cancelled"), name="one_card_in_force_a_person"
            ),
            models.UniqueConstraint(fields=["insured", "rank"], name="one_card_of_a_rank"),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | Q(state="ordered", cancelled_at=None, printed_at=None)
                | Q(state="printed", cancelled_at=None, printed_at__isnull=False, arrived_at=None)
                | Q(state="at_agency", cancelled_at=None, arrived_at__isnull=False, handed_at=None)
                | Q(state="handed_over", cancelled_at=None, handed_at__isnull=False),
                name="a_card_has_the_day_of_its_state",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "id"], name="cards_of_an_office"),
            models.Index(fields=["state", "id"], name="cards_on_the_way", condition=Q(state__in=ON_THE_WAY)),
        ]

    def __str__(self) -> str:
        return f"{self.insured_id} card {self.rank}"

    @property
    def reached_on(self) -> dt.datetime:
        """When it came to where it stands."""
        return self.cancelled_at or self.handed_at or self.arrived_at or self.printed_at or self.ordered_at
