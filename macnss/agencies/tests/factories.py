"""Agencies of the stories, and who goes there. All of them are invented."""

import datetime as dt
import uuid
from decimal import Decimal

from macnss.agencies.enums import Region, Service
from macnss.agencies.models import Agency, Appointment
from macnss.agencies.queries import moment
from macnss.agencies.services import appointments, directory
from macnss.agencies.services.directory import Entry, Hours
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW

TUESDAY = dt.date(2026, 11, 24)
HOURS = tuple(Hours(day, dt.time(8, 30), dt.time(16, 30)) for day in range(5))


def fes(**other: object) -> Agency:
    """The agency of most stories: two people at a time, twenty minutes each, Monday to Friday."""
    said: dict[str, object] = {
        "code": "10",
        "name": "AGENCE FES",
        "name_ar": "وكالة فاس",
        "town": "FES",
        "region": Region.FES,
        "address": "40 avenue de la Marche verte",
        "address_ar": "40 شارع المسيرة الخضراء",
        "phone": "0500000010",
        "latitude": Decimal("34.0331"),
        "longitude": Decimal("-5.0003"),
        "services": (Service.REGISTRATION, Service.FAMILY, Service.WAGES),
        "hours": HOURS,
        "minutes": 20,
        "counters": 2,
    }
    (made,) = directory.load(entries=[Entry(**{**said, **other})], by=None, now=NOW)  # type: ignore[arg-type]
    return Agency.objects.with_hours().get(pk=made.pk)


def tanger(**other: object) -> Agency:
    """Another agency, far from the first, open on Saturday mornings too."""
    hours = (*HOURS, Hours(5, dt.time(9), dt.time(12)))
    place = {"latitude": Decimal("35.7595"), "longitude": Decimal("-5.8340"), "region": Region.TANGER}
    names = {"code": "13", "name": "AGENCE TANGER", "name_ar": "وكالة طنجة", "town": "TANGER"}
    return fes(**{**names, **place, "hours": hours, "services": (Service.COMPLAINTS,), **other})


def at(hour: int, minute: int = 30, day: dt.date = TUESDAY) -> dt.datetime:
    return moment(day, dt.time(hour, minute))


def booked(
    agency: Agency, account: Account, starts_at: dt.datetime | None = None, subject: Service = Service.WAGES
) -> Appointment:
    """An appointment tomorrow at half past nine."""
    return appointments.book(
        agency=agency, subject=subject, starts_at=starts_at or at(9), start_key=uuid.uuid4(), by=account, now=NOW
    )
