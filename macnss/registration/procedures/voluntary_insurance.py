"""Assurance volontaire / التأمين الاختياري: form 319-1-01."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.employment.models import Employment
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.months import Month
from macnss.registration.models import VoluntaryInsurance as Insurance
from macnss.registration.procedures.checking import doubt, fine, wrong
from macnss.registration.queries.people import day_of
from macnss.registration.queries.voluntary import Standing, standing_of
from macnss.registration.services.subscribing import InsuredAlready, insure
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import centimes_as_dirhams, days, long_date


class VoluntaryInsurance(Kind):
    """The conditions are looked up in the career; the amount is shown before sending."""

    code = "voluntary_insurance"

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:  # noqa: ARG002
        said: dict[str, Words] = {}
        lost_on = day_of(answers, "lost_on")
        if lost_on and lost_on > on:
            said["lost_on"] = _("Ask once your last day of work has passed.")
        if answers.get("still_employed"):
            said["still_employed"] = _("The voluntary insurance is for those who are no longer employed.")
        return said

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:
        if holder.person is None:
            return []
        found = standing_of(holder.person, day_of(answers, "lost_on"), on)
        lines = [
            Line(_("Days declared for you"), days(found.days)),
            Line(_("Days that the law asks for"), days(found.needed)),
        ]
        if not found.has_the_days:
            lines.append(Line(_("Before you send"), _missing(found)))
        if found.asked_by and found.asked_by < on:
            told = _("It was to be asked by %(day)s: the request will probably be refused.")
            lines.append(Line(_("Too late"), told % {"day": long_date(found.asked_by)}))
        if _employers_of(holder.person, on):
            told = _("Still has you on its list: the request will probably be refused until you leave.")
            lines.append(Line(_("Your employer"), told))
        if due := found.contribution:
            lines += [
                Line(_("Reference wage"), centimes_as_dirhams(due.wage)),
                Line(_("Pension, each month"), centimes_as_dirhams(due.pension)),
                Line(_("Health insurance, each month"), centimes_as_dirhams(due.amo)),
                Line(_("To pay each month"), centimes_as_dirhams(due.total)),
            ]
        lines.append(
            Line(
                _("Insured from"),
                _("The first day of the month that follows the acceptance (a rule of this service)."),
            )
        )
        return lines

    def checks(self, case: Case, on: dt.date) -> list[Check]:
        if case.person is None:
            return [wrong("not_yours", _("Insured person"), _("Unknown: open the file of the person first."))]
        sent = timezone.localdate(case.sent_at) if case.sent_at else on
        found = standing_of(case.person, day_of(case.said, "lost_on"), sent)
        return [
            _days_check(found),
            _delay_check(found, sent),
            _employed_check(case.person, on),
            _insured_check(case.person),
            papers_check(case),
        ]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        today = timezone.localdate(now)
        if case.person is None:
            raise CannotAccept(why=_("Unknown: open the file of the person first."))
        found = standing_of(case.person, day_of(case.said, "lost_on"), today)
        if found.contribution is None:
            raise CannotAccept(why=_("No wage was ever declared for this person: there is no reference wage."))
        since, due = Month.of(today).plus(1).first_day, found.contribution
        try:
            insure(
                case=case,
                person=case.person,
                since=since,
                wage=due.wage,
                pension=due.pension,
                amo=due.amo,
                grounds=found.grounds,
                by=by,
                now=now,
            )
        except InsuredAlready as refusal:
            raise CannotAccept(why=refusal) from refusal
        return {"since": since.isoformat(), "pension": due.pension, "amo": due.amo}

    def outcome(self, case: Case) -> list[Line]:
        given, since = case.results, day_of(case.results, "since")
        if since is None:
            return []
        total = int(given["pension"]) + int(given["amo"])
        return [Line(_("Insured from"), long_date(since)), Line(_("To pay each month"), centimes_as_dirhams(total))]


def _missing(found: Standing) -> str:
    words = _("Missing: %(days)s. The request will probably be refused. A month is not declared? Contest it first.")
    return words % {"days": days(found.needed - found.days)}


def _employers_of(person: Insured, on: dt.date) -> Employment | None:
    return Employment.objects.filter(insured=person).during(on, on).select_related("employer").first()


def _days_check(found: Standing) -> Check:
    told = _("%(days)s declared, %(needed)s needed") % {"days": days(found.days), "needed": days(found.needed)}
    return (fine if found.has_the_days else wrong)("days", _("Days declared"), told)


def _delay_check(found: Standing, sent: dt.date) -> Check:
    title = _("Asked in time")
    if found.asked_by is None:
        return doubt("too_late", title, _("The last day of work is not known."))
    return (fine if sent <= found.asked_by else wrong)("too_late", title, long_date(found.asked_by))


def _employed_check(person: Insured, on: dt.date) -> Check:
    title, link = _("Employed today"), _employers_of(person, on)
    return doubt("employed", title, str(link.employer)) if link else fine("employed", title, _("No."))


def _insured_check(person: Insured) -> Check:
    title = _("Voluntary insurance that goes on")
    held = Insurance.objects.filter(insured=person, until=None).first()
    return (
        wrong("insured_already", title, long_date(held.since)) if held else fine("insured_already", title, _("None."))
    )
