"""Reprise d'activité / استئناف النشاط: the company works again."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Line
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.employers.services import changes
from macnss.identity.models import Account
from macnss.registration.procedures.checking import fine, wrong
from macnss.registration.procedures.company import OfCompany
from macnss.registration.queries.companies import company_of, stop_of
from macnss.registration.queries.people import day_of
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date


class CompanyResume(OfCompany):
    """Offered to a company that is stopped."""

    code = "company_resume"

    def may_open(self, holder: Holder, on: dt.date) -> bool:
        return super().may_open(holder, on) and (holder.company is None or stop_of(holder.company, on) is not None)

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        said = dict(super().refusals(answers, holder, on))
        company, resumed_on = company_of(answers, holder), day_of(answers, "resumed_on")
        if company and resumed_on and stop_of(company, resumed_on - dt.timedelta(days=1)) is None:
            said["resumed_on"] = _("The company is not stopped on the day before: check the date.")
        return said

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        resumed_on = day_of(answers, "resumed_on")
        if resumed_on is None:
            return []
        return [
            Line(_("Works again from"), long_date(resumed_on)),
            Line(_("Declarations"), _("Are expected again from the month of that day on.")),
        ]

    def checks(self, case: Case, on: dt.date) -> list[Check]:  # noqa: ARG002
        company, resumed_on = company_of(case.said, Holder.of(case)), day_of(case.said, "resumed_on")
        title = _("Stopped the day before")
        stop = stop_of(company, resumed_on - dt.timedelta(days=1)) if company and resumed_on else None
        told = fine("not_stopped", title, long_date(stop.since)) if stop else wrong("not_stopped", title, _("No."))
        return [self.company_check(case), told, papers_check(case)]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        resumed_on = day_of(case.said, "resumed_on")
        assert resumed_on
        try:
            changes.resume(employer=self.company(case), on=resumed_on, by=by, now=now)
        except changes.NotStopped as refusal:
            raise CannotAccept(why=refusal) from refusal
        return {"since": resumed_on.isoformat()}

    def outcome(self, case: Case) -> list[Line]:
        since = day_of(case.results, "since")
        return [Line(_("Works again from"), long_date(since))] if since else []
