"""Décider / البت: an agent decides, or proposes and a second one confirms; then, and only then, it is done."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import Check, Suggestion, kind_of
from macnss.cases.enums import DecisionState, Outcome, State, StepName, Verdict
from macnss.cases.models import Case, Decision, closed
from macnss.cases.services import notices
from macnss.cases.services.examining import of_agent, refuse_own
from macnss.cases.services.moves import locked, move
from macnss.cases.services.refusals import NotNow, OwnDecision, ReasonNeeded, WordsNeeded
from macnss.identity.models import Account

PROPOSED = audit.action("case.decision_proposed", _("An agent proposed a decision on your request."))
TURNED_DOWN = audit.action("case.decision_turned_down", _("A second agent sent your request back to the first."))
ACCEPTED = audit.action("case.accepted", _("Your request was accepted."))
REFUSED = audit.action("case.refused", _("Your request was refused; the reason is in it."))
_ACTION = {Outcome.ACCEPTED: ACCEPTED, Outcome.REFUSED: REFUSED}


@transaction.atomic
def decide(
    *,
    case: Case,
    outcome: Outcome,
    by: Account,
    now: dt.datetime,
    reasons: Sequence[str] = (),
    articles: Sequence[int] = (),
    words: str = "",
) -> Decision:
    """Decide a case that one examines. `articles` are ranks in the law of the kind, beside those of the reasons.

    Raises NotNow, NotYours, ReasonNeeded, and what the act of the kind raises: nothing is then decided.
    """
    held = of_agent(case, by)
    refuse_own(held, by)
    engine = kind_of(held)
    grounds = _grounds(held, reasons, articles, timezone.localdate(now))
    if outcome == Outcome.REFUSED and not (reasons and grounds["articles"]):
        raise ReasonNeeded
    alone = not engine.needs_second(held.said)
    decision = Decision.objects.create(
        case=held,
        outcome=outcome,
        state=DecisionState.FINAL if alone else DecisionState.PROPOSED,
        reasons=list(reasons),
        sealed=closed({"words": words.strip(), "grounds": grounds}),
        by=by,
        at=now,
    )
    if alone:
        _carry_out(held, decision, by, now)
    else:
        move(held, State.SECOND_LOOK, StepName.SECOND_LOOK, now)
        audit.record(PROPOSED, held, by=by, at=now, person=held.person_id, company=held.company_id)
    return decision


@transaction.atomic
def confirm(*, decision: Decision, by: Account, now: dt.datetime) -> Decision:
    """The second agent agrees: it is done. Raises NotNow, OwnDecision, OwnCase, and what the act of the kind raises."""
    held, proposed = _proposed(decision, by)
    proposed.state, proposed.second, proposed.second_at = DecisionState.FINAL, by, now
    proposed.save()
    _carry_out(held, proposed, by, now)
    return proposed


@transaction.atomic
def turn_down(*, decision: Decision, words: str, by: Account, now: dt.datetime) -> Decision:
    """The second agent does not agree: back to the first, with a word. Raises NotNow, OwnDecision, WordsNeeded."""
    if not words.strip():
        raise WordsNeeded
    held, proposed = _proposed(decision, by)
    proposed.state, proposed.second, proposed.second_at = DecisionState.TURNED_DOWN, by, now
    proposed.second_sealed = closed(words.strip()[:300])
    proposed.save()
    move(held, State.EXAMINED, StepName.EXAMINED, now)
    audit.record(TURNED_DOWN, held, by=by, at=now, person=held.person_id, company=held.company_id)
    return proposed


def suggestion_for(case: Case, on: dt.date) -> Suggestion:
    """What the automatic checks lead to: accept when none is wrong, else refuse for what they name."""
    return suggestion_from(kind_of(case).checks(case, on))


def suggestion_from(checks: Sequence[Check]) -> Suggestion:
    """The same, for who has the checks already."""
    wrong = tuple(check.name for check in checks if check.verdict == Verdict.WRONG)
    doubts = tuple(check.title for check in checks if check.verdict == Verdict.DOUBT and check.name != "papers")
    return Suggestion(accept=not wrong, reasons=wrong, doubts=doubts)


def _proposed(decision: Decision, by: Account) -> tuple[Case, Decision]:
    held = locked(decision.case, State.SECOND_LOOK)
    proposed = held.decisions.select_for_update().filter(pk=decision.pk, state=DecisionState.PROPOSED).first()
    if proposed is None:
        raise NotNow
    if proposed.by_id == by.pk:
        raise OwnDecision
    refuse_own(held, by)
    return held, proposed


def _carry_out(case: Case, decision: Decision, by: Account, now: dt.datetime) -> None:
    engine, accepted = kind_of(case), decision.outcome == Outcome.ACCEPTED
    if accepted:
        case.result = closed(engine.accept(case, by=by, now=now))
    else:
        engine.refused(case, by=by, now=now)
    move(case, State.ACCEPTED if accepted else State.REFUSED, None, now)
    audit.record(
        _ACTION[Outcome(decision.outcome)], case, by=by, at=now, person=case.person_id, company=case.company_id
    )
    granted = notices.ANSWERED if engine.definition.is_answered else notices.ACCEPTED
    notices.tell(granted if accepted else notices.REFUSED, case=case, now=now)


def _grounds(case: Case, reasons: Sequence[str], articles: Sequence[int], on: dt.date) -> dict[str, list[object]]:
    """What the decision rests on, as it stands now: the articles in both languages, the checks."""
    engine = kind_of(case)
    known = [reason for code in reasons if (reason := engine.definition.reason(code))]
    law = [engine.definition.law[rank].words for rank in articles if 0 <= rank < len(engine.definition.law)]
    cited = [*(reason.article for reason in known if reason.article), *law]
    return {
        "articles": [text.as_json() for text in cited],
        "checks": [
            {"name": check.name, "verdict": check.verdict.value, "words": str(check.words)}
            for check in engine.checks(case, on)
        ],
    }
