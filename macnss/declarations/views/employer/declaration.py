"""One declaration: its receipt, what it costs and why, the people in it."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.declarations.ebds import file_names
from macnss.declarations.ebds.header import Kind
from macnss.declarations.models import Declaration, DeclaredContribution, WageLine
from macnss.declarations.rules.contributions import Branch
from macnss.declarations.rules.penalties import late_payment_penalty
from macnss.declarations.views.employer.standing import grounds_of
from macnss.employers.access import EmployerRequest, may, sees_wages
from macnss.employers.enums import Right
from macnss.kernel.access import open_to
from macnss.kernel.money import from_centimes
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Status
from macnss.lawbook.texts import Text
from macnss.ui.pages import page

LINES_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class BranchDue:
    """What a declaration owes to one branch, in centimes; `assumed` when no text confirms some figure of it."""

    contribution: DeclaredContribution
    assumed: bool

    @property
    def label(self) -> Text:
        return Branch(self.contribution.branch).label


@require_GET
@open_to(may(Right.DECLARE, Right.READ_WAGES, Right.PAY))
def declaration(request: EmployerRequest, /, declaration_id: UUID, **_company: object) -> HttpResponse:
    """The receipt, to read and to print. Who only pays sees what is due, not what each person earns."""
    mine = Declaration.objects.of(request.employer).select_related("declared_by").prefetch_related("contributions")
    filed = get_object_or_404(mine, public_id=declaration_id)
    branches = _branches(filed)
    said = {
        "declaration": filed,
        "reference": _reference(filed, request.employer.affiliation_number),
        "branches": branches,
        "employee": sum(each.contribution.employee for each in branches),
        "employer": sum(each.contribution.employer for each in branches),
        "why": grounds_of(filed, "contributions."),
        "fine_grounds": grounds_of(filed, "penalties.late_declaration.", "declarations.moves_to_working_day"),
        "surcharge": late_payment_penalty(
            Law(filed.month), from_centimes(filed.due), filed.due_on, timezone.localdate()
        ),
        **(_people(filed, request.GET.get("page")) if sees_wages(request) else {}),
        "opened": "page" in request.GET,
    }
    return page(request, "declarations/employer/declaration.html", said)


def _reference(filed: Declaration, affiliation: str) -> str:
    """What names a declaration between the company and the fund: nature, company, month. One only bears it."""
    nature = file_names.nature_of(Kind(filed.kind), filed.sequence)
    return f"{nature}-{affiliation}-{filed.period.compact}"


def _branches(filed: Declaration) -> list[BranchDue]:
    """In the order of the trade."""
    order = list(Branch)
    contributions = sorted(filed.contributions.all(), key=lambda each: order.index(Branch(each.branch)))
    return [BranchDue(each, _is_assumed(filed, each.branch)) for each in contributions]


def _is_assumed(filed: Declaration, branch: str) -> bool:
    return any(cited.status is Status.ASSUMED for cited in grounds_of(filed, f"contributions.{branch}."))


def _people(filed: Declaration, number: str | None) -> dict[str, object]:
    """Those whom the declaration names, and what each earned."""
    nameless = filed.unattached_lines.order_by("kind", "name", "pk")
    return {"nameless": Paginator(nameless, LINES_A_PAGE).page(1), "lines": _lines(filed, number)}


def _lines(filed: Declaration, number: str | None) -> Page[WageLine]:
    """The employees who bear a number, a page at a time: their wages leave in no other way."""
    lines = WageLine.objects.filter(declaration=filed, month=filed.month).select_related("insured")
    return Paginator(lines.order_by("insured__number"), LINES_A_PAGE).get_page(number)
