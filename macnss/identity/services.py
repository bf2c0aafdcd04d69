"""Acts on accounts."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.models import Account
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError

OPENED = audit.action("account.opened", _("An account was opened."))
SIGNED_IN = audit.action("account.signed_in", _("Somebody signed in to this account."))
REFUSED = audit.action("account.sign_in_refused", _("A sign-in to this account was refused."))


class EmailTaken(DomainError):
    code = "email-taken"
    message = _("An account with this e-mail already exists.")


@transaction.atomic
def note_sign_in(*, account: Account, now: dt.datetime) -> None:
    """Write down that the owner of an account, or somebody with their password, came in."""
    audit.record(SIGNED_IN, account, by=account, at=now)


@transaction.atomic
def note_refusal(*, email: str, now: dt.datetime) -> None:
    """Write down that a sign-in was refused, when the account exists: its owner will want to know."""
    if account := Account.objects.filter(email=email.lower()).first():
        audit.record(REFUSED, account, by=None, at=now)


@transaction.atomic
def open_account(
    *,
    email: str,
    name: str,
    password: str,
    now: dt.datetime,
    by: Account | None = None,
    name_ar: str = "",
    is_agent: bool = False,
) -> Account:
    """Open an account with a password. The stronger ways in are added to it later."""
    account = Account(email=email.lower(), name=name, name_ar=name_ar, is_agent=is_agent, created_at=now)
    account.set_password(password)
    with broken_promise("identity_account_email_key", means=EmailTaken):
        account.save(force_insert=True)
    audit.record(OPENED, account, by=by, at=now)
    return account
