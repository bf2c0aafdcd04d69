"""Mandates that an insured person gives to a relative or a guardian: to look at their situation, within limits."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.audit import services as audit
from macnss.identity import services as identity
from macnss.identity.models import Account
from macnss.identity.services import invited
from macnss.identity.services.invited import InvitationSpent, Newcomer
from macnss.insured.enums import Relation
from macnss.insured.models import ANSWERED_WITHIN, Insured, RelativeMandate
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest
from macnss.outbox import services as outbox
from macnss.outbox.kinds import DAY, kind

LONGEST = 2  # years. Ours: no text says for how long a relative may look without being asked for again

GIVEN = audit.action("relative.mandate_given", _("You invited somebody to follow your situation."))
ACCEPTED = audit.action("relative.mandate_accepted", _("Somebody accepted to follow your situation."))
REFUSED = audit.action("relative.mandate_refused", _("Somebody refused to follow your situation."))
REVOKED = audit.action("relative.mandate_revoked", _("A mandate to follow your situation was ended."))
LOOKED = audit.action("relative.looked", _("Somebody whom you mandated looked at your situation."))
LOOKED_AT_WAGES = audit.action("relative.looked_at_wages", _("Somebody whom you mandated looked at your wages."))
ACTS = (ACCEPTED, REFUSED, REVOKED, LOOKED, LOOKED_AT_WAGES)  # those that a relative does

INVITATION = kind(
    "relative.invitation",
    subject=_("%(insured)s asks you to follow their situation on Ma CNSS"),
    body=_(
        "%(insured)s asks you to follow their social security situation on Ma CNSS.\n\n"
        "Read what it lets you see, then accept or refuse: %(address)s\n\n"
        "This address is for you alone and works for two weeks. You come in with an account of your own: nobody will "
        "give you a password, and nobody should ask for yours."
    ),
    sms=_("%(insured)s asks you to follow their situation on Ma CNSS: %(address)s"),
    worth=3 * DAY,
    secret=True,
)
TOLD_OF_ANSWER = kind(
    "relative.answered",
    subject=_("%(name)s answered your mandate"),
    body=_("%(name)s answered the mandate that you gave on Ma CNSS. Who may look, and how to end it: %(address)s"),
    sms=_("Ma CNSS: %(name)s answered your mandate."),
    worth=7 * DAY,
)
TOLD_OF_GIFT = kind(
    "relative.given",
    subject=_("You gave somebody the right to look at your situation"),
    body=_(
        "From your account, %(name)s was invited to follow your situation on Ma CNSS.\n\n"
        "This was not you? End it at once: %(address)s"
    ),
    sms=_("Ma CNSS: %(name)s was invited to follow your situation. Not you? Sign in and end it."),
    worth=7 * DAY,
)
TOLD_OF_END = kind(
    "relative.ended",
    subject=_("A mandate on Ma CNSS has ended"),
    body=_(
        "The mandate by which %(name)s followed the situation of %(insured)s has ended. Nothing opens by it any more."
    ),
    sms=_("Ma CNSS: the mandate of %(name)s has ended."),
    worth=7 * DAY,
)


class AlreadyGiven(DomainError):
    code = "relative-already-mandated"
    message = _("This e-mail already has a mandate, or an invitation, for some of these days: end it first.")


class TooLong(DomainError):
    code = "relative-mandate-too-long"
    message = ngettext_lazy(
        "The last day is from tomorrow to %(years)s year from now. It can be given again.",
        "The last day is from tomorrow to %(years)s years from now. It can be given again.",
        "years",
    )


class Oneself(DomainError):
    code = "relative-is-oneself"
    message = _("This is your own file: you need no mandate for it. Somebody else must answer, with their own account.")


class AlreadyOver(DomainError):
    code = "relative-mandate-over"
    message = _("This mandate has already ended.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom an insured person trusts, and how far."""

    name: str
    email: str
    relation: Relation
    reads_wages: bool
    until: dt.date


@transaction.atomic
def give(*, insured: Insured, trust: Trust, by: Account, language: str, now: dt.datetime) -> RelativeMandate:
    """Ask somebody to follow one's situation, by a one-time address. Raises TooLong, AlreadyGiven, Oneself."""
    email, today = trust.email.strip().lower(), timezone.localdate(now)
    if not today < trust.until <= latest_end(today):
        raise TooLong(years=LONGEST)
    if email == by.email:
        raise Oneself
    # An invitation that nobody answered in time leaves its place.
    unanswered = RelativeMandate.objects.filter(insured=insured, email=email, accepted_at=None, refused_at=None)
    unanswered.filter(revoked_at=None, given_at__lte=now - ANSWERED_WITHIN).update(revoked_at=now)
    secret, known_as = invited.draw()
    mandate = RelativeMandate(
        insured=insured,
        name=trust.name,
        email=email,
        relation=trust.relation,
        reads_wages=trust.reads_wages,
        since=today,
        until=trust.until,
        digest=known_as,
        given_at=now,
    )
    with broken_promise("relative_mandates_do_not_overlap", means=AlreadyGiven):
        mandate.save(force_insert=True)
    _record(GIVEN, mandate, by, now)
    outbox.post(
        INVITATION,
        account=None,
        language=language,
        now=now,
        email=email,
        insured=by.name,
        address=invited.address("insured:mandate_answer", secret),
    )
    invited.tell(TOLD_OF_GIFT, by, now=now, name=trust.name, address=invited.address("insured:mandates"))
    return mandate


@transaction.atomic
def accept(*, secret: str, by: Account, now: dt.datetime) -> RelativeMandate:
    """Follow somebody's situation from now on, with one's own account. Once. Raises InvitationSpent, Oneself."""
    mandate = offered(secret, now)
    if mandate is None:
        raise InvitationSpent
    if mandate.insured.account_id == by.pk:
        raise Oneself
    if not _waiting(secret, now).update(account=by, accepted_at=now):
        raise InvitationSpent
    identity.require_second_factor(account=by)
    _record(ACCEPTED, mandate, by, now)
    _tell_the_insured(TOLD_OF_ANSWER, mandate, now)
    return mandate


@transaction.atomic
def join(*, secret: str, newcomer: Newcomer, now: dt.datetime) -> tuple[Account, RelativeMandate]:
    """Open an account of one's own and accept with it, both or neither. Raises EmailTaken and what `accept` raises."""
    mandate = offered(secret, now)
    if mandate is None:
        raise InvitationSpent
    account = invited.welcome(newcomer=newcomer, email=mandate.email, now=now)
    return account, accept(secret=secret, by=account, now=now)


@transaction.atomic
def refuse(*, secret: str, by: Account | None, now: dt.datetime) -> None:
    """Whoever holds the address may say no. Raises InvitationSpent."""
    mandate = offered(secret, now)
    if mandate is None or not _waiting(secret, now).update(refused_at=now):
        raise InvitationSpent
    _record(REFUSED, mandate, by, now)
    _tell_the_insured(TOLD_OF_ANSWER, mandate, now)


@transaction.atomic
def revoke(*, mandate: RelativeMandate, by: Account, now: dt.datetime) -> None:
    """End it at once, from either side, answered or not. Raises AlreadyOver."""
    standing = RelativeMandate.objects.filter(pk=mandate.pk, revoked_at=None, refused_at=None)
    if not standing.filter(until__gte=timezone.localdate(now)).update(revoked_at=now):
        raise AlreadyOver
    _record(REVOKED, mandate, by, now)
    _tell_the_insured(TOLD_OF_END, mandate, now)
    if mandate.account:
        invited.tell(TOLD_OF_END, mandate.account, now=now, name=mandate.name, insured=str(mandate.insured))


@transaction.atomic
def look(*, mandate: RelativeMandate, wages: bool, by: Account, now: dt.datetime) -> None:
    """Write down that a mandated person reads: the insured sees it among those who looked."""
    _record(LOOKED_AT_WAGES if wages else LOOKED, mandate, by, now)


def offered(secret: str, now: dt.datetime) -> RelativeMandate | None:
    """The mandate of a one-time address, while it can be answered."""
    return _waiting(secret, now).select_related("insured__account").first()


def latest_end(today: dt.date) -> dt.date:
    """The last day that a mandate given on that day may have."""
    return today.replace(year=today.year + LONGEST, day=min(today.day, 28) if today.month == 2 else today.day)


def _waiting(secret: str, now: dt.datetime) -> QuerySet[RelativeMandate]:
    waiting = RelativeMandate.objects.filter(digest=digest(secret, "invitation"), given_at__gt=now - ANSWERED_WITHIN)
    return waiting.filter(accepted_at=None, refused_at=None, revoked_at=None, until__gte=timezone.localdate(now))


def _tell_the_insured(kind: str, mandate: RelativeMandate, now: dt.datetime) -> None:
    if owner := mandate.insured.account:
        page = invited.address("insured:mandates")
        invited.tell(kind, owner, now=now, name=mandate.name, insured=str(mandate.insured), address=page)


def _record(action: str, mandate: RelativeMandate, by: Account | None, now: dt.datetime) -> None:
    audit.record(
        action,
        mandate,
        by=by,
        at=now,
        person=mandate.insured_id,
        account=mandate.account_id,
        relation=mandate.relation,
        reads_wages=mandate.reads_wages,
        until=mandate.until,
    )
