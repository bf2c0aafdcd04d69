"""The desk: who is expected today at one's offices, who came, who did not."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from macnss.agencies.access import offices_of, receives
from macnss.agencies.enums import AppointmentState
from macnss.agencies.forms import FindAppointment
from macnss.agencies.models import Appointment, AppointmentQuerySet
from macnss.agencies.papers import to_bring
from macnss.agencies.queries import expected_on
from macnss.agencies.rules import day_named
from macnss.agencies.services import appointments as acts
from macnss.identity.access import AgentRequest
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page

ACTS: dict[str, tuple[AppointmentState, Callable[..., object]]] = {
    "came": (AppointmentState.CAME, acts.note_arrival),
    "missed": (AppointmentState.MISSED, acts.note_absence),
}


@require_http_methods(["GET", "POST"])
@open_to(receives)
def day(request: AgentRequest) -> HttpResponse:
    """The list of a day, and the code that somebody at the door says."""
    form, asked = FindAppointment(request.POST or None), day_named(request.GET.get("day", "")) or timezone.localdate()
    if form.is_valid():
        if found := _of_mine(request).booked().filter(code=form.cleaned_data["code"]).first():
            return redirect("agencies:expected", found.public_id)
        form.add_error("code", _("No open appointment of your offices has this code. Look in the list by time."))
    expected = list(expected_on(asked, offices_of(request)))
    said = {
        "form": form,
        "day": asked,
        "before": asked - dt.timedelta(days=1),
        "after": asked + dt.timedelta(days=1),
        "today": timezone.localdate(),
        "now": timezone.now(),
        "expected": expected,
        "came": sum(each.state == AppointmentState.CAME for each in expected),
    }
    return page(request, "agencies/desk/day.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(receives)
def expected(request: AgentRequest, appointment_id: UUID) -> HttpResponse:
    """One appointment. It opens nobody's file: that is done by number, with a reason."""
    found = get_object_or_404(_of_mine(request).holding(), public_id=appointment_id)
    if request.method == "POST" and (act := ACTS.get(request.POST.get("act", ""))):
        try:
            act[1](appointment=found, by=request.user, now=timezone.now())
            messages.success(request, act[0].label)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("agencies:desk")
    is_today = timezone.localdate(found.starts_at) == timezone.localdate()
    said = {
        "appointment": found,
        "brings": to_bring(found.subject),
        "is_today": is_today,
        "may_come": is_today and found.state != AppointmentState.CAME,
        "may_miss": is_today and found.is_booked and found.starts_at <= timezone.now(),
    }
    return page(request, "agencies/desk/expected.html", said)


def _of_mine(request: AgentRequest) -> AppointmentQuerySet:
    found = Appointment.objects.filter(agency__office__in=offices_of(request))
    return found.select_related("agency__office", "account")
