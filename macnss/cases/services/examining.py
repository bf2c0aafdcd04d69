"""The agent's work on a case, up to the decision."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import kind_of
from macnss.cases.enums import AlarmKind, DecisionState, PieceState, State, StepName
from macnss.cases.models import Alarm, Case, Note, Piece, closed, owner_of
from macnss.cases.queries.own import is_own
from macnss.cases.queries.papers import still_asked
from macnss.cases.services import notices
from macnss.cases.services.moves import delay, locked, move
from macnss.cases.services.refusals import (
    NotYours,
    OpenedByYou,
    OwnCase,
    OwnDecision,
    PapersNeeded,
    StillMissing,
    WordsNeeded,
)
from macnss.cases.services.sending import deciders_of
from macnss.cases.services.talking import go_on
from macnss.identity.models import Account, Office
from macnss.ui.templatetags.formats import long_date

READ = audit.action("case.read_by_agent", _("An agent of the fund opened one of your requests."))
REVEALED = audit.action(
    "case.record_revealed", _("An agent who examines your request read a hidden detail of your record.")
)
PRESENTED = audit.action("case.presented", _("You came to an office with the papers of your request."))
TAKEN = audit.action("case.taken", _("An agent took your request in charge."))
HANDED_OVER = audit.action("case.handed_over", _("Your request was handed over to another agent or office."))
PAPERS_ASKED = audit.action("case.papers_asked", _("An agent asked you for papers."))
PAPERS_GIVEN = audit.action("case.papers_given", _("The papers that were asked for were given."))
ESCALATED = audit.action("case.escalated", _("An agent asked a supervisor to look at your request."))
SAME_VISIT = dt.timedelta(hours=1)


@transaction.atomic
def read(*, case: Case, by: Account, now: dt.datetime) -> None:
    """Let an agent open a case: its owner will know."""
    audit.record(READ, case, by=by, at=now, person=case.person_id, company=case.company_id)


@transaction.atomic
def reveal(*, case: Case, detail: str, by: Account, now: dt.datetime) -> None:
    """Let an agent read a detail of the person's record that is hidden by default: the person will know which."""
    audit.record(REVEALED, case, by=by, at=now, person=case.person_id, company=case.company_id, detail=detail)


@transaction.atomic
def present(*, case: Case, office: Office, words: str, by: Account, now: dt.datetime) -> None:
    """Somebody came to an office, any office, with the printed request: its own office reads it in the notes.

    Noted twice within the hour by the same agent, it is noted once.
    """
    locked(case, *State)
    if any(each.words == words for each in case.notes.filter(by=by, at__gt=now - SAME_VISIT)):
        return
    audit.record(PRESENTED, case, by=by, at=now, person=case.person_id, company=case.company_id, office=office.code)
    Note.objects.create(case=case, by=by, at=now, sealed=closed(words))


@transaction.atomic
def take(*, case: Case, by: Account, now: dt.datetime) -> Case:
    """Take a case in charge; taking one's own again changes nothing. Raises NotNow, NotYours, OwnCase, OwnDecision."""
    held = locked(case, State.SENT, State.EXAMINED)
    if held.taken_by_id == by.pk and held.state == State.EXAMINED:
        return held
    if held.taken_by_id not in (None, by.pk):
        raise NotYours
    refuse_own(held, by)
    held.taken_by, held.taken_at = by, now
    move(held, State.EXAMINED, StepName.EXAMINED, now)
    audit.record(TAKEN, held, by=by, at=now, person=held.person_id, company=held.company_id)
    return held


@transaction.atomic
def hand_over(
    *,
    case: Case,
    to: Account | None,
    office: Office | None,
    words: str,
    by: Account,
    now: dt.datetime,
    supervising: bool = False,
) -> Case:
    """Give a case to a colleague, or to the queue of an office; given to who has it already, nothing changes.

    What a colleague has taken is handed over by its supervisor only (`supervising`). One that waits for a second agent
    is too: the decision proposed is taken back.
    Raises NotNow, NotYours, WordsNeeded, OwnCase, OwnDecision.
    """
    if not words.strip():
        raise WordsNeeded
    held = locked(case, State.SENT, State.EXAMINED, State.SECOND_LOOK)
    proposed = held.state == State.SECOND_LOOK
    if not proposed and held.taken_by == to and held.office == (office or held.office):
        return held
    if held.taken_by_id not in {None, by.pk} and not supervising:
        raise NotYours
    if to:
        refuse_own(held, to)
    if proposed:
        held.decisions.filter(state=DecisionState.PROPOSED).update(state=DecisionState.TAKEN_BACK)
    held.taken_by, held.taken_at = to, now if to else None
    held.office = office or held.office
    move(held, State.EXAMINED if to else State.SENT, StepName.EXAMINED if to else StepName.RECEIVED, now)
    Note.objects.create(case=held, by=by, at=now, sealed=closed(words.strip()))
    audit.record(
        HANDED_OVER,
        held,
        by=by,
        at=now,
        person=held.person_id,
        company=held.company_id,
        office=held.office.code if held.office else "",
    )
    return held


@transaction.atomic
def set_aside(*, case: Case, until: dt.date, by: Account, now: dt.datetime) -> Case:  # noqa: ARG001
    """Leave a case for later: it comes back to its agent's queue on that day. Its clock does not stop."""
    held = of_agent(case, by)
    held.set_aside_until = until
    held.save(update_fields=["set_aside_until"])
    return held


@transaction.atomic
def ask_papers(*, case: Case, papers: Mapping[str, str], by: Account, now: dt.datetime) -> Case:
    """Ask for papers, each by its name in the list of the kind (or a new name) with a word of why.

    The clock stops until they come, or until the day given. Raises NotNow, NotYours, PapersNeeded.
    """
    if not papers:
        raise PapersNeeded
    held = of_agent(case, by)
    for name, words in papers.items():
        piece, made = Piece.objects.get_or_create(case=held, name=name, defaults={"words": words, "at": now})
        if not made:
            piece.state, piece.words, piece.at = PieceState.UNFIT, words, now
            piece.save()
    held.reminded_on = None
    move(held, State.AWAITING, StepName.AWAITING, now)
    audit.record(PAPERS_ASKED, held, by=by, at=now, person=held.person_id, company=held.company_id)
    owner = owner_of(held)
    with translation.override(owner.language if owner else held.language):
        due = long_date(delay("case_papers_calendar_days", timezone.localdate(now)))
    notices.tell(notices.PAPERS_ASKED, case=held, now=now, due=due)
    return held


@transaction.atomic
def give_papers(*, case: Case, by: Account | None, now: dt.datetime) -> Case:
    """The applicant has given all that was asked for: back to the agent. Raises NotNow, StillMissing."""
    held = locked(case, State.AWAITING)
    if left := still_asked(held).count():
        raise StillMissing(count=left)
    audit.record(PAPERS_GIVEN, held, by=by, at=now, person=held.person_id, company=held.company_id)
    go_on(held, now)
    return held


@transaction.atomic
def escalate(*, case: Case, words: str, by: Account, now: dt.datetime) -> Case:
    """Ask for a supervisor; asked again before one has looked, nothing changes.

    Raises NotNow, NotYours, WordsNeeded.
    """
    if not words.strip():
        raise WordsNeeded
    held = of_agent(case, by)
    _alarm, raised = Alarm.objects.get_or_create(
        case=held,
        kind=AlarmKind.ESCALATED,
        settled_at=None,
        defaults={"office": held.office, "words": words.strip()[:300], "raised_at": now},
    )
    if not raised:
        return held
    held.escalated_at = now
    held.save(update_fields=["escalated_at"])
    audit.record(ESCALATED, held, by=by, at=now, person=held.person_id, company=held.company_id)
    return held


def of_agent(case: Case, by: Account) -> Case:
    """The case, held, being examined by this agent. Raises NotNow, NotYours."""
    held = locked(case, State.EXAMINED)
    if held.taken_by_id != by.pk:
        raise NotYours
    return held


def refuse_own(case: Case, agent: Account) -> None:
    """Nobody examines what they asked for themselves, nor what they decided. Raises OwnCase, OwnDecision."""
    if is_own(case, agent):
        raise OwnCase
    if case.account_id == agent.pk:  # at a counter
        raise OpenedByYou
    if agent.pk in deciders_of(case):
        raise OwnDecision
    if refusal := kind_of(case).unfit(case, agent):
        raise refusal
