"""Divorce and death: somebody leaves the family."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from macnss.cases.definition import Answers
from macnss.cases.engine import CannotAccept, Check, Holder, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.family import rules
from macnss.family.enums import Custody
from macnss.family.models import Member, MemberQuerySet
from macnss.family.procedures.base import MemberKind, day, in_order, member_named, not_after, source_of
from macnss.family.queries import is_paid_here
from macnss.family.services.recording import record_death, record_divorce
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.lawbook.book import Law
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import dirhams, long_date


class FamilyDivorce(MemberKind):
    """Divorce / طلاق."""

    code = "family_divorce"

    def candidates(self, person: Insured) -> MemberQuerySet:
        return super().candidates(person).spouses()

    def wrong_about(self, member: Member, answers: Answers, on: dt.date) -> dict[str, Words]:
        wrong = not_after(on, answers, "divorced_on")
        divorced = day(answers, "divorced_on")
        if divorced and divorced < member.since:
            said = {"day": long_date(member.since)}
            wrong["divorced_on"] = _("The divorce comes before the marriage of %(day)s: check the day.") % said
        return wrong

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        divorced = day(answers, "divorced_on")
        if divorced is None:
            return []
        last = rules.cover_after_divorce(Law(on), divorced)
        said = [
            Line(_("Recorded from"), long_date(divorced)),
            Line(_("Health cover of the former spouse"), _("until %(day)s") % {"day": long_date(last)}),
        ]
        if answers.get("custody") in (Custody.MINE, Custody.OTHER):
            mine = answers["custody"] == Custody.MINE
            words = _("to you, who have custody") if mine else _("to the other parent, who has custody")
            said.append(Line(_("Family allowances"), words))
        return said

    def about_member(self, member: Member, answers: Answers, on: dt.date) -> list[Check]:  # noqa: ARG002
        return [
            in_order(_("Days"), member.since, day(answers, "divorced_on"), _("The divorce comes before the marriage.")),
            _custody(member, answers),
        ]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        divorced = day(case.said, "divorced_on")
        if divorced is None:
            raise CannotAccept(why=_("The day is missing."))
        custody = Custody(case.said.get("custody") or Custody.NONE)
        member = record_divorce(
            member=self.member_of(case), divorced_on=divorced, custody=custody, source=source_of(case, by, now)
        )
        return {"member": str(member.public_id), "effect_on": divorced.isoformat()}


class FamilyDeath(MemberKind):
    """Décès / وفاة of a spouse or a child."""

    code = "family_death"

    def wrong_about(self, member: Member, answers: Answers, on: dt.date) -> dict[str, Words]:
        wrong = not_after(on, answers, "died_on")
        died = day(answers, "died_on")
        if died and died < member.since:
            said = {"day": long_date(member.since)}
            wrong["died_on"] = _("This day comes before %(day)s, when they joined your family: check it.") % said
        return wrong

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:
        died = day(answers, "died_on")
        member = member_named(holder.person, answers) if holder.person else None
        if died is None or member is None or holder.person is None:
            return []
        said = [
            Line(_("Recorded from"), long_date(died)),
            Line(_("Health cover"), _("ends on %(day)s") % {"day": long_date(died)}),
        ]
        if member.is_child and rules.allowance_right(Law(on), member.as_child, died).open:
            said += _less(holder.person, member, on)
        return said

    def about_member(self, member: Member, answers: Answers, on: dt.date) -> list[Check]:  # noqa: ARG002
        wrong = _("The death comes before the day when they joined the family.")
        return [in_order(_("Days"), member.since, day(answers, "died_on"), wrong)]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        died = day(case.said, "died_on")
        if died is None:
            raise CannotAccept(why=_("The day is missing."))
        member = record_death(member=self.member_of(case), died_on=died, source=source_of(case, by, now))
        return {"member": str(member.public_id), "effect_on": died.isoformat()}


def _custody(member: Member, answers: Answers) -> Check:
    title = _("Children of this marriage")
    count, said = member.their_children.filter(until=None).count(), answers.get("custody")
    if count and said == Custody.NONE:
        return Check(
            "custody", title, Verdict.DOUBT, _("Children of this marriage are in the family: who has custody?")
        )
    if count:
        return Check("custody", title, Verdict.DOUBT, _("The allowances follow custody: look at the judgment."))
    return Check("custody", title, Verdict.FINE, _("None is in the family."))


def _less(person: Insured, child: Member, on: dt.date) -> list[Line]:
    """What the allowances lose with this child."""
    law = Law(on)
    children = [each for each in Member.objects.of(person).children().still_there() if is_paid_here(person, each)]
    now = rules.counted(law, [each.as_child for each in children], on)
    then = rules.counted(law, [each.as_child for each in children if each.pk != child.pk], on)
    less = rules.monthly_allowance(law, now) - rules.monthly_allowance(law, then)
    if not less:
        return []
    return [Line(_("Family allowances"), _("%(amount)s less each month") % {"amount": dirhams(less)})]
