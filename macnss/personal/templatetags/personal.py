"""The bank of an account, as the pages of personal data show it."""

from django import template

from macnss.personal.models import Bank, BankAccount
from macnss.personal.queries import Banking

register = template.Library()


@register.filter
def bank_name(banking: Banking, account: BankAccount) -> Bank | None:
    """The bank of this account, when our list knows its code."""
    return banking.banks.get(account.bank_code)
