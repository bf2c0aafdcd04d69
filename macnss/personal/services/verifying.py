"""Ask banks about the accounts that wait, and use those whose time has come."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.gateways.banks.chosen import bank_gateway
from macnss.gateways.banks.protocol import Answer
from macnss.gateways.sending import NotSent
from macnss.identity.services.disavowal import link
from macnss.personal.enums import AccountState, Rejection, VerifiedBy
from macnss.personal.models import BankAccount
from macnss.personal.services import telling

VERIFIED = audit.action("bank.verified", _("The bank confirmed the account that you declared."))
REJECTED = audit.action("bank.rejected", _("The bank account that you declared was rejected."))
USED = audit.action("bank.in_use", _("The bank account that you declared is now used for your payments."))
AT_ONCE = 200  # accounts a round: the next round takes the others


def ask_banks(*, now: dt.datetime) -> int:
    """Ask about each account that waits for its bank. Returns how many got an answer. Never inside a transaction."""
    gateway = bank_gateway()
    if gateway is None:
        return 0
    answered = 0
    for account in BankAccount.objects.filter(state=AccountState.DECLARED).order_by("asked_at", "pk")[:AT_ONCE]:
        try:
            answer = gateway.verify(rib=account.rib, holder=account.holder, reference=str(account.public_id))
        except NotSent:
            BankAccount.objects.filter(pk=account.pk).update(asked_at=now)
            continue
        write_down(account=account, answer=answer, now=now)
        answered += 1
    return answered


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
    due = BankAccount.objects.filter(state=AccountState.VERIFIED, usable_from__lte=now)
    return sum(_use(pk, now) for pk in due.order_by("usable_from").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _use(pk: int, now: dt.datetime) -> bool:
    held = BankAccount.objects.select_for_update(of=("self",)).get(pk=pk)
    if held.state != AccountState.VERIFIED:
        return False
    BankAccount.objects.of(held.insured).in_use().update(state=AccountState.REPLACED, ended_at=now)
    held.state, held.used_since = AccountState.IN_USE, now
    held.save(update_fields=["state", "used_since"])
    audit.record(USED, held, by=None, at=now, person=held.insured_id, account=held.insured.account_id)
    page = link("personal:bank")
    telling.tell(telling.IN_USE, insured=held.insured, now=now, new=held.last_digits, link=page)
    return True
