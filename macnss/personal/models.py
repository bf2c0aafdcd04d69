"""Compte bancaire / حساب بنكي of an insured person, and the banks by their codes. The number itself is sealed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language_bidi

from macnss.cases.models import Case
from macnss.insured.models import Insured
from macnss.kernel.secrets import Unreadable, digest, seal, unseal
from macnss.personal.enums import STANDING, WAITING, AccountState, Rejection, VerifiedBy

_PURPOSE = "rib"
SHOWN_DIGITS = 4


def rib_digest(rib: str) -> bytes:
    """Under which the same account is recognised, without being kept."""
    return digest(rib, _PURPOSE)


class Bank(models.Model):
    """Banque / بنك, by the three digits that begin its RIBs. Reference data: the lists found contradict one another."""

    code = models.CharField(max_length=3, unique=True)
    name_fr = models.CharField(max_length=80)
    name_ar = models.CharField(max_length=80)
    to_check = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name_ar if get_language_bidi() else self.name_fr


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    def of(self, insured: Insured) -> "BankAccountQuerySet":
        """Those of this person, latest first."""
        return self.filter(insured=insured).order_by("-pk")

    def waiting(self) -> "BankAccountQuerySet":
        """Declared or verified, not used yet."""
        return self.filter(state__in=WAITING)

    def standing(self) -> "BankAccountQuerySet":
        return self.filter(state__in=STANDING)

    def in_use(self) -> "BankAccountQuerySet":
        return self.filter(state=AccountState.IN_USE)

    def unanswered(self) -> "BankAccountQuerySet":
        """Those about which their bank never answered."""
        return self.filter(rejection=Rejection.UNANSWERED)

    def same_as(self, rib: str) -> "BankAccountQuerySet":
        return self.filter(digest=rib_digest(rib))


class BankAccount(models.Model):
    """Compte bancaire / حساب بنكي declared for payments. `usable_from` is when its owner's time to cancel is over."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    insured = models.ForeignKey(Insured, models.PROTECT, related_name="bank_accounts")
    sealed = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    last_digits = models.CharField(max_length=4)
    bank_code = models.CharField(max_length=3)
    holder = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=AccountState.choices, default=AccountState.DECLARED)
    rejection = models.CharField(max_length=12, choices=Rejection.choices, blank=True)
    verified_by = models.CharField(max_length=5, choices=VerifiedBy.choices, blank=True)
    stop_digest = models.BinaryField(max_length=32, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    usable_from = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    used_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)  # that its request waits for the paper of the bank

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insured"], condition=Q(state="in_use"), name="one_bank_account_in_use"),
            models.UniqueConstraint(
                fields=["insured"], condition=Q(state__in=["declared", "verified"]), name="one_bank_account_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "in_use"]) | Q(verified_at__isnull=False),
                name="no_bank_account_is_used_unverified",
            ),
            models.CheckConstraint(
                condition=Q(state="rejected") & ~Q(rejection="") | ~Q(state="rejected") & Q(rejection=""),
                name="a_rejected_bank_account_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["digest"], name="bank_accounts_by_number"),
            models.Index(
                fields=["state", "usable_from"],
                name="bank_accounts_waiting",
                condition=Q(state__in=["declared", "verified"]),
            ),
            models.Index(
                fields=["ended_at"],
                name="bank_accounts_to_remind",
                condition=Q(rejection="unanswered", reminded_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.last_digits}"

    @staticmethod
    def kept(rib: str) -> dict[str, object]:
        """The columns that hold this number."""
        return {
            "sealed": seal(rib, _PURPOSE),
            "digest": rib_digest(rib),
            "last_digits": rib[-SHOWN_DIGITS:],
            "bank_code": rib[:3],
        }

    @property
    def rib(self) -> str:
        return str(unseal(self.sealed, _PURPOSE))

    @property
    def legible_rib(self) -> str:
        """The number, or "" when it was sealed under a key that is gone: its owner types it again."""
        try:
            return self.rib
        except Unreadable:
            return ""

    @property
    def masked(self) -> str:
        return f"•••• •••• {self.last_digits}"

    @property
    def standing(self) -> AccountState:
        return AccountState(self.state)

    @property
    def is_unanswered(self) -> bool:
        """Did its bank never answer?"""
        return self.rejection == Rejection.UNANSWERED

    @property
    def why(self) -> str:
        """Why the bank rejected it, in plain words."""
        return str(Rejection(self.rejection).label) if self.rejection else ""
