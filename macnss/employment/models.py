"""Relation de travail / علاقة الشغل."""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from macnss.employers.models import Employer
from macnss.insured.models import Insured
from macnss.kernel.db import inclusive_period


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def during(self, first: dt.date, last: dt.date) -> "EmploymentQuerySet":
        """Links that hold on one day at least between two days, both included."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=first), started_on__lte=last)


class Employment(models.Model):
    """Relation de travail / علاقة الشغل. Dates are inclusive; no end means that it goes on."""

    insured = models.ForeignKey(Insured, models.PROTECT, related_name="employments")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="employments")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["employer", "started_on"], name="employees_of_a_company")]
        constraints = [
            ExclusionConstraint(
                name="employments_do_not_overlap",
                expressions=[
                    ("insured", RangeOperators.EQUAL),
                    ("employer", RangeOperators.EQUAL),
                    (inclusive_period("started_on", "ended_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="employment_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.insured_id} @ {self.employer_id} {self.started_on} → {self.ended_on or '…'}"
