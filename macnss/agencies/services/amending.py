"""An agency's entry in the list changes, or a closure is taken back. Two persons decide it: see the reference data."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.agencies.models import Agency, Closure, OpeningHours
from macnss.agencies.services.appointments import held_agency
from macnss.agencies.services.directory import LISTED, Hours, spans_of
from macnss.agencies.services.freeing import free_unreceived
from macnss.audit import services as audit
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError

REOPENED = audit.action("agency.reopened", _("A closure of an agency was taken back."))


class UnreadableHours(DomainError):
    code = "unreadable-hours"
    message = _("Write a line for each span, like 1-4 08:30-16:30: days, then hours, never two at the same time.")


def hours_of(written: str) -> tuple[Hours, ...]:
    """The opening hours, as agents write them, a span a line. Raises UnreadableHours."""
    try:
        hours = spans_of(written.splitlines())
    except ValueError:
        raise UnreadableHours from None
    if not hours:
        raise UnreadableHours
    return hours


def hours_written(agency: Agency) -> str:
    """The opening hours of an agency, as `hours_of` reads them: alike days that follow one another share a line."""
    spans = sorted(agency.hours.all(), key=lambda each: (each.opens, each.closes, each.weekday))
    lines: list[tuple[int, str]] = []
    for (opens, closes), alike in groupby(spans, key=lambda each: (each.opens, each.closes)):
        days = [each.weekday + 1 for each in alike]
        lines += [(first, f"{_days(first, last)} {opens:%H:%M}-{closes:%H:%M}") for first, last in _runs(days)]
    return "\n".join(line for _first, line in sorted(lines))


@transaction.atomic
def amend(
    *,
    agency: Agency,
    address_fr: str,
    address_ar: str,
    phone: str,
    services: Sequence[str],
    hours: str,
    minutes: int,
    counters: int,
    by: Account,
    now: dt.datetime,
) -> Agency:
    """Change what an agency says of itself; whoever it no longer receives is told. Raises UnreadableHours."""
    spans = hours_of(hours)
    held = held_agency(agency.pk)
    promised = held.minutes
    held.address, held.address_ar, held.phone = address_fr, address_ar, phone
    held.services, held.minutes, held.counters, held.updated_at = list(services), minutes, counters, now
    held.save()
    held.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(agency=held, weekday=each.weekday, opens=each.opens, closes=each.closes) for each in spans
    )
    audit.record(LISTED, held, by=by, at=now, office=held.office.code)
    free_unreceived(agency=held, minutes=promised, by=by, now=now)
    return held


@transaction.atomic
def reopen(*, closure: Closure, by: Account, now: dt.datetime) -> None:
    """Take a closure back. Appointments that were cancelled for it stay so: people were told."""
    held, since, until = held_agency(closure.agency_id), closure.since, closure.until
    audit.record(REOPENED, closure, by=by, at=now, office=held.office.code, since=since, until=until)
    closure.delete()


def _days(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """1 2 3 5 as (1, 3), (5, 5)."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
