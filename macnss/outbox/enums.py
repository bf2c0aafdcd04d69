"""Channels of a message and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class State(models.TextChoices):
    """État d'un message / حالة الرسالة."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Not delivered")
    EXPIRED = "expired", _("Too late to be sent")
