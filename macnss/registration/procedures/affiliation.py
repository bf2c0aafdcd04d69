"""Affiliation / الانخراط: form 322-1-11. A company that employs gets its number, and its head the way in."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.cases.services.refusals import OwnCase
from macnss.employers.models import Employer
from macnss.employers.services import AlreadyAffiliated
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import AffiliationNumber, Ice
from macnss.registration.procedures.checking import TOO_OLD, doubt, fine, listed, wrong
from macnss.registration.queries.people import day_of
from macnss.registration.rules import affiliate_by, last_day
from macnss.registration.services.affiliating import enter
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date


class Affiliation(Kind):
    """Filed by anybody for the company; who files with an account may be its head."""

    code = "affiliation"

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {"has_account": holder.account is not None and holder.audience != Audience.COUNTER}

    def facts(self, answers: Answers, on: dt.date) -> dict[str, Any]:
        """The last day to affiliate in time, and whether it has passed."""
        last = last_day(affiliate_by, day_of(answers, "first_hired_on"))
        return {
            "affiliate_by": last.isoformat() if last else None,
            "days_late": max((on - last).days, 0) if last else 0,
        }

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:  # noqa: ARG002
        said: dict[str, Words] = {}
        ice = str(answers.get("ice") or "")
        if ice and (why := next(iter(Ice.reasons(Ice.normalise(ice))), "")):
            said["ice"] = why
        if not any(answers.get(each) for each in ("ice", "trade_register", "tax_number", "professional_tax")):
            said["ice"] = _("Give at least one number of the company: ICE, trade register, tax or professional tax.")
        hired_on = day_of(answers, "first_hired_on")
        if hired_on and hired_on > on:
            said["first_hired_on"] = _("A company is affiliated from its first hiring on: come back on that day.")
        elif hired_on and last_day(affiliate_by, hired_on) is None:
            said["first_hired_on"] = TOO_OLD
        if answers.get("subsidiary") and answers.get("parent_number") and parent_of(answers) is None:
            said["parent_number"] = _("No company bears this number: check each digit.")
        return said

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        lines = [Line(_("If it is accepted"), _("An affiliation number, and wages to declare every month."))]
        if last := day_of(answers, "affiliate_by"):
            late = int(answers.get("days_late") or 0)
            words = _("%(day)s has passed: it is accepted all the same.") if late else "%(day)s"
            lines.append(Line(_("To be asked by"), words % {"day": long_date(last)}))
        return lines

    def about(self, answers: Answers, holder: Holder) -> str:  # noqa: ARG002
        return str(answers.get("name") or "")

    def checks(self, case: Case, on: dt.date) -> list[Check]:  # noqa: ARG002
        answers = case.said
        return [
            _ice_check(answers),
            _register_check(answers),
            _parent_check(answers),
            _in_time(answers),
            papers_check(case),
        ]

    def unfit(self, case: Case, agent: Account) -> DomainError | None:
        """Whoever becomes the head of a company does not let it in."""
        return OwnCase() if agent.email and case.said.get("head_email") == agent.email else None

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        answers = case.said
        head = case.account if answers.get("has_account") and answers.get("is_head") else None
        try:
            employer = enter(answers=answers, head=head, language=case.language, by=by, now=now)
        except AlreadyAffiliated as refusal:
            raise CannotAccept(why=refusal) from refusal
        return {
            "number": employer.affiliation_number,
            "company": str(employer.public_id),
            "on": str(timezone.localdate(now)),
        }

    def outcome(self, case: Case) -> list[Line]:
        given, answers = case.results, case.said
        if "number" not in given:
            return []
        opened = (
            _("Is open with your account.")
            if answers.get("is_head")
            else _("An invitation went to its head by e-mail.")
        )
        return [
            Line(_("Affiliation number"), given["number"], is_number=True),
            Line(_("Affiliated on"), long_date(dt.date.fromisoformat(given["on"]))),
            Line(_("The space of the company"), opened),
            Line(_("To do"), _("Write this number on invoices, letters, orders and price lists.")),
        ]


def parent_of(answers: Answers) -> Employer | None:
    typed = AffiliationNumber.normalise(str(answers.get("parent_number") or ""))
    return Employer.objects.filter(affiliation_number=typed).first() if typed else None


def _ice_check(answers: Answers) -> Check:
    title, ice = _("Company identifier (ICE)"), Ice.normalise(str(answers.get("ice") or ""))
    if not ice:
        return doubt("already_affiliated", title, _("Not given."))
    if why := next(iter(Ice.reasons(ice)), ""):
        return wrong("not_concordant", title, why)
    if known := Employer.objects.filter(ice=ice).first():
        return wrong("already_affiliated", title, _named([known]))
    return fine("already_affiliated", title, _("Its key is right, and no affiliated company bears it."))


def _register_check(answers: Answers) -> Check:
    title = _("Same trade register, tax number or name")
    same = Employer.objects.none()
    for name in ("trade_register", "tax_number"):
        if value := str(answers.get(name) or "").strip():
            same = same | Employer.objects.filter(**{name: value})
    if value := str(answers.get("name") or "").strip():
        same = same | Employer.objects.filter(name__iexact=value, town__iexact=str(answers.get("town") or "").strip())
    found = list(same.order_by("pk")[:5])
    return doubt("known", title, _named(found)) if found else fine("known", title, _("No affiliated company."))


def _parent_check(answers: Answers) -> Check:
    title = _("Parent company")
    if not answers.get("subsidiary"):
        return fine("parent", title, _("None."))
    parent = parent_of(answers)
    return fine("parent", title, _named([parent])) if parent else wrong("parent", title, _("Unknown."))


def _in_time(answers: Answers) -> Check:
    title, last = _("In time"), day_of(answers, "affiliate_by")
    if last is None:
        return doubt("late", title, _("The day of the first hiring is not known."))
    if int(answers.get("days_late") or 0):
        return doubt("late", title, _("It was to be asked by %(day)s.") % {"day": long_date(last)})
    return fine("late", title, long_date(last))


def _named(companies: list[Employer]) -> str:
    language = get_language() or ""
    return listed(f"{each.name_in(language)} ({each.affiliation_number})" for each in companies)
