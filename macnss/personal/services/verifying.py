"""Ask banks about the accounts that wait, and use those whose time has come."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.gateways.banks.chosen import bank_gateway
from macnss.gateways.banks.protocol import Answer, BankGateway
from macnss.gateways.sending import NotSent
from macnss.identity.services.disavowal import link
from macnss.personal.enums import AccountState, Rejection, VerifiedBy
from macnss.personal.models import BankAccount
from macnss.personal.services import rounds, telling

VERIFIED = audit.action("bank.verified", _("The bank confirmed the account that you declared."))
REJECTED = audit.action("bank.rejected", _("The bank account that you declared was rejected."))
USED = audit.action("bank.in_use", _("The bank account that you declared is now used for your payments."))
AT_ONCE = 200  # accounts a round: the next round takes the others


def ask_banks(*, now: dt.datetime) -> int:
    """Ask about each account that waits for its bank: those never asked first, then those asked longest ago.

    Returns how many got an answer. Never inside a transaction.
    """
    gateway = bank_gateway()
    if gateway is None:
        return 0
    never_asked_first = F("asked_at").asc(nulls_first=True)
    waiting = BankAccount.objects.filter(state=AccountState.DECLARED).order_by(never_asked_first, "pk")
    return sum(
        rounds.kept_apart(f"asking about bank account {account.pk}", partial(_ask, gateway, account, now))
        for account in waiting[:AT_ONCE]
    )


def _ask(gateway: BankGateway, account: BankAccount, now: dt.datetime) -> bool:
    """Ask about one. It goes behind the others first: one that always fails must not stand before them for ever."""
    if not _take(account, now):
        return False
    try:
        answer = gateway.verify(rib=account.rib, holder=account.holder, reference=str(account.public_id))
    except NotSent:
        return False
    write_down(account=account, answer=answer, now=now)
    return True


def _take(account: BankAccount, now: dt.datetime) -> bool:
    """Of two workers in the same round the second finds nothing to update."""
    as_read = BankAccount.objects.filter(pk=account.pk, state=AccountState.DECLARED, asked_at=account.asked_at)
    return bool(as_read.update(asked_at=now))


@transaction.atomic
def write_down(*, account: BankAccount, answer: Answer, now: dt.datetime) -> None:
    """What the bank answered. An account cancelled meanwhile stays so."""
    held = BankAccount.objects.select_for_update(of=("self",)).filter(pk=account.pk).first()
    if held is None or held.state != AccountState.DECLARED:
        return
    held.asked_at = now
    if answer is Answer.FINE:
        held.state, held.verified_at, held.verified_by = AccountState.VERIFIED, now, VerifiedBy.BANK
    else:
        held.state, held.rejection, held.ended_at = AccountState.REJECTED, Rejection(answer.value), now
    held.save()
    insured = held.insured
    act = VERIFIED if answer is Answer.FINE else REJECTED
    audit.record(act, held, by=None, at=now, person=insured.pk, account=insured.account_id)
    if answer is not Answer.FINE:
        page = link("personal:bank")
        telling.tell(telling.REJECTED, insured=insured, now=now, new=held.last_digits, link=page)


def use_those_due(*, now: dt.datetime) -> int:
    """Put in use the verified accounts whose hours are over. Returns how many."""
    return rounds.each(BankAccount.objects.filter(state=AccountState.VERIFIED, usable_from__lte=now), _use, now)


def _use(account: BankAccount, now: dt.datetime) -> bool:
    insured = account.insured
    BankAccount.objects.of(insured).in_use().update(state=AccountState.REPLACED, ended_at=now)
    account.state, account.used_since = AccountState.IN_USE, now
    account.save(update_fields=["state", "used_since"])
    audit.record(USED, account, by=None, at=now, person=insured.pk, account=insured.account_id)
    page = link("personal:bank")
    telling.tell(telling.IN_USE, insured=insured, now=now, new=account.last_digits, link=page)
    return True
