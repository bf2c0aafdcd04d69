"""What a company or a person subscribes to: the portal of employers, the voluntary insurance."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from macnss.cases.models import Case
from macnss.employers.models import Employer
from macnss.insured.models import Insured


class Mode(models.TextChoices):
    """How wages are declared on the portal."""

    EFI = "efi", _("Typed on screen (EFI)")
    EDI = "edi", _("By file exchange (EDI)")


class AccountKind(models.TextChoices):
    """For one company, or for several."""

    AFFILIATE = "affiliate", _("Account of one company")
    GROUP = "group", _("Group account")


class PortalMembership(models.Model):
    """Adhésion à Damancom / الانخراط في ضمانكم: form 212-1-01, accepted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="portal_memberships")
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    account = models.CharField(max_length=9, choices=AccountKind.choices)
    mode = models.CharField(max_length=3, choices=Mode.choices)
    since = models.DateField()

    def __str__(self) -> str:
        return f"{self.employer_id} {self.mode}"


class VoluntaryInsurance(models.Model):
    """Assurance volontaire / التأمين الاختياري: somebody who no longer works for others goes on being insured.

    `wage` is the reference wage, in centimes; `grounds` the figures of the law on which it rests.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    insured = models.ForeignKey(Insured, models.PROTECT, related_name="voluntary_insurances")
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    wage = models.BigIntegerField()
    pension = models.BigIntegerField()
    amo = models.BigIntegerField()
    grounds = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insured"], condition=Q(until=None), name="one_voluntary_insurance"),
        ]

    def __str__(self) -> str:
        return f"{self.insured_id} since {self.since}"
