"""A password chosen by its owner from within the account."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.identity.models import Account
from macnss.identity.services import passwords, sessions
from macnss.identity.services.disavowal import WITHIN, not_me
from macnss.identity.services.notices import tell
from macnss.outbox.kinds import kind

CHANGED = kind(
    "account.password_changed",
    subject=_("The password of your account was changed"),
    body=_(
        "The password of your Ma CNSS account was just changed, and its other sessions were ended.\n\n"
        "If it was not you, open this page at once; it works for 7 days:\n%(link)s"
    ),
    sms=_("Ma CNSS: your password was changed. Not you? Within 7 days: %(link)s"),
    worth=WITHIN,
)


@transaction.atomic
def change_password(*, account: Account, raw: str, session_key: str | None, now: dt.datetime) -> None:
    """Take a new password, end the other sessions, tell every address. Raises PasswordRefused."""
    passwords.set_password(account=account, raw=raw, by=account, now=now)
    sessions.end_others(account=account, except_key=session_key, by=account, now=now)
    tell(CHANGED, account=account, now=now, link=not_me(account, passwords.CHANGED))
