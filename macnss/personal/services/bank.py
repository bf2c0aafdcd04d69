"""The bank account of somebody: declared, cancelled in time, looked at by an agent when its name is not theirs."""

import datetime as dt
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import Holder
from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.cases.services import drafts
from macnss.gateways.banks.chosen import bank_gateway
from macnss.identity import services as accounts
from macnss.identity.models import Account
from macnss.identity.services.disavowal import link
from macnss.insured.models import Insured
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest, token
from macnss.lawbook.book import Law
from macnss.personal.enums import WAITING, AccountState, VerifiedBy
from macnss.personal.models import BankAccount
from macnss.personal.names import same_name
from macnss.personal.queries import others_with
from macnss.personal.services import telling
from macnss.ui.templatetags.formats import long_moment

DECLARED = audit.action("bank.declared", _("A bank account was declared for your payments."))
CANCELLED = audit.action("bank.cancelled", _("The new bank account was cancelled before it was used."))
GAVE_WAY = audit.action("bank.gave_way", _("A bank account that was not used yet gave way to another one."))


class SameAccount(DomainError):
    code = "same-bank-account"
    message = _("This account is already on file: there is nothing to change.")


class TooLate(DomainError):
    code = "bank-too-late"
    message = _("There is no change to cancel any more: it was cancelled, or the account is already used.")


@transaction.atomic
def declare(
    *, insured: Insured, rib: str, holder: str, start_key: UUID, language: str, by: Account, now: dt.datetime
) -> BankAccount | Case:
    """Declare an account for payments. Its bank is asked; or, when somebody must look, a draft for an agent begins.

    An agent looks when the name typed is not that of the record, when others are paid on the same account, when no
    bank can be asked, and when it was asked about this account in vain. The same `start_key` is the same draft.
    Raises SameAccount.
    """
    held = _alone(insured)
    if BankAccount.objects.of(held).standing().same_as(rib).exists():
        raise SameAccount
    if is_plain(held, rib, holder):
        return keep(insured=held, rib=rib, holder=holder, case=None, by=by, now=now)
    draft = drafts.begin(
        kind="bank_account",
        holder=Holder(Audience.INSURED, by, held),
        start_key=uuid5(start_key, f"{held.pk} bank_account"),  # somebody else's key opens nothing of theirs
        language=language,
        now=now,
    )
    return drafts.save(case=draft, answers={"rib": rib, "holder": holder}, now=now)


def is_plain(insured: Insured, rib: str, holder: str) -> bool:
    """May this account go on without an agent?"""
    asked_in_vain = BankAccount.objects.of(insured).unanswered().same_as(rib)
    return (
        bank_gateway() is not None
        and is_own_name(insured, holder)
        and not others_with(rib, insured).exists()
        and not asked_in_vain.exists()
    )


def is_own_name(insured: Insured, holder: str) -> bool:
    return same_name(holder, (insured.first_name, insured.last_name), (insured.first_name_ar, insured.last_name_ar))


@transaction.atomic
def keep(
    *, insured: Insured, rib: str, holder: str, case: Case | None, by: Account | None, now: dt.datetime
) -> BankAccount:
    """Keep an account that waits: for its bank, or for the hours alone when an agent has seen its paper (`case`).

    One that waited before gives way. The owner is told everywhere, with the way to cancel. Raises SameAccount.
    """
    held = _alone(insured)
    if BankAccount.objects.of(held).standing().same_as(rib).exists():
        raise SameAccount
    before = _gives_way(held, by, now)
    old = BankAccount.objects.of(held).in_use().first()
    secret = token()
    account = BankAccount.objects.create(
        insured=held,
        **BankAccount.kept(rib),
        holder=holder,
        state=AccountState.VERIFIED if case else AccountState.DECLARED,
        verified_by=VerifiedBy.AGENT if case else "",
        verified_at=now if case else None,
        stop_digest=digest(secret, "bank stop"),
        case=case,
        declared_by=by,
        declared_at=now,
        usable_from=now + waiting(timezone.localdate(now)),
    )
    audit.record(DECLARED, account, by=by, at=now, person=held.pk, account=held.account_id)
    _tell_declared(held, account, old, secret, now)
    if before and case:  # declared since the request was sent: its owner does not see it give way
        said = {"new": account.last_digits, "old": before.last_digits, "link": link("personal:bank")}
        telling.tell(telling.GAVE_WAY, insured=held, now=now, **said)
    return account


def _alone(insured: Insured) -> Insured:
    """The person, whose accounts are declared and accepted one after the other until the end of the transaction."""
    return Insured.objects.select_for_update(of=("self",), no_key=True).select_related("account").get(pk=insured.pk)


def _gives_way(insured: Insured, by: Account | None, now: dt.datetime) -> BankAccount | None:
    """The account that waited, if any: cancelled."""
    before = BankAccount.objects.of(insured).waiting().select_for_update().first()
    if before:
        before.state, before.ended_at = AccountState.CANCELLED, now
        before.save(update_fields=["state", "ended_at"])
        audit.record(GAVE_WAY, before, by=by, at=now, person=insured.pk, account=insured.account_id)
    return before


def waiting(on: dt.date) -> dt.timedelta:
    """How long a new account waits before it is used."""
    return dt.timedelta(hours=hours(on))


def hours(on: dt.date) -> int:
    return Law(on).count("service.rib_waiting_hours")


@transaction.atomic
def cancel(*, account: BankAccount, by: Account, now: dt.datetime) -> BankAccount:
    """Its owner, signed in, changes their mind before it is used. Raises TooLate."""
    return _stop(account, by, now)


@transaction.atomic
def cancel_by_link(*, secret: str, not_me: bool, now: dt.datetime) -> BankAccount:
    """By the address of a message. `not_me`: somebody else did it, every door of the account is closed too.

    Raises TooLate.
    """
    account = stoppable(secret)
    if account is None:
        raise TooLate
    stopped = _stop(account, None, now)
    owner = stopped.insured.account
    if not_me and owner:
        accounts.lock(account=owner, by=None, now=now, reason="disavowed")
    return stopped


def stoppable(secret: str) -> BankAccount | None:
    """The account of that address, as long as it is not used: past its hours too, when its bank answers late."""
    named = BankAccount.objects.waiting().filter(stop_digest=digest(secret, "bank stop"))
    return named.select_related("insured__account").first()


def _stop(account: BankAccount, by: Account | None, now: dt.datetime) -> BankAccount:
    held = BankAccount.objects.select_for_update(of=("self",)).select_related("insured__account").get(pk=account.pk)
    if held.state not in WAITING:
        raise TooLate
    held.state, held.ended_at = AccountState.CANCELLED, now
    held.save(update_fields=["state", "ended_at"])
    audit.record(CANCELLED, held, by=by, at=now, person=held.insured_id, account=held.insured.account_id)
    telling.tell(telling.CANCELLED, insured=held.insured, now=now, new=held.last_digits, link=link("personal:bank"))
    return held


def _tell_declared(
    insured: Insured, account: BankAccount, old: BankAccount | None, secret: str, now: dt.datetime
) -> None:
    with translation.override(telling.language_of(insured)):
        when = long_moment(account.usable_from)
    said = {"new": account.last_digits, "when": when, "link": link("personal:bank_stop", secret)}
    if old:
        telling.tell(telling.CHANGED, insured=insured, now=now, old=old.last_digits, **said)
    else:
        telling.tell(telling.DECLARED, insured=insured, now=now, **said)
