"""Mandates of a company: given, changed, ended by its head, given up by who holds it."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from macnss.audit import services as audit
from macnss.employers.enums import Function, InvitationState, Right
from macnss.employers.models import Employer, Membership, every_right
from macnss.identity import services as identity
from macnss.identity.models import Account
from macnss.identity.services import invited
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.outbox.kinds import DAY, kind

LONGEST_MANDATE = 3  # years. Ours: no text says how long an accountant may act without being asked for again

MANDATED = audit.action("employer.mandated", _("A person was allowed to act for the company."))
CHANGED = audit.action("employer.mandate_changed", _("What a person may do for the company was changed."))
ENDED = audit.action("employer.mandate_ended", _("A person may no longer act for the company."))
GIVEN_UP = audit.action("employer.mandate_given_up", _("A person gave up acting for the company."))

TOLD_OF_CHANGE = kind(
    "employer.mandate_changed",
    subject=_("Your rights for %(company)s have changed"),
    body=_("What you may do for %(company)s has changed. Your companies and your rights: %(address)s"),
    sms=_("Ma CNSS: what you may do for %(company)s has changed."),
    worth=7 * DAY,
)
TOLD_OF_END = kind(
    "employer.mandate_ended",
    subject=_("You no longer act for %(company)s"),
    body=_(
        "Your mandate for %(company)s has ended: its pages no longer open for you. Your account stays yours.\n\n"
        "If you did not expect it, ask the company."
    ),
    sms=_("Ma CNSS: you no longer act for %(company)s."),
    worth=7 * DAY,
)
TOLD_OF_GIVING_UP = kind(
    "employer.mandate_given_up",
    subject=_("%(name)s no longer acts for %(company)s"),
    body=_("%(name)s gave up their mandate for %(company)s. To invite somebody else: %(address)s"),
    sms=_("Ma CNSS: %(name)s no longer acts for %(company)s."),
    worth=7 * DAY,
)


class AlreadyMandated(DomainError):
    code = "already-mandated"
    message = _("This person already acts for the company on some of these days.")


class AlreadyOver(DomainError):
    code = "mandate-over"
    message = _("This mandate has already ended.")


class LastHead(DomainError):
    code = "last-head"
    message = _("A company keeps at least one head. To change the last one, the fund must hear of the new one first.")


class NotAPeriod(DomainError):
    code = "not-a-period"
    message = _("The last day comes before the first one.")


class TooLong(DomainError):
    code = "mandate-too-long"
    message = ngettext_lazy(
        "An accountant's mandate has a last day, within %(years)s year; it can be given again.",
        "An accountant's mandate has a last day, within %(years)s years; it can be given again.",
        "years",
    )


@transaction.atomic
def mandate(
    *,
    account: Account,
    employer: Employer,
    function: str,
    since: dt.date,
    by: Account | None,
    now: dt.datetime,
    until: dt.date | None = None,
    rights: Iterable[str] | None = None,
) -> Membership:
    """Let a person act for a company, from one day to another, both included; with every right unless some are named.

    Raises AlreadyMandated.
    """
    held = every_right() if rights is None else sorted(rights)
    membership = Membership(
        account=account, employer=employer, function=function, rights=held, since=since, until=until
    )
    with broken_promise("memberships_do_not_overlap", means=AlreadyMandated):
        membership.save(force_insert=True)
    identity.require_second_factor(account=account)
    _record(MANDATED, membership, by, now)
    return membership


@transaction.atomic
def change(
    *, membership: Membership, rights: Iterable[Right], until: dt.date | None, by: Account, now: dt.datetime
) -> Membership:
    """Other rights, or another last day, from now on. Raises AlreadyOver, NotAPeriod, TooLong, AlreadyMandated."""
    membership = Membership.objects.select_for_update().select_related("employer", "account").get(pk=membership.pk)
    today = timezone.localdate(now)
    if membership.is_over(today):
        raise AlreadyOver
    check_period(membership.function, max(membership.since, today), until)
    membership.rights, membership.until = sorted(rights), until
    with broken_promise("memberships_do_not_overlap", means=AlreadyMandated):
        membership.save(update_fields=["rights", "until"])
    _record(CHANGED, membership, by, now)
    company, page = membership.employer, invited.address("portals:companies")
    invited.tell(
        TOLD_OF_CHANGE, membership.account, now=now, company=company.name_in(membership.account.language), address=page
    )
    return membership


@transaction.atomic
def end(*, membership: Membership, by: Account, now: dt.datetime) -> None:
    """Take a mandate back, or give one's own up, at once. Raises AlreadyOver, LastHead.

    The company is locked meanwhile: two heads who end each other at the same moment leave one.
    """
    employer = Employer.objects.select_for_update().get(pk=membership.employer_id)
    if membership.is_head and not _other_heads(membership, timezone.localdate(now)):
        raise LastHead
    _close(membership, employer, by, now)


@transaction.atomic
def close(*, membership: Membership, by: Account, now: dt.datetime) -> None:
    """End a mandate by a decision of the fund, the last head's too: another one is named in the same act.

    Raises AlreadyOver.
    """
    _close(membership, Employer.objects.select_for_update().get(pk=membership.employer_id), by, now)


def _close(membership: Membership, employer: Employer, by: Account, now: dt.datetime) -> None:
    if not Membership.objects.filter(pk=membership.pk, revoked_at=None).update(revoked_at=now):
        raise AlreadyOver
    # What this person offered in the name of the company is offered no more.
    employer.invitations.filter(state=InvitationState.SENT, sent_by=membership.account_id).update(
        state=InvitationState.WITHDRAWN, answered_by=by, answered_at=now
    )
    holder = membership.account
    _record(GIVEN_UP if by == holder else ENDED, membership, by, now)
    if by != holder:
        invited.tell(TOLD_OF_END, holder, now=now, company=employer.name_in(holder.language))
    else:
        _tell_the_heads(membership, now)


def check_period(function: str, since: dt.date, until: dt.date | None) -> None:
    """Raises NotAPeriod, TooLong."""
    if until and until < since:
        raise NotAPeriod
    if function == Function.ACCOUNTANT and (until is None or until > latest_end(since)):
        raise TooLong(years=LONGEST_MANDATE)


def latest_end(since: dt.date) -> dt.date:
    """The last day that an accountant's mandate may have, if it begins on that day."""
    eve = since - dt.timedelta(days=1)
    # The 29th of February has no anniversary: the 28th is the day before it everywhere else.
    return eve.replace(year=eve.year + LONGEST_MANDATE, day=min(eve.day, 28) if eve.month == 2 else eve.day)


def _other_heads(membership: Membership, on: dt.date) -> bool:
    heads = Membership.objects.in_force(on).filter(employer=membership.employer_id, function=Function.HEAD)
    return heads.exclude(pk=membership.pk).exists()


def _tell_the_heads(membership: Membership, now: dt.datetime) -> None:
    company = membership.employer
    heads = Membership.objects.in_force(timezone.localdate(now)).filter(employer=company, function=Function.HEAD)
    for head in heads.select_related("account"):
        invited.tell(
            TOLD_OF_GIVING_UP,
            head.account,
            now=now,
            name=membership.account.name,
            company=company.name_in(head.account.language),
            address=invited.address("employers:people", company.public_id),
        )


def _record(action: str, membership: Membership, by: Account | None, now: dt.datetime) -> None:
    audit.record(
        action,
        membership,
        by=by,
        at=now,
        company=membership.employer_id,
        account=membership.account_id,
        function=membership.function,
        rights=membership.rights,
        since=membership.since,
        until=membership.until,
    )
