"""Contributions by branch: what a wage, or a whole declaration, costs the employee and the employer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Self

from macnss.kernel.money import centimes, dirhams, from_centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Citation
from macnss.lawbook.errors import NotKnown
from macnss.lawbook.rounding import to_step
from macnss.lawbook.texts import Text


class Branch(StrEnum):
    """Branche / الفرع : what a contribution pays for."""

    FAMILY = "family"
    SHORT_TERM = "short_term"
    LONG_TERM = "long_term"
    AMO = "amo"
    AMO_SOLIDARITY = "amo_solidarity"
    TFP = "tfp"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Branch.FAMILY: Text("Allocations familiales", "التعويضات العائلية"),
    Branch.SHORT_TERM: Text("Prestations à court terme", "التعويضات قصيرة الأمد"),
    Branch.LONG_TERM: Text("Prestations à long terme (pensions)", "التعويضات طويلة الأمد (المعاشات)"),
    Branch.AMO: Text("Assurance maladie obligatoire (AMO)", "التأمين الإجباري الأساسي عن المرض"),
    Branch.AMO_SOLIDARITY: Text("Contribution de solidarité AMO", "مساهمة التضامن في التأمين الإجباري عن المرض"),
    Branch.TFP: Text("Taxe de formation professionnelle", "رسم التكوين المهني"),
}
EVERY_BRANCH = tuple(Branch)


class BaseKind(StrEnum):
    """Assiette / الوعاء : what part of the wage a branch counts."""

    REAL = "real"
    CAPPED = "capped"


@dataclass(frozen=True, slots=True)
class Terms:
    """How one branch is levied on one day. Rates are ratios; the ceiling is in DH a month, None for the real wage.

    The first citation is the employer's rate, which every branch has.
    """

    branch: Branch
    ceiling: Decimal | None
    employee_rate: Decimal
    employer_rate: Decimal
    rounding_step: Decimal
    citations: tuple[Citation, ...]

    @property
    def base_kind(self) -> BaseKind:
        return BaseKind.REAL if self.ceiling is None else BaseKind.CAPPED

    def of_one_wage(self, real: Decimal) -> "BranchContribution":
        return self.of_base(real if self.ceiling is None else min(real, self.ceiling))

    def of_base(self, base: Decimal) -> "BranchContribution":
        """The contribution on a base already capped where it must be, each share rounded on its own."""
        return BranchContribution(
            terms=self,
            base=base,
            employee=to_step(base * self.employee_rate, self.rounding_step),
            employer=to_step(base * self.employer_rate, self.rounding_step),
        )


@dataclass(frozen=True, slots=True)
class BranchContribution:
    """What one branch asks for. Amounts in DH, to the centime."""

    terms: Terms
    base: Decimal
    employee: Decimal
    employer: Decimal

    @property
    def branch(self) -> Branch:
        return self.terms.branch

    @property
    def label(self) -> Text:
        return self.branch.label

    @property
    def base_kind(self) -> BaseKind:
        return self.terms.base_kind

    @property
    def total(self) -> Decimal:
        return self.employee + self.employer

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.terms.citations

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep with a declaration; rates as ratios."""
        return {
            "branch": self.branch.value,
            "label": self.label.as_json(),
            "base": str(dirhams(self.base)),
            "base_kind": self.base_kind.value,
            "employee_rate": str(self.terms.employee_rate),
            "employer_rate": str(self.terms.employer_rate),
            "employee": str(self.employee),
            "employer": str(self.employer),
            "total": str(self.total),
            "citations": [citation.as_json() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """What a set of contributions comes to, in DH."""

    employee: Decimal
    employer: Decimal

    @property
    def total(self) -> Decimal:
        return self.employee + self.employer

    @classmethod
    def of(cls, contributions: Iterable[BranchContribution]) -> Self:
        shares = [(each.employee, each.employer) for each in contributions]
        return cls(
            employee=sum((employee for employee, _ in shares), Decimal(0)),
            employer=sum((employer for _, employer in shares), Decimal(0)),
        )


@cache
def ceiling_of(month: Month) -> int:
    """The ceiling of a month, in centimes (law of that month). Raises NotInForce for a month before there was one."""
    return centimes(Law(month.first_day)["contributions.monthly_ceiling"])


def contributions(
    law: Law, real: Decimal, *, amo_exempt: bool = False, branches: Collection[Branch] = EVERY_BRANCH
) -> tuple[BranchContribution, ...]:
    """The contributions on one monthly wage, in DH, under the law of the day at which the book is open.

    A branch that the law does not levy that day is absent. A branch whose figures were not found raises NotKnown:
    leave it out of `branches` knowingly (see `unknown_branches`), or know the whole.
    """
    _refuse_negative(real)
    return tuple(terms.of_one_wage(real) for terms in terms_in_force(law, amo_exempt=amo_exempt, branches=branches))


def declaration_contributions(
    law: Law, total_real_centimes: int, total_capped_centimes: int, *, amo_exempt: bool = False
) -> tuple[BranchContribution, ...]:
    """The contributions on an employer's month, rounded once per branch on the total base.

    The capped total is the sum of wages capped one by one, as the e-BDS file carries it.
    """
    totals = {
        BaseKind.REAL: from_centimes(total_real_centimes),
        BaseKind.CAPPED: from_centimes(total_capped_centimes),
    }
    _refuse_negative(*totals.values())
    return tuple(terms.of_base(totals[terms.base_kind]) for terms in terms_in_force(law, amo_exempt=amo_exempt))


def terms_in_force(
    law: Law, *, amo_exempt: bool = False, branches: Collection[Branch] = EVERY_BRANCH
) -> tuple[Terms, ...]:
    """The terms of the branches levied that day, in the order of the trade.

    `amo_exempt`: the employer's group medical cover is older than the AMO, and it pays only the solidarity.
    """
    asked = [branch for branch in Branch if branch in branches]
    if amo_exempt and law.provides("contributions.amo.exempt_if_covered_before"):
        law.cite("contributions.amo.exempt_if_covered_before")
        asked = [branch for branch in asked if branch is not Branch.AMO]
    return tuple(_terms(law.at(law.day), branch) for branch in asked if law.provides(_key(branch, "employer_rate")))


def unknown_branches(law: Law) -> dict[Branch, NotKnown]:
    """The branches whose figures on that day were not found, and what is missing in each."""
    unknown = {}
    for branch in Branch:
        try:
            terms_in_force(Law(law.day, law.book), branches=[branch])
        except NotKnown as missing:
            unknown[branch] = missing
    return unknown


def _terms(law: Law, branch: Branch) -> Terms:
    return Terms(
        branch=branch,
        employer_rate=law[_key(branch, "employer_rate")],
        employee_rate=law[_key(branch, "employee_rate")],
        ceiling=law["contributions.monthly_ceiling"] if law.says_yes(_key(branch, "capped")) else None,
        rounding_step=law["contributions.rounding_step"],
        citations=law.citations(),
    )


def _key(branch: Branch, figure: str) -> str:
    return f"contributions.{branch}.{figure}"


def _refuse_negative(*amounts: Decimal) -> None:
    if any(amount < 0 for amount in amounts):
        raise ValueError("a wage is never negative")
