"""What the activation of an account writes about its ways in: the address that a code confirmed, a clean start."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import Channel
from macnss.identity.models import Account, BackupCode, Code, Device, Passkey, Session
from macnss.identity.services import recovery
from macnss.identity.services.accounts import EmailTaken, lock
from macnss.kernel.db import broken_promise

CONTACT_CONFIRMED = audit.action(
    "account.contact_confirmed", _("An e-mail address or a phone number was confirmed by a code.")
)
STARTED_OVER = audit.action(
    "account.started_over", _("The ways into the account were removed: its owner proved who they are and chose again.")
)


@transaction.atomic
def confirm_contact(*, account: Account, channel: Channel, address: str, by: Account | None, now: dt.datetime) -> None:
    """Keep an address at which a code was just received. Raises EmailTaken: an e-mail opens one account."""
    if channel == Channel.SMS:
        account.phone, account.phone_confirmed_at = address, now
    else:
        account.email, account.email_confirmed_at = address.lower(), now
    with broken_promise("identity_account_email_key", means=EmailTaken):
        account.save(update_fields=["phone", "phone_confirmed_at", "email", "email_confirmed_at"])
    audit.record(CONTACT_CONFIRMED, account, by=by, at=now, account=account.pk, channel=channel.value)


@transaction.atomic
def start_over(*, account: Account, by: Account | None, now: dt.datetime) -> None:
    """Take away every way into an account and the addresses it was opened with.

    For an account that codes alone opened and whose owner then proves, more strongly and from elsewhere, who they are:
    whoever opened it keeps nothing of it.
    """
    account.set_unusable_password()
    account.email = account.email_confirmed_at = account.phone_confirmed_at = account.locked_at = None
    account.phone = ""
    account.save()
    recovery.stop_all(account=account, by=by, now=now)
    for table in (Passkey, BackupCode, Code, Device, Session):
        table.objects.filter(account=account).delete()
    audit.record(STARTED_OVER, account, by=by, at=now, account=account.pk)


@transaction.atomic
def take_away(*, account: Account, by: Account | None, now: dt.datetime) -> None:
    """Close for good an account that somebody else opened in a person's name: its numbers are free for their owner."""
    start_over(account=account, by=by, now=now)
    account.sign_in_names.all().delete()
    account.eid_links.all().delete()
    lock(account=account, by=by, now=now, reason="opened_by_somebody_else")
