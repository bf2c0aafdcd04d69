"""The requests of a company for its employees: found by name, and what each draft still lacks."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from macnss.cases.definition import Paper, Question
from macnss.cases.engine import Holder, kind_of
from macnss.cases.enums import OPEN, PieceState
from macnss.cases.models import Case, CaseQuerySet, Piece
from macnss.employers.models import Employer
from macnss.registration.models import Candidate
from macnss.registration.queries.people import digests_of
from macnss.ui.bidi import isolate
from macnss.ui.items import Text as Words

MOST_WORDS = 6  # of a search


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


def about(cases: CaseQuerySet, sought: str) -> CaseQuerySet:
    """Those whose employee bears each of these words in the name, in any order, or whose reference begins so."""
    for word in sought.split()[:MOST_WORDS]:
        cases = cases.filter(Q(about__icontains=word) | Q(reference__istartswith=word))
    return cases


def by_state(cases: CaseQuerySet) -> dict[str, int]:
    """How many stand in each state, in one query."""
    return dict(cases.order_by().values_list("state").annotate(count=Count("pk")))


def asked_for(
    company: Employer, documents: Sequence[bytes], states: Iterable[str], among: CaseQuerySet
) -> dict[bytes, str]:
    """What asks already for the bearers of these documents, reference or name, by the digest of the document."""
    found = Candidate.objects.filter(document__in=documents, case__in=among.of_company(company), case__state__in=states)
    return {bytes(each.document): each.case.reference or each.case.about for each in found.select_related("case")}


def with_papers(cases: CaseQuerySet) -> CaseQuerySet:
    """The same with what their rows need, in two queries more."""
    given = Piece.objects.filter(state=PieceState.GIVEN)
    return cases.select_related("company", "person", "account", "batch_line").prefetch_related(
        Prefetch("pieces", queryset=given, to_attr="given")
    )


def rows_of(cases: Iterable[Case], on: dt.date) -> list[Row]:
    """One query for all: the cases of a company come `with_papers`."""
    rows = [_row(case, on) for case in cases]
    documents = {row.case.pk: digests_of(row.case.said)[0] for row in rows if row.complete and not row.case.sent_at}
    if not documents:
        return rows
    company = next(row.case.company for row in rows)
    assert company
    asked = asked_for(company, list(documents.values()), OPEN, Case.objects.all())
    return [_asked_twice(row, asked.get(documents.get(row.case.pk, b""), "")) for row in rows]


def _asked_twice(row: Row, twin: str) -> Row:
    if not twin:
        return row
    words = _("Your company asked for this person already: %(reference)s. Follow that request instead.")
    return replace(row, wrong=(words % {"reference": isolate(twin)},))


def _row(case: Case, on: dt.date) -> Row:
    if case.sent_at:
        return Row(case)
    engine, holder, answers = kind_of(case), Holder.of(case), case.said
    given = {piece.name for piece in case.given}  # type: ignore[attr-defined]
    papers = tuple(p for p in engine.papers(answers, holder) if p.required and p.name not in given)
    asked = engine.definition.questions(answers)
    left = tuple(each for each in asked if each.required and answers.get(each.name) in (None, "", []))
    alone = replace(holder, company=None)  # what the company asks for already is looked up for all rows at once
    wrong = () if left else tuple(engine.refusals(answers, alone, on).values())
    return Row(case, papers, left, wrong)


def complete_in(drafts: CaseQuerySet, on: dt.date) -> int:
    """How many of these drafts lack nothing. One without any paper lacks some: it is not even read."""
    begun = drafts.filter(pieces__state=PieceState.GIVEN).distinct()
    return sum(row.complete for row in rows_of(with_papers(begun), on))
