"""Événement / حدث: one line of the journal."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def about_person(self, person: int) -> "EventQuerySet":
        """What concerns this insured person, latest first."""
        return self.filter(person=person).order_by("-pk")

    def about_account(self, account: int) -> "EventQuerySet":
        """What happened to this account and its ways in, latest first."""
        return self.filter(account=account).order_by("-pk")

    def about_nobody_s(self, subject: str) -> "EventQuerySet":
        """What happened to something that belongs to no person and no company of the register, latest first."""
        return self.filter(person=None, company=None, subject=subject).order_by("-pk")

    def about_company(self, company: int) -> "EventQuerySet":
        return self.filter(company=company).order_by("-pk")


class Event(models.Model):
    """Who did what, when, to what. `person`, `company` and `account` own what was touched: they read it."""

    append_only: ClassVar[bool] = True

    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.BigIntegerField(null=True)
    company = models.BigIntegerField(null=True)
    account = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=80)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="events_of_a_person", condition=models.Q(person__isnull=False)),
            models.Index(
                fields=["account", "-id"], name="events_of_an_account", condition=models.Q(account__isnull=False)
            ),
            models.Index(
                fields=["company", "-id"], name="events_of_a_company", condition=models.Q(company__isnull=False)
            ),
            models.Index(
                fields=["subject", "-id"],
                name="events_of_nobody_s_subject",
                condition=models.Q(person=None, company=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
