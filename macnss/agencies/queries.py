"""Where one may go, when there is room, who comes today."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from macnss.agencies.enums import Service
from macnss.agencies.geography import Place
from macnss.agencies.models import Agency, Appointment, AppointmentQuerySet
from macnss.agencies.rules import Standing
from macnss.identity.models import Account, Office
from macnss.lawbook.book import Law

SIGHT = 14  # days within which the next opening is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """One agency of a search: whether it is open, how far it is if one said from where."""

    agency: Agency
    standing: Standing
    km: int | None

    @property
    def place(self) -> Place:
        return place_of(self.agency)


def find(
    *,
    now: dt.datetime,
    near: Place | None = None,
    service: str = "",
    region: str = "",
    only_open: bool = False,
) -> list[Found]:
    """The agencies that suit, the nearest first where one said from where. Three queries."""
    wanted = Agency.objects.with_hours()
    if service:
        wanted = wanted.filter(services__contains=[service])
    if region:
        wanted = wanted.filter(region=region)
    found = [found_of(agency, now, near) for agency in wanted]
    found = [each for each in found if each.standing.is_open or not only_open]
    return sorted(found, key=lambda each: each.km) if near else found  # type: ignore[arg-type, return-value]


def found_of(agency: Agency, now: dt.datetime, near: Place | None = None) -> Found:
    standing = agency.timetable.standing(timezone.localtime(now).replace(tzinfo=None), SIGHT)
    return Found(agency, standing, near.km_to(place_of(agency)) if near else None)


def place_of(agency: Agency) -> Place:
    return Place(float(agency.latitude), float(agency.longitude))


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which one may come, and how many places are left."""

    day: dt.date
    free: int


@dataclass(frozen=True, slots=True)
class Time:
    """A moment at which one may come, and how many places are left."""

    at: dt.datetime
    free: int

    @property
    def value(self) -> str:
        """As an address carries it."""
        return self.at.isoformat()


def days_of(agency: Agency, now: dt.datetime) -> list[Day]:
    """The days to come on which that agency receives by appointment, full ones included. One query."""
    first = timezone.localdate(now)
    days = [first + dt.timedelta(days=ahead) for ahead in range(horizon(first) + 1)]
    times = _times(agency, days, now)
    free: Counter[dt.date] = Counter()
    for time in times:
        free[timezone.localdate(time.at)] += time.free
    return [Day(day, count) for day, count in sorted(free.items())]


def times_of(agency: Agency, day: dt.date, now: dt.datetime) -> list[Time]:
    """The moments of a day at which that agency receives, full ones included; none too far or too soon."""
    first = timezone.localdate(now)
    if not first <= day <= first + dt.timedelta(days=horizon(first)):
        return []
    return _times(agency, [day], now)


def horizon(on: dt.date) -> int:
    """How many days ahead one may come."""
    return Law(on).count("service.appointment_days_ahead")


def earliest(now: dt.datetime) -> dt.datetime:
    """Before that moment it is too late to say that one comes."""
    return now + dt.timedelta(hours=Law(timezone.localdate(now)).count("service.appointment_notice_hours"))


def _times(agency: Agency, days: Sequence[dt.date], now: dt.datetime) -> list[Time]:
    timetable, soonest = agency.timetable, earliest(now)
    moments = [
        at for day in days for time in timetable.times_on(day, agency.minutes) if (at := moment(day, time)) >= soonest
    ]
    if not moments or not agency.counters:
        return []
    held = (
        Appointment.objects.holding().filter(agency=agency).between(moments[0], moments[-1] + dt.timedelta(minutes=1))
    )
    taken = Counter(held.values_list("starts_at", flat=True))
    return [Time(at, max(agency.counters - taken[at], 0)) for at in moments]


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That time of that day in Morocco."""
    return timezone.make_aware(dt.datetime.combine(day, time))


def appointments_of(account: Account) -> AppointmentQuerySet:
    """One person's appointments, the latest first."""
    mine = Appointment.objects.filter(account=account).select_related("agency__office")
    return mine.order_by("-starts_at")


def expected_on(day: dt.date, offices: Iterable[Office]) -> AppointmentQuerySet:
    """Who is expected on a day at these offices, in order; one query."""
    start = moment(day, dt.time.min)
    expected = Appointment.objects.holding().filter(agency__office__in=offices)
    expected = expected.between(start, moment(day + dt.timedelta(days=1), dt.time.min))
    return expected.select_related("agency__office", "account").order_by("starts_at", "place")


def services_offered() -> list[Service]:
    """What some agency receives people for."""
    offered = {service for services in Agency.objects.values_list("services", flat=True) for service in services}
    return [service for service in Service if service in offered]
