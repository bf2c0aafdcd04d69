"""A draft becomes a case: complete, with a reference and a date. Sent twice is sent once."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import Holder, Kind, kind_of
from macnss.cases.enums import ArrivalState, Outcome, PieceState, State, StepName
from macnss.cases.models import Case, Decision, Exchange, Page, Piece, closed, owner_of
from macnss.cases.rules import due_on
from macnss.cases.services import notices
from macnss.cases.services.moves import locked, move
from macnss.cases.services.refusals import Incomplete, NoAppeal, NotNow, WordsNeeded
from macnss.identity.models import Account, Office
from macnss.kernel.db import broken_promise
from macnss.kernel.secrets import spoken_code
from macnss.lawbook.book import Law
from macnss.ui.templatetags.formats import long_date

SENT = audit.action("case.sent", _("A request was sent to the fund."))
WITHDRAWN = audit.action("case.withdrawn", _("A request was withdrawn."))
APPEALED = audit.action("case.appealed", _("A decision of the fund was appealed."))
NO_QUESTION = ""


@transaction.atomic
def send(*, case: Case, by: Account | None, now: dt.datetime) -> Case:
    """Send a draft. One that was sent already is answered as it stands. Raises Incomplete."""
    held = Case.objects.select_for_update(of=("self",)).select_related("person", "company", "account").get(pk=case.pk)
    if held.state != State.DRAFT:
        return held
    today = timezone.localdate(now)
    lacks = missing(held, today)
    if lacks:
        raise lacks
    engine, holder = kind_of(held), Holder.of(held)
    answers = held.said | engine.facts(held.said, today)
    held.answers, held.about = closed(answers), engine.about(answers, holder)[:120]
    held.office = engine.office(answers, holder) or office_of(engine.town(answers, holder))
    held.touched = engine.touches(held)
    _open(held, engine, today, now)
    audit.record(SENT, held, by=by, at=now, person=held.person_id, company=held.company_id, kind=held.kind)
    engine.sent(held, now=now)
    _acknowledge(held, now)
    return held


def missing(case: Case, on: dt.date) -> Incomplete | None:
    """What still stands between a draft and its sending; None when it is complete."""
    engine, holder, answers = kind_of(case), Holder.of(case), case.said
    wrong: dict[str, Any] = {
        question.name: NO_QUESTION
        for question in engine.definition.questions(answers)
        if question.required and answers.get(question.name) in (None, "", [])
    }
    if not wrong:
        wrong = dict(engine.refusals(answers, holder, on))
    given = set(case.pieces.filter(state=PieceState.GIVEN).values_list("name", flat=True))
    papers = [paper.name for paper in engine.papers(answers, holder) if paper.required and paper.name not in given]
    waits = case.arrivals.filter(state=ArrivalState.CHECKING).exists()
    return Incomplete(wrong, papers, waits=waits) if wrong or papers or waits else None


@transaction.atomic
def withdraw(*, case: Case, by: Account | None, now: dt.datetime) -> Case:
    """The applicant gives up. Raises NotNow while a second agent looks at it, or once it is decided."""
    held = locked(case, State.SENT, State.EXAMINED, State.AWAITING, State.ASKED)
    move(held, State.WITHDRAWN, None, now)
    audit.record(WITHDRAWN, held, by=by, at=now, person=held.person_id, company=held.company_id)
    return held


@transaction.atomic
def appeal(*, case: Case, words: str, send_key: Any, by: Account | None, now: dt.datetime) -> Case:
    """Ask for another look at a refusal, by another agent: a case of its own, with the same answers and papers.

    The same `send_key` is the same appeal.
    Raises NoAppeal, NotNow, WordsNeeded.
    """
    refused = locked(case, State.REFUSED)
    if made := Case.objects.filter(appeal_of=refused, start_key=send_key).first():
        return made
    engine, today = kind_of(refused), timezone.localdate(now)
    if not engine.definition.may_appeal or refused.appeal_of_id:
        raise NoAppeal
    if not words.strip():
        raise WordsNeeded
    again = Case(
        start_key=send_key,
        kind=refused.kind,
        audience=refused.audience,
        account=refused.account,
        person=refused.person,
        company=refused.company,
        touched=refused.touched,
        holder=refused.holder,
        contact=refused.contact,
        language=refused.language,
        answers=refused.answers,
        about=refused.about,
        office=refused.office,
        appeal_of=refused,
        started_at=now,
        saved_at=now,
    )
    with (
        broken_promise("one_appeal_of_a_case", means=NoAppeal),
        broken_promise("cases_case_start_key_key", means=NotNow),  # the key of another case
    ):
        _open(again, engine, today, now)
    for piece in refused.pieces.all():
        copy = Piece.objects.create(case=again, name=piece.name, state=piece.state, words=piece.words, at=piece.at)
        for page in piece.pages.filter(removed_at=None):
            page.pk, page.public_id, page.piece = None, Page._meta.get_field("public_id").get_default(), copy
            page.save(force_insert=True)
    said = Exchange(case=again, from_fund=False, by=by, at=now, sealed=closed(words.strip()), send_key=send_key)
    with broken_promise("cases_exchange_send_key_key", means=NotNow):
        said.save(force_insert=True)
    audit.record(APPEALED, again, by=by, at=now, person=again.person_id, company=again.company_id)
    _acknowledge(again, now)
    return again


def may_appeal(case: Case) -> bool:
    """Is there an appeal left against this refusal?"""
    definition = kind_of(case).definition
    refused = case.state == State.REFUSED and definition.may_appeal and case.appeal_of_id is None
    return refused and not Case.objects.filter(appeal_of=case).exists()


def deciders_of(case: Case) -> set[int]:
    """Who decided the case that this one appeals: they do not look at it again."""
    taken = Decision.objects.filter(case=case.appeal_of, outcome=Outcome.REFUSED) if case.appeal_of_id else ()
    return {agent for each in taken for agent in (each.by_id, each.second_id) if agent}


def office_of(town: str) -> Office | None:
    """The office of that town, else the first of the fund."""
    offices = Office.objects.order_by("code")
    return offices.filter(town__iexact=town.strip()).first() or offices.first()


def _open(case: Case, engine: Kind, today: dt.date, now: dt.datetime) -> None:
    """Give it its reference and its dates, and open its first step."""
    law, definition = Law(today), engine.definition
    case.reference = new_reference(definition.initials)
    case.sent_at, case.saved_at = now, now
    case.target_on = due_on(law, definition.target, today)
    case.legal_on = due_on(law, definition.legal, today) if definition.legal else None
    case.state = State.SENT
    case.save()
    move(case, State.SENT, StepName.RECEIVED, now)


def _acknowledge(case: Case, now: dt.datetime) -> None:
    owner = owner_of(case)
    asked = case.steps.filter(ended_at=None, name=StepName.ASKED).values_list("target_on", flat=True).first()
    day = asked or case.target_on
    assert day
    with translation.override(owner.language if owner else case.language):
        due = long_date(day)
    notices.tell(notices.RECEIVED_AND_ASKED if asked else notices.RECEIVED, case=case, now=now, due=due)


def new_reference(initials: str) -> str:
    """IM-7K3M-9QWT: read aloud without a doubt."""
    while True:
        drawn = spoken_code(8)
        reference = f"{initials}-{drawn[:4]}-{drawn[4:]}"
        if not Case.objects.filter(reference=reference).exists():
            return reference
