"""Naissance / ولادة: a child enters the family."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from macnss.cases.definition import Answers, Choice, Question
from macnss.cases.engine import CannotAccept, Check, Holder, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.family import rules
from macnss.family.enums import Origin
from macnss.family.models import Member
from macnss.family.procedures import rights
from macnss.family.procedures.base import (
    FamilyKind,
    choice_of,
    day,
    in_order,
    member_named,
    not_after,
    source_of,
)
from macnss.family.queries import counted_children, numbers_of, same_person
from macnss.family.services.recording import Person, record_child
from macnss.identity.models import Account
from macnss.insured.enums import Sex
from macnss.insured.models import Insured
from macnss.lawbook.book import Law
from macnss.lawbook.texts import Text
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date

OTHER = Choice("other", Text("Quelqu’un d’autre", "شخص آخر"))
NOBODY = Choice("none", Text("Pas d’autre parent connu", "لا يوجد والد آخر معروف"))


class FamilyChild(FamilyKind):
    """A child who comes, by birth or taken in. `since_name` is the question that says on which day."""

    origin: Origin
    since_name: str

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:
        wrong = not_after(on, answers, "birth_date", self.since_name)
        born, since = day(answers, "birth_date"), day(answers, self.since_name)
        if born and since and since < born:
            wrong[self.since_name] = _("This day comes before the birth of the child: check both.")
        if born and holder.person and born <= holder.person.birth_date:
            wrong["birth_date"] = _("The child would be older than you: check the day of birth.")
        return wrong

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:
        born, since = day(answers, "birth_date"), day(answers, self.since_name)
        if born is None or since is None or holder.person is None or born > on:
            return []
        law, child = Law(on), rules.Child(born, since)
        said = [
            *rights.cover_of_child(law, child, on),
            *rights.allowance_of_child(
                law,
                child,
                on,
                counted=counted_children(holder.person, on),
                paid_here=_paid_here(holder.person, answers),
            ),
        ]
        if rules.allowance_right(law, child, on).open and _paid_here(holder.person, answers):
            said += rights.claimed(rules.birth_claim(law, since, on), on)
        return said

    def about_family(self, person: Insured, answers: Answers, on: dt.date) -> list[Check]:
        born, since = day(answers, "birth_date"), day(answers, self.since_name)
        assert born
        assert since
        known = same_person(**_identity(answers)).select_related("insured").children()
        here = [each for each in known if each.insured_id == person.pk]
        elsewhere = [each for each in known if each.insured_id != person.pk]
        return [
            _already(here),
            in_order(_("Days"), person.birth_date, born, _("The child is born before the parent.")),
            _elsewhere(elsewhere),
            _payee(person, answers),
            _age(rules.Child(born, since), on),
            _claim(since, on),
        ]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        answers, since = case.said, day(case.said, self.since_name)
        if case.person is None or since is None or case.sent_at is None:
            raise CannotAccept(why=_("The day is missing."))
        filed_on = timezone.localdate(case.sent_at)
        effect = rules.birth_claim(Law(filed_on), since, filed_on).effect_from
        other = member_named(case.person, answers, "other_parent")
        member = record_child(
            insured=case.person,
            child=Person(
                **_identity(answers),
                sex=answers["sex"],
                last_name_ar=answers.get("last_name_ar") or "",
                first_name_ar=answers.get("first_name_ar") or "",
            ),
            origin=self.origin,
            since=since,
            effect_on=effect,
            other_parent=other,
            other_parent_name=answers.get("other_parent_name") or "",
            other_parent_insured=bool(answers.get("other_insured")),
            source=source_of(case, by, now),
        )
        return {"member": str(member.public_id), "effect_on": effect.isoformat()}


class FamilyBirth(FamilyChild):
    code = "family_birth"
    origin = Origin.BIRTH
    since_name = "birth_date"

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        """A father's name is most often that of the child."""
        father = holder.person and holder.person.sex == Sex.MALE
        if not father or holder.person is None:
            return {}
        return {"last_name": holder.person.last_name, "last_name_ar": holder.person.last_name_ar}

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:
        if question.name != "other_parent" or holder.person is None:
            return super().choices(question, holder, answers)
        spouses = Member.objects.of(holder.person).spouses()
        return (*map(choice_of, spouses), OTHER, NOBODY)

    def facts(self, answers: Answers, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        return {"has_other_parent": answers.get("other_parent") not in (None, "", "none")}


def _identity(answers: Answers) -> dict[str, Any]:
    return {
        "last_name": answers.get("last_name") or "",
        "first_name": answers.get("first_name") or "",
        "birth_date": day(answers, "birth_date"),
    }


def _paid_here(person: Insured, answers: Answers) -> bool:
    return rules.paid_to_this_parent(
        is_father=person.sex == Sex.MALE,
        other_is_insured=bool(answers.get("other_insured")),
        custody=rules.Custody.UNKNOWN,
    )


def _already(here: list[Member]) -> Check:
    title = _("Declared before")
    if here:
        return Check("already_done", title, Verdict.WRONG, _("This child is already in the family."))
    return Check("already_done", title, Verdict.FINE, _("Not in this family yet."))


def _elsewhere(elsewhere: list[Member]) -> Check:
    title = _("Declared by another insured person")
    if not elsewhere:
        return Check("elsewhere", title, Verdict.FINE, _("By nobody else."))
    words = _(
        "The same name and birth date stand in the family of %(numbers)s. If it is the other parent, the allowances "
        "go to the father, or after a separation to who has custody: never twice."
    )
    return Check("elsewhere", title, Verdict.DOUBT, words % {"numbers": numbers_of(elsewhere)})


def _payee(person: Insured, answers: Answers) -> Check:
    title = _("Who receives the allowances")
    if _paid_here(person, answers):
        return Check("payee", title, Verdict.FINE, _("This parent."))
    return Check("payee", title, Verdict.DOUBT, _("The father is insured too: they go to him, unless she has custody."))


def _age(child: rules.Child, on: dt.date) -> Check:
    law, title = Law(on), _("Age of the child")
    if rules.health_cover(law, child, on).open:
        return Check("over_age", title, Verdict.FINE, _("Within the age of the health cover."))
    return Check("over_age", title, Verdict.DOUBT, _("Past the age of the health cover: studies or a disability?"))


def _claim(since: dt.date, on: dt.date) -> Check:
    claim, title = rules.birth_claim(Law(on), since, on), _("Delay for the allowances")
    said = {"due": long_date(claim.due_on), "from": long_date(claim.effect_from)}
    if claim.is_late(on):
        words = _("Past on the day of this check (%(due)s): they would count from %(from)s.")
        return Check("late", title, Verdict.DOUBT, words % said)
    return Check("late", title, Verdict.FINE, _("In time: to be filed by %(due)s.") % said)
