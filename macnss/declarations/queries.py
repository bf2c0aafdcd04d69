"""Reads on what was declared: one person's career, one company's months."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO

from django.db import connection
from django.db.models import Count, Q, Sum

from macnss.declarations.ebds.header import Header
from macnss.declarations.ebds.people import PreEstablishedLine
from macnss.declarations.ebds.write import write_pre_established
from macnss.declarations.enums import Kind, Situation
from macnss.declarations.models import Declaration, WageCorrection, WageLine
from macnss.declarations.rules.due_dates import due_date, payable_until
from macnss.employers.models import Employer
from macnss.employers.queries import stops_of
from macnss.employment.models import Employment
from macnss.employment.queries import people_of
from macnss.insured.models import Insured
from macnss.kernel.months import Month
from macnss.lawbook.book import Law

CareerRow = tuple[dt.date, int, int, int, int, int, int]
"""Month, declaration, employer, days, situation, real and capped wage."""

CAREER = """
SELECT month, declaration_id, employer_id, days, situation, "real", capped
  FROM declarations_wageline
 WHERE insured_id = %s
 ORDER BY month, declaration_id
"""


@dataclass(frozen=True, slots=True)
class Wage:
    """One line of a career. Amounts in centimes, days from 0 to 26."""

    month: Month
    employer: Employer
    declaration_id: int
    days: int
    situation: Situation
    real: int
    capped: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A month that an employer left out while the person worked there: nothing in it counts until it is declared."""

    month: Month
    employer: Employer


@dataclass(frozen=True)
class Career:
    """All that was declared for one person, oldest first, and what is missing on the day it is read."""

    wages: tuple[Wage, ...]
    employments: tuple[Employment, ...]
    on: dt.date

    @property
    def last(self) -> Wage | None:
        return self.wages[-1] if self.wages else None

    @cached_property
    def days_by_month(self) -> dict[Month, int]:
        """Days that count in each month: those of all employers, never above the month's maximum."""
        declared: dict[Month, int] = defaultdict(int)
        for wage in self.wages:
            declared[wage.month] += wage.days
        return {month: min(days, maximum_days(month)) for month, days in declared.items()}

    @property
    def days(self) -> int:
        return sum(self.days_by_month.values())

    def days_in(self, year: int) -> int:
        return sum(days for month, days in self.days_by_month.items() if month.year == year)

    @property
    def years(self) -> list[int]:
        """The years with something declared or missing, latest first."""
        return sorted({w.month.year for w in self.wages} | {gap.month.year for gap in self.gaps}, reverse=True)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The months of each employment, their due date passed, for which that employer declared nothing."""
        declared = {(wage.month, wage.employer.pk) for wage in self.wages}
        return tuple(
            sorted(
                (
                    Gap(month, employment.employer)
                    for employment in self.employments
                    for month in self._months_due(employment)
                    if (month, employment.employer_id) not in declared
                ),
                key=lambda gap: gap.month,
            )
        )

    def _months_due(self, employment: Employment) -> Iterable[Month]:
        last = last_month_due(self.on)
        if employment.ended_on:
            last = min(last, Month.of(employment.ended_on))
        return Month.of(employment.started_on).until(last)


def career_of(insured: Insured, on: dt.date) -> Career:
    """The whole career of one person in two queries, whatever its length and the size of the country."""
    employments = tuple(Employment.objects.filter(insured=insured).select_related("employer").order_by("started_on"))
    employers = {employment.employer_id: employment.employer for employment in employments}
    rows = career_rows(insured)
    if others := {employer for _month, _declaration, employer, *_wage in rows} - employers.keys():
        employers |= Employer.objects.in_bulk(others)
    return Career(tuple(_wages(rows, employers)), employments, on)


def _wages(rows: Iterable[CareerRow], employers: dict[int, Employer]) -> Iterator[Wage]:
    for month, declaration, employer, days, situation, real, capped in rows:
        yield Wage(Month.of(month), employers[employer], declaration, days, Situation(situation), real, capped)


def career_rows(insured: Insured) -> list[CareerRow]:
    """The rows of one career: read from the key alone, without touching the table.

    The one query in plain SQL: every page of an insured person begins with it, and composing it cost as much as
    running it.
    """
    with connection.cursor() as cursor:
        cursor.execute(CAREER, [insured.pk])
        rows: list[CareerRow] = cursor.fetchall()
    return rows


@dataclass(frozen=True, slots=True)
class Declared:
    """What one employer declared for one person in a month, all its declarations together. Wages in centimes."""

    lines: int
    days: int
    real: int

    def holds(self, days: int | None, real: int | None) -> bool:
        """Is there at least that? None asks for nothing but a line."""
        return bool(self.lines) and self.days >= (days or 0) and self.real >= (real or 0)


def declared_for(insured: Insured, employer: Employer, month: Month) -> Declared:
    """One query on the key of the person's career."""
    lines = WageLine.objects.of(insured).filter(month=month.first_day, employer=employer)
    found = lines.aggregate(lines=Count("declaration_id"), days=Sum("days"), real=Sum("real"))
    return Declared(found["lines"], found["days"] or 0, found["real"] or 0)


@dataclass(frozen=True, slots=True)
class Left:
    """What a month must still receive so that a correction is done. Wage in centimes."""

    days: int
    real: int


def left_to_declare(employer: Employer, month: Month) -> dict[int, Left]:
    """By registration number, what the company must still declare for the months that it was ordered to correct."""
    awaited = WageCorrection.objects.awaited().filter(employer=employer, month=month.first_day)
    found = {}
    for each in awaited.select_related("insured"):
        declared = declared_for(each.insured, employer, month)
        days, real = max((each.days or 0) - declared.days, 0), max((each.real or 0) - declared.real, 0)
        found[each.insured.number] = Left(days, real)
    return found


def employers_of(insured: Insured) -> list[Employer]:
    """Those for whom a person worked or who declared them, by name."""
    linked = Employment.objects.filter(insured=insured).values("employer")
    declaring = WageLine.objects.of(insured).values("employer")
    return list(Employer.objects.filter(Q(pk__in=linked) | Q(pk__in=declaring)).order_by("name"))


def last_arrival(career: Career) -> dt.datetime | None:
    """When the last of the declarations that speak of a person was entered in the register."""
    if not career.wages:
        return None
    last = max(wage.declaration_id for wage in career.wages)
    return Declaration.objects.values_list("declared_at", flat=True).get(pk=last)


@cache
def maximum_days(month: Month) -> int:
    return Law(month.first_day).count("declarations.maximum_days")


def last_month_due(on: dt.date) -> Month:
    """The latest month whose declaration should be there on that day."""
    month = Month.of(on).plus(-1)
    law = Law(on)
    while payable_until(law, due_date(law, month)) >= on:
        month = month.plus(-1)
    return month


@dataclass(frozen=True)
class CompanyMonth:
    """What a company declared for one month: its main declaration if any, the complementary ones, when it was due."""

    month: Month
    due_on: dt.date
    payable_until: dt.date
    main: Declaration | None
    complementary: tuple[Declaration, ...]

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        return (*([self.main] if self.main else []), *self.complementary)

    @property
    def due(self) -> int:
        """What the month costs, in centimes."""
        return sum(declaration.due for declaration in self.declarations)

    @property
    def fine(self) -> int:
        return sum(declaration.fine for declaration in self.declarations)

    def overdue(self, on: dt.date) -> bool:
        return self.main is None and on > self.payable_until


def company_months(employer: Employer, on: dt.date, count: int = 12, *, begun: bool = False) -> list[CompanyMonth]:
    """The last months of a company that are over, latest first, with what it declared; with `begun`, this one too.

    A month that a stop of the company covers wholly is not expected: it is there only if it was declared. One query,
    one more for a company that stopped.
    """
    latest = Month.of(on).plus(0 if begun else -1)
    earliest = max(Month.of(employer.affiliated_on), latest.plus(1 - count))
    declared: dict[dt.date, list[Declaration]] = defaultdict(list)
    found = Declaration.objects.of(employer).filter(month__gte=earliest.first_day, month__lte=latest.first_day)
    for declaration in found.order_by("kind", "sequence"):
        declared[declaration.month].append(declaration)
    stops = stops_of(employer)
    expected = [
        month
        for month in earliest.until(latest)
        if declared[month.first_day] or not any(stop.covers(month.first_day, month.last_day) for stop in stops)
    ]
    return [_company_month(month, declared[month.first_day]) for month in reversed(expected)]


def month_of_each(employers: Sequence[Employer], month: Month) -> dict[int, CompanyMonth]:
    """The same month of several companies, by their keys, in one query: an accountant may act for forty."""
    declared: dict[int, list[Declaration]] = defaultdict(list)
    for declaration in Declaration.objects.filter(employer__in=employers, month=month.first_day):
        declared[declaration.employer_id].append(declaration)
    return {employer.pk: _company_month(month, declared[employer.pk]) for employer in employers}


def _company_month(month: Month, declarations: list[Declaration]) -> CompanyMonth:
    law = Law(month.first_day)
    due = due_date(law, month)
    return CompanyMonth(
        month=month,
        due_on=due,
        payable_until=payable_until(law, due),
        main=next((each for each in declarations if each.kind == Kind.MAIN), None),
        complementary=tuple(each for each in declarations if each.kind == Kind.COMPLEMENTARY),
    )


def transfer_id(employer: Employer, month: Month) -> str:
    """The 14 digits that a pre-established file bears and that its answer repeats."""
    return f"{employer.affiliation_number}{month.compact}0"


def header_for(employer: Employer, month: Month, on: dt.date) -> Header:
    """The head of a file of that company for that month, issued on a day."""
    law = Law(month.first_day)
    return Header(
        affiliate=employer.affiliation_number,
        period=month,
        company_name=employer.name,
        activity=employer.activity,
        address=employer.address,
        town=employer.town,
        postcode=employer.postcode,
        agency=employer.agency_code,
        issue_date=on,
        due_date=due_date(law, month),
        transfer_id=transfer_id(employer, month),
    )


def pre_established_file(employer: Employer, month: Month, on: dt.date) -> bytes:
    """The file that the fund sends before the month is declared: one line a person of the staff.

    Family allowances are nil: the fund has paid them to the insured itself since May 2007.
    """
    people = people_of(employer, month).values_list("number", "last_name", "first_name")
    lines = (PreEstablishedLine(number=number, surname=surname, given_names=given) for number, surname, given in people)
    out = BytesIO()
    write_pre_established(out, header_for(employer, month, on), lines)
    return out.getvalue()


def next_to_declare(employer: Employer, on: dt.date) -> Month | None:
    """The month of that day, or the first after it that no stop covers wholly; None after a final stop."""
    stops, month = stops_of(employer), Month.of(on)
    while stop := next((each for each in stops if each.covers(month.first_day, month.last_day)), None):
        if stop.until is None:
            return None
        month = Month.of(stop.until + dt.timedelta(days=1))
    return month
