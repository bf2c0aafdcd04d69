"""Kinds and states of what employers declare."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Nature de la déclaration / نوع التصريح."""

    MAIN = "main", _("Main declaration")
    COMPLEMENTARY = "complementary", _("Complementary declaration")


class Source(models.TextChoices):
    """How it came: a file (EDI) or typed on screen (EFI)."""

    FILE = "file", _("File (EDI)")
    ENTRY = "entry", _("Typed on screen (EFI)")


class Situation(models.IntegerChoices):
    """Situation / الوضعية: the rank that the control sum counts (e-BDS specification)."""

    WORKING = 0, _("Working")
    LEFT = 1, _("Left the company")
    DECEASED = 2, _("Deceased")
    MATERNITY = 3, _("Maternity")
    SICKNESS = 4, _("Sickness")
    WORK_ACCIDENT = 5, _("Work accident")
    UNPAID_LEAVE = 6, _("Unpaid leave")
    KEPT_WITHOUT_WAGE = 7, _("Kept without wage")
    OCCUPATIONAL_DISEASE = 8, _("Occupational disease")


class UploadState(models.TextChoices):
    """Where a file stands between the employer's computer and the register."""

    RECEIVED = "received", _("Received")
    CHECKING = "checking", _("Being checked")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Interrupted")


class Unattached(models.TextChoices):
    """Why a declared line stands under no registration number."""

    NO_NUMBER = "no-number", _("Employee without a number yet")
    OCCASIONAL = "occasional", _("Occasional labour")
