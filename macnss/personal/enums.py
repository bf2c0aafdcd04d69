"""The words of a bank account declared for payments, and of a correction of a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountState(models.TextChoices):
    """État d'un compte bancaire / وضعية حساب بنكي."""

    DECLARED = "declared", _("Declared, being verified")
    VERIFIED = "verified", _("Verified, not used yet")
    IN_USE = "in_use", _("Used for your payments")
    REJECTED = "rejected", _("Rejected")
    CANCELLED = "cancelled", pgettext_lazy("bank account", "Cancelled")
    REPLACED = "replaced", _("Replaced")

    @property
    def tone(self) -> str:
        return {
            AccountState.DECLARED: "info",
            AccountState.VERIFIED: "info",
            AccountState.IN_USE: "success",
            AccountState.REJECTED: "danger",
        }.get(self, "neutral")


WAITING = (AccountState.DECLARED, AccountState.VERIFIED)
STANDING = (*WAITING, AccountState.IN_USE)


class Rejection(models.TextChoices):
    """Why an account was rejected, in words that its owner reads."""

    UNKNOWN = "unknown", _("The bank does not know this account: check the RIB with it.")
    CLOSED = "closed", _("The bank says that this account is closed: declare another one.")
    OTHER_HOLDER = "other_holder", _("The bank says that this account bears another name: declare an account of yours.")
    UNANSWERED = "unanswered", _("The bank did not answer in time: an agent can look instead, with its paper.")


class VerifiedBy(models.TextChoices):
    BANK = "bank", _("The bank")
    AGENT = "agent", _("An agent of the fund")


class Item(models.TextChoices):
    """What somebody asks to correct in their record."""

    NAME = "name", _("My name")
    BIRTH_DATE = "birth_date", _("My birth date")
    DOCUMENT = "document", _("My identity document")
    SEX = "sex", _("My sex")
    NATIONALITY = "nationality", _("My nationality")
