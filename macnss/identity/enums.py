"""Languages, levels, ways in, roles: the words of this package."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from macnss.outbox.enums import Channel

__all__ = [
    "Channel",
    "CodePurpose",
    "EidPurpose",
    "EidState",
    "Language",
    "Level",
    "Method",
    "NameKind",
    "ProposalState",
    "ProvedBy",
    "RecoveryState",
    "Role",
]


class Language(models.TextChoices):
    """The languages of the service, equal."""

    ARABIC = "ar", "العربية"
    FRENCH = "fr", "Français"


class Level(models.IntegerChoices):
    """Niveau de garantie / مستوى الضمان: how sure we are of who somebody is. Our words, not a certification."""

    LOW = 1, _("Low")
    SUBSTANTIAL = 2, _("Substantial")
    HIGH = 3, _("High")


class Method(models.TextChoices):
    """Moyen d'authentification / وسيلة التحقق: how a person proved at this browser that it is them."""

    PASSWORD = "password", _("Password")
    PASSWORD_AND_DEVICE = "device", _("Password on a known device")
    PASSWORD_AND_CODE = "code", _("Password and a code received")
    BACKUP_CODE = "backup", _("Password and a backup code")
    PASSKEY = "passkey", _("Fingerprint or face")
    EID = "eid", _("Mon e-ID")
    RECOVERY = "recovery", _("Account recovery")
    ACTIVATION = "activation", _("Activation of the account")

    @property
    def strength(self) -> Level:
        """What this way proves at most; Mon e-ID says its own level each time."""
        return Level.LOW if self in (Method.PASSWORD, Method.RECOVERY, Method.ACTIVATION) else Level.SUBSTANTIAL


class ProvedBy(models.TextChoices):
    """Mode de vérification de l'identité / طريقة التحقق من الهوية: how the identity behind an account was confirmed."""

    CODES = "codes", _("Code received by e-mail or phone")
    EID = "eid", _("Mon e-ID")
    COUNTER = "counter", _("At the counter of an agency")
    AGENT = "agent", _("By an agent, from an identity card and a photo")
    FUND = "fund", _("By the fund")


class NameKind(models.TextChoices):
    """What a person may type to say who they are."""

    REGISTRATION_NUMBER = "number", _("Registration number")
    DOCUMENT = "document", _("CIN, passport or residence card")


class CodePurpose(models.TextChoices):
    """What a code that we send opens; one asked for a purpose opens no other."""

    ACTIVATE = "activate", _("Activate an account")
    SIGN_IN = "sign_in", _("Sign in")
    RECOVER = "recover", _("Recover an account")
    CONTACT = "contact", _("Confirm an e-mail address or a phone number")
    PROVE = "prove", _("Confirm that it is you")


class EidPurpose(models.TextChoices):
    """Why somebody went to Mon e-ID."""

    SIGN_IN = "sign_in", _("Sign in")
    ACTIVATE = "activate", _("Activate an account")
    PROVE = "prove", _("Confirm that it is you")
    RECOVER = "recover", _("Recover an account")


class EidState(models.TextChoices):
    WAITING = "waiting", _("Waiting for Mon e-ID")
    VERIFIED = "verified", _("Verified")
    FAILED = "failed", _("Not verified")


class RecoveryState(models.TextChoices):
    """Récupération / استرجاع الحساب."""

    WAITING = "waiting", _("Waiting")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    DONE = "done", _("Done")


class Role(models.TextChoices):
    """Rôle d'un agent / دور العون. No role reads everything."""

    FRONT_DESK = "front_desk", _("Front desk")
    FILE_OFFICER = "file_officer", _("File officer")
    PAYMENTS = "payments", _("Payments")
    SUPERVISOR = "supervisor", _("Supervisor")
    REFERENCE_DATA = "reference_data", _("Reference data")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a second person")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
