"""One's own appointments: choose where, for what, which day, which time, one thing a page; then move or cancel."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.agencies.enums import Service
from macnss.agencies.forms import FindAgency
from macnss.agencies.geography import towns
from macnss.agencies.models import Agency, Appointment
from macnss.agencies.papers import to_bring
from macnss.agencies.queries import appointments_of, days_of, find, times_of
from macnss.agencies.rules import day_named, moment_named
from macnss.agencies.services import appointments as acts
from macnss.identity.access import SignedIn
from macnss.kernel.access import open_to, signed_in
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page

OLD_SHOWN = 10


@require_GET
@open_to(signed_in)
def appointments(request: SignedIn) -> HttpResponse:
    """Those to come, and the latest of those that are over."""
    now = timezone.now()
    mine = appointments_of(request.user)
    coming = mine.booked().filter(starts_at__gte=now).order_by("starts_at")
    over = mine.exclude(pk__in=coming.values("pk"))[:OLD_SHOWN]
    return page(request, "agencies/appointments/list.html", {"coming": coming, "over": over})


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
def new(request: SignedIn) -> HttpResponse:
    """Each answer goes into the address: the way back is the browser's, and nothing is held before the end."""
    now, asked = timezone.now(), request.GET
    agency = _agency(asked.get("agency", ""))
    subject = _subject(asked.get("subject", ""))
    if agency is None:
        return _choose_agency(request, subject)
    if subject is None or subject not in agency.services:
        return page(request, "agencies/appointments/subject.html", {"agency": agency, "elsewhere": bool(subject)})
    said: dict[str, Any] = {"agency": agency, "subject": subject, "moved": None, "refusal": ""}
    if (day := day_named(asked.get("day", ""))) is None:
        return page(request, "agencies/appointments/day.html", {**said, "days": days_of(agency, now)})
    at = moment_named(request.POST.get("at", "") or asked.get("at", ""))
    if at is None or timezone.localdate(at) != day:
        said |= {"day": day, "times": times_of(agency, day, now), "back": _address(agency, subject)}
        return page(request, "agencies/appointments/time.html", said)
    said |= {"at": at, "at_value": at.isoformat(), "brings": to_bring(subject), "start_key": _key(request)}
    said["back"] = _address(agency, subject, day)
    if request.method == "POST":
        try:
            made = acts.book(
                agency=agency, subject=subject, starts_at=at, start_key=said["start_key"], by=request.user, now=now
            )
        except DomainError as refusal:
            said["refusal"] = str(refusal)
            return page(request, "agencies/appointments/confirm.html", said, status=422)
        messages.success(request, _("Your appointment is made. We remind you the day before."))
        return redirect("agencies:appointment", made.public_id)
    return page(request, "agencies/appointments/confirm.html", said)


@require_GET
@open_to(signed_in)
def appointment(request: SignedIn, appointment_id: UUID) -> HttpResponse:
    """The receipt: when, where, the code at the door, what to bring."""
    mine = _mine(request, appointment_id)
    said = {
        "appointment": mine,
        "agency": mine.agency,
        "brings": to_bring(mine.subject),
        "still": mine.is_booked and mine.starts_at > timezone.now(),
    }
    return page(request, "agencies/appointments/appointment.html", said)


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
def move(request: SignedIn, appointment_id: UUID) -> HttpResponse:
    """The same agency for the same thing, at another time."""
    now, mine = timezone.now(), _mine(request, appointment_id)
    if not mine.is_booked or mine.starts_at <= now:
        raise Http404
    said: dict[str, Any] = {"agency": mine.agency, "subject": Service(mine.subject), "moved": mine, "refusal": ""}
    if (day := day_named(request.GET.get("day", ""))) is None:
        return page(request, "agencies/appointments/day.html", {**said, "days": days_of(mine.agency, now)})
    said |= {"day": day, "times": times_of(mine.agency, day, now), "back": request.path}
    if request.method == "POST" and (at := moment_named(request.POST.get("at", ""))):
        try:
            acts.move(appointment=mine, starts_at=at, by=request.user, now=now)
        except DomainError as refusal:
            return page(request, "agencies/appointments/time.html", {**said, "refusal": str(refusal)}, status=422)
        messages.success(request, _("Your appointment is moved."))
        return redirect("agencies:appointment", appointment_id)
    return page(request, "agencies/appointments/time.html", said)


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
def cancel(request: SignedIn, appointment_id: UUID) -> HttpResponse:
    """Give the place back, after a question."""
    mine = _mine(request, appointment_id)
    if request.method == "POST":
        try:
            acts.cancel(appointment=mine, by=request.user, now=timezone.now())
            messages.success(request, _("Your appointment is cancelled. The place serves somebody else."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("agencies:appointments")
    return page(request, "agencies/appointments/cancel.html", {"appointment": mine})


def _choose_agency(request: SignedIn, subject: Service | None) -> HttpResponse:
    data = request.GET.copy()
    if subject:
        data["service"] = subject
    form = FindAgency(data if data else None)
    form.is_valid()
    found = find(now=timezone.now(), **(form.said() if form.is_bound else {}))
    said = {
        "form": form,
        "found": [each for each in found if each.agency.counters],
        "subject": subject,
        "towns": towns().values(),
        "today": timezone.localdate(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "agencies/appointments/agency.html", said, status=status)


def _mine(request: SignedIn, appointment_id: UUID) -> Appointment:
    mine = appointments_of(request.user).prefetch_related("agency__hours", "agency__closures")
    return get_object_or_404(mine, public_id=appointment_id)


def _address(agency: Agency, subject: Service, day: dt.date | None = None) -> str:
    """The page of this choice, with what was answered before it."""
    said = {"agency": str(agency.public_id), "subject": subject.value, **({"day": day.isoformat()} if day else {})}
    return f"{reverse('agencies:appointment_new')}?{urlencode(said)}"


def _agency(asked: str) -> Agency | None:
    try:
        return Agency.objects.with_hours().filter(public_id=UUID(asked), counters__gt=0).first()
    except ValueError:
        return None


def _subject(asked: str) -> Service | None:
    return Service(asked) if asked in Service else None


def _key(request: SignedIn) -> UUID:
    try:
        return UUID(request.POST.get("start_key", ""))
    except ValueError:
        return uuid4()
