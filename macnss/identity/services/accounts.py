"""Acts on accounts: opening one, what is known of its owner, who came in."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import Language, Level, Method, NameKind, ProvedBy
from macnss.identity.models import Account, Device, Session, SignInName
from macnss.identity.services import passwords
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest

OPENED = audit.action("account.opened", _("An account was opened."))
SIGNED_IN = audit.action("account.signed_in", _("Somebody signed in to this account."))
REFUSED = audit.action("account.sign_in_refused", _("A sign-in to this account was refused."))
IDENTITY_CONFIRMED = audit.action("account.identity_confirmed", _("The identity behind this account was confirmed."))
NAMED = audit.action("account.named", _("A number or a document now opens this account at the door."))
RENAMED = audit.action("account.renamed", _("The name of the account was corrected."))
LANGUAGE_CHANGED = audit.action("account.language_changed", _("The language of your messages was changed."))
LOCKED = audit.action("account.locked", _("The account was locked for its protection."))


class EmailTaken(DomainError):
    code = "email-taken"
    message = _("An account with this e-mail already exists.")


class NameTaken(DomainError):
    code = "name-taken"
    message = _("Another account already opens with this number: look at both records first.")


@transaction.atomic
def note_sign_in(*, account: Account, method: Method, device: Device, now: dt.datetime) -> None:
    """Write down that the owner of an account, or somebody with their keys, came in."""
    audit.record(
        SIGNED_IN, account, by=account, at=now, account=account.pk, method=method.value, device=str(device.public_id)
    )


@transaction.atomic
def note_refusal(*, account: Account | None, now: dt.datetime) -> None:
    """Write down that a sign-in was refused, when the account exists: its owner will want to know."""
    if account:
        audit.record(REFUSED, account, by=None, at=now, account=account.pk)


@transaction.atomic
def open_account(
    *,
    email: str | None,
    name: str,
    now: dt.datetime,
    password: str = "",
    by: Account | None = None,
    name_ar: str = "",
    phone: str = "",
    language: Language = Language.ARABIC,
    is_agent: bool = False,
    confirmed: bool = False,
) -> Account:
    """Open an account, with a password or with none yet. `phone` is E.164. Raises EmailTaken.

    `confirmed`: both addresses are known to be the owner's.
    """
    account = Account(
        email=email.lower() if email else None,
        email_confirmed_at=now if confirmed and email else None,
        phone=phone,
        phone_confirmed_at=now if confirmed and phone else None,
        name=name,
        name_ar=name_ar,
        language=language,
        is_agent=is_agent,
        created_at=now,
    )
    if password:
        account.set_password(passwords.normal(password))
        account.password_changed_at = now
    else:
        account.set_unusable_password()
    with broken_promise("identity_account_email_key", means=EmailTaken):
        account.save(force_insert=True)
    audit.record(OPENED, account, by=by, at=now, account=account.pk)
    return account


@transaction.atomic
def confirm_identity(
    *, account: Account, level: Level, proved_by: ProvedBy, by: Account | None, now: dt.datetime
) -> None:
    """Note how surely we know who is behind an account. A weaker proof never lowers a stronger one."""
    if account.level > level or (account.level == level and account.level_proved_at and level == Level.LOW):
        return
    account.level, account.level_proved_by, account.level_proved_at = level, proved_by, now
    account.save(update_fields=["level", "level_proved_by", "level_proved_at"])
    audit.record(
        IDENTITY_CONFIRMED, account, by=by, at=now, account=account.pk, level=level.value, proved_by=proved_by.value
    )


@transaction.atomic
def give_sign_in_name(*, account: Account, kind: NameKind, name: str, by: Account | None, now: dt.datetime) -> bool:
    """Let a number or a document, normalised, stand for this account at the door. False when it stands for another."""
    row, new = SignInName.objects.get_or_create(
        digest=digest(name, "sign-in name"), defaults={"account": account, "kind": kind}
    )
    if new:
        audit.record(NAMED, account, by=by, at=now, account=account.pk, kind=kind.value)
    return row.account_id == account.pk


@transaction.atomic
def change_sign_in_name(*, account: Account, kind: NameKind, name: str, by: Account | None, now: dt.datetime) -> None:
    """Let another number or document of that kind open this account, and the one before no more. Raises NameTaken."""
    SignInName.objects.filter(account=account, kind=kind).exclude(digest=digest(name, "sign-in name")).delete()
    if not give_sign_in_name(account=account, kind=kind, name=name, by=by, now=now):
        raise NameTaken


@transaction.atomic
def rename(*, account: Account, name: str, name_ar: str, by: Account | None, now: dt.datetime) -> None:
    """The name of the owner, as their record now has it."""
    if (account.name, account.name_ar) != (name, name_ar):
        account.name, account.name_ar = name, name_ar
        account.save(update_fields=["name", "name_ar"])
        audit.record(RENAMED, account, by=by, at=now, account=account.pk)


@transaction.atomic
def speak(*, account: Account, language: Language, by: Account, now: dt.datetime) -> None:
    """The language in which messages are written to this account."""
    if account.language != language:
        account.language = language
        account.save(update_fields=["language"])
        audit.record(LANGUAGE_CHANGED, account, by=by, at=now, account=account.pk, language=language.value)


@transaction.atomic
def require_second_factor(*, account: Account) -> None:
    """From now on a password alone does not open this account: its owner acts for somebody else."""
    if not account.needs_second_factor:
        account.needs_second_factor = True
        account.save(update_fields=["needs_second_factor"])


@transaction.atomic
def lock(*, account: Account, by: Account | None, now: dt.datetime, reason: str) -> None:
    """Close every door of an account and end its sessions, until its owner recovers it."""
    if account.locked_at is None:
        account.locked_at = now
        account.save(update_fields=["locked_at"])
        audit.record(LOCKED, account, by=by, at=now, account=account.pk, reason=reason)
    Session.objects.filter(account=account).delete()
