"""The addresses of an account: changing one for another that has been proved."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.enums import Channel, CodePurpose
from macnss.identity.models import Account, Code
from macnss.identity.services import codes
from macnss.identity.services.accounts import EmailTaken
from macnss.identity.services.disavowal import WITHIN, not_me
from macnss.identity.services.notices import tell as tell
from macnss.kernel.db import broken_promise, rehearsal
from macnss.kernel.errors import DomainError
from macnss.outbox import services as outbox
from macnss.outbox.kinds import kind

EMAIL_CHANGED = audit.action("account.email_changed", _("The e-mail address of the account was changed."))
PHONE_CHANGED = audit.action("account.phone_changed", _("The phone number of the account was changed."))

CHANGED_HERE = kind(
    "account.contact_changed",
    subject=_("An address of your account was changed"),
    body=_(
        "The e-mail address or the phone number of your Ma CNSS account was just changed.\n\n"
        "If it was you, there is nothing to do. If it was not you, open this page at once; it works for 7 days:\n"
        "%(link)s"
    ),
    sms=_("Ma CNSS: an address of your account was changed. Not you? Within 7 days: %(link)s"),
    worth=WITHIN,
)
YOURS_WAS_TYPED = kind(
    "account.address_typed_elsewhere",
    subject=_("Somebody typed your address in another account"),
    body=_(
        "Somebody who signed in to another Ma CNSS account asked to use this address there. It stays yours: nothing "
        "was changed, and they do not know that you have an account.\n\n"
        "If it was you, sign in with the account that bears this address."
    ),
    sms=_("Ma CNSS: somebody typed your address in another account. Nothing was changed."),
)


class SameAddress(DomainError):
    code = "same-address"
    message = _("This is already the address of your account.")


@transaction.atomic
def ask_change(
    *, account: Account, channel: Channel, address: str, ticket: bytes, language: str, now: dt.datetime
) -> Code:
    """Send a code to an address that is to become that of the account. Raises SameAddress.

    Somebody else's address gets no code, and the page says the same: its owner alone is told.
    """
    if address == _current(account, channel):
        raise SameAddress
    other = Account.objects.filter(email=address).first() if channel == Channel.EMAIL else None
    code = codes.ask(
        purpose=CodePurpose.CONTACT,
        account=account,
        ticket=ticket,
        language=language,
        now=now,
        leads_nowhere=other is not None,
        email=address if channel == Channel.EMAIL else "",
        phone=address if channel == Channel.SMS else "",
    )
    if channel == Channel.EMAIL:
        with transaction.atomic() if other else rehearsal():
            told = other.language if other else language
            outbox.post(YOURS_WAS_TYPED, account=other, language=told, now=now, email=address)
    return code


def confirm(*, account: Account, code: Code, typed: str, ticket: bytes, now: dt.datetime) -> None:
    """Take the new address once its code was typed. Raises WrongCode, CodeSpent. Never inside a transaction."""
    codes.check(code=code, typed=typed, ticket=ticket, now=now)
    try:
        _take(account, code, now)
    except EmailTaken:  # somebody else confirmed it meanwhile: the words tell no more than those of a code too old
        raise codes.CodeSpent from None


@transaction.atomic
def _take(account: Account, code: Code, now: dt.datetime) -> None:
    """Keep an address that was just proved. Every address, the old one too, is told."""
    kept = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    was = Account(pk=kept.pk, email=kept.email, phone=kept.phone, language=kept.language)
    channel = Channel(code.channel)
    field = "phone" if channel == Channel.SMS else "email"
    setattr(kept, field, codes.address_of(code, channel))
    setattr(kept, f"{field}_confirmed_at", now)
    with broken_promise("identity_account_email_key", means=EmailTaken):
        kept.save(update_fields=[field, f"{field}_confirmed_at"])
    act = PHONE_CHANGED if channel == Channel.SMS else EMAIL_CHANGED
    audit.record(act, kept, by=account, at=now, account=kept.pk)
    tell(CHANGED_HERE, account=was, now=now, link=not_me(kept, act))


def asked_for(public_id: str, account: Account, ticket: bytes) -> Code | None:
    """The code that is to prove a new address of this account, in the browser that asked, unless it has served."""
    sent = Code.objects.filter(public_id=public_id, purpose=CodePurpose.CONTACT, account=account, ticket=ticket)
    return sent.filter(used_at=None).first()


def _current(account: Account, channel: Channel) -> str:
    """The confirmed address of that channel: one that is not confirmed yet may be asked for again."""
    if channel == Channel.SMS:
        return account.phone if account.phone_confirmed_at else ""
    return (account.email or "") if account.email_confirmed_at else ""
