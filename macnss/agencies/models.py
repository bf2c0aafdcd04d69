"""Agence / وكالة, its hours and its closures; rendez-vous / موعد."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from macnss.agencies.enums import AppointmentState, Region, Service
from macnss.agencies.rules import Shut, Spell, Timetable
from macnss.identity.models import Office
from macnss.lawbook.texts import Text


class AgencyQuerySet(models.QuerySet["Agency"]):
    def with_hours(self) -> "AgencyQuerySet":
        """With all that their pages show: three queries, whatever their number."""
        return self.select_related("office").prefetch_related("hours", "closures").order_by("office__code")


class Agency(models.Model):
    """Agence / وكالة: an office of the fund that receives people.

    `counters` people are received at a time by appointment, `minutes` each. `is_demonstration` marks an invented one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.OneToOneField(Office, models.PROTECT, related_name="agency")
    region = models.CharField(max_length=30, choices=Region.choices)
    address = models.CharField(max_length=160)
    address_ar = models.CharField(max_length=160)
    phone = models.CharField(max_length=20, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    services = ArrayField(models.CharField(max_length=20, choices=Service.choices))
    minutes = models.PositiveSmallIntegerField()
    counters = models.PositiveSmallIntegerField()
    is_demonstration = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    objects = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, counters__gte=0), name="an_appointment_takes_time"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="an_agency_is_on_the_globe"
            ),
        ]

    def __str__(self) -> str:
        return str(self.office)

    @property
    def where(self) -> Text:
        """The address in both languages."""
        return Text(self.address, self.address_ar)

    @property
    def timetable(self) -> Timetable:
        """Its hours and its closures, as `with_hours` brought them."""
        return Timetable(
            tuple(Spell(each.weekday, each.opens, each.closes) for each in self.hours.all()),
            tuple(Shut(each.since, each.until, each.reason) for each in self.closures.all()),
        )

    @property
    def offers(self) -> list[Service]:
        return [service for service in Service if service in self.services]

    @property
    def geo(self) -> str:
        """An address that the map of the telephone opens, whichever it is: no outside service is asked."""
        place = f"{self.latitude},{self.longitude}"
        return f"geo:{place}?q={place}"


class OpeningHours(models.Model):
    """Horaires / أوقات العمل of a day of the week, Monday being 0."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "weekday", "opens"], name="an_agency_opens_once_at_a_time"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_day_of_the_week"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="an_agency_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.weekday} {self.opens}-{self.closes}"


class Closure(models.Model):
    """Fermeture / إغلاق: days on which an agency does not open, both included."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="closures")
    since = models.DateField()
    until = models.DateField()
    reason_fr = models.CharField(max_length=120)
    reason_ar = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_closure_ends_after_it_begins"),
            models.UniqueConstraint(fields=["agency", "since"], name="one_closure_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.since}-{self.until}"

    @property
    def reason(self) -> Text:
        return Text(self.reason_fr, self.reason_ar)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def booked(self) -> "AppointmentQuerySet":
        return self.filter(state=AppointmentState.BOOKED)

    def holding(self) -> "AppointmentQuerySet":
        """Those that take a place, kept or not."""
        return self.exclude(state=AppointmentState.CANCELLED)

    def between(self, start: dt.datetime, end: dt.datetime) -> "AppointmentQuerySet":
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class Appointment(models.Model):
    """Rendez-vous / موعد of an account at an agency. `place` is its counter there; `code` is said at the door."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start_key = models.UUIDField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="appointments")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=20, choices=Service.choices)
    starts_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=6)
    state = models.CharField(max_length=10, choices=AppointmentState.choices, default=AppointmentState.BOOKED)
    booked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "starts_at", "place"],
                condition=~Q(state="cancelled"),
                name="one_person_at_a_counter_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["account", "subject"], condition=Q(state="booked"), name="one_appointment_of_a_subject"
            ),
            models.UniqueConstraint(fields=["code"], condition=Q(state="booked"), name="one_appointment_of_a_code"),
            models.UniqueConstraint(fields=["account", "start_key"], name="one_appointment_of_a_form"),
        ]
        indexes = [
            models.Index(fields=["account", "-starts_at"], name="appointments_of_an_account"),
            models.Index(fields=["starts_at"], name="appointments_to_come", condition=Q(state="booked")),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_booked(self) -> bool:
        return self.state == AppointmentState.BOOKED
