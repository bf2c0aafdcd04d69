"""Declared months, straight into the tables: stories about reading need no file of an employer."""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from macnss.declarations.enums import Kind, Situation, Source
from macnss.declarations.models import Declaration, WageLine
from macnss.declarations.rules.due_dates import due_date, payable_until
from macnss.employers.models import Employer
from macnss.employment.models import Employment
from macnss.insured.models import Insured
from macnss.kernel.money import centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law

FULL_MONTH = 26


@dataclass(frozen=True, slots=True)
class Paid:
    """What one person earned in a month, in centimes."""

    insured: Insured
    real: int = 500_000
    days: int = FULL_MONTH
    situation: Situation = Situation.WORKING


def works(insured: Insured, employer: Employer, since: Month, until: Month | None = None) -> Employment:
    """A link from the first day of a month to the last day of another, or that goes on."""
    return Employment.objects.create(
        insured=insured,
        employer=employer,
        started_on=since.first_day,
        ended_on=until.last_day if until else None,
    )


def declares(employer: Employer, month: Month, *lines: Paid, kind: Kind = Kind.MAIN, sequence: int = 0) -> Declaration:
    """One declaration of a company, received on the eve of its due date."""
    law = Law(month.first_day)
    due = due_date(law, month)
    capped = [_capped(law, line.real) for line in lines]
    declaration = Declaration.objects.create(
        employer=employer,
        month=month.first_day,
        kind=kind,
        sequence=sequence,
        source=Source.FILE,
        fingerprint=hashlib.sha256(f"{employer.pk} {month} {kind} {sequence}".encode()).hexdigest(),
        declared_at=dt.datetime.combine(due - dt.timedelta(days=1), dt.time(9, 30), dt.UTC),
        due_on=due,
        payable_until=payable_until(law, due),
        lines=len(lines),
        days=sum(line.days for line in lines),
        real=sum(line.real for line in lines),
        capped=sum(capped),
        due=0,
    )
    WageLine.objects.bulk_create(
        WageLine(
            insured=line.insured,
            month=declaration.month,
            declaration=declaration,
            employer=employer,
            days=line.days,
            situation=line.situation,
            real=line.real,
            capped=counted,
        )
        for line, counted in zip(lines, capped, strict=True)
    )
    return declaration


def career(
    insured: Insured,
    employer: Employer,
    first: Month,
    last: Month,
    *,
    real: int = 500_000,
    days: int = FULL_MONTH,
    left_out: Collection[Month] = (),
    goes_on: bool = True,
) -> None:
    """A job and its declared months, the same wage each month, some of them left out by the employer."""
    works(insured, employer, first, None if goes_on else last)
    for month in first.until(last):
        if month not in left_out:
            declares(employer, month, Paid(insured, real, days))


def _capped(law: Law, real: int) -> int:
    return min(real, centimes(law["contributions.monthly_ceiling"]))
