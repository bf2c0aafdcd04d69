"""What a person's record says in a word."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "F", _("Female")
    MALE = "M", _("Male")


class IdentityDocument(models.TextChoices):
    """Pièce d'identité / وثيقة الهوية."""

    CIN = "cin", _("National identity card (CIN)")
    PASSPORT = "passport", _("Passport")
    RESIDENCE_CARD = "residence", _("Residence card")


class Purpose(models.TextChoices):
    """Motif de consultation / سبب الاطلاع: why an agent opens a person's file. The person reads it too."""

    REQUEST = "request", _("A request at the counter")
    FILE = "file", _("A file in progress")
    COMPLAINT = "complaint", _("A complaint")
    CONTROL = "control", _("A control")


class ReferralReason(models.TextChoices):
    """Why an activation could not be finished by itself. The person is never told which: only that we look."""

    MISSING = "missing", _("No record bears this number")
    DIFFERENT = "different", _("The number and the birth date are not of one record")
    DOUBLE = "double", _("Several records could be this person's")
    HAS_ACCOUNT = "has_account", _("The record already has an account")
    DATE_UNKNOWN = "date_unknown", _("The birth date is not fully known")


class ReferralState(models.TextChoices):
    OPEN = "open", _("Being looked at")
    SETTLED = "settled", _("Settled")
    REFUSED = "refused", _("Refused")


class CheckState(models.TextChoices):
    WAITING = "waiting", _("Being looked at")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class Relation(models.TextChoices):
    """Who acts for the insured person."""

    SPOUSE = "spouse", _("Husband or wife")
    PARENT = "parent", _("Father or mother")
    CHILD = "child", _("Son or daughter")
    GUARDIAN = "guardian", _("Legal guardian")
    OTHER = "other", _("Somebody else of trust")


class MandateState(models.TextChoices):
    """Where the mandate of a relative stands on a day."""

    WAITING = "waiting", _("Waiting for an answer")
    IN_FORCE = "in_force", _("In force")
    UNANSWERED = "unanswered", _("Never answered")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Ended")
    OVER = "over", _("Over")

    @property
    def goes_on(self) -> bool:
        return self in (MandateState.WAITING, MandateState.IN_FORCE)

    @property
    def tone(self) -> str:
        return {MandateState.WAITING: "info", MandateState.IN_FORCE: "success"}.get(self, "neutral")
