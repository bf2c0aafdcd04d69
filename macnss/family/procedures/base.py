"""What the kinds of a family have in common: whose family, who in it, days, checks that every event needs."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macnss.cases.definition import Answers, Choice, Question
from macnss.cases.engine import CannotAccept, Check, Holder, Kind, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.cases.queries.checking import papers_check
from macnss.family.models import Member, MemberQuerySet
from macnss.family.services.recording import Source
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.lawbook.texts import Text
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date

FUTURE = gettext_lazy("This day has not come yet: type the day written on the paper.")
NOBODY = gettext_lazy("Choose somebody of your family.")


def day(answers: Answers, name: str) -> dt.date | None:
    """The day answered to a question, once it was answered."""
    said = answers.get(name)
    return dt.date.fromisoformat(said) if said else None


def in_both(words: Callable[[], str]) -> Text:
    """The same thing said in the two languages of the service."""
    said = {}
    for language in ("fr", "ar"):
        with translation.override(language):
            said[language] = words()
    return Text(**said)


def source_of(case: Case, by: Account, now: dt.datetime) -> Source:
    return Source(case=case, by=by, now=now)


class FamilyKind(Kind):
    """An event of a family: it concerns the insured person who declares it, and somebody of theirs."""

    def may_open(self, holder: Holder, on: dt.date) -> bool:  # noqa: ARG002
        return holder.person is not None

    def checks(self, case: Case, on: dt.date) -> list[Check]:
        person = case.person
        assert person
        own = self.about_family(person, case.said, on)
        return [*own, papers_check(case)]

    def about_family(self, person: Insured, answers: Answers, on: dt.date) -> list[Check]:
        """What the kind looks at in the register."""
        raise NotImplementedError

    def outcome(self, case: Case) -> list[Line]:
        """The day from which the event counts, as acceptance wrote it."""
        effect = case.results.get("effect_on")
        if not effect:
            return []
        return [Line(_("Counts from"), long_date(dt.date.fromisoformat(effect)), link=reverse("family:mine"))]


class MemberKind(FamilyKind):
    """An event that happens to somebody who is already in the family: the question `member` names them."""

    def candidates(self, person: Insured) -> MemberQuerySet:
        """Those to whom this event may happen."""
        return Member.objects.of(person).still_there()

    def may_open(self, holder: Holder, on: dt.date) -> bool:  # noqa: ARG002
        return holder.person is not None and self.candidates(holder.person).exists()

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:
        if question.name != "member" or holder.person is None:
            return super().choices(question, holder, answers)
        chosen = member_named(holder.person, answers)
        there = list(self.candidates(holder.person))
        if chosen and chosen not in there:
            there.append(chosen)
        return tuple(choice_of(member) for member in there)

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        assert holder.person
        member = member_named(holder.person, answers)
        if member is None or not self.candidates(holder.person).filter(pk=member.pk).exists():
            return {"member": NOBODY}
        return self.wrong_about(member, answers, on)

    def wrong_about(self, member: Member, answers: Answers, on: dt.date) -> dict[str, Words]:
        """What is wrong with the answers about this member."""
        raise NotImplementedError

    def about_family(self, person: Insured, answers: Answers, on: dt.date) -> list[Check]:
        member = member_named(person, answers)
        if member is None:
            return [Check("not_concordant", _("Who it is about"), Verdict.WRONG, _("Nobody of this family is named."))]
        return [still_there(member), *self.about_member(member, answers, on)]

    def about_member(self, member: Member, answers: Answers, on: dt.date) -> list[Check]:
        raise NotImplementedError

    def member_of(self, case: Case) -> Member:
        """Whom the case is about. Raises CannotAccept."""
        member = member_named(case.person, case.said) if case.person else None
        if member is None:
            raise CannotAccept(why=_("Nobody of this family is named."))
        return member


def member_named(person: Insured, answers: Answers, name: str = "member") -> Member | None:
    """Whom an answer names, in the family of this person; None too for somebody of another family."""
    try:
        named = UUID(str(answers.get(name, "")))
    except ValueError:
        return None
    return Member.objects.of(person).filter(public_id=named).first()


def choice_of(member: Member) -> Choice:
    born = in_both(lambda: _("Born on %(day)s") % {"day": long_date(member.birth_date)})
    name = f"{member.first_name} {member.last_name}"
    return Choice(str(member.public_id), Text(name, member.name_ar or name), born)


def not_after(on: dt.date, answers: Answers, *names: str) -> dict[str, Words]:
    """Those of these days that have not come yet."""
    return {name: FUTURE for name in names if (said := day(answers, name)) and said > on}


def still_there(member: Member) -> Check:
    title = _("Member of the family")
    if member.until is None:
        return Check("already_done", title, Verdict.FINE, _("In the family since %(day)s.") % _day(member.since))
    words = _("No longer in the family since %(day)s.") % _day(member.until)
    return Check("already_done", title, Verdict.WRONG, words)


def in_order(title: str, first: dt.date | None, then: dt.date | None, wrong: str) -> Check:
    """Two days that must follow one another."""
    if first and then and then < first:
        return Check("not_concordant", title, Verdict.WRONG, wrong)
    return Check("not_concordant", title, Verdict.FINE, _("The days follow one another."))


def _day(day: dt.date) -> dict[str, Any]:
    return {"day": long_date(day)}
