"""Who works for a company in a month."""

from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from macnss.employers.models import Employer
from macnss.employment.models import Employment
from macnss.insured.models import Insured
from macnss.kernel.bulk import Array, read_columns
from macnss.kernel.months import Month

_STAFF = """
SELECT person.number, person.id, bool_or(link.started_on < %s)::int AS listed
  FROM employment_employment link JOIN insured_insured person ON person.id = link.insured_id
 WHERE link.employer_id = %s AND link.started_on <= %s AND (link.ended_on IS NULL OR link.ended_on >= %s)
 GROUP BY person.number, person.id
 ORDER BY person.number
"""


@dataclass(frozen=True, slots=True)
class Staff:
    """The registration numbers of a company's people in a month, in order, and their keys.

    `listed` marks those who worked there before the month: the pre-established file names them, and not the entrants
    whom another file of the same month already brought.
    """

    numbers: Array
    keys: Array
    listed: Array

    @classmethod
    def nobody(cls) -> "Staff":
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.bool_))

    def keys_of(self, numbers: Array) -> Array:
        """The key of each number, 0 for those who are not of the staff."""
        if not self.numbers.size:
            return np.zeros(len(numbers), np.int64)
        places = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[places] == numbers, self.keys[places], 0)


def staff_of(employer: Employer, month: Month) -> Staff:
    """One query, one array a column: a company may have 100,000 people."""
    days = [month.first_day, employer.pk, month.last_day, month.first_day]
    found = read_columns(_STAFF, days, {"number": "i4", "id": "i8", "listed": "i4"})
    return Staff(found["number"].astype(np.int64), found["id"], found["listed"].astype(np.bool_))


def people_of(employer: Employer, month: Month) -> "QuerySet[Insured]":
    """Those whom the pre-established file of the month lists, with their names, by number."""
    links = Employment.objects.filter(employer=employer, started_on__lt=month.first_day)
    links = links.during(month.first_day, month.last_day)
    return Insured.objects.filter(pk__in=links.values("insured")).order_by("number")
