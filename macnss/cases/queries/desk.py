"""A case as the agent who examines it sees it: answers beside the register, papers, what was said and done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import combining, normalize

from macnss.audit.models import Event
from macnss.cases.definition import Type
from macnss.cases.engine import Check, Holder, Line, kind_of
from macnss.cases.enums import DecisionState, Verdict
from macnss.cases.models import Case, Decision, Exchange, Inquiry, Note, Phrase, Step
from macnss.cases.queries.answers import Answered, in_language, sections_of, written
from macnss.cases.queries.papers import Sought, listed
from macnss.identity.enums import Role
from macnss.identity.models import Account, Office
from macnss.identity.queries import postings_at
from macnss.insured.models import Insured
from macnss.kernel.numbers.identifiers import RIB_DIGITS
from macnss.lawbook.texts import Text

OTHERS = 8
EVENTS = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is written, and what the register has where it says something else."""

    label: str
    words: str
    left_to_right: bool = False
    register: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The answers of one screen."""

    title: str
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class Talk:
    """A message or a note: who, when, what; `from_fund` tells the side."""

    by: str
    at: dt.datetime
    words: str
    from_fund: bool = True
    read_at: dt.datetime | None = None


@dataclass(frozen=True)
class Folder:
    """All that the case page shows."""

    case: Case
    blocks: list[Block]
    papers: list[Sought]
    checks: list[Check]
    steps: list[Step]
    exchanges: list[Talk]
    notes: list[Talk]
    inquiries: list[Inquiry]
    decisions: list[Decision]
    others: list[Case]
    events: list[Event]
    outcome: list[Line]

    @property
    def missing(self) -> list[Sought]:
        return [paper for paper in self.papers if paper.state in {"needed", "again"}]

    @property
    def proposed(self) -> Decision | None:
        return next((each for each in self.decisions if each.state == DecisionState.PROPOSED), None)

    @property
    def final(self) -> Decision | None:
        return next((each for each in self.decisions if each.state == DecisionState.FINAL), None)

    @property
    def pages(self) -> int:
        """How many pages there are to look at."""
        return sum(len(paper.pages) for paper in self.papers)

    @property
    def verdicts(self) -> dict[str, int]:
        """How many checks found what."""
        return {verdict.value: sum(check.verdict == verdict for check in self.checks) for verdict in Verdict}


def folder_of(case: Case, on: dt.date) -> Folder:
    """Read a case whole, in a number of queries that its length does not change."""
    kind = kind_of(case)
    decisions = list(case.decisions.select_related("by", "second").order_by("pk"))
    return Folder(
        case=case,
        blocks=_blocks(case, on),
        papers=listed(case),
        checks=_checks(case, decisions, on),
        steps=list(case.steps.order_by("pk")),
        exchanges=[_exchange(each) for each in case.exchanges.select_related("by").order_by("pk")],
        notes=[_note(each) for each in case.notes.select_related("by").order_by("-pk")],
        inquiries=list(case.inquiries.select_related("company", "asked_by").order_by("pk")),
        decisions=decisions,
        others=others_of(case),
        events=events_of(case),
        outcome=kind.outcome(case) if case.closed_at and case.result else [],
    )


def _checks(case: Case, decisions: Sequence[Decision], on: dt.date) -> list[Check]:
    """What is found now; of a case that is decided, what was found then: the register has changed by it since."""
    found = kind_of(case).checks(case, on)
    final = next((each for each in decisions if each.state == DecisionState.FINAL), None)
    kept = {each["name"]: each for each in final.grounds.get("checks", [])} if final else {}
    return [
        replace(check, verdict=Verdict(then["verdict"]), words=then["words"], link="") if then else check
        for check, then in ((check, kept.get(check.name)) for check in found)
    ]


def others_of(case: Case) -> list[Case]:
    """The latest other cases of the same person, or of the same company."""
    if case.person_id:
        same = Case.objects.filter(person=case.person_id)
    elif case.company_id:
        same = Case.objects.filter(company=case.company_id, person=None)
    else:
        return []
    sent = same.exclude(pk=case.pk).exclude(sent_at=None).select_related("office").defer("answers", "contact", "result")
    return list(sent.order_by("-pk")[:OTHERS])


def events_of(case: Case) -> list[Event]:
    """What the journal has about it, read by an index of its owner, or of those that have none."""
    subject = f"cases.case:{case.public_id}"
    if case.person_id:
        mine = Event.objects.about_person(case.person_id)
    elif case.company_id:
        mine = Event.objects.about_company(case.company_id)
    else:
        mine = Event.objects.about_nobody_s(subject)
    return list(mine.filter(subject=subject).select_related("actor")[:EVENTS])


def phrases_for(case: Case) -> list[Phrase]:
    """The ready words of this kind of case, then those of all."""
    return list(Phrase.objects.filter(kind__in=["", case.kind]).order_by("-kind", "title_fr"))


def colleagues_of(case: Case, agent: Account, roles: Sequence[Role], on: dt.date) -> list[Account]:
    """Who else holds one of these roles at the office of the case."""
    office = case.office
    if office is None:
        return []
    posted = [each.account for each in postings_at([office], on) if each.role in roles]
    return list({each.pk: each for each in posted if each.pk != agent.pk and each.is_active}.values())


def other_offices(case: Case) -> list[Office]:
    return list(Office.objects.exclude(pk=case.office_id or 0).order_by("code"))


def record_lines(person: Insured) -> list[tuple[str, str]]:
    """The hidden details of a record that the fund has: the name of each, and what is shown of it."""
    shown = {"document": person.masked_document, "phone": person.masked_phone, "email": person.masked_email}
    return [(name, masked) for name, masked in shown.items() if masked]


def detail_of(person: Insured, name: str) -> str:
    """A detail of the record in full; "" when there is none of that name."""
    full = {"document": person.document_number, "phone": person.phone, "email": person.email}
    return full.get(name, "")


def _blocks(case: Case, on: dt.date) -> list[Block]:
    known = kind_of(case).known(Holder.of(case), on)
    return [
        Block(in_language(section.sheet.title), [_answer(each, known) for each in section.answers])
        for section in sections_of(case)
    ]


def _answer(answered: Answered, known: dict[str, Any]) -> Answer:
    name, register = answered.question.name, ""
    if known.get(name) not in (None, "") and not _alike(known[name], answered.value):
        choice = next((each for each in answered.question.choices if each.code == known[name]), None)
        register = _written(Answered(answered.question, known[name], choice))
    return Answer(in_language(answered.question.label), _written(answered), answered.left_to_right, register)


def _alike(one: Any, other: Any) -> bool:
    """The same thing, whatever its capitals, accents and spaces: a register writes names in its own way."""
    return one == other or (isinstance(one, str) and isinstance(other, str) and _folded(one) == _folded(other))


def _folded(text: str) -> str:
    letters = normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in letters if not combining(each)).split())


def _written(answered: Answered) -> str:
    """As it is written, the number of a bank account in its four parts."""
    words = written(answered)
    if answered.question.type != Type.RIB or len(words) != RIB_DIGITS:
        return words
    return f"{words[:3]} {words[3:6]} {words[6:22]} {words[22:]}"


def _exchange(said: Exchange) -> Talk:
    return Talk(str(said.by or ""), said.at, said.words, said.from_fund, said.read_at)


def _note(note: Note) -> Talk:
    return Talk(str(note.by or ""), note.at, note.words)


def reasons_of(decision: Decision) -> Sequence[Any]:
    """The coded reasons of a decision, as the kind declares them."""
    definition = kind_of(decision.case).definition
    return [reason for code in decision.reasons if (reason := definition.reason(code))]


def articles_of(decision: Decision) -> list[str]:
    """The articles on which it rests, as it wrote them down."""
    return [in_language(Text(each["fr"], each["ar"])) for each in decision.grounds.get("articles", [])]
