"""Invitations to act for a company: sent, sent again, withdrawn, accepted, refused."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.employers.enums import Function, InvitationState, Right
from macnss.employers.models import Employer, Invitation, Membership
from macnss.employers.services.mandates import AlreadyMandated, check_period, mandate
from macnss.identity.models import Account
from macnss.identity.services import invited
from macnss.identity.services.invited import InvitationSpent, Newcomer
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest
from macnss.outbox import services as outbox
from macnss.outbox.kinds import DAY, kind

FUND = ("La CNSS", "الصندوق الوطني للضمان الاجتماعي")  # who invites when an agent does

INVITED = audit.action("employer.invited", _("A person was invited to act for the company."))
SENT_AGAIN = audit.action("employer.invited_again", _("An invitation to act for the company was sent again."))
WITHDRAWN = audit.action("employer.invitation_withdrawn", _("An invitation to act for the company was withdrawn."))
ACCEPTED = audit.action("employer.invitation_accepted", _("The invited person accepted to act for the company."))
REFUSED = audit.action("employer.invitation_refused", _("The invited person refused to act for the company."))

INVITATION = kind(
    "employer.invitation",
    subject=_("%(company)s invites you to act for it on Ma CNSS"),
    body=_(
        "%(sender)s invites you to act for %(company)s on Ma CNSS.\n\n"
        "Read what it lets you do, then accept or refuse: %(address)s\n\n"
        "This address is for you alone and works for two weeks. You come in with an account of your own: nobody will "
        "give you a password, and nobody should ask for yours."
    ),
    sms=_("%(company)s invites you to act for it on Ma CNSS: %(address)s"),
    worth=3 * DAY,
    secret=True,
)
TOLD_OF_ACCEPTANCE = kind(
    "employer.invitation_accepted",
    subject=_("%(name)s now acts for %(company)s"),
    body=_(
        "%(name)s (%(contact)s) accepted your invitation and now acts for %(company)s.\n\n"
        "This is not the person you meant? End the mandate at once: %(address)s"
    ),
    sms=_("Ma CNSS: %(name)s now acts for %(company)s."),
    worth=7 * DAY,
)
TOLD_OF_MANDATE = kind(
    "employer.mandate_begun",
    subject=_("You now act for %(company)s"),
    body=_(
        "You accepted to act for %(company)s. Your companies: %(address)s\n\n"
        "From now on your password is not enough to come in: a fingerprint, a face or a code is asked too. "
        "This was not you? Sign in, open Security and end the sessions that you do not know."
    ),
    sms=_("Ma CNSS: you now act for %(company)s."),
    worth=7 * DAY,
)
TOLD_OF_REFUSAL = kind(
    "employer.invitation_refused",
    subject=_("Your invitation to act for %(company)s was refused"),
    body=_("%(name)s refused to act for %(company)s. To invite somebody else: %(address)s"),
    sms=_("Ma CNSS: %(name)s refused to act for %(company)s."),
    worth=7 * DAY,
)


class AlreadyInvited(DomainError):
    code = "already-invited"
    message = _("An invitation to this e-mail is already waiting for an answer: send it again, or withdraw it first.")


class BeginsTooEarly(DomainError):
    code = "begins-too-early"
    message = _("A mandate begins today at the earliest.")


@transaction.atomic
def invite(
    *,
    employer: Employer,
    email: str,
    name: str,
    function: Function,
    rights: Iterable[Right],
    since: dt.date,
    until: dt.date | None,
    by: Account,
    language: str,
    now: dt.datetime,
) -> Invitation:
    """Invite somebody to act for a company, by a one-time address sent to their e-mail.

    Raises BeginsTooEarly, NotAPeriod, TooLong, AlreadyMandated, AlreadyInvited.
    """
    email, today = email.strip().lower(), timezone.localdate(now)
    if since < today:
        raise BeginsTooEarly
    check_period(function, since, until)
    if Membership.objects.in_force(since).filter(employer=employer, account__email=email).exists():
        raise AlreadyMandated
    # One that was never answered in time leaves its place.
    stale = Invitation.objects.filter(employer=employer, email=email, state=InvitationState.SENT, expires_at__lte=now)
    stale.update(state=InvitationState.WITHDRAWN, answered_at=now)
    secret, known_as = invited.draw()
    invitation = Invitation(
        employer=employer,
        email=email,
        name=name,
        function=function,
        rights=sorted(rights),
        since=since,
        until=until,
        digest=known_as,
        sent_by=by,
        sent_at=now,
        expires_at=now + invited.WORTH,
    )
    with broken_promise("one_invitation_at_a_time", means=AlreadyInvited):
        invitation.save(force_insert=True)
    _record(INVITED, invitation, by, now)
    _send(invitation, secret, language, now)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: Account, language: str, now: dt.datetime) -> None:
    """Send it again with another address: the one before no longer works. Raises InvitationSpent."""
    secret, known_as = invited.draw()
    waiting = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.SENT)
    if not waiting.update(digest=known_as, sent_at=now, sent_by=by, expires_at=now + invited.WORTH):
        raise InvitationSpent
    _record(SENT_AGAIN, invitation, by, now)
    _send(invitation, secret, language, now)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Account, now: dt.datetime) -> None:
    """Its address no longer works. Raises InvitationSpent when it was answered meanwhile."""
    waiting = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.SENT)
    if not waiting.update(state=InvitationState.WITHDRAWN, answered_by=by, answered_at=now):
        raise InvitationSpent
    _record(WITHDRAWN, invitation, by, now)


@transaction.atomic
def accept(*, secret: str, by: Account, now: dt.datetime) -> Membership:
    """Act for the company from now on, with one's own account. Once. Raises InvitationSpent, AlreadyMandated."""
    invitation = _take(secret, InvitationState.ACCEPTED, by, now)
    _record(ACCEPTED, invitation, by, now)
    membership = mandate(
        account=by,
        employer=invitation.employer,
        function=invitation.function,
        rights=invitation.rights,
        since=max(invitation.since, timezone.localdate(now)),
        until=invitation.until,
        by=invitation.sent_by,
        now=now,
    )
    company, people = invitation.employer, invited.address("employers:people", invitation.employer.public_id)
    sender, mine = invitation.sent_by, invited.address("portals:companies")
    if not sender.is_agent:  # the fund that invites a head follows it in the register
        invited.tell(
            TOLD_OF_ACCEPTANCE,
            sender,
            now=now,
            name=by.name,
            contact=by.masked_email or by.masked_phone,
            company=company.name_in(sender.language),
            address=people,
        )
    invited.tell(TOLD_OF_MANDATE, by, now=now, company=company.name_in(by.language), address=mine)
    return membership


@transaction.atomic
def join(*, secret: str, newcomer: Newcomer, now: dt.datetime) -> Membership:
    """Open an account of one's own and accept with it, both or neither. Raises EmailTaken and what `accept` raises."""
    waiting = Invitation.objects.filter(digest=digest(secret, "invitation"), state=InvitationState.SENT).first()
    if waiting is None:
        raise InvitationSpent
    account = invited.welcome(newcomer=newcomer, email=waiting.email, now=now)
    return accept(secret=secret, by=account, now=now)


@transaction.atomic
def refuse(*, secret: str, by: Account | None, now: dt.datetime) -> None:
    """Whoever holds the address may say no, with or without an account. Raises InvitationSpent."""
    invitation = _take(secret, InvitationState.REFUSED, by, now)
    _record(REFUSED, invitation, by, now)
    sender, company = invitation.sent_by, invitation.employer
    if sender.is_agent:
        return
    invited.tell(
        TOLD_OF_REFUSAL,
        sender,
        now=now,
        name=invitation.name,
        company=company.name_in(sender.language),
        address=invited.address("employers:people", company.public_id),
    )


def _take(secret: str, answer: InvitationState, by: Account | None, now: dt.datetime) -> Invitation:
    """Answer an invitation in one statement: of two answers one only counts."""
    known_as = digest(secret, "invitation")
    waiting = Invitation.objects.filter(digest=known_as, state=InvitationState.SENT, expires_at__gt=now)
    in_time = waiting.exclude(until__lt=timezone.localdate(now))
    if not in_time.update(state=answer, answered_by=by, answered_at=now):
        raise InvitationSpent
    return Invitation.objects.select_related("employer", "sent_by").get(digest=known_as)


def _send(invitation: Invitation, secret: str, language: str, now: dt.datetime) -> None:
    outbox.post(
        INVITATION,
        account=None,
        language=language,
        now=now,
        email=invitation.email,
        sender=FUND[language == "ar"] if invitation.sent_by.is_agent else invitation.sent_by.name,
        company=invitation.employer.name_in(language),
        address=invited.address("employers:invitation", secret),
    )


def _record(action: str, invitation: Invitation, by: Account | None, now: dt.datetime) -> None:
    audit.record(
        action,
        invitation,
        by=by,
        at=now,
        company=invitation.employer_id,
        function=invitation.function,
        rights=invitation.rights,
        since=invitation.since,
        until=invitation.until,
    )
