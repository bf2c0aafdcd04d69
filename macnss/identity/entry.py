"""What a door does once somebody has proved who they are: open the session, strengthen it, close it.

Doors call these; services below never see a request. The session's identifier changes each time.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Level, Method
from macnss.identity.models import Account
from macnss.identity.services import accounts, devices, recovery
from macnss.identity.sessions import ADDRESS, DEVICE, OPENED, PROOF, SEEN, TICKET, WELCOME
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.kernel.secrets import digest, token

OF_AGENTS = (Method.PASSKEY,)  # the ways in that open the fund's back office
WELCOME_LASTS = dt.timedelta(minutes=30)
_BACKEND = "macnss.identity.backends.OwnDoor"


class AccountLocked(DomainError):
    code = "account-locked"
    message = _("This account is locked for its protection. “I can't get in” explains how to open it again.")


@dataclass(frozen=True, slots=True)
class Proof:
    """What this session proved, how strongly, and when last."""

    method: Method
    level: Level
    at: dt.datetime

    def is_fresh(self, now: dt.datetime, within: dt.timedelta) -> bool:
        return now - self.at <= within


@transaction.atomic
def let_in(
    request: HttpRequest, account: Account, method: Method, *, now: dt.datetime, level: Level | None = None
) -> None:
    """Open a session for the owner of `account`, who has just proved it by `method`. Raises AccountLocked.

    `level` is said by Mon e-ID only; the other ways have their own.
    """
    if account.locked_at or not account.is_active:
        raise AccountLocked
    login(request, account, backend=_BACKEND)
    address = client_address(request)
    device = devices.recognise(
        account=account,
        secret=device_secret(request),
        agent=request.headers.get("User-Agent", ""),
        trusted=(level or method.strength) >= Level.SUBSTANTIAL,
        now=now,
    )
    request.session[OPENED] = request.session[SEEN] = now.isoformat()
    request.session[DEVICE] = device.pk
    request.session[ADDRESS] = address
    _write(request, method, level, now)
    accounts.note_sign_in(account=account, method=method, device=device, now=now)
    recovery.stop_all(account=account, by=account, now=now)


def prove(request: HttpRequest, method: Method, *, now: dt.datetime, level: Level | None = None) -> None:
    """Note that the owner of this session has just proved again who they are. The identifier of the session changes."""
    request.session.cycle_key()
    _write(request, method, level, now)
    if (level or method.strength) >= Level.SUBSTANTIAL and request.session.get(DEVICE):
        devices.trust(device=request.session[DEVICE], now=now)


def welcome(request: HttpRequest, *, now: dt.datetime) -> None:
    """Its owner has just opened or recovered this account: for a while its first passkey asks for no fresh proof."""
    request.session[WELCOME] = (now + WELCOME_LASTS).isoformat()


def is_welcome(request: HttpRequest, *, now: dt.datetime) -> bool:
    until = request.session.get(WELCOME)
    return until is not None and now < dt.datetime.fromisoformat(until)


def let_out(request: HttpRequest) -> None:
    """End this session."""
    logout(request)


def proof_of(request: HttpRequest) -> Proof | None:
    """What this session proved; None for a visitor, and for a session that no door of ours opened."""
    written = request.session.get(PROOF)
    if not written or not request.user.is_authenticated:
        return None
    method, level, at = written
    return Proof(Method(method), Level(level), dt.datetime.fromisoformat(at))


def ticket(request: HttpRequest) -> bytes:
    """The digest that ties a code or a visit to Mon e-ID to this browser: the secret stays in its session."""
    if TICKET not in request.session:
        request.session[TICKET] = token()
    return digest(request.session[TICKET], "ticket")


def device_secret(request: HttpRequest) -> str:
    """The secret of this browser's long cookie; drawn now if it has none (the middleware then sets the cookie)."""
    if not hasattr(request, "device_secret"):
        held = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        request.device_secret = held if 40 <= len(held) <= 64 else token()  # type: ignore[attr-defined]
    return request.device_secret  # type: ignore[attr-defined,no-any-return]


def _write(request: HttpRequest, method: Method, level: Level | None, now: dt.datetime) -> None:
    request.session[PROOF] = [method.value, int(level or method.strength), now.isoformat()]
