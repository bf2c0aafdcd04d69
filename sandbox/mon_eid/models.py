"""What the sandbox remembers until its next start: invented citizens, requests in progress, what was given out.

A secret is kept as its digest; a one-time thing has the moment of its use, written by a conditional UPDATE.
"""

import datetime as dt
import hashlib
import uuid
from typing import Any

from authlib.oidc.core.models import AuthorizationCodeMixin
from django.db import models
from django.db.models import Q


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class Citizen(models.Model):
    """An invented person with an invented card."""

    cin = models.CharField(max_length=12, unique=True)
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60)
    given_name_ar = models.CharField(max_length=60, blank=True)
    family_name_ar = models.CharField(max_length=60, blank=True)
    birth_date = models.DateField()
    gender = models.CharField(max_length=6)
    kind = models.CharField(max_length=12)
    electronic = models.BooleanField(default=True)
    pin = models.CharField(max_length=6)
    password = models.CharField(max_length=40)
    tries = models.PositiveSmallIntegerField(default=0)
    password_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def name_ar(self) -> str:
        return f"{self.given_name_ar} {self.family_name_ar}".strip()


class Pushed(models.Model):
    """A request handed in by the back door (RFC 9126), to be named once by a browser."""

    digest = models.CharField(max_length=64, unique=True)
    client_id = models.CharField(max_length=60)
    asked = models.JSONField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Visit(models.Model):
    """One request of a service in the hands of a citizen, tied to the browser that brought it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    browser = models.CharField(max_length=64)
    client_id = models.CharField(max_length=60)
    asked: Any = models.JSONField()
    wanted = models.CharField(max_length=40)
    hint = models.CharField(max_length=12, blank=True)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    citizen = models.ForeignKey(Citizen, models.CASCADE, null=True)
    acr = models.CharField(max_length=40, blank=True)
    amr: Any = models.JSONField(default=list)
    proved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class Ticket(models.Model):
    """The one-time transaction of a QR code. Its secret is computed from its identifier, never kept."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SCANNED = "scanned"  # a phone holds it
        MATCHED = "matched"  # the phone gave the number of the screen
        CONFIRMED = "confirmed"
        REFUSED = "refused"
        VOID = "void"  # a wrong number, or a newer ticket

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="tickets")
    number = models.PositiveSmallIntegerField()
    offered: Any = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    phone = models.CharField(max_length=64, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(state__in=["waiting", "scanned", "matched"]),
                name="one_live_ticket_a_visit",
            )
        ]


class Code(models.Model, AuthorizationCodeMixin):  # type: ignore[misc]
    """An authorization code, worth one exchange within a minute."""

    digest = models.CharField(max_length=64, unique=True)
    visit = models.OneToOneField(Visit, models.CASCADE)
    client_id = models.CharField(max_length=60)
    redirect_uri = models.CharField(max_length=500)
    scope = models.CharField(max_length=200)
    nonce = models.CharField(max_length=200)
    code_challenge = models.CharField(max_length=128)
    code_challenge_method = models.CharField(max_length=10)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client_id", "nonce"], name="a_nonce_serves_once")]

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        proved_at: dt.datetime | None = self.visit.proved_at
        return int(proved_at.timestamp()) if proved_at else 0

    def get_acr(self) -> str:
        return self.visit.acr

    def get_amr(self) -> list[str]:
        return list(self.visit.amr)


class AccessToken(models.Model):
    """What opens /userinfo for some minutes."""

    digest = models.CharField(max_length=64, unique=True)
    code = models.ForeignKey(Code, models.CASCADE)
    scope = models.CharField(max_length=200)
    expires_at = models.DateTimeField()


class UsedAssertion(models.Model):
    """The identifier of a client's signed assertion, kept until it would have expired."""

    client_id = models.CharField(max_length=60)
    jti = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client_id", "jti"], name="an_assertion_serves_once")]


class Fault(models.Model):
    """A switch of the sandbox that is not in its resting position."""

    name = models.CharField(max_length=20, primary_key=True)
    value = models.CharField(max_length=20)
