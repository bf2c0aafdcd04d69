"""At the counter: the agent has the person and their card in front of them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity import services as accounts
from macnss.identity.enums import Channel, Level, ProvedBy
from macnss.identity.models import Account
from macnss.identity.services import notices
from macnss.identity.services.opening import take_away
from macnss.insured.models import ActivationLink, Insured
from macnss.insured.services import messages
from macnss.insured.services.links import send_link
from macnss.insured.services.register import HasAccount
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import Identifier

SEEN = audit.action("insured.seen_at_counter", _("An agent saw you with your card at a counter."))
UNLIKE = audit.action("insured.card_unlike", _("At a counter, a card was shown that is not the one of your record."))


REPLACED = audit.action(
    "insured.account_replaced", _("At a counter you said that the account of your record was not yours: it was closed.")
)


class ConfirmedAlready(DomainError):
    code = "confirmed-already"
    message = _("The identity behind this account is confirmed: it cannot be closed at the counter.")


class CardUnlike(DomainError):
    code = "card-unlike"
    message = _(
        "The number or the birth date of the card is not the one of this record. Check both; else the record "
        "must be corrected first."
    )


class OwnRecord(DomainError):
    code = "own-record"
    message = _("This record is yours: a colleague must see you.")


class NoAccount(DomainError):
    code = "no-account"
    message = _("This person has no account yet: send them a link to activate one.")


def see(*, insured: Insured, number: str, birth_date: dt.date, by: Account, now: dt.datetime) -> None:
    """Confirm the identity behind an account: the card in hand is that of the record.

    Raises CardUnlike (which is written down), OwnRecord, NoAccount.
    """
    _compare(insured, number, birth_date, by, now)
    if insured.account is None:
        raise NoAccount
    _confirm(insured, insured.account, by, now)


def invite(
    *,
    insured: Insured,
    number: str,
    birth_date: dt.date,
    email: str,
    phone: str,
    language: str,
    by: Account,
    now: dt.datetime,
) -> ActivationLink:
    """Send somebody who stands at the counter, without an account, the link that opens one.

    Raises CardUnlike (which is written down), OwnRecord, HasAccount.
    """
    _compare(insured, number, birth_date, by, now)
    if insured.account_id:
        raise HasAccount
    channel = Channel.SMS if phone else Channel.EMAIL
    return send_link(
        insured=insured, language=language, seen=True, by=by, now=now, channel=channel, email=email, phone=phone
    )


def replace(
    *,
    insured: Insured,
    number: str,
    birth_date: dt.date,
    email: str,
    phone: str,
    language: str,
    by: Account,
    now: dt.datetime,
) -> ActivationLink:
    """The account that codes opened for this record is not the person's: close it, and send them a link to their own.

    Raises CardUnlike (which is written down), OwnRecord, NoAccount, ConfirmedAlready.
    """
    _compare(insured, number, birth_date, by, now)
    channel = Channel.SMS if phone else Channel.EMAIL
    with transaction.atomic():
        held = Insured.objects.select_for_update(of=("self",)).get(pk=insured.pk)
        account = held.account
        if account is None:
            raise NoAccount
        if account.level >= Level.SUBSTANTIAL:
            raise ConfirmedAlready
        held.account, held.updated_at = None, now
        held.save(update_fields=["account", "updated_at"])
        take_away(account=account, by=by, now=now)
        audit.record(REPLACED, held, by=by, at=now, person=held.pk, account=account.pk)
        return send_link(
            insured=held, language=language, seen=True, by=by, now=now, channel=channel, email=email, phone=phone
        )


def _compare(insured: Insured, number: str, birth_date: dt.date, by: Account, now: dt.datetime) -> None:
    if insured.account_id == by.pk:
        raise OwnRecord
    if (Identifier.normalise(number), birth_date) != (insured.document_number, insured.birth_date):
        with transaction.atomic():
            audit.record(UNLIKE, insured, by=by, at=now, person=insured.pk)
        raise CardUnlike


@transaction.atomic
def _confirm(insured: Insured, account: Account, by: Account, now: dt.datetime) -> None:
    accounts.confirm_identity(account=account, level=Level.SUBSTANTIAL, proved_by=ProvedBy.COUNTER, by=by, now=now)
    audit.record(SEEN, insured, by=by, at=now, person=insured.pk)
    notices.tell(messages.IDENTITY_CONFIRMED, account=account, now=now)
