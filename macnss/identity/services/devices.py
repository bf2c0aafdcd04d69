"""Devices: where an account is open, the notice when it opens somewhere new, and “this was not me”."""

import base64
import binascii
import datetime as dt
import uuid

import ua_parser
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.models import Account, Device
from macnss.identity.services.accounts import lock
from macnss.identity.services.notices import tell
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest, same
from macnss.outbox.kinds import kind
from macnss.ui.templatetags.formats import long_moment

NEW_DEVICE = audit.action("account.new_device", _("The account was opened on a new device."))
DISOWNED = audit.action("account.device_disowned", _("“This was not me” was pressed for a device."))
DISOWN_WITHIN = dt.timedelta(days=7)
_PURPOSE, _MARK = "disown", 16

ON_A_NEW_DEVICE = kind(
    "account.new_device",
    subject=_("Your account was opened on a new device"),
    body=_(
        "Your Ma CNSS account was opened on a device that we did not know: %(device)s, %(when)s.\n\n"
        "If it was you, there is nothing to do.\n\n"
        "If it was not you, open this address and press the button: the account will be closed to everybody until"
        " you take it back. The address works for 7 days.\n%(link)s"
    ),
    sms=_("Your Ma CNSS account was opened on a new device: %(device)s. Not you? %(link)s"),
    worth=dt.timedelta(days=2),
)


class LinkSpent(DomainError):
    """Used, too old, or never ours: the same words for all."""

    code = "link-spent"
    message = _("This link no longer works: it was used already, or it is more than 7 days old.")


@transaction.atomic
def recognise(*, account: Account, secret: str, agent: str, now: dt.datetime, trusted: bool = False) -> Device:
    """The device of this browser for this account, noted if it is new; the owner is told of a new one.

    `trusted`: more than a password was shown on it just now. A device that was disowned comes back as a new one.
    """
    device, new = Device.objects.get_or_create(
        account=account,
        digest=digest(secret, "device"),
        defaults={"name": lambda: name_of(agent), "first_seen_at": now, "last_seen_at": now},
    )
    if device.disowned_at:
        device.disowned_at = device.trusted_at = None
        device.first_seen_at = device.last_seen_at = now
        device.save()
        new = True
    if new:
        _note(device, now)
    elif device.last_seen_at.date() != now.date():
        device.last_seen_at = now
        device.save(update_fields=["last_seen_at"])
    if trusted and not device.trusted_at:
        trust(device=device.pk, now=now)
    return device


@transaction.atomic
def trust(*, device: int, now: dt.datetime) -> None:
    """More than a password was shown on this device: from now on a password is enough there."""
    Device.objects.filter(pk=device, trusted_at=None, disowned_at=None).update(trusted_at=now)


@transaction.atomic
def disown(*, token: str, now: dt.datetime) -> Account:
    """“This was not me”: close the account to everybody, this device included. Raises LinkSpent."""
    device = disownable(token=token, now=now)
    if not Device.objects.filter(pk=device.pk, disowned_at=None).update(disowned_at=now, trusted_at=None):
        raise LinkSpent
    Device.objects.filter(account=device.account).update(trusted_at=None)
    audit.record(DISOWNED, device, by=None, at=now, account=device.account.pk, device=str(device.public_id))
    lock(account=device.account, by=None, now=now, reason="disowned")
    return device.account


def disownable(*, token: str, now: dt.datetime) -> Device:
    """The device that this link speaks of, as long as it can be disowned. Raises LinkSpent."""
    try:
        written = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError):
        raise LinkSpent from None
    if len(written) != 16 + _MARK:
        raise LinkSpent
    found = Device.objects.filter(public_id=uuid.UUID(bytes=written[:16]), disowned_at=None)
    device = found.select_related("account").first()
    if device is None or not same(written[16:], _mark(device)) or now - device.first_seen_at > DISOWN_WITHIN:
        raise LinkSpent
    return device


def disown_token(device: Device) -> str:
    """What goes into the address of “this was not me”: nobody makes it for another device, or for another arrival."""
    return base64.urlsafe_b64encode(device.public_id.bytes + _mark(device)).decode()


def is_known(*, account: Account, secret: str) -> bool:
    """Has the owner shown more than a password on this browser before, and not disowned it since?"""
    return Device.objects.filter(
        account=account, digest=digest(secret, "device"), disowned_at=None, trusted_at__isnull=False
    ).exists()


def name_of(agent: str) -> str:
    """The browser and the device, as their owner calls them: Chrome · Android, Safari · iPhone; "" when unknown."""
    said = ua_parser.parse(agent)
    browser = said.user_agent.family.replace("Mobile", "").strip() if said.user_agent else ""
    system = said.os.family.replace("Mac OS X", "macOS") if said.os else ""
    if said.device and said.device.brand in {"Apple", "Samsung", "Xiaomi", "Huawei", "Oppo", "vivo"}:
        system = said.device.family if said.device.family != "Mac" else system
    return " · ".join(filter(None, (browser, system)))[:80]


def _note(device: Device, now: dt.datetime) -> None:
    account = device.account
    audit.record(NEW_DEVICE, device, by=account, at=now, account=account.pk, device=str(device.public_id))
    if Device.objects.filter(account=account).exclude(pk=device.pk).exists():
        with translation.override(account.language):
            when, name = long_moment(now), device.name or str(_("unknown device"))
        link = settings.SITE_URL + reverse("identity:disown", args=[disown_token(device)])
        tell(ON_A_NEW_DEVICE, account=account, now=now, device=name, when=when, link=link)


def _mark(device: Device) -> bytes:
    return digest(f"{device.public_id}:{device.first_seen_at.isoformat()}", _PURPOSE)[:_MARK]
