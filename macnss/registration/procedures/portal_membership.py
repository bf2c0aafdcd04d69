"""Adhésion à Damancom / الانخراط في ضمانكم: form 212-1-01. Its user is invited with an account of their own."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.cases.services.refusals import OwnCase
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError
from macnss.registration.procedures.checking import doubt, fine, listed, wrong
from macnss.registration.queries.companies import company_of, heads_of
from macnss.registration.services.subscribing import join_portal
from macnss.ui.items import Text as Words


class PortalMembership(Kind):
    """Of a company that is affiliated already. Nobody receives a password: an invitation is sent."""

    code = "portal_membership"

    def touches(self, case: Case) -> Employer | None:
        return company_of(case.said, Holder.of(case))

    def unfit(self, case: Case, agent: Account) -> DomainError | None:
        """Nobody lets themselves in."""
        return OwnCase() if agent.email and case.said.get("user_email") == agent.email else None

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:  # noqa: ARG002
        if answers.get("affiliation_number") and company_of(answers, holder) is None:
            return {
                "affiliation_number": _("No company bears this number: check it, or ask for its affiliation first.")
            }
        return {}

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        return [
            Line(_("If it is accepted"), _("The person receives an invitation by e-mail, good for two weeks.")),
            Line(_("The heads of the company"), _("Are told at once.")),
        ]

    def about(self, answers: Answers, holder: Holder) -> str:
        return str(company_of(answers, holder) or answers.get("affiliation_number") or "")

    def checks(self, case: Case, on: dt.date) -> list[Check]:
        company = company_of(case.said, Holder.of(case))
        if company is None:
            return [wrong("company", _("Company"), _("Unknown.")), papers_check(case)]
        known = f"{company.name_in(get_language() or '')} ({company.affiliation_number})"
        heads = listed(str(head.account) for head in heads_of(company, on))
        title = _("Heads of today")
        head = doubt("not_mandated", title, heads) if heads else fine("not_mandated", title, _("Nobody."))
        if heads and case.said.get("request") == "first":
            told = _("%(heads)s: this is no first membership. Ask them.") % {"heads": heads}
            head = wrong("not_mandated", title, told)
        return [fine("company", _("Company"), known), head, papers_check(case)]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        company = company_of(case.said, Holder.of(case))
        if company is None:
            raise CannotAccept(why=_("No affiliated company bears this number."))
        membership = join_portal(case=case, employer=company, answers=case.said, by=by, now=now)
        return {"company": str(company.public_id), "mode": membership.mode, "on": str(timezone.localdate(now))}

    def outcome(self, case: Case) -> list[Line]:  # noqa: ARG002
        return [Line(_("The space of the company"), _("The invitation is on its way. It works for two weeks."))]
