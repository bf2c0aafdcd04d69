"""Certificates that wait: to be printed, to be posted, for their owner. None waits in silence."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.enums import AlarmKind
from macnss.cases.models import Alarm
from macnss.cases.services import alarms
from macnss.certificates.enums import Delivery, Making
from macnss.certificates.models import Certificate, CertificateQuerySet
from macnss.certificates.queries import left_since
from macnss.certificates.services import making
from macnss.kernel.sweeps import each_alone
from macnss.lawbook.book import Law
from macnss.outbox.kinds import DAY, kind
from macnss.ui.templatetags.formats import long_date

REMINDED = audit.action("certificate.reminded", _("You were reminded that a certificate waits at the agency."))
STILL_WAITS = kind(
    "certificates.still_waits",
    subject=_("Your certificate still waits for you: %(reference)s"),
    body=_(
        "The certificate that you asked for (%(reference)s) has been ready at the agency “%(agency)s” since %(day)s. "
        "Come with your identity card, or send somebody with a copy of it and a word signed by you.\n\n"
        "Follow it here: %(link)s"
    ),
    sms=_("Ma CNSS: your certificate %(reference)s waits at %(agency)s since %(day)s. %(link)s"),
    worth=7 * DAY,
)


def watch(*, now: dt.datetime) -> None:
    """A supervisor is told of those past their time; whoever does not come for theirs is reminded, twice."""
    each_alone(_stuck(now).select_related("case__office"), _alert, now)
    waiting = Certificate.objects.to_remind(left_since(now))
    each_alone(waiting.select_related("case__person__account", "case__account", "office"), _remind, now)


def _stuck(now: dt.datetime) -> CertificateQuerySet:
    """Past the time that printing or posting takes, and of which no supervisor was told lately."""
    law = Law(timezone.localdate(now))
    made, posted = (
        now - dt.timedelta(days=law.count(f"service.certificate_{step}_calendar_days")) for step in ("ready", "posted")
    )
    late = Q(state=Making.GRANTED, granted_at__lt=made)
    late |= Q(state=Making.READY, delivery=Delivery.POST, ready_at__lt=posted)
    told = Alarm.objects.filter(case=OuterRef("case"), kind=AlarmKind.FAILED)
    lately = told.filter(Q(settled_at=None) | Q(settled_at__gt=now - alarms.AGAIN))
    return Certificate.objects.on_the_way().filter(late, ~Exists(lately))


def _alert(certificate: Certificate, now: dt.datetime) -> None:
    alarms.fail(case=certificate.case, words=_standing(certificate), now=now)


def _standing(certificate: Certificate) -> str:
    """In both languages: whoever reads it is not known yet."""
    told = []
    for language in ("fr", "ar"):
        with translation.override(language):
            said = {
                "state": Making(certificate.state).label,
                "delivery": Delivery(certificate.delivery).label,
                "day": long_date(certificate.ready_at or certificate.granted_at),
            }
            told.append(gettext("Certificate “%(state)s” since %(day)s (%(delivery)s)") % said)
    return " · ".join(told)


def _remind(certificate: Certificate, now: dt.datetime) -> None:
    certificate.reminders, certificate.reminded_at = certificate.reminders + 1, now
    certificate.save(update_fields=["reminders", "reminded_at"])
    audit.record(REMINDED, certificate, by=None, at=now, person=certificate.person_id)
    making.tell_that_it_waits(STILL_WAITS, certificate=certificate, now=now)
