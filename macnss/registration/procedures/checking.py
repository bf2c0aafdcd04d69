"""The automatic checks that several kinds of this package share."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from macnss.cases.engine import Check, Holder, Kind, kind_of
from macnss.cases.enums import PieceState, Verdict
from macnss.cases.models import Case
from macnss.lawbook.texts import Text
from macnss.ui.items import Text as Words

TOO_OLD = gettext_lazy(
    "We know no delay for so old a day: check the year. If it is right, go to an agency with your papers."
)


def fine(name: str, title: Words, words: Words = "") -> Check:
    return Check(name, title, Verdict.FINE, words)


def doubt(name: str, title: Words, words: Words, link: str = "") -> Check:
    return Check(name, title, Verdict.DOUBT, words, link)


def wrong(name: str, title: Words, words: Words, link: str = "") -> Check:
    return Check(name, title, Verdict.WRONG, words, link)


def papers_check(case: Case) -> Check:
    """Are all the papers of these answers there, and fit to be read?"""
    kind: Kind = kind_of(case)
    given = set(case.pieces.filter(state=PieceState.GIVEN).values_list("name", flat=True))
    asked = [paper for paper in kind.papers(case.said, Holder.of(case)) if paper.required]
    lacks = [spoken(paper.title) for paper in asked if paper.name not in given]
    title = _("Papers")
    if lacks:
        return doubt("papers", title, _("Missing: %(papers)s.") % {"papers": listed(lacks)})
    return fine("papers", title, _("All the papers of the list are there."))


def spoken(text: Text) -> str:
    """A text of the law or of a kind of case in the language of the reader."""
    return text.ar if (get_language() or "").startswith("ar") else text.fr


def listed(words: Iterable[str]) -> str:
    """Things one after the other, as the language of the reader separates them."""
    return ("، " if (get_language() or "").startswith("ar") else ", ").join(words)
