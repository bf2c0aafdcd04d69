"""Changement de l'entreprise / تغيير يهم المقاولة: address, activity, legal form, name, head."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from macnss.cases.definition import Answers, Choice, Question
from macnss.cases.engine import Check, Holder, Line
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.employers.enums import Function, LegalForm, Sector
from macnss.employers.models import Employer
from macnss.employers.services import changes
from macnss.identity.models import Account
from macnss.lawbook.book import Law
from macnss.lawbook.texts import Text
from macnss.registration.procedures.checking import doubt, fine, wrong
from macnss.registration.procedures.company import OfCompany
from macnss.registration.queries.companies import company_of, heads_of
from macnss.registration.queries.people import day_of
from macnss.registration.rules import report_by
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date

NOBODY = "nobody"
CHANGED = {
    "address": ("address", "town", "postcode"),
    "activity": ("sector", "activity"),
    "legal_form": ("legal_form",),
    "name": ("name", "name_ar"),
}


class CompanyChange(OfCompany):
    """One change a request. That of the head is looked at by two agents."""

    code = "company_change"

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:
        """Who leaves: a head of the company, or nobody."""
        stays = Choice(NOBODY, Text("Personne : un responsable de plus", "لا أحد: مسؤول إضافي"))
        company = company_of(answers, holder)
        if question.name != "leaves" or company is None:
            return (stays,)
        heads = company.memberships.filter(function=Function.HEAD, revoked_at=None).select_related("account")
        named = (Choice(str(head.public_id), _name_of(head.account)) for head in heads)
        return (*named, stays)

    def needs_second(self, answers: Answers) -> bool:
        return answers.get("what") == "head" or super().needs_second(answers)

    def facts(self, answers: Answers, on: dt.date) -> dict[str, Any]:
        """The last day to report the change in time."""
        changed_on = day_of(answers, "changed_on")
        last = report_by(Law(on), changed_on) if changed_on else None
        return {"report_by": last.isoformat() if last else None, "late": bool(last and on > last)}

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        said = dict(super().refusals(answers, holder, on))
        changed_on = day_of(answers, "changed_on")
        if changed_on and changed_on > on:
            said["changed_on"] = _("Report the change once it has taken place.")
        return said

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        """Before and after, and who will be told."""
        company, what = company_of(answers, holder), str(answers.get("what") or "")
        lines: list[Line] = []
        if company and what in CHANGED:
            lines = [
                Line(label, _("%(before)s becomes %(after)s") % {"before": before or "–", "after": after or "–"})
                for label, before, after in _differences(company, what, answers)
            ]
        elif company and what == "head":
            lines = [Line(_("New head"), _("Is invited by e-mail and comes in with an account of their own."))]
            if answers.get("leaves") not in (None, "", NOBODY):
                lines.append(Line(_("Head who leaves"), _("No longer opens the space of the company.")))
            lines.append(Line(_("The heads of today"), _("Are told at once.")))
        if last := day_of(answers, "report_by"):
            late = bool(answers.get("late"))
            told = _("%(day)s has passed: it is accepted all the same.") if late else "%(day)s"
            lines.append(Line(_("To be reported by"), told % {"day": long_date(last)}))
        return lines

    def checks(self, case: Case, on: dt.date) -> list[Check]:
        return [self.company_check(case), *_change_checks(case, on), papers_check(case)]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        answers, company = case.said, self.company(case)
        what = str(answers["what"])
        if what == "head":
            leaving = company.memberships.filter(public_id=answers["leaves"]).first() if _leaves(answers) else None
            invitation = changes.name_head(
                employer=company,
                email=str(answers["head_email"]),
                name=str(answers["head_name"]),
                instead_of=leaving,
                by=by,
                language=case.language,
                now=now,
            )
            return {"what": what, "invitation": str(invitation.public_id)}
        new = {name: str(answers.get(name) or "") for name in CHANGED[what] if answers.get(name)}
        changes.rewrite(employer=company, new=new, by=by, now=now)
        return {"what": what}

    def outcome(self, case: Case) -> list[Line]:
        if case.results.get("what") == "head":
            return [Line(_("New head"), _("The invitation is on its way. It works for two weeks."))]
        return [Line(_("The register"), _("Says it as you declared it."))]


def _leaves(answers: Answers) -> bool:
    return answers.get("leaves") not in (None, "", NOBODY)


def _name_of(account: Account) -> Text:
    return Text(account.name, account.name_ar or account.name)


def _differences(company: Employer, what: str, answers: Answers) -> list[tuple[Words, str, str]]:
    """Label, before, after, for each thing that this request changes."""
    labels = {
        "address": _("Address"),
        "town": _("Town"),
        "postcode": _("Postcode"),
        "sector": _("Sector"),
        "activity": _("Activity"),
        "legal_form": _("Legal form"),
        "name": _("Name"),
        "name_ar": _("Name in Arabic"),
    }
    words = {"sector": dict(Sector.choices), "legal_form": dict(LegalForm.choices)}
    found: list[tuple[Words, str, str]] = []
    for name in CHANGED[what]:
        before, after = str(getattr(company, name)), str(answers.get(name) or "")
        if after and after != before:
            spoken = words.get(name, {})
            found.append((labels[name], str(spoken.get(before, before)), str(spoken.get(after, after))))
    return found


def _change_checks(case: Case, on: dt.date) -> list[Check]:
    answers = case.said
    company, what = company_of(answers, Holder.of(case)), str(answers.get("what") or "")
    if company is None:
        return []
    title = _("What changes")
    if what == "head":
        heads = ", ".join(str(head.account) for head in heads_of(company, on))
        return [doubt("head", _("Heads of today"), heads or _("Nobody."))]
    found = _differences(company, what, answers)
    if not found:
        return [wrong("no_change", title, _("The register says it already."))]
    told = "; ".join(
        _("%(what)s: from %(old)s to %(new)s") % {"what": label, "old": before or "–", "new": after}
        for label, before, after in found
    )
    return [fine("no_change", title, told)]
