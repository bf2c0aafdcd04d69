"""An account opens for a person of the register: with the address that was confirmed, and a word to those of before."""

import datetime as dt
from typing import Any

from django.db import transaction

from macnss.identity import services as accounts
from macnss.identity.enums import Channel, Language, Level, ProvedBy
from macnss.identity.models import Account
from macnss.identity.services.opening import confirm_contact
from macnss.insured.models import Insured
from macnss.insured.services import messages
from macnss.insured.services.register import give_account
from macnss.outbox import services as outbox


@transaction.atomic
def open_for(
    *,
    insured: Insured,
    level: Level,
    proved_by: ProvedBy,
    language: str,
    now: dt.datetime,
    channel: Channel | None = None,
    email: str = "",
    phone: str = "",
) -> Account:
    """Open the account of a person, reached at `channel`, and tell the other addresses that the register knows."""
    account = accounts.open_account(
        email=None,
        name=str(insured),
        name_ar=insured.name_ar,
        phone=phone,
        language=Language(language),
        now=now,
    )
    if channel:
        confirm(account=account, channel=channel, address=phone if channel == Channel.SMS else email, now=now)
    accounts.confirm_identity(account=account, level=level, proved_by=proved_by, by=account, now=now)
    give_account(number=insured.number, account=account, by=account, now=now)
    _tell_the_addresses_of_before(insured, email, phone, language, now)
    return account


def confirm(*, account: Account, channel: Channel, address: str, now: dt.datetime) -> bool:
    """Keep a confirmed address; False when it is an e-mail that opens another account, whose owner is told."""
    try:
        confirm_contact(account=account, channel=channel, address=address, by=account, now=now)
    except accounts.EmailTaken:
        account.refresh_from_db()
        other = Account.objects.get(email=address.lower())
        outbox.post(messages.EMAIL_USED, account=other, language=other.language, now=now, email=address)
        return False
    return True


def _tell_the_addresses_of_before(insured: Insured, email: str, phone: str, language: str, now: dt.datetime) -> None:
    """Addresses that the register has and that were not typed: their owner may know nothing of this activation."""
    known: list[dict[str, Any]] = []
    if insured.email and insured.email != email:
        known.append({"email": insured.email})
    if insured.phone and insured.phone != phone:
        known.append({"phone": insured.phone})
    for address in known:
        outbox.post(
            messages.ACTIVATED, account=None, language=language, now=now, help=messages.take_back_address(), **address
        )
