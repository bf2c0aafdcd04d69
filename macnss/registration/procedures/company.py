"""What the kinds that change a company share: filed by its head, or at the counter with its number."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Kind
from macnss.cases.models import Case
from macnss.employers.models import Employer
from macnss.registration.procedures.checking import fine, wrong
from macnss.registration.queries.companies import company_of, heads_of
from macnss.ui.items import Text as Words


class OfCompany(Kind):
    """Only the head of a company speaks for it here; an agent types its number for who stands at the counter."""

    head_only = True

    def touches(self, case: Case) -> Employer | None:
        return company_of(case.said, Holder.of(case))

    def may_open(self, holder: Holder, on: dt.date) -> bool:
        if holder.company is None or holder.account is None or holder.account.is_agent:
            return True
        return any(head.account_id == holder.account.pk for head in heads_of(holder.company, on))

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {"filed_by": "company" if holder.company else "counter"}

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:  # noqa: ARG002
        if answers.get("affiliation_number") and company_of(answers, holder) is None:
            return {"affiliation_number": _("No company bears this number: check each digit.")}
        return {}

    def about(self, answers: Answers, holder: Holder) -> str:
        return str(company_of(answers, holder) or "")

    def company(self, case: Case) -> Employer:
        """The company of a case that is decided. Raises CannotAccept."""
        found = company_of(case.said, Holder.of(case))
        if found is None:
            raise CannotAccept(why=_("No affiliated company bears this number."))
        return found

    def company_check(self, case: Case) -> Check:
        title, found = _("Company"), company_of(case.said, Holder.of(case))
        if found is None:
            return wrong("company", title, _("Unknown."))
        return fine("company", title, f"{found.name_in(get_language() or '')} ({found.affiliation_number})")
