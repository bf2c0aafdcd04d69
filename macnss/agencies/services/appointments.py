"""Rendez-vous / المواعيد: booked, moved, cancelled, kept or missed. A place is given once."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.agencies.enums import AppointmentState, Service
from macnss.agencies.models import Agency, Appointment
from macnss.agencies.queries import moment, times_of
from macnss.agencies.services import messages
from macnss.audit import services as audit
from macnss.identity.models import Account
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import spoken_code

BOOKED = audit.action("appointment.booked", _("You made an appointment at an agency."))
MOVED = audit.action("appointment.moved", _("You moved an appointment at an agency."))
CANCELLED = audit.action("appointment.cancelled", _("An appointment at an agency was cancelled."))
CAME = audit.action("appointment.came", _("An agent noted that you came to your appointment."))
MISSED = audit.action("appointment.missed", _("It was noted that you did not come to your appointment."))


class NotFree(DomainError):
    code = "not-free"
    message = _("Somebody has just taken the last place at this time. Choose another time.")


class AlreadyExpected(DomainError):
    code = "already-expected"
    message = _("You already have an appointment for this. Move it or cancel it first.")


class NotReceived(DomainError):
    code = "not-received"
    message = _("This agency does not receive people for this. Choose another agency.")


class AppointmentOver(DomainError):
    code = "appointment-over"
    message = _("This appointment is over or cancelled: nothing changes in it any more.")


class _PlaceTaken(DomainError):
    code = "place-taken"


class _CodeTaken(DomainError):
    code = "code-taken"


class _SameForm(DomainError):
    code = "same-form"


@transaction.atomic
def book(
    *, agency: Agency, subject: Service, starts_at: dt.datetime, start_key: UUID, by: Account, now: dt.datetime
) -> Appointment:
    """Take a place at an agency. The same `start_key` is the same appointment.

    Raises NotFree, NotReceived, AlreadyExpected.
    """
    agency = held_agency(agency.pk)
    if said := Appointment.objects.filter(account=by, start_key=start_key).first():
        return said
    if subject not in agency.services:
        raise NotReceived
    settle_past(now=now, account=by)
    appointment = Appointment(agency=agency, account=by, subject=subject, start_key=start_key, booked_at=now)
    try:
        with (
            broken_promise("one_appointment_of_a_subject", means=AlreadyExpected),
            broken_promise("one_appointment_of_a_form", means=_SameForm),
        ):
            _take_place(appointment, starts_at, now)
    except _SameForm:
        return Appointment.objects.get(account=by, start_key=start_key)
    audit.record(BOOKED, appointment, by=by, at=now, account=by.pk)
    messages.tell(messages.BOOKED, appointment=appointment, now=now)
    return appointment


@transaction.atomic
def move(*, appointment: Appointment, starts_at: dt.datetime, by: Account, now: dt.datetime) -> Appointment:
    """Come at another time, to the same agency. Raises NotFree, AppointmentOver."""
    agency = held_agency(appointment.agency_id)
    held = _booked(appointment, now)
    if held.starts_at == starts_at:
        return held
    held.agency, held.reminded_at = agency, None
    _take_place(held, starts_at, now)
    audit.record(MOVED, held, by=by, at=now, account=held.account_id)
    messages.tell(messages.MOVED, appointment=held, now=now)
    return held


@transaction.atomic
def cancel(*, appointment: Appointment, by: Account, now: dt.datetime) -> Appointment:
    """Give the place back. Raises AppointmentOver."""
    held = _booked(appointment, now)
    _settle(held, AppointmentState.CANCELLED, by, now)
    audit.record(CANCELLED, held, by=by, at=now, account=held.account_id)
    return held


@transaction.atomic
def note_arrival(*, appointment: Appointment, by: Account, now: dt.datetime) -> Appointment:
    """The person is there. Noted twice is noted once; whoever was noted as missing may come late that day.

    Raises AppointmentOver.
    """
    held = _of_today(appointment, now, AppointmentState.BOOKED, AppointmentState.CAME, AppointmentState.MISSED)
    if held.state != AppointmentState.CAME:
        _settle(held, AppointmentState.CAME, by, now)
        audit.record(CAME, held, by=by, at=now, account=held.account_id)
    return held


@transaction.atomic
def note_absence(*, appointment: Appointment, by: Account, now: dt.datetime) -> Appointment:
    """The person did not come at the time that was said. Raises AppointmentOver."""
    held = _of_today(appointment, now, AppointmentState.BOOKED)
    if held.starts_at > now:
        raise AppointmentOver
    _settle(held, AppointmentState.MISSED, by, now)
    audit.record(MISSED, held, by=by, at=now, account=held.account_id)
    return held


@transaction.atomic
def settle_past(*, now: dt.datetime, account: Account | None = None) -> int:
    """Appointments of the days before that nobody noted: they were missed. Returns how many."""
    over = Appointment.objects.booked().filter(starts_at__lt=moment(timezone.localdate(now), dt.time.min))
    if account:
        over = over.filter(account=account)
    missed = list(over.select_for_update().order_by("pk"))
    for each in missed:
        _settle(each, AppointmentState.MISSED, None, now)
        audit.record(MISSED, each, by=None, at=now, account=each.account_id)
    return len(missed)


def held_agency(agency: int) -> Agency:
    """An agency as it stands, held until the end of the transaction: its hours and its places change one at a time.

    It is held before any appointment: acts that hold both never wait for each other.
    """
    return Agency.objects.with_hours().select_for_update(of=("self",), no_key=True).get(pk=agency)


def remind(*, now: dt.datetime) -> int:
    """Write to those who are expected tomorrow and booked before today, each once. Returns how many."""
    today = timezone.localdate(now)
    first, last = (moment(today + dt.timedelta(days=ahead), dt.time.min) for ahead in (1, 2))
    waiting = Appointment.objects.booked().between(first, last)
    waiting = waiting.filter(reminded_at=None, booked_at__lt=moment(today, dt.time.min))
    return sum(_remind(each, now) for each in waiting.values_list("pk", flat=True))


@transaction.atomic
def _remind(appointment: int, now: dt.datetime) -> bool:
    free = Appointment.objects.booked().filter(pk=appointment, reminded_at=None)
    held = free.select_for_update(of=("self",), skip_locked=True).select_related("agency__office", "account").first()
    if held is None:
        return False
    held.reminded_at = now
    held.save(update_fields=["reminded_at"])
    messages.tell(messages.REMINDER, appointment=held, now=now)
    return True


def _take_place(appointment: Appointment, starts_at: dt.datetime, now: dt.datetime) -> None:
    """Save it at the first counter that is free then; whoever comes second takes the next. Raises NotFree."""
    agency = appointment.agency
    if starts_at not in [time.at for time in times_of(agency, timezone.localdate(starts_at), now)]:
        raise NotFree
    appointment.starts_at = starts_at
    for place in range(1, agency.counters + 1):
        held = Appointment.objects.holding().filter(agency=agency, starts_at=starts_at, place=place)
        if held.exists():
            continue
        appointment.place = place
        try:
            _save(appointment)
        except _PlaceTaken:
            continue
        return
    raise NotFree


def _save(appointment: Appointment) -> None:
    """Save it under a code that no other open appointment bears. Raises _PlaceTaken."""
    while True:
        appointment.code = appointment.code or spoken_code(6)
        try:
            with (
                broken_promise("one_person_at_a_counter_at_a_time", means=_PlaceTaken),
                broken_promise("one_appointment_of_a_code", means=_CodeTaken),
            ):
                appointment.save()
        except _CodeTaken:
            appointment.code = ""
        else:
            return


def _booked(appointment: Appointment, now: dt.datetime) -> Appointment:
    """It, held, still to come. Raises AppointmentOver."""
    held = _held(appointment)
    if held.state != AppointmentState.BOOKED or held.starts_at <= now:
        raise AppointmentOver
    return held


def _of_today(appointment: Appointment, now: dt.datetime, *states: AppointmentState) -> Appointment:
    held = _held(appointment)
    if held.state not in states or timezone.localdate(held.starts_at) != timezone.localdate(now):
        raise AppointmentOver
    return held


def _held(appointment: Appointment) -> Appointment:
    found = Appointment.objects.select_for_update(of=("self",)).select_related("agency__office", "account")
    return found.get(pk=appointment.pk)


def _settle(appointment: Appointment, state: AppointmentState, by: Account | None, now: dt.datetime) -> None:
    appointment.state, appointment.settled_by, appointment.settled_at = state, by, now
    appointment.save(update_fields=["state", "settled_by", "settled_at"])
