"""Invitations to act for somebody: the one-time address, the account of who had none, and what both sides are told.

Companies and insured persons invite in the same way; nobody ever receives a password.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from macnss.identity.enums import Channel, Language
from macnss.identity.models import Account
from macnss.identity.services import passwords
from macnss.identity.services.accounts import open_account
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest, token
from macnss.outbox import services as outbox

WORTH = dt.timedelta(days=14)  # how long an invitation waits for its answer


class InvitationSpent(DomainError):
    """Answered, withdrawn, too old, or never sent: the same words for all."""

    code = "invitation-spent"
    message = _("This invitation no longer works.")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who opens an account to answer an invitation: its address confirms the e-mail, they choose the rest.

    `password` is hashed already (`newcomer`): hashing waits for its turn, which no transaction should.
    """

    name: str
    password: str
    phone: str
    language: Language


def newcomer(*, name: str, raw: str, phone: str, language: str) -> Newcomer:
    """Raises PasswordRefused. Never inside a transaction."""
    if passwords.problems(raw, None):
        raise passwords.PasswordRefused
    return Newcomer(name, make_password(passwords.normal(raw)), phone, Language(language))


@transaction.atomic
def welcome(*, newcomer: Newcomer, email: str, now: dt.datetime) -> Account:
    """Open the account of an invited person. They hold the secret sent to `email`: it is theirs. Raises EmailTaken."""
    account = open_account(
        email=email,
        name=newcomer.name,
        phone=newcomer.phone,
        language=newcomer.language,
        now=now,
    )
    account.password, account.password_changed_at, account.email_confirmed_at = newcomer.password, now, now
    account.save(update_fields=["password", "password_changed_at", "email_confirmed_at"])
    return account


def draw() -> tuple[str, bytes]:
    """A new secret for an address, and the digest under which we know it."""
    secret = token()
    return secret, digest(secret, "invitation")


def address(name: str, *arguments: object) -> str:
    """The whole address of a page of ours, for a message."""
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"


def tell(kind: str, account: Account, *, now: dt.datetime, **data: Any) -> None:
    """Send somebody who has an account a message, by e-mail rather than by SMS; nothing to who gave neither."""
    if account.email or account.phone:
        outbox.post(
            kind,
            account=account,
            language=account.language,
            now=now,
            email=account.email or "",
            phone=account.phone,
            channel=Channel.EMAIL if account.email else Channel.SMS,
            **data,
        )
