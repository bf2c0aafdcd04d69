"""Enrolment: the one-time address where an agent of the fund makes a first passkey, or one after losing it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.models import Account, Enrolment
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest, token

INVITED = audit.action("account.invited", _("An address to make a passkey was given for this account."))
WORTH = dt.timedelta(hours=24)
_PURPOSE = "enrolment"


class InvitationSpent(DomainError):
    """Used, too old, replaced by another, or never ours: the same words for all."""

    code = "invitation-spent"
    message = _(
        "This address no longer works: it was used already, it is too old, or a newer one was made."
        " Ask your supervisor for another."
    )


class NotAnAgent(DomainError):
    code = "not-an-agent"
    message = _("Only the agents of the fund make their passkey by invitation.")


@transaction.atomic
def invite(*, account: Account, by: Account | None, now: dt.datetime, worth: dt.timedelta = WORTH) -> str:
    """Draw the secret of a one-time address for this agent; those drawn before open nothing more. Raises NotAnAgent."""
    if not account.is_agent:
        raise NotAnAgent
    Enrolment.objects.filter(account=account, used_at=None, expires_at__gt=now).update(expires_at=now)
    secret = token()
    Enrolment.objects.create(
        account=account, digest=digest(secret, _PURPOSE), created_at=now, expires_at=now + worth, by=by
    )
    audit.record(INVITED, account, by=by, at=now, account=account.pk)
    return secret


def invited(*, secret: str, now: dt.datetime) -> Account:
    """Whose address this is, as long as it opens. Raises InvitationSpent."""
    found = Enrolment.objects.filter(digest=digest(secret, _PURPOSE), used_at=None, expires_at__gt=now)
    row = found.select_related("account").first()
    if row is None or not row.account.is_active or row.account.locked_at:
        raise InvitationSpent
    return row.account


@transaction.atomic
def use_up(*, secret: str, now: dt.datetime) -> Account:
    """Use the address up, in the transaction of the passkey made there: of two at once, one. Raises InvitationSpent."""
    account = invited(secret=secret, now=now)
    open_still = Enrolment.objects.filter(digest=digest(secret, _PURPOSE), used_at=None, expires_at__gt=now)
    if not open_still.update(used_at=now):
        raise InvitationSpent
    return account
