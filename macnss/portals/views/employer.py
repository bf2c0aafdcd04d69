"""The companies that an account acts for: where each stands, and the way to it."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.declarations.queries import CompanyMonth, month_of_each
from macnss.employers.access import EmployerRequest, acts_for_some_company
from macnss.employers.models import Employer, Membership
from macnss.employers.queries import memberships_of
from macnss.kernel.access import open_to
from macnss.kernel.months import Month
from macnss.portals.navigation import EMPLOYER, opens
from macnss.ui.pages import page

HOME = "declarations:company"


@dataclass(frozen=True, slots=True)
class Row:
    """One company of the list: what this account may do there, its month, and the page that opens."""

    membership: Membership
    state: CompanyMonth
    on: dt.date
    address: str

    @property
    def company(self) -> Employer:
        return self.membership.employer

    @property
    def overdue(self) -> bool:
        return self.state.overdue(self.on)


@require_GET
@open_to(acts_for_some_company)
def companies(request: EmployerRequest) -> HttpResponse:
    """Choose a company; who acts for one only goes straight to it. The switcher of each page reads the same list."""
    today, switching = timezone.localdate(), "HX-Request" in request.headers
    mine = memberships_of(request.user, today)
    if len(mine) == 1 and not switching:
        return redirect(HOME, employer_id=mine[0].employer.public_id)
    sought, month = request.GET.get("search", "").strip(), Month.of(today).plus(-1)
    rows = _rows(mine, month, today, request.GET.get("to", ""))
    said = {
        "rows": [row for row in rows if _answers(row.company, sought)],
        "sought": sought,
        "to": request.GET.get("to", ""),
        "month": month,
        "waiting": sum(row.state.main is None for row in rows),
    }
    return page(request, f"portals/{'parts/companies' if switching else 'companies'}.html", said)


def _rows(mine: list[Membership], month: Month, on: dt.date, to: str) -> list[Row]:
    """Two queries, whatever their number; what is still to declare comes first."""
    states = month_of_each([membership.employer for membership in mine], month)
    rows = [Row(each, states[each.employer_id], on, _address(each, to)) for each in mine]
    return sorted(rows, key=lambda row: row.state.main is not None)


def _address(membership: Membership, to: str) -> str:
    """The same kind of page as the one at hand, where this account may open it there; else the company's home."""
    kinds = {name for _label, name, _icon in EMPLOYER if opens(name, membership.all_rights)}
    return reverse(to if to in kinds else HOME, kwargs={"employer_id": membership.employer.public_id})


def _answers(company: Employer, sought: str) -> bool:
    """Each word that was typed is somewhere in the name, in either script, in the town or in the number."""
    known = _plain(f"{company.name} {company.name_ar} {company.town} {company.affiliation_number}")
    return all(word in known for word in _plain(sought).split())


def _plain(text: str) -> str:
    """Without capitals nor accents; digits of every script as 0-9."""
    written = unicodedata.normalize("NFKD", text.casefold())
    kept = (each for each in written if not unicodedata.combining(each))
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in kept)
