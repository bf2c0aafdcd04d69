"""The agents' own: decisions, what is stuck, saved filters, ready words."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from macnss.cases.enums import AlarmKind, DecisionState, Outcome
from macnss.cases.models.cases import Answers, Case, opened
from macnss.identity.models import Office


class Decision(models.Model):
    """Décision / القرار: proposed by one agent and, where the kind asks for it, confirmed by another.

    `grounds` holds the checks as they stood, and the articles: what the decision rested on never changes afterwards.
    It names numbers and documents: it is sealed, as is what was written.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    state = models.CharField(max_length=12, choices=DecisionState.choices)
    reasons = models.JSONField(default=list)
    sealed = models.BinaryField(default=b"")  # words and grounds
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    second_sealed = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("by")), name="a_second_agent_looks"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="final"), name="one_decision_of_a_case"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="proposed"), name="one_proposal_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"

    @property
    def words(self) -> str:
        """What the applicant reads besides the reasons."""
        return str(self._kept.get("words", ""))

    @property
    def grounds(self) -> Answers:
        """`articles` in both languages, and `checks` as they stood."""
        return dict(self._kept.get("grounds", {}))

    @property
    def second_words(self) -> str:
        """Why the second agent does not agree."""
        return str(opened(self.second_sealed) or "")

    @cached_property
    def _kept(self) -> Answers:
        return dict(opened(self.sealed))


class Alarm(models.Model):
    """Alerte / تنبيه: what is stuck longer than its clock. A supervisor empties the list, and says what was done."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=AlarmKind.choices)
    case = models.ForeignKey(Case, models.PROTECT, related_name="alarms")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    raised_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(settled_at=None), name="one_alarm_of_a_kind_on_a_case"
            )
        ]
        indexes = [models.Index(fields=["office", "id"], name="alarms_to_settle", condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class SavedFilter(models.Model):
    """Filtre enregistré / تصفية محفوظة of an agent's queue."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="one_filter_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Phrase(models.Model):
    """Modèle de message / نموذج رسالة: ready words for the applicant, in both languages. Reference data."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60, blank=True)  # of one kind of case; empty is of all
    title_fr = models.CharField(max_length=80)
    title_ar = models.CharField(max_length=80)
    body_fr = models.CharField(max_length=1000)
    body_ar = models.CharField(max_length=1000)

    def __str__(self) -> str:
        return self.title_fr
