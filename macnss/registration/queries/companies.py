"""The company that a request is about, and who heads it."""

import datetime as dt

from macnss.cases.definition import Answers
from macnss.cases.engine import Holder
from macnss.employers.enums import Function
from macnss.employers.models import Employer, Membership, Stop
from macnss.kernel.numbers.identifiers import AffiliationNumber


def company_of(answers: Answers, holder: Holder) -> Employer | None:
    """The company that files, else the one whose affiliation number was typed."""
    if holder.company:
        return holder.company
    typed = AffiliationNumber.normalise(str(answers.get("affiliation_number") or ""))
    return Employer.objects.filter(affiliation_number=typed).first() if typed else None


def heads_of(employer: Employer, on: dt.date) -> list[Membership]:
    held = Membership.objects.in_force(on).filter(employer=employer, function=Function.HEAD)
    return list(held.select_related("account").order_by("since", "pk"))


def stop_of(employer: Employer, on: dt.date) -> Stop | None:
    """The stop that holds on that day, if the company is stopped."""
    return Stop.objects.on(on).filter(employer=employer).first()
