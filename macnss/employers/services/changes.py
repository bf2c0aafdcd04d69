"""What a company reports of itself: another address, activity, form or head; a stop, and work that begins again."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.employers.enums import Function, Right
from macnss.employers.models import Employer, Establishment, Invitation, Membership, Stop
from macnss.employers.services.invitations import invite
from macnss.employers.services.mandates import close
from macnss.identity.models import Account
from macnss.identity.services import invited
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.outbox.kinds import DAY, kind

REWRITTEN = audit.action("employer.rewritten", _("What the fund knows of the company was changed."))
STOPPED = audit.action("employer.stopped", _("The company told the fund that it stops its activity."))
RESUMED = audit.action("employer.resumed", _("The company told the fund that it works again."))
HEAD_NAMED = audit.action("employer.head_named", _("The fund named a new head of the company."))
PLACE_OPENED = audit.action("employer.place_opened", _("The fund was told of another place of work of the company."))
CHANGEABLE = frozenset({"name", "name_ar", "legal_form", "sector", "activity", "address", "town", "postcode"})

TOLD_OF_NEW_HEAD = kind(
    "employer.new_head",
    subject=_("Another head of %(company)s was named"),
    body=_(
        "At the request of %(company)s, the fund named another head of the company, after two of its agents looked at "
        "the papers.\n\nYou did not expect it? Write to the fund at once: %(address)s"
    ),
    sms=_("Ma CNSS: another head of %(company)s was named. Not expected? %(address)s"),
    worth=7 * DAY,
)

TOLD_OF_STAFF = kind(
    "employer.let_in",
    subject=_("Somebody was let in on the space of %(company)s"),
    body=_(
        "At the request of %(company)s, the fund invited %(name)s to declare for the company, after two of its agents "
        "looked at the papers. You see who acts for the company, and may end it, in its space.\n\n"
        "You did not expect it? Write to the fund at once: %(address)s"
    ),
    sms=_("Ma CNSS: somebody was invited to declare for %(company)s. Not expected? %(address)s"),
    worth=7 * DAY,
)


class StoppedAlready(DomainError):
    code = "company-stopped-already"
    message = _("The company is already stopped on some of these days.")


class NotStopped(DomainError):
    code = "company-not-stopped"
    message = _("The company is not stopped on that day.")


@transaction.atomic
def rewrite(*, employer: Employer, new: dict[str, Any], by: Account | None, now: dt.datetime) -> Employer:
    """Change what the register says of a company; the journal keeps what it said before."""
    if strange := set(new) - CHANGEABLE:
        raise ValueError(f"not changed so: {sorted(strange)}")
    held = Employer.objects.select_for_update().get(pk=employer.pk)
    before = {name: getattr(held, name) for name in new}
    for name, value in new.items():
        setattr(held, name, value)
    held.save(update_fields=list(new))
    audit.record(REWRITTEN, held, by=by, at=now, company=held.pk, before=before, after=dict(new))
    return held


@transaction.atomic
def stop(
    *,
    employer: Employer,
    since: dt.date,
    until: dt.date | None,
    final: bool,
    by: Account | None,
    now: dt.datetime,
) -> Stop:
    """The company stops, for a time or for good. Raises StoppedAlready."""
    held = Stop(employer=employer, since=since, until=None if final else until, final=final, recorded_at=now)
    with broken_promise("stops_do_not_overlap", means=StoppedAlready):
        held.save(force_insert=True)
    audit.record(STOPPED, held, by=by, at=now, company=employer.pk, since=since, until=held.until, final=final)
    return held


@transaction.atomic
def resume(*, employer: Employer, on: dt.date, by: Account | None, now: dt.datetime) -> Stop:
    """The company works again from that day: the stop ends the day before. Raises NotStopped."""
    stops = Stop.objects.select_for_update().filter(employer=employer, since__lt=on)
    held = stops.filter(Q(until=None) | Q(until__gte=on)).first()
    if held is None:
        raise NotStopped
    held.until, held.final = on - dt.timedelta(days=1), False
    held.save(update_fields=["until", "final"])
    audit.record(RESUMED, held, by=by, at=now, company=employer.pk, on=on)
    return held


@transaction.atomic
def name_head(
    *,
    employer: Employer,
    email: str,
    name: str,
    instead_of: Membership | None,
    by: Account,
    language: str,
    now: dt.datetime,
) -> Invitation:
    """The fund names a head: invited by e-mail; the one who leaves no longer acts, all the heads of before are told.

    Raises AlreadyMandated, AlreadyInvited.
    """
    _tell_heads(TOLD_OF_NEW_HEAD, employer, now)
    if instead_of:
        close(membership=instead_of, by=by, now=now)
    audit.record(HEAD_NAMED, employer, by=by, at=now, company=employer.pk)
    return _invite(employer, Function.HEAD, email, name, by, language, now)


@transaction.atomic
def let_in(*, employer: Employer, email: str, name: str, by: Account, language: str, now: dt.datetime) -> Invitation:
    """The fund lets in somebody of the staff, with every right; the heads are told who.

    Raises AlreadyMandated, AlreadyInvited.
    """
    _tell_heads(TOLD_OF_STAFF, employer, now, name=name)
    return _invite(employer, Function.STAFF, email, name, by, language, now)


@transaction.atomic
def open_place(
    *, employer: Employer, name: str, address: str, town: str, by: Account | None, now: dt.datetime
) -> Establishment:
    """The company works at another place too."""
    place = Establishment.objects.create(employer=employer, name=name, address=address, town=town)
    audit.record(PLACE_OPENED, place, by=by, at=now, company=employer.pk)
    return place


def _tell_heads(message: str, employer: Employer, now: dt.datetime, **said: str) -> None:
    heads = Membership.objects.in_force(timezone.localdate(now)).filter(employer=employer, function=Function.HEAD)
    for head in heads.select_related("account"):
        company = employer.name_in(head.account.language)
        where = invited.address("cases:public")
        invited.tell(message, head.account, now=now, company=company, address=where, **said)


def _invite(
    employer: Employer, function: Function, email: str, name: str, by: Account, language: str, now: dt.datetime
) -> Invitation:
    return invite(
        employer=employer,
        email=email,
        name=name,
        function=function,
        rights=list(Right),
        since=timezone.localdate(now),
        until=None,
        by=by,
        language=language,
        now=now,
    )
