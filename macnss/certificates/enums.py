"""The words of certificates that are not given at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    """How a certificate reaches whoever asked for it."""

    AGENCY = "agency", _("Collected at an agency")
    POST = "post", _("Sent by post")
    SPACE = "space", _("Written answer in my space")


class Making(models.TextChoices):
    """Where a certificate stands once it is granted."""

    GRANTED = "granted", _("Granted, being printed")
    READY = "ready", _("Ready")
    HANDED_OVER = "handed_over", _("Handed over")
