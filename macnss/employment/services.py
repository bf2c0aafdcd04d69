"""Acts on employment links, many people at once: a file of a month opens and ends them together."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from macnss.employers.models import Employer
from macnss.employment.models import Employment
from macnss.insured.models import Insured
from macnss.kernel.months import Month

_HIRE = """
INSERT INTO employment_employment (insured_id, employer_id, started_on, ended_on)
SELECT person, %(employer)s, %(first)s::date,
       (SELECT min(later.started_on) - 1 FROM employment_employment later
         WHERE later.insured_id = person AND later.employer_id = %(employer)s AND later.started_on > %(last)s::date)
  FROM unnest(%(people)s::bigint[]) person
 WHERE NOT EXISTS (
       SELECT FROM employment_employment held
        WHERE held.insured_id = person AND held.employer_id = %(employer)s AND held.started_on <= %(last)s::date
          AND (held.ended_on IS NULL OR held.ended_on >= %(first)s::date))
"""


def hire(*, people: Sequence[int], employer: Employer, month: Month) -> None:
    """Open a link from the first day of the month for those who have none in it; it ends before a later one begins."""
    if len(people):
        values: dict[str, Any] = {
            "people": list(people),
            "employer": employer.pk,
            "first": month.first_day,
            "last": month.last_day,
        }
        with connection.cursor() as cursor:
            cursor.execute(_HIRE, values)


@transaction.atomic
def begin(*, person: Insured, employer: Employer, on: dt.date) -> Employment:
    """Open one person's link from a day, unless one holds on that day already; it ends before a later one begins."""
    links = Employment.objects.select_for_update().filter(insured=person, employer=employer)
    if held := links.during(on, on).first():
        return held
    later = links.filter(started_on__gt=on).order_by("started_on").first()
    ended_on = later.started_on - dt.timedelta(days=1) if later else None
    return Employment.objects.create(insured=person, employer=employer, started_on=on, ended_on=ended_on)


def end(*, people: Sequence[int], employer: Employer, month: Month, on: dt.date) -> None:
    """End the links that hold in that month on a day, or on the day they began if that is later."""
    if len(people):
        held = Employment.objects.during(month.first_day, month.last_day)
        held.filter(insured_id__in=people, employer=employer).update(ended_on=Greatest(F("started_on"), Value(on)))
