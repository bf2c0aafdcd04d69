"""Dossier / ملف, and the steps that it goes through.

`person` and `company` own a case: they read it, and so does whoever opened it. A case opened without an account is
held by a secret that only its applicant was sent.
"""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from macnss.cases.enums import CLOSED, OPEN, Audience, State, StepName
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
    touched = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="+")  # it is about, owning it or not
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
    reminded_on = models.DateField(null=True)  # that papers are awaited, or that a draft will be erased

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
            models.Index(fields=["holder"], name="cases_held_by_a_secret", condition=Q(holder__isnull=False)),
            models.Index(
                fields=["office", "kind", "state", "target_on"],
                include=["sent_at", "taken_by"],  # the board reads this index alone
                name="cases_by_load",
                condition=Q(state__in=OPEN),
            ),
            models.Index(fields=["office", "sent_at"], name="cases_by_sending", condition=Q(sent_at__isnull=False)),
            models.Index(fields=["office", "closed_at"], name="cases_by_closing", condition=Q(closed_at__isnull=False)),
            models.Index(fields=["saved_at"], name="drafts_by_age", condition=Q(state=State.DRAFT)),
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
        indexes = [
            models.Index(fields=["case", "id"], name="steps_of_a_case"),
            models.Index(fields=["name", "target_on"], name="steps_to_watch", condition=Q(ended_at=None)),
            models.Index(fields=["ended_at"], name="steps_by_end", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"


def owner_of(case: Case) -> Account | None:
    """The account to tell about a case: its person's, else that of whoever opened it, unless an agent did for them."""
    if case.company is None and case.person is not None and case.person.account is not None:
        return case.person.account
    return None if case.audience == Audience.COUNTER else case.account
