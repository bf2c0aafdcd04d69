"""Mariage / زواج: a spouse enters the family of an insured person."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.family.models import Member
from macnss.family.procedures.base import FamilyKind, day, in_order, not_after, source_of
from macnss.family.queries import as_insured, numbers_of, same_person
from macnss.family.services.recording import Person, record_marriage
from macnss.identity.models import Account
from macnss.insured.enums import Sex
from macnss.insured.models import Insured
from macnss.kernel.days import age_on
from macnss.ui.bidi import isolate
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date

SURELY_WRONG, OF_AGE = 12, 18  # years: below the first a date is wrong, below the second an agent looks


class FamilySpouse(FamilyKind):
    """A marriage. Several open marriages are not refused: the agent looks."""

    code = "family_spouse"

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        if holder.person is None:
            return {}
        return {"sex": Sex.MALE.value if holder.person.sex == Sex.FEMALE else Sex.FEMALE.value}

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        wrong = not_after(on, answers, "birth_date", "married_on")
        born, married = day(answers, "birth_date"), day(answers, "married_on")
        if born and married and married <= born:
            wrong["married_on"] = _("The marriage comes before the birth of your spouse: check both days.")
        if holder.person and married and married <= holder.person.birth_date:
            wrong["married_on"] = _("The marriage comes before your own birth: check the day.")
        if born and married and born < married and age_on(born, married) < SURELY_WRONG:
            wrong["birth_date"] = _("Your spouse was a child on the day of the marriage: check both days.")
        return wrong

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        married = day(answers, "married_on")
        said = [Line(_("Recorded from"), long_date(married))] if married else []
        if answers.get("own_cover"):
            return [*said, Line(_("Health cover of your spouse"), _("their own cover goes first: nothing changes"))]
        return [
            *said,
            Line(_("Health cover of your spouse"), _("by your insurance, as long as your own rights are open")),
            Line(_("Family allowances"), _("a marriage changes nothing; a birth does")),
        ]

    def about_family(self, person: Insured, answers: Answers, on: dt.date) -> list[Check]:  # noqa: ARG002
        married, who = day(answers, "married_on"), identity(answers)
        known = same_person(**who).select_related("insured").filter(until=None)
        here = [each for each in known if each.insured_id == person.pk and not each.is_child]
        elsewhere = [each for each in known if each.insured_id != person.pk and not each.is_child]
        return [
            _already(here),
            in_order(
                _("Day of the marriage"),
                max(filter(None, [person.birth_date, day(answers, "birth_date")])),
                married,
                _("The marriage comes before the birth of one of them."),
            ),
            _of_age(day(answers, "birth_date"), married),
            _other_marriages(person, here),
            _elsewhere(elsewhere),
            _insured_too(person, as_insured(**who), answers),
        ]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        answers, married = case.said, day(case.said, "married_on")
        if case.person is None or married is None:
            raise CannotAccept(why=_("The day of the marriage is missing."))
        spouse = Person(
            **identity(answers),
            sex=answers["sex"],
            last_name_ar=answers.get("last_name_ar") or "",
            first_name_ar=answers.get("first_name_ar") or "",
            document=answers.get("document") or "",
        )
        member = record_marriage(
            insured=case.person,
            spouse=spouse,
            married_on=married,
            has_own_cover=bool(answers.get("own_cover")),
            source=source_of(case, by, now),
        )
        return {"member": str(member.public_id), "effect_on": married.isoformat()}


def identity(answers: Answers) -> dict[str, Any]:
    """Who is declared, as the register looks for them."""
    born = day(answers, "birth_date")
    assert born
    return {
        "last_name": answers.get("last_name") or "",
        "first_name": answers.get("first_name") or "",
        "birth_date": born,
        "document_number": answers.get("cin") or answers.get("document_number") or "",
    }


def _already(here: list[Member]) -> Check:
    title = _("Declared before")
    if here:
        return Check("already_done", title, Verdict.WRONG, _("This spouse is already in the family."))
    return Check("already_done", title, Verdict.FINE, _("Not in this family yet."))


def _of_age(born: dt.date | None, married: dt.date | None) -> Check:
    title = _("Age on the day of the marriage")
    if born and married and age_on(born, married) < OF_AGE:
        return Check("age", title, Verdict.DOUBT, _("A minor: look for the permission of the judge with the act."))
    return Check("age", title, Verdict.FINE, _("Of age."))


def _other_marriages(person: Insured, here: list[Member]) -> Check:
    others = Member.objects.of(person).spouses().still_there().exclude(pk__in=[each.pk for each in here])
    if first := others.first():
        words = _("Another marriage is open, since %(day)s: look at the act.") % {"day": long_date(first.since)}
        return Check("open_marriage", _("Another marriage"), Verdict.DOUBT, words)
    return Check("open_marriage", _("Another marriage"), Verdict.FINE, _("No other marriage is open."))


def _elsewhere(elsewhere: list[Member]) -> Check:
    title = _("In another family")
    if elsewhere:
        words = _("This person is the spouse of %(numbers)s too.") % {"numbers": numbers_of(elsewhere)}
        return Check("elsewhere", title, Verdict.DOUBT, words)
    return Check("elsewhere", title, Verdict.FINE, _("In no other family."))


def _insured_too(person: Insured, own: Insured | None, answers: Answers) -> Check:
    title = _("Own insurance")
    if own is not None and own.pk == person.pk:
        return Check("not_concordant", title, Verdict.WRONG, _("These are the data of the insured person."))
    if own is not None and not answers.get("own_cover"):
        words = _("The spouse has the number %(number)s: check whether their own rights are open.")
        return Check("own_cover", title, Verdict.DOUBT, words % {"number": isolate(own.registration_number)})
    return Check("own_cover", title, Verdict.FINE, _("Nothing against what is declared."))
