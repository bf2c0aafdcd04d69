"""Dossier / ملف, its steps, its papers, its messages and its decisions.

`person` and `company` own a case: they read it, and so does whoever opened it. A case opened without an account is
held by a secret that only its applicant was sent.
"""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from macnss.cases.enums import (
    CLOSED,
    OPEN,
    AlarmKind,
    ArrivalState,
    Audience,
    DecisionState,
    Outcome,
    PieceState,
    State,
    StepName,
)
from macnss.employers.models import Employer
from macnss.identity.models import Account, Office
from macnss.insured.models import Insured
from macnss.kernel.secrets import seal, unseal

Answers = dict[str, Any]


def closed(value: Any) -> bytes:
    return seal(value, "case")


def opened(sealed: "bytes | memoryview") -> Any:
    return unseal(sealed, "case") if sealed else {}


class CaseQuerySet(models.QuerySet["Case"]):
    def of_person(self, insured: Insured) -> "CaseQuerySet":
        return self.filter(person=insured, company=None)

    def of_company(self, employer: Employer) -> "CaseQuerySet":
        return self.filter(company=employer)

    def drafts(self) -> "CaseQuerySet":
        return self.filter(state=State.DRAFT)

    def in_progress(self) -> "CaseQuerySet":
        return self.filter(state__in=OPEN)

    def over(self) -> "CaseQuerySet":
        return self.filter(state__in=CLOSED)

    def late(self, on: dt.date) -> "CaseQuerySet":
        """Those that should have been decided before that day, and whose clock runs."""
        return self.filter(state__in=[State.SENT, State.EXAMINED, State.SECOND_LOOK], target_on__lt=on)


class Case(models.Model):
    """Dossier / ملف. `answers`, `contact` and `result` are sealed; `about` says in a few words whom it concerns.

    `target_on` is the day by which the fund said it would decide, `legal_on` the one that a text sets, if one does;
    both move on by the days during which the applicant, or somebody else, was awaited.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start_key = models.UUIDField(unique=True)
    reference = models.CharField(max_length=14, unique=True, null=True)  # noqa: DJ001 - unique, and a draft has none
    kind = models.CharField(max_length=60)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Insured, models.PROTECT, null=True, related_name="cases")
    company = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="cases")
    holder = models.BinaryField(max_length=32, null=True)
    contact = models.BinaryField(default=b"")
    language = models.CharField(max_length=2)
    answers = models.BinaryField(default=b"")
    result = models.BinaryField(default=b"")
    about = models.CharField(max_length=120, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="cases")
    appeal_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="appeals")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    target_on = models.DateField(null=True)
    legal_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    set_aside_until = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)
    told_late_on = models.DateField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, sent_at=None, reference=None)
                | (~Q(state=State.DRAFT) & Q(sent_at__isnull=False, reference__isnull=False, target_on__isnull=False)),
                name="a_case_that_was_sent_has_a_reference_and_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False) | (~Q(state__in=CLOSED) & Q(closed_at=None)),
                name="a_closed_case_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(holder__isnull=False), name="a_case_has_somebody_who_opens_it"
            ),
            models.UniqueConstraint(fields=["appeal_of"], name="one_appeal_of_a_case"),
        ]
        indexes = [
            models.Index(fields=["office", "target_on", "id"], name="cases_in_the_queue", condition=Q(state__in=OPEN)),
            models.Index(fields=["target_on", "id"], name="cases_by_date", condition=Q(state__in=OPEN)),
            models.Index(fields=["kind", "target_on"], name="cases_by_kind", condition=Q(state__in=OPEN)),
            models.Index(fields=["taken_by", "target_on"], name="cases_of_an_agent", condition=Q(state__in=OPEN)),
            models.Index(fields=["person", "-id"], name="cases_of_a_person"),
            models.Index(fields=["company", "-id"], name="cases_of_a_company"),
            models.Index(fields=["account", "-id"], name="cases_of_an_account"),
        ]

    def __str__(self) -> str:
        return self.reference or f"{self.kind} (draft)"

    @property
    def said(self) -> Answers:
        """What the applicant answered, by name of question: plain JSON values, dates as 2026-03-05."""
        return dict(opened(self.answers))

    @property
    def reached_by(self) -> dict[str, str]:
        """Where somebody without an account is written to: `email`, `phone`."""
        return dict(opened(self.contact))

    @property
    def results(self) -> dict[str, Any]:
        """What acceptance gave: a number issued, a card asked for. The kind that wrote it reads it."""
        return dict(opened(self.result))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_paused(self) -> bool:
        return self.paused_on is not None

    def is_late(self, on: dt.date) -> bool:
        return self.is_open and not self.is_paused and self.target_on is not None and self.target_on < on


class Step(models.Model):
    """Étape / مرحلة of a case: from when to when, and by when it had to be done."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    name = models.CharField(max_length=12, choices=StepName.choices)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    target_on = models.DateField(null=True)
    legal_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="a_case_is_at_one_step")
        ]
        indexes = [models.Index(fields=["case", "id"], name="steps_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"


class Piece(models.Model):
    """Pièce justificative / وثيقة إثبات: one paper of the list, or one that an agent asked for (`words`)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pieces")
    name = models.CharField(max_length=40)
    state = models.CharField(max_length=6, choices=PieceState.choices, default=PieceState.WANTED)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="one_piece_of_a_name")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"


class Page(models.Model):
    """One page of a paper: a picture, upright, sealed in the document store."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="pages")
    place = models.SmallIntegerField()
    document = models.CharField(max_length=120)
    width = models.IntegerField()
    height = models.IntegerField()
    size = models.IntegerField()
    source = models.CharField(max_length=64)  # the fingerprint of the file that it came from
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["piece", "place"], condition=Q(removed_at=None), name="one_page_at_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.piece_id} {self.place}"


class Arrival(models.Model):
    """Fichier en cours d'envoi / ملف قيد الإرسال: `received` bytes of `length` are safe; the rest may come later."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="arrivals")
    piece = models.CharField(max_length=40)
    file_name = models.CharField(max_length=120)
    length = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    document = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=ArrivalState.choices, default=ArrivalState.ARRIVING)
    refusal = models.CharField(max_length=40, blank=True)
    tries = models.SmallIntegerField(default=0)
    began_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("length")), name="no_more_arrives_than_was_said"
            )
        ]
        indexes = [models.Index(fields=["case", "id"], name="arrivals_of_a_case")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.received}/{self.length}"


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
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def words(self) -> str:
        return str(opened(self.sealed))


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


class Decision(models.Model):
    """Décision / القرار: proposed by one agent and, where the kind asks for it, confirmed by another.

    `grounds` holds the checks as they stood, and the articles: what the decision rested on never changes afterwards.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    state = models.CharField(max_length=12, choices=DecisionState.choices)
    reasons = models.JSONField(default=list)
    words = models.CharField(max_length=1000, blank=True)
    grounds = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    second_words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("by")), name="a_second_agent_looks"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="final"), name="one_decision_of_a_case"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="proposed"), name="one_proposal_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


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


def owner_of(case: Case) -> Account | None:
    """The account to tell about a case: its person's, else that of whoever opened it, unless an agent did for them."""
    if case.company is None and case.person is not None and case.person.account is not None:
        return case.person.account
    return None if case.audience == Audience.COUNTER else case.account
