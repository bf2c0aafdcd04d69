"""Which bank account is on file, which one waits, what the bank said."""

from dataclasses import dataclass

from macnss.cases.enums import CLOSED
from macnss.cases.models import Case
from macnss.insured.models import Insured
from macnss.personal.enums import STANDING, WAITING, AccountState
from macnss.personal.models import Bank, BankAccount, BankAccountQuerySet


@dataclass(frozen=True, slots=True)
class Banking:
    """Where somebody stands with their bank account: used, waiting, with an agent, rejected last."""

    used: BankAccount | None
    waiting: BankAccount | None
    rejected: BankAccount | None
    case: Case | None
    banks: dict[str, Bank]

    @property
    def is_empty(self) -> bool:
        return not (self.used or self.waiting or self.case)


def banking_of(insured: Insured) -> Banking:
    """Three queries, whatever the history."""
    known = list(BankAccount.objects.of(insured).exclude(state=AccountState.REPLACED)[:20])
    latest = known[0] if known else None
    with_agent = Case.objects.of_person(insured).filter(kind="bank_account").exclude(state__in=CLOSED)
    return Banking(
        used=next((each for each in known if each.state == AccountState.IN_USE), None),
        waiting=next((each for each in known if each.state in WAITING), None),
        rejected=latest if latest and latest.state == AccountState.REJECTED else None,
        case=with_agent.order_by("-pk").first(),
        banks={bank.code: bank for bank in Bank.objects.filter(code__in={each.bank_code for each in known})},
    )


def account_for_payments(insured: Insured) -> BankAccount | None:
    """The account to which this person is paid today."""
    return BankAccount.objects.of(insured).in_use().first()


def bank_of(rib: str) -> Bank | None:
    """The bank whose code begins this RIB, where the list knows it."""
    return Bank.objects.filter(code=rib[:3]).first()


def others_with(rib: str, insured: Insured) -> BankAccountQuerySet:
    """The same account on file for other persons."""
    return BankAccount.objects.same_as(rib).filter(state__in=STANDING).exclude(insured=insured)
