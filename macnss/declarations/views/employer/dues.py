"""What the company owes, month by month, and what being late costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from macnss.declarations.views.employer.standing import Standing, missing, standings
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.kernel.access import open_to
from macnss.kernel.money import from_centimes
from macnss.ui.pages import page


@dataclass(frozen=True, slots=True)
class Totals:
    """What several months come to, in DH."""

    due: Decimal
    fine: Decimal
    surcharge: Decimal

    @property
    def all(self) -> Decimal:
        return self.due + self.fine + self.surcharge

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(self.due + other.due, self.fine + other.fine, self.surcharge + other.surcharge)

    @classmethod
    def of(cls, months: Iterable[Standing]) -> "Totals":
        rows = (cls(from_centimes(each.declared.due), each.fine, each.surcharge.amount) for each in months)
        return sum(rows, cls(Decimal(0), Decimal(0), Decimal(0)))


@require_GET
@open_to(may(Right.PAY, Right.DECLARE))
def dues(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Contributions, fines and, for who has not paid, what paying today costs."""
    today = timezone.localdate()
    months = standings(request.employer, today)
    declared = [each for each in months if each.declared.declarations]
    past = [each for each in declared if each.days_left < 0]
    said = {
        "coming": [each for each in declared if each.days_left >= 0],
        "past": past,
        "totals": Totals.of(past),
        "missing": missing(months),
        "updated": timezone.now(),
    }
    return page(request, "declarations/employer/dues.html", said)
