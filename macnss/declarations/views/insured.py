"""The insured person's wages: by year, by month, and what each month paid for."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from macnss.cases.queries.filling import filling_of
from macnss.declarations.models import Declaration, WageCorrection, WageCorrectionQuerySet
from macnss.declarations.queries import Career, Gap, Wage, career_of
from macnss.declarations.rules.contributions import (
    Branch,
    BranchContribution,
    Totals,
    contributions,
    unknown_branches,
)
from macnss.declarations.services import contests
from macnss.employers.models import Employer
from macnss.insured.access import InsuredRequest, confirmed_insured
from macnss.kernel.access import open_to
from macnss.kernel.money import from_centimes
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Citation, Status
from macnss.lawbook.texts import Text
from macnss.ui.bidi import isolate
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a year: what an employer declared for a month, or None where it declared nothing."""

    month: Month
    employer: Employer
    wage: Wage | None


@dataclass(frozen=True, slots=True)
class Share:
    """What one branch took. `is_assumed`: no text confirms some figure that is its own."""

    contribution: BranchContribution
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Pay:
    """One declared line and what it paid for, with the figures of the law on which it rests.

    `unknown`: the branches whose figures of that time were not found.
    """

    wage: Wage
    declaration: Declaration
    shares: tuple[Share, ...]
    citations: tuple[Citation, ...]
    unknown: tuple[Text, ...]

    @property
    def real(self) -> Decimal:
        """The wage in DH."""
        return from_centimes(self.wage.real)

    @property
    def totals(self) -> Totals | None:
        """None while a branch is unknown: a sum that leaves one out would be read as the whole."""
        return None if self.unknown else Totals.of(share.contribution for share in self.shares)

    @property
    def ceiling(self) -> Decimal | None:
        ceilings = (share.contribution.terms.ceiling for share in self.shares)
        return next((ceiling for ceiling in ceilings if ceiling is not None), None)

    @property
    def own_medical_cover(self) -> bool:
        """The employer insures its people elsewhere, and the law lets it out of the basic AMO."""
        levied = {share.contribution.branch for share in self.shares}
        return self.wage.employer.has_own_medical_cover and Branch.AMO not in levied


@require_GET
@open_to(confirmed_insured)
def mine(request: InsuredRequest) -> HttpResponse:
    """The latest year, or why there is none yet."""
    career = career_of(request.insured, timezone.localdate())
    if not career.years:
        return page(request, "declarations/insured/nothing.html", {"updated": timezone.now()})
    return _year(request, career, career.years[0])


@require_GET
@open_to(confirmed_insured)
def year(request: InsuredRequest, year: int) -> HttpResponse:
    career = career_of(request.insured, timezone.localdate())
    if year not in career.years:
        raise Http404
    return _year(request, career, year)


@require_GET
@open_to(confirmed_insured)
def month(request: InsuredRequest, year: int, month: int) -> HttpResponse:
    """Who declared the person in a month, and what it paid for."""
    career = career_of(request.insured, timezone.localdate())
    asked = _month(year, month)
    wages = [wage for wage in career.wages if wage.month == asked]
    gaps = [gap for gap in career.gaps if gap.month == asked]
    if not wages and not gaps:
        raise Http404
    declarations, corrections = _declarations(wages), list(_corrections(request, asked))
    said = {
        "month": asked,
        "pays": [_pay(wage, declarations[wage.declaration_id]) for wage in wages],
        "gaps": gaps,
        "corrections": corrections,
        "ordered": {each.employer_id for each in corrections if each.settled_at is None},
        "days_counted": career.days_by_month.get(asked, 0),
        "days_declared": sum(wage.days for wage in wages),
        "updated": _latest(declarations.values()),
    }
    return page(request, "declarations/insured/month.html", said)


@require_POST
@open_to(confirmed_insured)
def contest(request: InsuredRequest, year: int, month: int, employer: UUID) -> HttpResponse:
    """Contest what that employer declared for that month, or did not: a request begins, with both filled in."""
    now, asked = timezone.now(), _month(year, month)
    career = career_of(request.insured, timezone.localdate(now))
    lines: tuple[Wage | Gap, ...] = (*career.wages, *career.gaps)
    of_month = [each.employer for each in lines if each.month == asked]
    found = next((each for each in of_month if each.public_id == employer), None)
    if found is None:
        raise Http404
    language = request.LANGUAGE_CODE or "ar"
    begun = contests.begin(
        insured=request.insured, month=asked, employer=found, by=request.user, language=language, now=now
    )
    if begun.sent_at is None:
        return redirect(filling_of(begun).goes_on_at())
    return redirect("cases:case", case_id=begun.public_id)


def _corrections(request: InsuredRequest, month: Month) -> WageCorrectionQuerySet:
    """What the fund ordered for that month."""
    mine = WageCorrection.objects.filter(insured=request.insured, month=month.first_day)
    return mine.select_related("employer", "case").order_by("pk")


def _year(request: InsuredRequest, career: Career, year: int) -> HttpResponse:
    wages = [wage for wage in career.wages if wage.month.year == year]
    said = {
        "career": career,
        "year": year,
        "first": Month(year, 1),
        "last": Month(year, 12),
        "tabs": [_tab(each, current=each == year) for each in career.years],
        "rows": _rows(wages, [gap for gap in career.gaps if gap.month.year == year]),
        "days": career.days_in(year),
        "earned": sum(wage.real for wage in wages),
        "above": _above_the_maximum(career, wages),
        "updated": _latest(_declarations(wages).values()),
    }
    return page(request, "declarations/insured/year.html", said)


def _tab(year: int, *, current: bool) -> NavigationItem:
    return NavigationItem(isolate(year), reverse("declarations:year", args=[year]), current=current)


def _rows(wages: Iterable[Wage], gaps: Iterable[Gap]) -> list[Row]:
    """What was declared and what is missing, latest month first, companies by name in each."""
    rows = [Row(wage.month, wage.employer, wage) for wage in wages]
    rows += [Row(gap.month, gap.employer, None) for gap in gaps]
    rows.sort(key=lambda row: row.employer.name)
    return sorted(rows, key=lambda row: row.month, reverse=True)


def _above_the_maximum(career: Career, wages: Iterable[Wage]) -> list[tuple[Month, int, int]]:
    """The months for which several employers declared more days than a month counts: declared, counted."""
    declared: Counter[Month] = Counter()
    for wage in wages:
        declared[wage.month] += wage.days
    counted = career.days_by_month
    return [(month, days, counted[month]) for month, days in sorted(declared.items()) if days > counted[month]]


def _pay(wage: Wage, declaration: Declaration) -> Pay:
    """What one line paid for under the law of its month; the branches whose figures were not found stand apart."""
    law = Law(wage.month.first_day)
    unknown = unknown_branches(law)
    levied = contributions(
        law,
        from_centimes(wage.real),
        amo_exempt=wage.employer.has_own_medical_cover,
        branches=[branch for branch in Branch if branch not in unknown],
    )
    return Pay(wage, declaration, _shares(levied), law.citations(), tuple(branch.label for branch in unknown))


def _shares(levied: tuple[BranchContribution, ...]) -> tuple[Share, ...]:
    """A figure that every branch shares, such as the rounding, marks none of them: it is marked where it is cited."""
    of_all = set.intersection(*(set(each.citations) for each in levied)) if len(levied) > 1 else set()
    return tuple(
        Share(each, any(_is_assumed(cited) for cited in each.citations if cited not in of_all)) for each in levied
    )


def _is_assumed(cited: Citation) -> bool:
    return cited.status is Status.ASSUMED


def _month(year: int, number: int) -> Month:
    try:
        return Month(year, number)
    except ValueError:
        raise Http404 from None


def _declarations(wages: Iterable[Wage]) -> dict[int, Declaration]:
    return Declaration.objects.in_bulk({wage.declaration_id for wage in wages})


def _latest(declarations: Iterable[Declaration]) -> dt.datetime:
    """When the last of them arrived; where none did, the page is true as it is read."""
    return max((each.declared_at for each in declarations), default=timezone.now())
