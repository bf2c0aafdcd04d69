"""What is written to people about their appointments."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.agencies.models import Appointment
from macnss.identity.services import notices
from macnss.outbox.kinds import kind
from macnss.ui.templatetags.formats import long_date

BOOKED = kind(
    "agencies.booked",
    subject=_("Your appointment on %(day)s at %(time)s"),
    body=_(
        "You are expected at the agency “%(agency)s” on %(day)s at %(time)s: %(subject)s.\n\n"
        "Your code at the door: %(code)s. What to bring, how to get there, how to change it: %(link)s"
    ),
    sms=_("Ma CNSS: appointment on %(day)s at %(time)s, %(agency)s. Code %(code)s. %(link)s"),
)
MOVED = kind(
    "agencies.moved",
    subject=_("Your appointment is now on %(day)s at %(time)s"),
    body=_(
        "Your appointment at the agency “%(agency)s” is now on %(day)s at %(time)s: %(subject)s.\n\n"
        "Your code at the door: %(code)s. What to bring: %(link)s"
    ),
    sms=_("Ma CNSS: your appointment is now on %(day)s at %(time)s, %(agency)s. Code %(code)s."),
)
REMINDER = kind(
    "agencies.reminder",
    subject=_("Tomorrow at %(time)s: your appointment"),
    body=_(
        "You are expected tomorrow, %(day)s, at %(time)s at the agency “%(agency)s”: %(subject)s.\n\n"
        "Your code at the door: %(code)s. What to bring: %(link)s\n\n"
        "You cannot come? Cancel it there: the place serves somebody else."
    ),
    sms=_("Ma CNSS: tomorrow %(day)s at %(time)s, %(agency)s. Code %(code)s. You cannot come? %(link)s"),
)
CLOSED = kind(
    "agencies.closed",
    subject=_("Your appointment on %(day)s is cancelled: the agency is closed"),
    body=_(
        "The agency “%(agency)s” will not be open on %(day)s, and your appointment at %(time)s is cancelled. "
        "We are sorry for it. Choose another day here: %(link)s"
    ),
    sms=_("Ma CNSS: %(agency)s is closed on %(day)s, your appointment is cancelled. Another day: %(link)s"),
)
CHANGED = kind(
    "agencies.changed",
    subject=_("Your appointment on %(day)s is cancelled: the agency has changed"),
    body=_(
        "The agency “%(agency)s” has changed its hours or what it receives people for. It cannot receive you on "
        "%(day)s at %(time)s, and your appointment is cancelled. We are sorry for it. Choose another time or another "
        "agency here: %(link)s"
    ),
    sms=_("Ma CNSS: %(agency)s cannot receive you on %(day)s, your appointment is cancelled. Another one: %(link)s"),
)


def tell(message: str, *, appointment: Appointment, now: dt.datetime) -> None:
    """Write to whoever booked it, at every address of their account."""
    account, at = appointment.account, timezone.localtime(appointment.starts_at)
    with translation.override(account.language):
        said = {
            "day": long_date(at),
            "time": f"{at:%H:%M}",
            "agency": str(appointment.agency),
            "subject": str(appointment.get_subject_display()),
        }
    link = reverse("agencies:appointment", kwargs={"appointment_id": appointment.public_id})
    if message in {CLOSED, CHANGED}:
        link = reverse("agencies:appointment_new")
    notices.tell(message, account=account, now=now, code=appointment.code, link=link, **said)
