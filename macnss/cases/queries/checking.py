"""Checks that any kind of case may make."""

from django.utils.translation import gettext as _

from macnss.cases.engine import Check, Holder, kind_of
from macnss.cases.enums import PieceState, Verdict
from macnss.cases.models import Case
from macnss.cases.queries.answers import in_language
from macnss.ui.templatetags.formats import language


def papers_check(case: Case) -> Check:
    """Are all the papers of the list there, and fit to be read?"""
    given = set(case.pieces.filter(state=PieceState.GIVEN).values_list("name", flat=True))
    wanted = [paper for paper in kind_of(case).papers(case.said, Holder.of(case)) if paper.required]
    lacking = [paper for paper in wanted if paper.name not in given]
    if not lacking:
        return Check("papers", _("Papers"), Verdict.FINE, _("All the papers of the list are there."))
    names = ("، " if language() == "ar" else ", ").join(in_language(paper.title) for paper in lacking)
    return Check("papers", _("Papers"), Verdict.DOUBT, _("Not there: %(papers)s.") % {"papers": names})
