"""Correction d'identité / تصحيح الهوية: what needs a proof and an agent; two agents for what identifies a person."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.personal.enums import Item
from macnss.personal.services.identity import correct_record
from macnss.ui.bidi import isolate
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date

NAMES = ("last_name", "first_name", "last_name_ar", "first_name_ar")


class Correction(Kind):
    """A record that is to be corrected. `wanted` gives the values that the answers ask for."""

    def wanted(self, answers: Answers) -> dict[str, Any]:
        raise NotImplementedError

    def may_open(self, holder: Holder, on: dt.date) -> bool:  # noqa: ARG002
        return holder.person is not None

    def checks(self, case: Case, on: dt.date) -> list[Check]:
        assert case.person
        return [*self.about_record(case.person, case.said, on), papers_check(case)]

    def about_record(self, person: Insured, answers: Answers, on: dt.date) -> list[Check]:
        raise NotImplementedError

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        if case.person is None:
            raise CannotAccept(why=_("There is no record to correct."))
        correct_record(insured=case.person, fields=self.wanted(case.said), by=by, now=now)
        return {"corrected": sorted(self.wanted(case.said))}


class PersonalIdentity(Correction):
    """Name, document, sex, nationality. A document is checked by two agents."""

    code = "personal_identity"

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {name: getattr(holder.person, name) for name in NAMES} if holder.person else {}

    def needs_second(self, answers: Answers) -> bool:
        return answers.get("what") in (Item.DOCUMENT, Item.NATIONALITY)

    def wanted(self, answers: Answers) -> dict[str, Any]:
        match answers.get("what"):
            case Item.NAME:
                return {name: answers[name] for name in NAMES}
            case Item.SEX:
                return {"sex": answers["sex"]}
            case Item.NATIONALITY:
                return {"nationality": answers["nationality"], **_document(answers)}
            case _:
                return _document(answers)

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:  # noqa: ARG002
        """What stands there already needs no correction."""
        person, asked = holder.person, _last_asked(answers)
        if person is None or not asked or any(answers.get(name) in (None, "") for name in self._needed(answers)):
            return {}
        if all(getattr(person, name) == value for name, value in self.wanted(answers).items()):
            return {asked: _("This is what your record says already: there is nothing to correct.")}
        return {}

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        match answers.get("what"):
            case Item.NAME:
                words = _("your record, your account and your certificates bear the new name")
            case Item.DOCUMENT | Item.NATIONALITY:
                words = _("you sign in with the new number; the old one opens nothing any more")
            case _:
                words = _("your record is corrected")
        return [Line(_("Once accepted"), words), Line(_("You are told"), _("at every address that we have"))]

    def about_record(self, person: Insured, answers: Answers, on: dt.date) -> list[Check]:  # noqa: ARG002
        return [_change(person, self.wanted(answers)), _taken(person, self.wanted(answers))]

    def _needed(self, answers: Answers) -> tuple[str, ...]:
        match answers.get("what"):
            case Item.NAME:
                return NAMES
            case Item.SEX:
                return ("sex",)
            case Item.NATIONALITY:
                return ("nationality", "document", _number_name(answers))
            case _:
                return ("document", _number_name(answers))


class PersonalBirthDate(Correction):
    """The birth date: two agents, and longer."""

    code = "personal_birth_date"

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {"birth_place": holder.person.birth_place} if holder.person else {}

    def known(self, holder: Holder, on: dt.date) -> dict[str, Any]:
        if holder.person is None:
            return {}
        return {**self.prefilled(holder, on), "birth_date": holder.person.birth_date.isoformat()}

    def wanted(self, answers: Answers) -> dict[str, Any]:
        born = {"birth_date": dt.date.fromisoformat(answers["birth_date"])}
        place = answers.get("birth_place")
        return {**born, "birth_place": place.upper()} if place else {**born}

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        if not answers.get("birth_date") or holder.person is None:
            return {}
        born = dt.date.fromisoformat(answers["birth_date"])
        if born > on or born >= holder.person.registered_on:
            return {"birth_date": _("This day comes after your registration: check it.")}
        if all(getattr(holder.person, name) == value for name, value in self.wanted(answers).items()):
            return {"birth_date": _("This is what your record says already: there is nothing to correct.")}
        return {}

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        words = _("your age for the pension and for your rights follows this date")
        return [Line(_("Once accepted"), words), Line(_("Who decides"), _("two agents, one after the other"))]

    def about_record(self, person: Insured, answers: Answers, on: dt.date) -> list[Check]:  # noqa: ARG002
        wanted = self.wanted(answers)
        return [_change(person, wanted), _namesake(person, wanted["birth_date"])]


def _number_name(answers: Answers) -> str:
    return "cin" if answers.get("document") == "cin" else "document_number"


def _document(answers: Answers) -> dict[str, Any]:
    return {"document": answers["document"], "document_number": answers[_number_name(answers)]}


def _last_asked(answers: Answers) -> str:
    """The question under which a useless correction is said."""
    return {Item.NAME: "first_name", Item.SEX: "sex"}.get(answers.get("what"), _number_name(answers))  # type: ignore[arg-type]


def _change(person: Insured, wanted: dict[str, Any]) -> Check:
    """Old and new side by side: what the agent compares with the papers."""
    differ = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    title = _("What changes")
    if not differ:
        return Check("already_done", title, Verdict.WRONG, _("The record says so already."))
    lines = [
        _("from %(old)s to %(new)s") % {"old": _shown(getattr(person, name)), "new": _shown(value)}
        for name, value in differ.items()
    ]
    return Check("change", title, Verdict.DOUBT, " · ".join(lines))


def _shown(value: Any) -> str:
    return long_date(value) if isinstance(value, dt.date) else isolate(value or "—")


def _taken(person: Insured, wanted: dict[str, Any]) -> Check:
    title, number = _("Identity document"), wanted.get("document_number")
    other = Insured.objects.filter(document_number=number).exclude(pk=person.pk).first() if number else None
    if other:
        words = _("The record %(number)s bears this document.") % {"number": isolate(other.registration_number)}
        return Check("taken", title, Verdict.WRONG, words)
    return Check("taken", title, Verdict.FINE, _("No other record bears this document."))


def _namesake(person: Insured, born: dt.date) -> Check:
    title = _("Same name and birth date")
    found = Insured.objects.filter(last_name=person.last_name, first_name=person.first_name, birth_date=born)
    if other := found.exclude(pk=person.pk).first():
        words = _("The record %(number)s bears the same name and this date: is it the same person?")
        return Check("namesake", title, Verdict.DOUBT, words % {"number": isolate(other.registration_number)})
    return Check("namesake", title, Verdict.FINE, _("No other record."))
