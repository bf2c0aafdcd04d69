"""Compte / حساب: one way in for one person."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language_bidi

from macnss.identity.enums import Language, Level, NameKind, ProvedBy
from macnss.kernel.numbers.identifiers import mask, mask_email


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Compte / حساب. Insured, employers' people and the fund's agents sign in with one each; nobody shares one.

    `level` says how sure we are of who is behind it; a session's own proof is another matter (`entry.Proof`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True, null=True)  # noqa: DJ001 - unique among those who have one
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    phone_confirmed_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=120)
    name_ar = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ARABIC)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.LOW)
    level_proved_by = models.CharField(max_length=8, choices=ProvedBy.choices, blank=True)
    level_proved_at = models.DateTimeField(null=True, blank=True)
    is_agent = models.BooleanField(default=False)
    needs_second_factor = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_is_in_lower_case"),
            models.CheckConstraint(
                condition=Q(email_confirmed_at=None) | Q(email__isnull=False), name="a_confirmed_email_is_known"
            ),
            models.CheckConstraint(
                condition=Q(phone_confirmed_at=None) | ~Q(phone=""), name="a_confirmed_phone_is_known"
            ),
        ]

    def __str__(self) -> str:
        """The name in the script of the page, when we have it."""
        return (get_language_bidi() and self.name_ar) or self.name

    @property
    def masked_phone(self) -> str:
        return mask(self.phone, visible=2) if self.phone else ""

    @property
    def masked_email(self) -> str:
        return mask_email(self.email) if self.email else ""


class SignInName(models.Model):
    """Identifiant de connexion / معرّف الدخول: a number or a document that stands for an account at the door.

    Only a keyed digest is kept (`kernel.secrets.digest`): the table names nobody.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_in_names")
    kind = models.CharField(max_length=10, choices=NameKind.choices)
    digest = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return self.kind
