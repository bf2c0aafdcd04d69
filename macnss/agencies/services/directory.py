"""The list of agencies: loaded from a file, closed on some days. See docs/howto/load-the-agencies.md."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.agencies.enums import Region, Service
from macnss.agencies.models import Agency, Appointment, Closure, OpeningHours
from macnss.agencies.queries import moment
from macnss.agencies.services import messages
from macnss.agencies.services.appointments import held_agency
from macnss.agencies.services.freeing import free, free_unreceived
from macnss.audit import services as audit
from macnss.identity.models import Account, Office
from macnss.identity.services import agents
from macnss.kernel.errors import DomainError

LISTED = audit.action("agency.listed", _("An agency was entered in the list, or its entry changed."))
SHUT = audit.action("agency.shut", _("An agency is closed on some days."))
DEMONSTRATION = Path(__file__).parents[1] / "data" / "demonstration.csv"
_SPELL = re.compile(r"([1-7])(?:-([1-7]))? (\d\d:\d\d)-(\d\d:\d\d)")
N = TypeVar("N", int, Decimal)


class UnreadableRow(DomainError):
    code = "unreadable-row"
    message = _("Line %(line)s of the list of agencies: “%(column)s” is missing or is not written as it should be.")


@dataclass(frozen=True, slots=True)
class Hours:
    weekday: int
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list, as it was read."""

    code: str
    name: str
    name_ar: str
    town: str
    region: Region
    address: str
    address_ar: str
    phone: str
    latitude: Decimal
    longitude: Decimal
    services: tuple[Service, ...]
    hours: tuple[Hours, ...]
    minutes: int
    counters: int


def read(path: Path) -> list[Entry]:
    """The list of agencies of a CSV file. Raises UnreadableRow."""
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return [_entry(row, line) for line, row in enumerate(csv.DictReader(rows), start=2)]


@transaction.atomic
def load(
    *, entries: Iterable[Entry], by: Account | None, now: dt.datetime, is_demonstration: bool = False
) -> list[Agency]:
    """Enter agencies, or bring their entries up to date; those that the file does not name stay as they are.

    Whoever is expected when, or for what, one of them no longer receives is told.
    """
    return [_list(entry, by=by, now=now, is_demonstration=is_demonstration) for entry in entries]


@transaction.atomic
def close(
    *, agency: Agency, since: dt.date, until: dt.date, reason: str, reason_ar: str, by: Account | None, now: dt.datetime
) -> int:
    """Close an agency from one day to another: whoever was expected is told. Returns how many were."""
    held = held_agency(agency.pk)
    said = {"until": until, "reason_fr": reason, "reason_ar": reason_ar}
    closure, _made = Closure.objects.update_or_create(agency=held, since=since, defaults=said)
    audit.record(SHUT, closure, by=by, at=now, office=held.office.code, since=since, until=until)
    last = moment(until + dt.timedelta(days=1), dt.time.min)
    expected = Appointment.objects.filter(agency=held).between(moment(since, dt.time.min), last)
    return free(expected=expected, message=messages.CLOSED, by=by, now=now)


def read_closures(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


@transaction.atomic
def close_all(*, rows: Iterable[Mapping[str, str]], by: Account | None, now: dt.datetime) -> int:
    """The closures of a CSV file; an empty code closes every agency. Raises UnreadableRow. Returns how many."""
    count, today = 0, timezone.localdate(now)
    for line, row in enumerate(rows, start=2):
        since, until = _day(row, "since", line), _day(row, "until", line)
        words = {column: _words(row, column, line) for column in ("reason", "reason_ar")}
        if until < since:
            raise UnreadableRow(line=line, column="until")
        for agency in _named(row, line) if until >= today else ():
            close(agency=agency, since=since, until=until, by=by, now=now, **words)
            count += 1
    return count


def _list(entry: Entry, *, by: Account | None, now: dt.datetime, is_demonstration: bool) -> Agency:
    names = {"name": entry.name, "name_ar": entry.name_ar, "town": entry.town}
    office = Office.objects.filter(code=entry.code).first()
    office = office or agents.open_office(code=entry.code, by=by, now=now, **names)
    said = {
        name: getattr(entry, name)
        for name in ("region", "address", "address_ar", "phone", "latitude", "longitude", "minutes", "counters")
    }
    said |= {"services": list(entry.services), "is_demonstration": is_demonstration, "updated_at": now}
    before = Agency.objects.select_for_update(no_key=True).filter(office=office).first()
    agency, _made = Agency.objects.update_or_create(office=office, defaults=said)
    agency.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(agency=agency, weekday=each.weekday, opens=each.opens, closes=each.closes) for each in entry.hours
    )
    audit.record(LISTED, agency, by=by, at=now, office=entry.code)
    if before:
        free_unreceived(agency=agency, minutes=before.minutes, by=by, now=now)
    return agency


def _named(row: Mapping[str, str], line: int) -> list[Agency]:
    """The agency of that code; every one of them when it is empty."""
    if "code" not in row:
        raise UnreadableRow(line=line, column="code")
    agencies = Agency.objects.select_related("office").order_by("office__code")
    code = (row["code"] or "").strip()
    if code and not agencies.filter(office__code=code).exists():
        raise UnreadableRow(line=line, column="code")
    return list(agencies.filter(office__code=code) if code else agencies)


def _entry(row: Mapping[str, str], line: int) -> Entry:
    def of(column: str) -> str:
        return _words(row, column, line)

    try:
        column = "services"
        services = tuple(Service(each.strip()) for each in of("services").split(";"))
        column = "region"
        region = Region(of("region"))
        column = "latitude"
        latitude = _within(Decimal(of("latitude")), -90, 90)
        column = "longitude"
        longitude = _within(Decimal(of("longitude")), -180, 180)
        column = "hours"
        hours = spans_of(of("hours").split(";"))
        column = "minutes"
        minutes = _within(int(of("minutes")), 1, 999)
        column = "counters"
        counters = _within(int(of("counters")), 0, 999)
    except (ValueError, InvalidOperation) as error:
        raise UnreadableRow(line=line, column=column) from error
    return Entry(
        code=of("code"),
        name=of("name"),
        name_ar=of("name_ar"),
        town=of("town").upper(),
        region=region,
        address=of("address"),
        address_ar=of("address_ar"),
        phone=(row.get("phone") or "").strip(),
        latitude=latitude,
        longitude=longitude,
        services=services,
        hours=hours,
        minutes=minutes,
        counters=counters,
    )


def spans_of(parts: Iterable[str]) -> tuple[Hours, ...]:
    """The opening hours of parts like `1-4 08:30-16:30`, none inside another. Raises ValueError."""
    spans = tuple(each for part in parts if part.strip() for each in _hours(part.strip()))
    in_order = sorted(spans, key=lambda each: (each.weekday, each.opens))
    if any(one.weekday == then.weekday and then.opens < one.closes for one, then in pairwise(in_order)):
        raise ValueError(parts)
    return spans


def _within(figure: N, least: int, most: int) -> N:
    if not least <= figure <= most:
        raise ValueError(figure)
    return figure


def _hours(part: str) -> list[Hours]:
    """`1-4 08:30-16:30`: Monday to Thursday."""
    if not (read := _SPELL.fullmatch(part)):
        raise ValueError(part)
    first, last = int(read[1]), int(read[2] or read[1])
    opens, closes = dt.time.fromisoformat(read[3]), dt.time.fromisoformat(read[4])
    if last < first or closes <= opens:
        raise ValueError(part)
    return [Hours(day - 1, opens, closes) for day in range(first, last + 1)]


def _words(row: Mapping[str, str], column: str, line: int) -> str:
    if not (value := (row.get(column) or "").strip()):
        raise UnreadableRow(line=line, column=column)
    return value


def _day(row: Mapping[str, str], column: str, line: int) -> dt.date:
    try:
        return dt.date.fromisoformat(row[column])
    except (KeyError, ValueError) as error:
        raise UnreadableRow(line=line, column=column) from error
