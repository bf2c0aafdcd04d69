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
