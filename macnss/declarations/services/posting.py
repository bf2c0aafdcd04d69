"""Enter a checked declaration in the register: its lines, its contributions, what it owes. All or nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.declarations.enums import Kind, Situation, Unattached
from macnss.declarations.models import Declaration, DeclaredContribution, UnattachedLine, WageLine
from macnss.declarations.rules.contributions import BranchContribution, declaration_contributions
from macnss.declarations.rules.due_dates import due_date, payable_until
from macnss.declarations.rules.penalties import Penalty, late_declaration_fine
from macnss.declarations.services import contests
from macnss.employers.models import Employer
from macnss.employment import services as employment
from macnss.employment.queries import Staff
from macnss.identity.models import Account
from macnss.insured.queries import keys_of
from macnss.kernel.bulk import Array, copy_in, days_of
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.money import centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Citation

POSTED = audit.action("declaration.posted", _("A wage declaration was entered in the register."))


class AlreadyDeclared(DomainError):
    code = "already-declared"
    message = _("This month is already declared by a declaration of the same kind. What you sent changed nothing.")


class UnknownNumbers(DomainError):
    """`numbers` holds the registration numbers that nobody bears."""

    code = "unknown-numbers"
    message = _("Nobody bears some of these registration numbers. Declare these employees without one, with their CIN.")


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A declared line that bears no registration number. Amounts in centimes."""

    kind: Unattached
    name: str
    cin: str
    days: int
    real: int
    capped: int


@dataclass(frozen=True, slots=True)
class Submission:
    """A declaration that a check found sound. The arrays have one item a numbered line; amounts in centimes."""

    month: Month
    kind: Kind
    sequence: int
    source: str
    fingerprint: str
    numbers: Array
    days: Array
    situations: Array
    real: Array
    capped: Array
    unnumbered: Sequence[Unnumbered]

    @property
    def lines(self) -> int:
        return len(self.numbers) + len(self.unnumbered)

    def total(self, column: str) -> int:
        """Days or centimes of all lines, numbered or not."""
        return int(getattr(self, column).sum() + sum(getattr(line, column) for line in self.unnumbered))


@transaction.atomic
def post(
    *, submission: Submission, employer: Employer, staff: Staff, by: Account | None, now: dt.datetime
) -> Declaration:
    """Enter a declaration and all that follows from it. Raises AlreadyDeclared, UnknownNumbers."""
    law = Law(submission.month.first_day)
    due = _contributions(law, submission, employer)
    fine = _fine(law, submission, employer, timezone.localdate(now))
    declaration = _declaration(law, submission, due, fine)
    declaration.employer, declaration.declared_by, declaration.declared_at = employer, by, now
    with broken_promise("one_declaration_a_month", means=AlreadyDeclared):
        declaration.save(force_insert=True)
    _add_contributions(declaration, due)
    people = staff.keys_of(submission.numbers)
    newcomers = people == 0
    people[newcomers] = _newcomers(submission.numbers[newcomers].tolist())
    _add_wage_lines(declaration, submission, people)
    _add_unnumbered(declaration, submission)
    employment.hire(people=people[newcomers].tolist(), employer=employer, month=submission.month)
    _end_employments(submission, people, employer)
    audit.record(POSTED, declaration, by=by, at=now, company=employer.pk, month=str(submission.month))
    contests.settle(declaration=declaration, by=by, now=now)
    return declaration


def _contributions(law: Law, submission: Submission, employer: Employer) -> tuple[BranchContribution, ...]:
    """What the month costs, branch by branch, rounded once on the totals of the declaration."""
    return declaration_contributions(
        law, submission.total("real"), submission.total("capped"), amo_exempt=employer.has_own_medical_cover
    )


def _fine(law: Law, submission: Submission, employer: Employer, on: dt.date) -> Penalty:
    """The fine of a late main declaration, by the employees of the last declaration (law 17-02)."""
    due = due_date(law, submission.month)
    if submission.kind != Kind.MAIN or on <= payable_until(law, due):
        return Penalty(amount=Decimal(0), months_late=0, reasons=(), citations=())
    before = Declaration.objects.of(employer).filter(kind=Kind.MAIN, month__lt=submission.month.first_day)
    employees = before.order_by("-month").values_list("lines", flat=True).first() or submission.lines
    return late_declaration_fine(law, employees, due, on)


def _declaration(
    law: Law, submission: Submission, contributions: Sequence[BranchContribution], fine: Penalty
) -> Declaration:
    due = due_date(law, submission.month)
    return Declaration(
        month=submission.month.first_day,
        kind=submission.kind,
        sequence=submission.sequence,
        source=submission.source,
        fingerprint=submission.fingerprint,
        due_on=due,
        payable_until=payable_until(law, due),
        lines=submission.lines,
        days=submission.total("days"),
        real=submission.total("real"),
        capped=submission.total("capped"),
        due=sum(centimes(each.total) for each in contributions),
        fine=centimes(fine.amount),
        months_late=fine.months_late,
        grounds=[_ground(citation) for citation in dict.fromkeys((*fine.citations, *law.citations()))],
    )


def _ground(citation: Citation) -> dict[str, str]:
    """A value of the law on which a result rests: enough to open the book at the same line again."""
    return {"key": citation.key, "since": citation.since.isoformat(), "value": citation.value}


def _add_contributions(declaration: Declaration, contributions: Sequence[BranchContribution]) -> None:
    DeclaredContribution.objects.bulk_create(
        DeclaredContribution(
            declaration=declaration,
            branch=each.branch,
            base=centimes(each.base),
            employee=centimes(each.employee),
            employer=centimes(each.employer),
        )
        for each in contributions
    )


def _newcomers(numbers: list[int]) -> list[int]:
    """The keys of those who were not of the staff yet."""
    known = keys_of(numbers) if numbers else {}
    if unknown := [f"{number:09d}" for number in numbers if number not in known]:
        raise UnknownNumbers(numbers=unknown)
    return [known[number] for number in numbers]


def _add_wage_lines(declaration: Declaration, submission: Submission, people: Array) -> None:
    if not people.size:
        return
    order = np.argsort(people)
    copy_in(
        WageLine._meta.db_table,
        {
            "insured_id": ("i8", people[order]),
            "month": ("i4", days_of(declaration.month)),
            "declaration_id": ("i8", declaration.pk),
            "employer_id": ("i8", declaration.employer_id),
            "days": ("i2", submission.days[order]),
            "situation": ("i2", submission.situations[order]),
            "real": ("i8", submission.real[order]),
            "capped": ("i4", submission.capped[order]),
        },
    )


def _add_unnumbered(declaration: Declaration, submission: Submission) -> None:
    """Lines without a number wait under their name and CIN: nothing declared is lost."""
    UnattachedLine.objects.bulk_create(
        UnattachedLine(
            declaration=declaration,
            kind=line.kind,
            name=line.name,
            cin=line.cin,
            days=line.days,
            real=line.real,
            capped=line.capped,
        )
        for line in submission.unnumbered
    )


def _end_employments(submission: Submission, people: Array, employer: Employer) -> None:
    """Leavers end before the month, the deceased with it."""
    month = submission.month
    left = people[submission.situations == Situation.LEFT].tolist()
    employment.end(people=left, employer=employer, month=month, on=month.first_day - dt.timedelta(days=1))
    deceased = people[submission.situations == Situation.DECEASED].tolist()
    employment.end(people=deceased, employer=employer, month=month, on=month.last_day)
