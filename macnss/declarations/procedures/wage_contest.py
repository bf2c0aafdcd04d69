"""Contestation d'une déclaration de salaire / الاعتراض على تصريح بالأجر: a month that is missing or wrong.

The employer is asked at once; the agent decides; what is right becomes an order to declare the month again.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from macnss.cases.definition import Answers, Choice, Question
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.cases.services import talking
from macnss.declarations.models import WageCorrection, WageLine
from macnss.declarations.queries import Declared, declared_for, employers_of, last_month_due, maximum_days
from macnss.declarations.services import contests
from macnss.employers.models import Employer
from macnss.employment.models import Employment
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.money import centimes
from macnss.kernel.months import Month
from macnss.lawbook.errors import NotInForce
from macnss.lawbook.texts import Text, isolate
from macnss.ui.items import Step, StepState
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import centimes_as_dirhams, long_date, month_name, number
from macnss.ui.templatetags.formats import days as days_in_words

OTHER = "other"
DAYS = {"missing", "days", "both"}  # what is wrong, when the real days are asked
WAGE = {"missing", "wage", "both"}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person says of a month, read from the answers. Wage in centimes."""

    month: Month
    employer: Employer | None
    wrong: str
    days: int | None
    real: int | None

    @classmethod
    def of(cls, answers: Answers) -> "Claim":
        wrong, days, wage = str(answers.get("wrong", "")), answers.get("days") or None, answers.get("wage") or None
        return cls(
            month=Month.parse(str(answers["month"])),
            employer=employer_of(answers),
            wrong=wrong,
            days=int(days) if wrong in DAYS and days is not None else None,
            real=centimes(Decimal(str(wage))) if wrong in WAGE and wage is not None else None,
        )

    def words(self) -> str:
        """What it asks for, in the language of the page."""
        days = days_in_words(self.days) if self.days is not None else ""
        return " · ".join(each for each in (days, centimes_as_dirhams(self.real) if self.real else "") if each)


class WageContest(Kind):
    """An insured person contests what was declared, or not, for a month."""

    code = "wage_contest"

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:  # noqa: ARG002
        known = employers_of(holder.person) if holder.person else []
        other = Choice(OTHER, Text("Un autre employeur", "مشغل آخر"))
        return (*(Choice(str(each.public_id), Text(each.name, each.name_in("ar"))) for each in known), other)

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        if not answers.get("month") or not holder.person:
            return {}
        claim = Claim.of(answers)
        if claim.month > last_month_due(on):
            words = gettext("This month is not due yet: your employer may still declare it. Come back later.")
            return {"month": words}
        if claim.month.last_day <= holder.person.birth_date:
            return {"month": gettext("You were not born yet: check the year.")}
        try:
            most = maximum_days(claim.month)
        except NotInForce:
            words = gettext("We know no rule for so old a month: check the year, or make a complaint.")
            return {"month": words}
        if claim.days is not None and claim.days > most:
            return {"days": gettext("A month holds %(most)s days at most.") % {"most": number(most)}}
        return _against_the_register(claim, holder.person)

    def about(self, answers: Answers, holder: Holder) -> str:
        return f"{holder.person or ''} {answers.get('month', '')}".strip()

    def town(self, answers: Answers, holder: Holder) -> str:
        employer = employer_of(answers)
        return employer.town if employer else super().town(answers, holder)

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        employer = employer_of(answers)
        asked = str(employer) if employer else _("Nobody: we do not know this employer")
        return [
            Line(_("Who is asked"), asked),
            Line(_("What your employer reads"), _("Your name, your number, what you say of this month. No paper.")),
            Line(_("If you are right"), _("Your employer must declare the month again; we watch that it does.")),
        ]

    def touches(self, case: Case) -> Employer | None:
        return employer_of(case.said)

    def sent(self, case: Case, *, now: dt.datetime) -> None:
        claim = Claim.of(case.said)
        if claim.employer and case.person:
            words = _question(claim, case.person)
            talking.ask_company(case=case, company=claim.employer, words=words, by=None, now=now)
            case.refresh_from_db()

    def checks(self, case: Case, on: dt.date) -> list[Check]:
        return list(_checks(case, on)) if case.person else []

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        claim = Claim.of(case.said)
        if claim.employer is None:
            raise CannotAccept(why=_("The employer is not in the register: ask for its affiliation number, or refuse."))
        assert case.person
        made = contests.order(
            case=case,
            insured=case.person,
            employer=claim.employer,
            month=claim.month,
            days=claim.days,
            real=claim.real,
            by=by,
            now=now,
        )
        return {"due": made.due_on.isoformat()}

    def outcome(self, case: Case) -> list[Line]:
        ordered = WageCorrection.objects.filter(case=case).select_related("employer").first()
        if ordered is None:
            return []
        done = long_date(ordered.settled_at) if ordered.settled_at else _("Not yet")
        return [
            Line(_("Your employer must declare"), Claim.of(case.said).words()),
            Line(_("At the latest"), long_date(ordered.due_on)),
            Line(_("Declared"), done),
        ]

    def after(self, case: Case) -> list[Step]:
        ordered = WageCorrection.objects.filter(case=case).first()
        if ordered is None:
            return []
        day = timezone.localdate(ordered.settled_at) if ordered.settled_at else None
        return [
            Step(_("Ordered of the employer"), StepState.DONE, timezone.localdate(ordered.ordered_at)),
            Step(_("Declared by the employer"), StepState.DONE if day else StepState.CURRENT, day),
        ]


def employer_of(answers: Answers) -> Employer | None:
    """The employer that was chosen, or the one whose affiliation number was typed."""
    chosen = answers.get("employer")
    if chosen == OTHER:
        return Employer.objects.filter(affiliation_number=answers.get("affiliation") or "").first()
    try:
        return Employer.objects.filter(public_id=UUID(str(chosen))).first()
    except ValueError:
        return None


def _against_the_register(claim: Claim, person: Insured) -> dict[str, Words]:
    """What the person says beside what is declared: nothing to contest, or not by this way."""
    if claim.employer is None or not claim.wrong:
        return {}
    ordered = WageCorrection.objects.awaited().filter(insured=person, employer=claim.employer)
    if ordered.filter(month=claim.month.first_day).exists():
        return {"month": contests.AlreadyOrdered.message}
    declared = declared_for(person, claim.employer, claim.month)
    said = {"days": days_in_words(declared.days), "wage": centimes_as_dirhams(declared.real)}
    if claim.wrong == "missing" and declared.lines:
        words = gettext("This month is declared: %(days)s, %(wage)s. Say what is wrong in it.") % said
        return {"wrong": words}
    if claim.wrong != "missing" and not declared.lines:
        return {"wrong": gettext("Nothing is declared for this month: choose “The month is missing”.")}
    lower = gettext("What is declared is as much or more. If it is too high, make a complaint.")
    if claim.days is not None and declared.lines and claim.days <= declared.days:
        return {"days": lower}
    return {"wage": lower} if claim.real is not None and declared.lines and claim.real <= declared.real else {}


def _question(claim: Claim, person: Insured) -> str:
    """What the company reads, in both languages: what it needs to answer, and nothing else of the file."""
    said = []
    for language in ("fr", "ar"):
        with translation.override(language):
            said.append("\n".join(_asked_of_company(claim, person)))
    return "\n\n".join(said)


def _asked_of_company(claim: Claim, person: Insured) -> Iterator[str]:
    yield gettext("Contested month: %(month)s") % {"month": month_name(claim.month)}
    yield gettext("Employee: %(name)s (%(number)s)") % {
        "name": isolate(str(person)),
        "number": isolate(person.registration_number),
    }
    if claim.wrong == "missing":
        yield gettext("The employee says that this month is not declared.")
    if claim.days is not None:
        yield gettext("Days worked, says the employee: %(days)s") % {"days": number(claim.days)}
    if claim.real is not None:
        yield gettext("Gross wage, says the employee: %(wage)s") % {"wage": centimes_as_dirhams(claim.real)}
    yield gettext("Is it right? If not, say why.")


def _checks(case: Case, on: dt.date) -> Iterator[Check]:
    """What the register and the company say of the month."""
    claim, person = Claim.of(case.said), case.person
    assert person
    if claim.month > last_month_due(on):
        yield Check("not_due", _("Month"), Verdict.WRONG, _("Not due yet"))
    if claim.employer is None:
        yield Check("employer", _("Employer"), Verdict.DOUBT, _("Not found in the register"))
        return
    yield _declared(claim, declared_for(person, claim.employer, claim.month))
    yield _elsewhere(claim, person)
    yield _employment(claim, person)
    yield _payslip(case)
    inquiry = case.inquiries.filter(company=claim.employer).order_by("-pk").first()
    if inquiry is None or inquiry.answered_at is None:
        yield Check("answer", _("Employer's answer"), Verdict.DOUBT, _("None"))
    elif inquiry.said.get("agrees"):
        yield Check("answer", _("Employer's answer"), Verdict.FINE, _("Agrees"))
    else:
        told = {"words": str(inquiry.said.get("words", ""))}
        yield Check("answer", _("Employer's answer"), Verdict.DOUBT, gettext("Does not agree: %(words)s") % told)


def _declared(claim: Claim, declared: Declared) -> Check:
    title = _("Declared for this month by this employer")
    if not declared.lines:
        return Check("declared", title, Verdict.FINE, _("Nothing"))
    words = f"{days_in_words(declared.days)} · {centimes_as_dirhams(declared.real)}"
    if declared.holds(claim.days, claim.real):
        return Check("already_done", title, Verdict.WRONG, words)
    return Check("declared", title, Verdict.DOUBT, words)


def _elsewhere(claim: Claim, person: Insured) -> Check:
    """Days of other employers: together they may pass what a month holds."""
    lines = WageLine.objects.of(person).filter(month=claim.month.first_day).exclude(employer=claim.employer)
    elsewhere = sum(lines.values_list("days", flat=True))
    together = elsewhere + (claim.days or 0)
    verdict = Verdict.DOUBT if together > maximum_days(claim.month) else Verdict.FINE
    return Check("elsewhere", _("Declared by others in this month"), verdict, days_in_words(elsewhere))


def _employment(claim: Claim, person: Insured) -> Check:
    links = Employment.objects.filter(insured=person, employer=claim.employer)
    during = links.during(claim.month.first_day, claim.month.last_day).order_by("started_on").first()
    title = _("Works for this employer in this month")
    if during is None:
        return Check("employment", title, Verdict.DOUBT, _("No link in the register"))
    ended = long_date(during.ended_on) if during.ended_on else "…"
    return Check("employment", title, Verdict.FINE, f"{long_date(during.started_on)} – {ended}")


def _payslip(case: Case) -> Check:
    given = case.pieces.filter(name="payslip", state="given").exists()
    words: Words = _("Given") if given else _("Not given: another proof")
    month = month_name(Claim.of(case.said).month)
    return Check("payslip", _("Payslip"), Verdict.FINE if given else Verdict.DOUBT, f"{words} ({month})")
