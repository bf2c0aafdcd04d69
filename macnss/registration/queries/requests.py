"""The requests of a company for its employees, and what each draft still lacks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from macnss.cases.definition import Paper, Question
from macnss.cases.engine import Holder, kind_of
from macnss.cases.enums import PieceState
from macnss.cases.models import Case, CaseQuerySet, Piece
from macnss.employers.models import Employer
from macnss.ui.items import Text as Words


@dataclass(frozen=True, slots=True)
class Row:
    """A request in a list: what it lacks while it is a draft, the number that it gave once it is accepted."""

    case: Case
    papers: tuple[Paper, ...] = ()
    questions: tuple[Question, ...] = ()
    wrong: tuple[Words, ...] = field(default=())

    @property
    def complete(self) -> bool:
        return not (self.papers or self.questions or self.wrong)

    @property
    def number(self) -> str:
        return str(self.case.results.get("number", ""))

    @property
    def register_by(self) -> dt.date | None:
        day = self.case.said.get("register_by")
        return dt.date.fromisoformat(day) if day else None

    @property
    def days_late(self) -> int:
        return int(self.case.said.get("days_late") or 0)


def requests_of(employer: Employer) -> CaseQuerySet:
    """The requests of a company to register employees, the latest first."""
    return Case.objects.of_company(employer).filter(kind="immatriculation").order_by("-pk")


def with_papers(cases: CaseQuerySet) -> CaseQuerySet:
    """The same with what their rows need, in two queries more."""
    given = Piece.objects.filter(state=PieceState.GIVEN)
    return cases.select_related("company", "person", "account", "batch_line").prefetch_related(
        Prefetch("pieces", queryset=given, to_attr="given")
    )


def rows_of(cases: Iterable[Case], on: dt.date) -> list[Row]:
    """No query: the cases come `with_papers`."""
    return [_row(case, on) for case in cases]


def _row(case: Case, on: dt.date) -> Row:
    if case.sent_at:
        return Row(case)
    engine, holder, answers = kind_of(case), Holder.of(case), case.said
    given = {piece.name for piece in case.given}  # type: ignore[attr-defined]
    papers = tuple(p for p in engine.papers(answers, holder) if p.required and p.name not in given)
    asked = engine.definition.questions(answers)
    left = tuple(each for each in asked if each.required and answers.get(each.name) in (None, "", []))
    wrong = () if left else tuple(engine.refusals(answers, holder, on).values())
    return Row(case, papers, left, wrong)


def complete_in(drafts: CaseQuerySet, on: dt.date) -> int:
    """How many of these drafts lack nothing. One without any paper lacks some: it is not even read."""
    begun = drafts.filter(pieces__state=PieceState.GIVEN).distinct()
    return sum(row.complete for row in rows_of(with_papers(begun), on))
