"""A certificate that was granted: printed, ready, handed over, each told to whoever asked for it."""

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.models import Case
from macnss.cases.queries.own import is_own
from macnss.cases.services import notices
from macnss.certificates.enums import Delivery, Making
from macnss.certificates.models import Certificate
from macnss.identity.models import Account, Office
from macnss.kernel.errors import DomainError
from macnss.outbox.kinds import DAY, kind
from macnss.ui.templatetags.formats import long_date

READY = audit.action("certificate.ready", _("A certificate that you asked for is ready."))
HANDED_OVER = audit.action("certificate.handed_over", _("A certificate that you asked for was handed over or sent."))
AT_THE_AGENCY = kind(
    "certificates.ready",
    subject=_("Your certificate is ready: %(reference)s"),
    body=_(
        "The certificate that you asked for (%(reference)s) is ready at the agency “%(agency)s”. Come with your "
        "identity card, or send somebody with a copy of it and a word signed by you.\n\nFollow it here: %(link)s"
    ),
    sms=_("Ma CNSS: your certificate %(reference)s is ready at %(agency)s. %(link)s"),
    worth=7 * DAY,
)
POSTED = kind(
    "certificates.posted",
    subject=_("Your certificate was sent: %(reference)s"),
    body=_("The certificate that you asked for (%(reference)s) left today by post.\n\nFollow it here: %(link)s"),
    sms=_("Ma CNSS: your certificate %(reference)s left today by post. %(link)s"),
    worth=7 * DAY,
)


class NotThere(DomainError):
    code = "certificate-moved-on"
    message = _("A colleague has already noted it: look at where this certificate stands now.")


class OwnCertificate(DomainError):
    code = "own-certificate"
    message = _("This certificate is yours, or somebody's who trusts you: a colleague sees to it.")


@transaction.atomic
def grant(*, case: Case, title: str, delivery: Delivery, office: Office | None, now: dt.datetime) -> Certificate:
    """The request is accepted: to be printed, or answered in writing at once."""
    made = Certificate(
        case=case, person=case.person, title=title, delivery=delivery, office=office or case.office, granted_at=now
    )
    if delivery == Delivery.SPACE:
        made.state, made.ready_at, made.handed_over_at = Making.HANDED_OVER, now, now
    made.save(force_insert=True)
    return made


@transaction.atomic
def note_ready(*, certificate: Certificate, by: Account, now: dt.datetime) -> Certificate:
    """It is printed and signed. Raises NotThere, OwnCertificate."""
    held = _held(certificate, Making.GRANTED, by)
    held.state, held.ready_at, held.ready_by = Making.READY, now, by
    held.save(update_fields=["state", "ready_at", "ready_by"])
    audit.record(READY, held, by=by, at=now, person=held.person_id)
    if held.delivery == Delivery.AGENCY:
        tell_that_it_waits(AT_THE_AGENCY, certificate=held, now=now)
    return held


@transaction.atomic
def hand_over(*, certificate: Certificate, by: Account, now: dt.datetime) -> Certificate:
    """It is in the hands of the person, or in the post. Raises NotThere, OwnCertificate."""
    held = _held(certificate, Making.READY, by)
    held.state, held.handed_over_at, held.handed_over_by = Making.HANDED_OVER, now, by
    held.save(update_fields=["state", "handed_over_at", "handed_over_by"])
    audit.record(HANDED_OVER, held, by=by, at=now, person=held.person_id)
    if held.delivery == Delivery.POST:
        notices.tell(POSTED, case=held.case, now=now)
    return held


def tell_that_it_waits(message: str, *, certificate: Certificate, now: dt.datetime) -> None:
    """Write to whoever asked for it where it is, and since when."""
    assert certificate.ready_at
    with translation.override(notices.language_of(certificate.case)):
        said = {"agency": str(certificate.office or ""), "day": long_date(certificate.ready_at)}
    notices.tell(message, case=certificate.case, now=now, **said)


def _held(certificate: Certificate, state: Making, by: Account) -> Certificate:
    found = Certificate.objects.select_for_update(of=("self",)).select_related(
        "case__person__account", "case__account", "office"
    )
    held = found.get(pk=certificate.pk)
    if held.state != state:
        raise NotThere
    if is_own(held.case, by):
        raise OwnCertificate
    return held
