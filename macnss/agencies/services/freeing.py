"""Places that an agency can no longer keep: whoever held one is told, and chooses another.

The agency is held meanwhile (`appointments.held_agency`): nobody takes a place there.
"""

import datetime as dt

from django.utils import timezone

from macnss.agencies.enums import AppointmentState
from macnss.agencies.models import Agency, Appointment, AppointmentQuerySet
from macnss.agencies.services import messages
from macnss.agencies.services.appointments import CANCELLED
from macnss.audit import services as audit
from macnss.identity.models import Account


def free_unreceived(*, agency: Agency, minutes: int, by: Account | None, now: dt.datetime) -> int:
    """Free those whom a changed agency no longer receives: closed then, or not for that. Returns how many.

    `minutes` is how long they were promised, which a change does not take back.
    """
    open_to = Agency.objects.with_hours().get(pk=agency.pk)
    timetable = open_to.timetable
    lost = [
        each.pk
        for each in Appointment.objects.booked().filter(agency=agency, starts_at__gt=now)
        if each.subject not in open_to.services
        or not timetable.receives(timezone.localtime(each.starts_at).replace(tzinfo=None), minutes)
    ]
    return free(expected=Appointment.objects.filter(pk__in=lost), message=messages.CHANGED, by=by, now=now)


def free(*, expected: AppointmentQuerySet, message: str, by: Account | None, now: dt.datetime) -> int:
    """Cancel these appointments, and write to those who were still to come. Returns how many there were."""
    held = expected.booked().select_for_update(of=("self",)).select_related("agency__office", "account")
    freed = list(held.order_by("pk"))
    for each in freed:
        each.state, each.settled_by, each.settled_at = AppointmentState.CANCELLED, by, now
        each.save(update_fields=["state", "settled_by", "settled_at"])
        audit.record(CANCELLED, each, by=by, at=now, account=each.account_id)
        if each.starts_at > now:
            messages.tell(message, appointment=each, now=now)
    return len(freed)
