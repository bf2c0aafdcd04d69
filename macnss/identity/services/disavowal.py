"""«This was not me»: the link, good for a week, that closes an account after a change that its owner did not make."""

import base64
import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.identity.models import Account
from macnss.identity.services.accounts import LOCKED, lock
from macnss.identity.services.devices import LinkSpent
from macnss.kernel.secrets import digest, same

WITHIN = dt.timedelta(days=7)
_MARK = 16

RECOVERED = audit.action("account.recovered", _("The account was recovered, and its other sessions were ended."))
DISAVOWED = audit.action("account.disavowed", _("“This was not me” was pressed for a change of this account."))


def link(name: str, *given: str) -> str:
    """The whole address of a page of ours, as a message writes it."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=given)}"


def not_me(account: Account, action: str) -> str:
    """The address where the owner says that the latest act of this kind was not theirs."""
    event = Event.objects.about_account(account.pk).filter(action=action)[0]
    said = event.pk.to_bytes(8, "big") + _mark(event)
    return link("identity:not_me", base64.urlsafe_b64encode(said).decode())


@transaction.atomic
def disavow(*, token: str, now: dt.datetime) -> Account:
    """Close the account to everybody until its owner takes it back. Raises LinkSpent."""
    event = disavowable(token=token, now=now)
    account = Account.objects.select_for_update(of=("self",)).get(pk=event.account or 0)
    disavowable(token=token, now=now)  # pressed twice at once: the second finds the account closed
    audit.record(DISAVOWED, account, by=None, at=now, account=account.pk, of=event.action)
    lock(account=account, by=None, now=now, reason="disavowed")
    return account


def disavowable(*, token: str, now: dt.datetime) -> Event:
    """The act that this link speaks of. It serves once: an account closed or recovered since is not closed by it again.

    Raises LinkSpent.
    """
    try:
        said = base64.urlsafe_b64decode(token.encode())
    except ValueError:
        raise LinkSpent from None
    event = Event.objects.filter(pk=int.from_bytes(said[:8], "big")).first() if len(said) == 8 + _MARK else None
    if event is None or not same(said[8:], _mark(event)) or now - event.at > WITHIN:
        raise LinkSpent
    since = Event.objects.filter(account=event.account, pk__gt=event.pk, action__in=(DISAVOWED, LOCKED, RECOVERED))
    if since.exists():
        raise LinkSpent
    return event


def _mark(event: Event) -> bytes:
    return digest(f"{event.pk}:{event.account}:{event.action}", "not me")[:_MARK]
