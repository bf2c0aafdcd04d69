"""Cessation d'activité / التوقف عن النشاط, for a time or for good."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Line
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.declarations.models import Declaration
from macnss.employers.models import Employer
from macnss.employers.services import changes
from macnss.identity.models import Account
from macnss.kernel.months import Month
from macnss.registration.procedures.checking import fine, wrong
from macnss.registration.procedures.company import OfCompany
from macnss.registration.queries.companies import company_of
from macnss.registration.queries.people import day_of
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date, month_name


class CompanyStop(OfCompany):
    """Declarations are not expected for the months that the stop covers wholly."""

    code = "company_stop"

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        said = dict(super().refusals(answers, holder, on))
        since, until = day_of(answers, "stopped_on"), day_of(answers, "stopped_until")
        if since and until and until < since:
            said["stopped_until"] = _("The last day comes after the first one.")
        if answers.get("staff_left") is False and answers.get("stop") == "final":
            said["staff_left"] = _("A final stop is declared once nobody works for the company any more.")
        return said

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        since = day_of(answers, "stopped_on")
        if since is None:
            return []
        lines = [Line(_("Stopped from"), long_date(since))]
        if until := _until(answers):
            lines.append(Line(_("Until"), long_date(until)))
        lines.append(Line(_("Declarations"), _("None is expected for the whole months of the stop.")))
        lines.append(Line(_("What was due before"), _("Stays due.")))
        return lines

    def checks(self, case: Case, on: dt.date) -> list[Check]:  # noqa: ARG002
        company = company_of(case.said, Holder.of(case))
        found = [self.company_check(case)]
        if company:
            found += [_stops_check(company, case.said), _declared_check(company, case.said)]
        return [*found, papers_check(case)]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        company, answers = self.company(case), case.said
        since = day_of(answers, "stopped_on")
        assert since
        final = answers.get("stop") == "final"
        try:
            changes.stop(employer=company, since=since, until=_until(answers), final=final, by=by, now=now)
        except changes.StoppedAlready as refusal:
            raise CannotAccept(why=refusal) from refusal
        until = _until(answers)
        return {"since": since.isoformat(), "until": until.isoformat() if until else None}

    def outcome(self, case: Case) -> list[Line]:
        since, until = day_of(case.results, "since"), day_of(case.results, "until")
        lines = [Line(_("Stopped from"), long_date(since))] if since else []
        return [*lines, Line(_("Until"), long_date(until))] if until else lines


def _until(answers: Answers) -> dt.date | None:
    return day_of(answers, "stopped_until") if answers.get("stop") == "temporary" else None


def _stops_check(company: Employer, answers: Answers) -> Check:
    title, since, until = _("Other stops"), day_of(answers, "stopped_on"), _until(answers)
    if since is None:
        return fine("stopped_already", title)
    stops = company.stops.exclude(until__lt=since)
    held = (stops.filter(since__lte=until) if until else stops).first()
    if held:
        return wrong("stopped_already", title, _("One is recorded from %(day)s.") % {"day": long_date(held.since)})
    return fine("stopped_already", title, _("None."))


def _declared_check(company: Employer, answers: Answers) -> Check:
    title, since, until = _("Wages declared during the stop"), day_of(answers, "stopped_on"), _until(answers)
    if since is None:
        return fine("declared", title)
    first = since if since.day == 1 else Month.of(since).plus(1).first_day
    declared = Declaration.objects.of(company).filter(month__gte=first)
    found = (declared.filter(month__lte=until) if until else declared).order_by("month").first()
    return wrong("declared", title, month_name(found.month)) if found else fine("declared", title, _("None."))
