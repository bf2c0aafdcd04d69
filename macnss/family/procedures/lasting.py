"""What makes the rights of a child last: studies, a disability."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from macnss.cases.definition import Answers, Choice, Question
from macnss.cases.engine import CannotAccept, Check, Holder, Line
from macnss.cases.enums import Verdict
from macnss.cases.models import Case
from macnss.family import rules
from macnss.family.enums import Attested
from macnss.family.models import Member, MemberQuerySet
from macnss.family.procedures import rights
from macnss.family.procedures.base import MemberKind, day, in_order, member_named, not_after, source_of
from macnss.family.queries import counted_children, is_paid_here
from macnss.family.services.recording import record_disability, record_studies
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.days import age_on
from macnss.lawbook.book import Law
from macnss.lawbook.texts import Text, isolated
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date

YOUNGEST = {"school": 3, "apprentice": 12, "higher": 15}  # years: below, the answer is a slip


class FamilyStudy(MemberKind):
    """Certificat de scolarité / شهادة مدرسية of a child, for one school year."""

    code = "family_study"

    def candidates(self, person: Insured) -> MemberQuerySet:
        return super().candidates(person).children()

    def facts(self, answers: Answers, on: dt.date) -> dict[str, Any]:
        """The school year of the day of the draft stays that of the draft."""
        return {"this_year": answers.get("this_year") or rules.school_year_of(Law(on), on)}

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        this_year = rules.school_year_of(Law(on), on)
        return {"this_year": this_year, "year": str(this_year)}

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:
        if question.name != "year":
            return super().choices(question, holder, answers)
        this_year = int(answers.get("this_year") or 0)
        return tuple(_year(first) for first in (this_year + 1, this_year, this_year - 1)) if this_year else ()

    def wrong_about(self, member: Member, answers: Answers, on: dt.date) -> dict[str, Words]:
        since, until = _period(answers, on)
        if member.certificates.filter(since__lte=until, until__gte=since).exists():
            return {"year": _("A certificate is already recorded for this child and this school year.")}
        if age_on(member.birth_date, until) < YOUNGEST.get(str(answers.get("attests")), 0):
            return {"attests": _("The child is too young for that: check what was chosen.")}
        return {}

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:
        member = member_named(holder.person, answers) if holder.person else None
        if member is None or holder.person is None or not answers.get("attests") or not answers.get("year"):
            return []
        since, until = _period(answers, on)
        seen = max(on, since)
        law, child = Law(on), _with(member.as_child, answers, since, until)
        counted = counted_children(holder.person, on)
        already = is_paid_here(holder.person, member) and rules.allowance_right(law, member.as_child, on).open
        said = Line(_("School year"), _("%(from)s to %(to)s") % {"from": long_date(since), "to": long_date(until)})
        return [
            said,
            *rights.cover_of_child(law, child, seen),
            *rights.allowance_of_child(
                law, child, seen, counted=counted - already, paid_here=is_paid_here(holder.person, member)
            ),
        ]

    def about_member(self, member: Member, answers: Answers, on: dt.date) -> list[Check]:
        since, until = _period(answers, on)
        return [
            _recorded(member, since, until),
            _worth(_with(member.as_child, answers, since, until), max(on, since)),
            _age_of_studies(member, answers),
        ]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        period = _period(case.said, timezone.localdate(now))
        record_studies(
            member=self.member_of(case),
            attests=Attested(case.said["attests"]),
            school=case.said.get("school") or "",
            period=period,
            source=source_of(case, by, now),
        )
        return {"member": case.said["member"], "effect_on": period[0].isoformat()}


class FamilyDisability(MemberKind):
    """Handicap / إعاقة of a child: no age ends the rights any more."""

    code = "family_disability"

    def candidates(self, person: Insured) -> MemberQuerySet:
        return super().candidates(person).children().filter(disabled_since=None)

    def wrong_about(self, member: Member, answers: Answers, on: dt.date) -> dict[str, Words]:
        wrong = not_after(on, answers, "disabled_since")
        since = day(answers, "disabled_since")
        if since and since < member.birth_date:
            wrong["disabled_since"] = _("This day comes before the birth of the child: check it.")
        return wrong

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:
        member = member_named(holder.person, answers) if holder.person else None
        since = day(answers, "disabled_since")
        if member is None or holder.person is None or since is None:
            return []
        said = [Line(_("Health cover of the child"), _("with no limit of age"))]
        if answers.get("income"):
            return [*said, Line(_("Family allowances"), _("a stable income ends them at the ordinary age"))]
        law, child = Law(on), replace(member.as_child, disabled_since=since)
        already = is_paid_here(holder.person, member) and rules.allowance_right(law, member.as_child, on).open
        counted = counted_children(holder.person, on) - already
        return [
            *said,
            *rights.allowance_of_child(law, child, on, counted=counted, paid_here=is_paid_here(holder.person, member)),
        ]

    def about_member(self, member: Member, answers: Answers, on: dt.date) -> list[Check]:  # noqa: ARG002
        wrong = _("The disability begins before the birth of the child.")
        return [in_order(_("Days"), member.birth_date, day(answers, "disabled_since"), wrong), _income(answers)]

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:
        since = day(case.said, "disabled_since")
        if since is None:
            raise CannotAccept(why=_("The day is missing."))
        record_disability(
            member=self.member_of(case),
            since=since,
            stable_income=bool(case.said.get("income")),
            source=source_of(case, by, now),
        )
        return {"member": case.said["member"], "effect_on": since.isoformat()}


def _year(first: int) -> Choice:
    return Choice(str(first), Text(f"{first}-{first + 1}", isolated(f"{first}-{first + 1}")))


def _period(answers: Answers, on: dt.date) -> tuple[dt.date, dt.date]:
    law = Law(on)
    return rules.school_year(law, int(answers.get("year") or rules.school_year_of(law, on)))


def _with(child: rules.Child, answers: Answers, since: dt.date, until: dt.date) -> rules.Child:
    """The child as it would be with this certificate."""
    new = rules.Certificate(rules.Studies(answers["attests"]), since, until)
    return replace(child, certificates=(new, *child.certificates))


def _recorded(member: Member, since: dt.date, until: dt.date) -> Check:
    title = _("Declared before")
    if member.certificates.filter(since__lte=until, until__gte=since).exists():
        return Check("already_done", title, Verdict.WRONG, _("A certificate of this school year is already recorded."))
    return Check("already_done", title, Verdict.FINE, _("No certificate of this school year yet."))


def _worth(child: rules.Child, on: dt.date) -> Check:
    law, title = Law(on), _("Age of the child")
    if rules.health_cover(law, child, on).open or rules.allowance_right(law, child, on).open:
        return Check("over_age", title, Verdict.FINE, _("Rights are open with this certificate."))
    return Check("over_age", title, Verdict.WRONG, _("At this age the certificate opens nothing."))


def _age_of_studies(member: Member, answers: Answers) -> Check:
    """A baccalaureate that the fund has never seen is to be looked for among the papers."""
    title = _("Baccalaureate")
    seen = member.certificates.filter(attests=Attested.HIGHER).exists()
    if answers.get("attests") == Attested.HIGHER and not seen:
        words = _("First certificate of studies after it: is the baccalaureate among the papers?")
        return Check("baccalaureate", title, Verdict.DOUBT, words)
    return Check("baccalaureate", title, Verdict.FINE, _("Nothing to look for."))


def _income(answers: Answers) -> Check:
    title = _("Stable income")
    if answers.get("income"):
        words = _("Declared: the health cover lasts, the allowances do not.")
        return Check("stable_income", title, Verdict.DOUBT, words)
    return Check("stable_income", title, Verdict.FINE, _("None is declared."))
