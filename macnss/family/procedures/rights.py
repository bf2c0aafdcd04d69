"""What an event will change for health cover and allowances, in lines that people read before they send it."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from macnss.cases.engine import Line
from macnss.family import rules
from macnss.lawbook.book import Law
from macnss.ui.templatetags.formats import days, dirhams, long_date, number, percent


def cover_of_child(law: Law, child: rules.Child, on: dt.date) -> list[Line]:
    """Until when the child is covered, and what makes it longer."""
    right = rules.health_cover(law, child, on)
    label = _("Health cover of the child")
    if right.because is rules.Because.DISABLED:
        return [Line(label, _("with no limit of age"))]
    if not right.open:
        return [Line(label, _("none: the age for it is past"))]
    assert right.until
    said = [Line(label, _("until %(day)s") % {"day": long_date(right.until)})]
    if right.because is rules.Because.AGE and not child.certificates:
        age = number(law.count("family.health.student_age"))
        words = _("until the age of %(age)s, with a certificate of studies after the baccalaureate") % {"age": age}
        said.append(Line(_("After that"), words))
    return said


def allowance_of_child(law: Law, child: rules.Child, on: dt.date, *, counted: int, paid_here: bool) -> list[Line]:
    """What the child adds to the family allowances of a month, until when, and on which conditions."""
    label = _("Family allowances")
    right = rules.allowance_right(law, child, on)
    if not right.open:
        return [Line(label, _("none: the age for them is past"))]
    if not paid_here:
        return [Line(label, _("they go to the other parent: never twice for one child"))]
    more = rules.added_by_one_more(law, counted)
    if not more:
        most = number(law.count("family.allowance.most_children"))
        return [Line(label, _("nothing more: they are paid for %(most)s children at most") % {"most": most})]
    said = [Line(label, _("%(amount)s more each month") % {"amount": dirhams(more)})]
    if right.until:
        said.append(Line(_("Allowances until"), long_date(right.until)))
    return [*said, conditions(law)]


def conditions(law: Law) -> Line:
    """On which work the allowances of a parent rest."""
    span = law.count("family.allowance.work_months")
    months = ngettext("%(count)s month", "%(count)s months", span) % {"count": number(span)}
    words = _("%(days)s of work declared in %(months)s, and a wage of %(share)s of the minimum wage at least") % {
        "days": days(law.count("family.allowance.work_days")),
        "months": months,
        "share": percent(law["family.allowance.wage_floor"]),
    }
    return Line(_("They are paid if you have"), words)


def claimed(claim: rules.Claim, filed_on: dt.date) -> list[Line]:
    """From which day the allowances count, and why not earlier when the claim is late."""
    said = [Line(_("Allowances counted from"), long_date(claim.effect_from))]
    if claim.is_late(filed_on):
        words = _("it was to be filed by %(day)s: the days before are not paid") % {"day": long_date(claim.due_on)}
        said.append(Line(_("Late declaration"), words))
    else:
        words = _("by %(day)s, so that nothing is lost") % {"day": long_date(claim.due_on)}
        said.append(Line(_("To be sent"), words))
    return said
