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
