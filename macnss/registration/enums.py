"""The words of registration: where a card stands, why it was ordered."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Work(models.TextChoices):
    """Traitement d’un lot / معالجة دفعة: what the worker is doing with a list of employees, one thing at a time."""

    READING = "reading", _("Being read")
    SENDING = "sending", _("Being sent")
    ERASING = "erasing", _("Being erased")


class CardReason(models.TextChoices):
    """Motif de la demande de carte / سبب طلب البطاقة."""

    FIRST = "first", _("First card")
    LOST = "lost", _("Lost or stolen")
    CHANGED = "changed", _("Changed data")


class CardState(models.TextChoices):
    """État de la carte / حالة البطاقة."""

    ORDERED = "ordered", _("To be printed")
    PRINTED = "printed", _("Printed, on its way to the agency")
    AT_AGENCY = "at_agency", _("At the agency")
    HANDED_OVER = "handed_over", _("Handed over")
    CANCELLED = "cancelled", pgettext_lazy("card", "Cancelled")
