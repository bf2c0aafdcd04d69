"""Coming in with a password: what it opens by itself, and the second step that it asks for."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Channel, CodePurpose
from macnss.identity.models import Account, Code
from macnss.identity.services import accounts, backup_codes, codes, devices, limits, names, passwords
from macnss.identity.services.limits import Act
from macnss.kernel.errors import DomainError


class WrongPair(DomainError):
    """The same words whether the identifier names nobody or the password is not the right one."""

    code = "wrong-pair"
    message = _("This identifier and this password do not go together. Check both, then try again.")


class AgentsHaveAKey(DomainError):
    code = "agents-have-a-key"
    message = _("Agents of the fund come in with their passkey, by the door of agents. A password does not open here.")


class WrongBackupCode(DomainError):
    code = "wrong-backup-code"
    message = _("This is none of the backup codes that you have left. Each one works once.")


class Next(StrEnum):
    """What a right password leads to."""

    COME_IN = "come in"
    SECOND_STEP = "second step"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Opened:
    """The account that a password opens, and what comes next."""

    account: Account
    next: Next


def by_password(
    *, typed: str, raw: str, address: str, device_secret: str, always_twice: bool, now: dt.datetime
) -> Opened:
    """Whose identifier and password these are. `always_twice` asks a second step of everybody, as companies do.

    Raises WrongPair, AgentsHaveAKey; TooManyTries, LimitsUnavailable and Busy before anything is looked at.
    """
    name = names.normal(typed)
    limits.spend(Act.SIGN_IN, address=address, key=name, now=now)
    account = names.account_named(name)
    if not passwords.is_right(account, raw) or account is None:
        _note_refusal(account, now)
        raise WrongPair
    limits.forgive(Act.SIGN_IN, key=name, now=now)
    if account.locked_at or not account.is_active:
        return Opened(account, Next.LOCKED)
    if account.is_agent:
        raise AgentsHaveAKey
    twice = always_twice or account.needs_second_factor or not devices.is_known(account=account, secret=device_secret)
    return Opened(account, Next.SECOND_STEP if twice else Next.COME_IN)


def send_code(*, account: Account, ticket: bytes, address: str, language: str, now: dt.datetime) -> Code | None:
    """Send the code of the second step where its owner can read it; None when we know no such place.

    Raises TooManyTries.
    """
    email, phone = reachable_at(account)
    if not (email or phone):
        return None
    limits.spend(Act.CODE_SENT, address=address, key=_key(account), now=now)
    return codes.ask(
        purpose=CodePurpose.SIGN_IN,
        account=account,
        ticket=ticket,
        language=language,
        now=now,
        email=email,
        phone=phone,
    )


def send_again(*, code: Code, address: str, channel: Channel | None, language: str, now: dt.datetime) -> Code:
    """Send another code in its place. Raises TooSoon, TooManySendings, CodeSpent, TooManyTries."""
    assert code.account
    limits.spend(Act.CODE_SENT, address=address, key=_key(code.account), now=now)
    return codes.send_again(code=code, language=language, now=now, channel=channel)


def check_code(*, code: Code, typed: str, ticket: bytes, address: str, now: dt.datetime) -> None:
    """Is this the code that was sent? A new code gives no tries back. Raises WrongCode, CodeSpent, TooManyTries."""
    assert code.account
    limits.spend(Act.CODE_TRIED, address=address, key=_key(code.account), now=now)
    codes.check(code=code, typed=typed, ticket=ticket, now=now)
    limits.forgive(Act.CODE_TRIED, key=_key(code.account), now=now)


def check_backup_code(*, account: Account, typed: str, address: str, now: dt.datetime) -> None:
    """Use up a code that the owner keeps on paper. Raises WrongBackupCode, TooManyTries."""
    limits.spend(Act.CODE_TRIED, address=address, key=_key(account), now=now)
    if not backup_codes.use(account=account, typed=typed, now=now):
        raise WrongBackupCode
    limits.forgive(Act.CODE_TRIED, key=_key(account), now=now)


def reachable_at(account: Account) -> tuple[str, str]:
    """The e-mail and the phone to which a code may go: those that its owner confirmed, else those that we have."""
    email = account.email if account.email_confirmed_at else ""
    phone = account.phone if account.phone_confirmed_at else ""
    return (email or "", phone) if email or phone else (account.email or "", account.phone)


def _key(account: Account) -> str:
    return f"account {account.pk}"


def _note_refusal(account: Account | None, now: dt.datetime) -> None:
    """Write the refusal down without waiting for the disk, which would tell whether the account exists."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")
        accounts.note_refusal(account=account, now=now)
