"""The kinds of case of this package: importing it enters them in the register of kinds."""

from macnss.personal.procedures.bank_account import BankAccountLooked
from macnss.personal.procedures.identity import PersonalBirthDate, PersonalIdentity

__all__ = ["BankAccountLooked", "PersonalBirthDate", "PersonalIdentity"]
