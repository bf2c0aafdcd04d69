"""What is said about a case: messages, notes between agents, questions to a company, notices sent."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from macnss.cases.models.cases import Answers, Case, opened
from macnss.employers.models import Employer
from macnss.outbox.models import Message

PAPERS_NEVER_CAME, COMPANY_WAS_SILENT = "@papers-never-came", "@company-was-silent"
_OF_THE_SERVICE = {  # what the service itself notes, in the language of whoever reads
    PAPERS_NEVER_CAME: _("The papers that were asked for did not come in time: the file goes on without them."),
    COMPANY_WAS_SILENT: _("The company did not answer in time: the file goes on without its answer."),
}


class Exchange(models.Model):
    """Message / رسالة in a case, between the applicant and the fund. Sealed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="exchanges")
    from_fund = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()
    send_key = models.UUIDField(unique=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="exchanges_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def words(self) -> str:
        return str(opened(self.sealed))


class Note(models.Model):
    """Note interne / ملاحظة داخلية: what agents tell one another about a case. The person may ask to read it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # None: the service
    at = models.DateTimeField()
    sealed = models.BinaryField()
    send_key = models.UUIDField(unique=True, null=True)  # of the form; what the service or an act notes has none

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def words(self) -> str:
        said = str(opened(self.sealed))
        return str(_OF_THE_SERVICE.get(said, said)) if self.by_id is None else said


class Inquiry(models.Model):
    """Demande d'explication / طلب توضيح: a company is asked about somebody's case, until a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="inquiries")
    company = models.ForeignKey(Employer, models.PROTECT, related_name="inquiries")
    sealed = models.BinaryField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "company"], condition=Q(answered_at=None), name="one_question_to_a_company_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.company_id}"

    @property
    def words(self) -> str:
        return str(opened(self.sealed))

    @property
    def said(self) -> Answers:
        """What the company answered: `agrees` and `words`."""
        return dict(opened(self.answer))


class Told(models.Model):
    """Message envoyé / رسالة مبعوثة about a case: what its applicant was sent, to see whether it arrived."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="told")
    message = models.OneToOneField(Message, models.CASCADE, related_name="+")
    looked_at = models.DateTimeField(null=True)  # when a supervisor was told that it did not arrive

    class Meta:
        indexes = [
            models.Index(fields=["case", "-id"], name="told_of_a_case"),
            models.Index(fields=["message"], name="told_and_not_looked_at", condition=Q(looked_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.message_id}"
