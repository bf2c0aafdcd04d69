"""The one list of papers of a case: what the kind asks for, what an agent asked for, what was given."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from macnss.cases.definition import Paper
from macnss.cases.engine import Holder, kind_of
from macnss.cases.enums import ArrivalState, PieceState, State, StepName
from macnss.cases.models import Arrival, Case, Page, Piece
from macnss.cases.queries.answers import in_language
from macnss.lawbook.texts import Text

OTHER = "other"  # what the applicant adds unasked
ANOTHER = Paper(OTHER, Text("Une autre pièce", "وثيقة أخرى"), required=False)
TAKES_MORE = (State.SENT, State.EXAMINED, State.AWAITING, State.ASKED)


@dataclass(frozen=True, slots=True)
class Sought:
    """One paper, as the list shows it. `may_add` says whether pages of it are taken now; `words` are the agent's."""

    name: str
    title: str
    help: str
    required: bool
    photo: bool
    most_pages: int
    piece: Piece | None
    pages: tuple[Page, ...]
    may_add: bool
    asked: bool  # by an agent, this time

    @property
    def state(self) -> str:
        """`given`, `again` (the agent wants it anew), `needed` or `optional`."""
        if self.piece and self.piece.state == PieceState.UNFIT:
            return "again"
        if self.piece and self.piece.state == PieceState.GIVEN:
            return "given"
        return "needed" if self.required or self.asked else "optional"

    @property
    def words(self) -> str:
        """What the agent says about it, where its title does not say it already."""
        said = self.piece.words if self.piece else ""
        return "" if said == self.title else said

    @property
    def is_full(self) -> bool:
        return self.state != "again" and len(self.pages) >= self.most_pages

    @property
    def takes_files(self) -> bool:
        """Is there room for one more page, now?"""
        return self.may_add and not self.is_full


def listed(case: Case) -> list[Sought]:
    """Every paper of a case in order, in the language of the page. As many queries whatever its length."""
    pieces = {piece.name: piece for piece in with_pages(case)}
    since = asked_since(case)
    papers = kind_of(case).papers(case.said, Holder.of(case))
    names = [paper.name for paper in papers]
    beside = [piece for name, piece in pieces.items() if name not in names]
    found = [_sought(case, paper, pieces.get(paper.name), since, in_list=True) for paper in papers]
    return found + [_sought(case, _beside(case, piece), piece, since, in_list=False) for piece in beside]


def title_of(piece: Piece) -> str:
    """A paper by the name of its kind's list, or as the agent who asked for it called it."""
    return in_language(_beside(piece.case, piece).title)


def sought(case: Case, name: str) -> Sought | None:
    """The paper of that name: one of the list, or another one where it may be added."""
    found = next((each for each in listed(case) if each.name == name), None)
    if found is None and name == OTHER and case.state in TAKES_MORE:
        found = _sought(case, ANOTHER, None, asked_since(case), in_list=False)
    return found


def with_pages(case: Case) -> Iterable[Piece]:
    """The pieces of a case with the pages that stand, in their order."""
    standing = Page.objects.filter(removed_at=None).order_by("place")
    return case.pieces.order_by("pk").prefetch_related(Prefetch("pages", standing))


def pages_of(case: Case) -> list[Page]:
    """All the pages that stand in a case, piece by piece, each with its piece: two queries."""
    return [page for piece in with_pages(case) for page in piece.pages.all()]


def asked_since(case: Case) -> dt.datetime | None:
    """Since when the papers at hand are asked for; None while nothing is."""
    if case.state != State.AWAITING:
        return None
    step = case.steps.filter(ended_at=None, name=StepName.AWAITING).first()
    return step.began_at if step else None


def still_asked(case: Case) -> QuerySet[Piece]:
    """The papers that are awaited now. Those of a request that lapsed are not: nobody may add to them any more."""
    since, left = asked_since(case), case.pieces.exclude(state=PieceState.GIVEN)
    return left.filter(at__gte=since) if since else left.none()


def may_add(case: Case, name: str, piece: Piece | None, since: dt.datetime | None, *, in_list: bool) -> bool:
    """A draft takes the papers of its list; a case that waits, those asked of it; an open one, another paper."""
    if case.state == State.DRAFT:
        return in_list
    if name == OTHER:
        return case.state in TAKES_MORE
    return since is not None and piece is not None and piece.at >= since


def arriving(case: Case) -> list[Arrival]:
    """The files on their way in, or being checked."""
    return list(case.arrivals.filter(state__in=[ArrivalState.ARRIVING, ArrivalState.CHECKING]).order_by("pk"))


def refused(case: Case) -> list[Arrival]:
    """The files that were refused, until their sender has read why."""
    return list(case.arrivals.filter(state=ArrivalState.REFUSED).order_by("pk"))


def _sought(case: Case, paper: Paper, piece: Piece | None, since: dt.datetime | None, *, in_list: bool) -> Sought:
    asked = since is not None and piece is not None and piece.at >= since and paper.name != OTHER
    return Sought(
        name=paper.name,
        title=in_language(paper.title),
        help=in_language(paper.help) if paper.help else "",
        required=paper.required and in_list,
        photo=paper.photo,
        most_pages=paper.most_pages,
        piece=piece,
        pages=tuple(piece.pages.all()) if piece else (),
        may_add=may_add(case, paper.name, piece, since, in_list=in_list),
        asked=asked,
    )


def _beside(case: Case, piece: Piece) -> Paper:
    """A paper outside the list of these answers: of the kind all the same, or named by an agent in their words."""
    known = kind_of(case).definition.paper(piece.name)
    return known or (Paper(piece.name, Text(piece.words, piece.words)) if piece.words else ANOTHER)
