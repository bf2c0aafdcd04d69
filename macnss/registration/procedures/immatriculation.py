"""Immatriculation / التسجيل: form 321-1-06. An employee gets a number for life, and the card."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.cases.services import talking
from macnss.employers.enums import LegalForm
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.insured.enums import IdentityDocument
from macnss.insured.models import Insured
from macnss.insured.services import AlreadyRegistered
from macnss.kernel.days import age_on
from macnss.kernel.numbers.identifiers import Cin
from macnss.lawbook.book import Law
from macnss.registration.procedures.checking import TOO_OLD, doubt, fine, listed, wrong
from macnss.registration.queries.companies import company_of, stop_of
from macnss.registration.queries.names import town_of_cin
from macnss.registration.queries.people import (
    asked_by_company,
    bearer_of,
    born_on,
    day_of,
    document_of,
    namesakes_of,
    others_asking,
)
from macnss.registration.rules import is_of_age, last_day, register_by
from macnss.registration.services.ordering import order_from, steps_of
from macnss.registration.services.registering import enter, is_set_apart, note_candidate
from macnss.ui.bidi import isolate
from macnss.ui.items import Step
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date, number

EMPLOYER, EMPLOYEE = "employer", "employee"
OLDEST = 110  # years: beyond it a birth date is a slip of the hand


class Immatriculation(Kind):
    """Filed by the company, which confirms by doing so, or by the employee: the company is then asked."""

    code = "immatriculation"
    employer_signs = True

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        company = holder.company
        if company is None:
            return {"filed_by": EMPLOYEE}
        known = {"contract": company.legal_form == LegalForm.ASSOCIATION}
        if holder.audience == Audience.EMPLOYER:
            return {"filed_by": EMPLOYER, **known}
        return {
            "filed_by": EMPLOYEE,
            "employer_known": True,
            "affiliation_number": company.affiliation_number,
            **known,
        }

    def facts(self, answers: Answers, on: dt.date) -> dict[str, Any]:
        """The last day to register in time, and whether it has passed."""
        last = last_day(register_by, day_of(answers, "hired_on"))
        if last is None:
            return {"register_by": None, "days_late": 0}
        return {"register_by": last.isoformat(), "days_late": max((on - last).days, 0)}

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        said: dict[str, Words] = {}
        if answers.get("document") == IdentityDocument.CIN and (why := _cin_fault(answers)):
            said["document_number"] = why
        born, hired_on = born_on(answers), day_of(answers, "hired_on")
        if born and (born >= on or age_on(born, on) > OLDEST):
            said["birth_date"] = _("A birth date is in the past: check the year.")
        if hired_on and hired_on > on:
            said["hired_on"] = _("Registration is asked from the first day of work on: come back on that day.")
        elif hired_on and born and hired_on <= born:
            said["hired_on"] = _("The first day of work comes after the birth: check both dates.")
        elif hired_on and last_day(register_by, hired_on) is None:
            said["hired_on"] = TOO_OLD
        elif hired_on and born and not is_of_age(Law(hired_on), born, hired_on):
            said["hired_on"] = _too_young(age_on(born, hired_on))
        if holder.audience == Audience.EMPLOYER and holder.company and answers.get("document_number"):
            twin = asked_by_company(holder.company, answers)
            if twin:
                said["document_number"] = _(
                    "Your company asked for this person already: %(reference)s. Follow that request instead."
                ) % {"reference": isolate(twin.reference)}
        place = str(answers.get("birth_place") or "")
        if place and not any(map(str.isalpha, place)):
            said["birth_place"] = _("Write the name of the place, in letters.")
        if answers.get("phone") in (None, "") and answers.get("email") in (None, ""):
            said["phone"] = _("Give a mobile phone or an e-mail address: one of the two is enough.")
        if answers.get("employer_known") and answers.get("affiliation_number") and not company_of(answers, holder):
            said["affiliation_number"] = _("No company bears this number: check it, or answer that you do not know it.")
        if answers.get("confirmation") == "ask" and answers.get("employer_known") is False:
            said["confirmation"] = _("Without the affiliation number we cannot ask the company: choose another answer.")
        return said

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        lines = [Line(_("If it is accepted"), _("A number for life and the CNSS card"))]
        if last := day_of(answers, "register_by"):
            lines.append(Line(_("To be asked by"), _deadline(last, int(answers.get("days_late") or 0))))
        if answers.get("confirmation") == "ask":
            lines.append(Line(_("The employer"), _("Is asked on line to confirm the first day of work.")))
        return lines

    def about(self, answers: Answers, holder: Holder) -> str:
        name = " ".join(filter(None, (str(answers.get(each) or "") for each in ("first_name", "last_name"))))
        return name or super().about(answers, holder)

    def back_from_draft(self, case: Case) -> str:
        return reverse("registration:company", args=[case.company.public_id]) if case.company else ""

    def forms(self, case: Case) -> list[Line]:
        """The paper that some employers prefer to sign and stamp; any agency takes it too."""
        words = _("Form 321-1-06 with these answers, to sign and stamp (PDF)")
        return [Line(words, "", reverse("registration:form_of_case", args=[case.public_id]))]

    def touches(self, case: Case) -> Employer | None:
        return company_of(case.said, Holder.of(case))

    def sent(self, case: Case, *, now: dt.datetime) -> None:
        """Remember the candidate; ask the company when the employee chose it."""
        note_candidate(case=case)
        answers, holder = case.said, Holder.of(case)
        company = company_of(answers, holder)
        if answers.get("confirmation") == "ask" and company:
            talking.ask_company(case=case, company=company, words=_question(answers), by=None, now=now)
            case.refresh_from_db()

    def checks(self, case: Case, on: dt.date) -> list[Check]:  # noqa: ARG002
        answers = case.said
        return [
            _document_check(answers),
            _bearer_check(answers),
            _namesake_check(case, answers),
            _asking_check(case, answers),
            _dates_check(answers, timezone.localdate(case.sent_at) if case.sent_at else None),
            *_employer_checks(case, answers),
            papers_check(case),
        ]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        """Issue the number. Never for a document that is registered, nor for a namesake whom nobody looked at."""
        answers, holder = case.said, Holder.of(case)
        _refuse_double(case, answers)
        company, hired_on = company_of(answers, holder), day_of(answers, "hired_on")
        assert hired_on
        try:
            person = enter(answers=answers, employer=company, hired_on=hired_on, language=case.language, by=by, now=now)
        except AlreadyRegistered as refusal:
            raise CannotAccept(why=refusal) from refusal
        case.person = person
        card = order_from(case=case, insured=person, by=by, now=now)
        return {
            "number": str(person.registration_number),
            "person": str(person.public_id),
            "registered_on": person.registered_on.isoformat(),
            "card": str(card.public_id),
        }

    def outcome(self, case: Case) -> list[Line]:
        given = case.results
        if "number" not in given:
            return []
        lines = [Line(_("Registration number"), given["number"], is_number=True)]
        lines.append(Line(_("Registered on"), long_date(dt.date.fromisoformat(given["registered_on"]))))
        company = company_of(case.said, Holder.of(case))
        if company:
            lines.append(Line(_("Employer"), company.name_in(translation.get_language() or "")))
        return lines

    def after(self, case: Case) -> list[Step]:
        return steps_of(case.person) if case.person else []


def _cin_fault(answers: Answers) -> Words:
    return next(iter(Cin.reasons(document_of(answers)[1])), "")


def _too_young(age: int) -> str:
    return ngettext(
        "The employee was %(count)s year old on that day: check both dates.",
        "The employee was %(count)s years old on that day: check both dates.",
        age,
    ) % {"count": number(age)}


def _deadline(last: dt.date, late: int) -> str:
    if not late:
        return long_date(last)
    return ngettext(
        "%(day)s: %(count)s day late. It is accepted all the same.",
        "%(day)s: %(count)s days late. It is accepted all the same.",
        late,
    ) % {"day": long_date(last), "count": number(late)}


def _question(answers: Answers) -> str:
    """What the company is asked, in both languages: who answers is not known yet."""
    told = []
    hired_on = day_of(answers, "hired_on")
    for language in ("fr", "ar"):
        with translation.override(language):
            told.append(
                _("%(person)s asks to be registered as your employee since %(day)s (%(job)s). Do you confirm it?")
                % {
                    "person": f"{answers.get('first_name')} {answers.get('last_name')}",
                    "day": long_date(hired_on) if hired_on else "",
                    "job": answers.get("job"),
                }
            )
    return "\n\n".join(told)


def _document_check(answers: Answers) -> Check:
    kind, written, _nationality = document_of(answers)
    title = _("Number of the identity document")
    if kind != IdentityDocument.CIN:
        return fine("document", title, _("No key to check on a document of this kind."))
    if why := _cin_fault(answers):
        return wrong("document", title, why)
    town = town_of_cin(written)
    return fine("document", title, _("Issued at: %(town)s.") % {"town": town} if town else "")


def _bearer_check(answers: Answers) -> Check:
    title, bearer = _("Registered with this document"), bearer_of(answers)
    if bearer is None:
        return fine("already_registered", title, _("Nobody is."))
    return wrong("already_registered", title, _who(bearer), reverse("portals:person", args=[bearer.public_id]))


def _namesake_check(case: Case, answers: Answers) -> Check:
    title, found = _("Same name and birth date"), namesakes_of(answers)
    page = reverse("registration:namesakes", args=[case.public_id])
    if found.same and not is_set_apart(case, found.same):
        return wrong("same_person", title, listed(map(_who, found.same)), page)
    if found.same:
        return fine("same_person", title, _("An agent found that it is another person."))
    if found.alike:
        return doubt("same_person", title, _("Names that sound alike: %(who)s") % {"who": _whos(found.alike)}, page)
    return fine("same_person", title, _("Nobody."))


def _asking_check(case: Case, answers: Answers) -> Check:
    title, others = _("Other requests in progress for this person"), others_asking(case, answers)
    if not others:
        return fine("asked_twice", title, _("None."))
    return doubt("asked_twice", title, listed(str(other.case.reference) for other in others))


def _dates_check(answers: Answers, sent_on: dt.date | None) -> Check:
    title, born, hired_on = _("First day of work"), born_on(answers), day_of(answers, "hired_on")
    if not born or not hired_on or hired_on <= born or (sent_on and hired_on > sent_on):
        return wrong("dates", title, _("The first day of work is not possible with the birth date, or has not come."))
    last = last_day(register_by, hired_on)
    if last is None:
        return doubt("dates", title, TOO_OLD)
    late = max(((sent_on or last) - last).days, 0)
    if late:
        told = {"day": long_date(hired_on), "deadline": _deadline(last, late)}
        return doubt("dates", title, _("Began on %(day)s; to be asked by %(deadline)s") % told)
    return fine("dates", title, _("Asked in time: by %(day)s.") % {"day": long_date(last)})


def _employer_checks(case: Case, answers: Answers) -> list[Check]:
    title, company = _("Employer"), company_of(answers, Holder.of(case))
    if company is None:
        return [doubt("employer", title, _("Not named by a number: look whether it must be affiliated."))]
    hired_on = day_of(answers, "hired_on")
    stop = stop_of(company, hired_on) if hired_on else None
    known = f"{company} ({company.affiliation_number})"
    if stop:
        known = _("%(company)s was stopped on the first day of work.") % {"company": known}
    return [doubt("employer", title, known) if stop else fine("employer", title, known), _confirmed(case, answers)]


def _confirmed(case: Case, answers: Answers) -> Check:
    title = _("Confirmed by the employer")
    if answers.get("filed_by") == EMPLOYER:
        return fine("not_employed", title, _("Filed by the account of the company."))
    inquiry = case.inquiries.order_by("-asked_at").first()
    if inquiry and inquiry.answered_at:
        said = inquiry.said
        if said.get("agrees"):
            return fine("not_employed", title, said.get("words") or _("The company agrees."))
        return wrong("not_employed", title, said.get("words") or _("The company does not agree."))
    if answers.get("confirmation") == "form":
        return fine("not_employed", title, _("By the form that it stamped: look at it."))
    return doubt("not_employed", title, _("The company has not answered."))


def _refuse_double(case: Case, answers: Answers) -> None:
    if bearer := bearer_of(answers):
        raise CannotAccept(why=_("Already registered with this document: %(who)s") % {"who": _who(bearer)})
    same = namesakes_of(answers).same
    if same and not is_set_apart(case, same):
        raise CannotAccept(
            why=_(
                "Somebody with this name and birth date is registered: %(who)s. If it is another person, say so first."
            )
            % {"who": _whos(same)}
        )


def _who(person: Insured) -> str:
    return f"{person} ({person.registration_number})"


def _whos(people: "tuple[Insured, ...]") -> str:
    return listed(map(_who, people))
