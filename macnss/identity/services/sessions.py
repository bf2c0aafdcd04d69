"""Sessions: end one, end the others, end all. A session that ended opens nothing more from its next request on."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.models import Account, Device, Session
from macnss.identity.sessions import kept

ENDED = audit.action("account.session_ended", _("A session was ended from another one."))
ALL_ENDED = audit.action("account.sessions_ended", _("The other sessions of the account were ended."))


@transaction.atomic
def end(*, account: Account, public_id: UUID, by: Account | None, now: dt.datetime) -> bool:
    """End one session of this account. False when the account has no such session."""
    found = Session.objects.filter(account=account, public_id=public_id).select_related("device").first()
    if found is None:
        return False
    device = str(found.device.public_id) if found.device else ""
    found.delete()
    audit.record(ENDED, account, by=by, at=now, account=account.pk, device=device)
    return True


@transaction.atomic
def end_all(*, account: Account, by: Account | None, now: dt.datetime, except_key: str | None = None) -> int:
    """End every session of this account, but for the one of the cookie `except_key`. Returns how many ended."""
    others = Session.objects.filter(account=account).exclude(pk=kept(except_key))
    count, _each = others.delete()
    if count:
        audit.record(ALL_ENDED, account, by=by, at=now, account=account.pk, count=count)
    return count


@transaction.atomic
def end_others(*, account: Account, by: Account | None, now: dt.datetime, except_key: str | None) -> int:
    """After a password or another way in has changed: end the other sessions, and trust no other device any longer.

    What was known of them was known by the way in that has just been changed.
    """
    here = Session.objects.filter(pk=kept(except_key)).values("device")
    Device.objects.filter(account=account).exclude(pk__in=here.filter(device__isnull=False)).update(trusted_at=None)
    return end_all(account=account, by=by, now=now, except_key=except_key)
