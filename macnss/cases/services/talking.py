"""What the applicant, the agents and a company that is asked say to one another in a case."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.enums import OPEN, State, StepName
from macnss.cases.models import Case, Exchange, Inquiry, Note, closed
from macnss.cases.services import notices
from macnss.cases.services.moves import delay, locked, move
from macnss.cases.services.refusals import NotNow, WordsNeeded
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.kernel.db import broken_promise

ASKED = audit.action("case.company_asked", _("The company was asked about a request."))
ANSWERED = audit.action("case.company_answered", _("The company answered about a request."))


@transaction.atomic
def write(*, case: Case, words: str, from_fund: bool, send_key: UUID, by: Account | None, now: dt.datetime) -> Exchange:
    """Say something in an open case. The same `send_key` is the same message. Raises NotNow, WordsNeeded."""
    if not words.strip():
        raise WordsNeeded
    if said := Exchange.objects.filter(send_key=send_key, case=case, from_fund=from_fund).first():
        return said  # sent before the case was closed
    held = locked(case, *OPEN)
    said = Exchange(case=held, from_fund=from_fund, by=by, at=now, sealed=closed(words.strip()), send_key=send_key)
    known = Exchange.objects.filter(send_key=send_key, case=held, from_fund=from_fund).first()
    if known:  # sent twice at once: now it is seen
        return known
    with broken_promise("cases_exchange_send_key_key", means=NotNow):  # the key of another message
        said.save(force_insert=True)
    if from_fund:
        notices.tell(notices.WRITTEN, case=held, now=now)
    return said


@transaction.atomic
def mark_read(*, case: Case, by_fund: bool, now: dt.datetime) -> None:
    """The other side's messages were shown."""
    case.exchanges.filter(from_fund=not by_fund, read_at=None).update(read_at=now)


@transaction.atomic
def note(*, case: Case, words: str, send_key: UUID, by: Account, now: dt.datetime) -> Note:
    """A word between agents. The same `send_key` is the same word. Raises NotNow, WordsNeeded."""
    if not words.strip():
        raise WordsNeeded
    said = {"by": by, "at": now, "sealed": closed(words.strip())}
    with broken_promise("cases_note_send_key_key", means=NotNow):  # the key of another word
        noted, _made = Note.objects.get_or_create(send_key=send_key, case=case, defaults=said)
    return noted


@transaction.atomic
def ask_company(*, case: Case, company: Employer, words: str, by: Account | None, now: dt.datetime) -> Inquiry:
    """Ask a company about somebody's case; the clock stops until it answers, or until the day given to it.

    Raises NotNow, WordsNeeded.
    """
    if not words.strip():
        raise WordsNeeded
    held = locked(case, State.SENT, State.EXAMINED)
    inquiry = Inquiry(
        case=held,
        company=company,
        sealed=closed(words.strip()),
        asked_by=by,
        asked_at=now,
        due_on=delay("case_inquiry_days", timezone.localdate(now)),
    )
    with broken_promise("one_question_to_a_company_at_a_time", means=NotNow):
        inquiry.save(force_insert=True)
    move(held, State.ASKED, StepName.ASKED, now)
    audit.record(ASKED, inquiry, by=by, at=now, person=held.person_id, company=company.pk)
    due = inquiry.due_on
    notices.tell_company(notices.COMPANY_ASKED, company=company, page="cases:inquiries", due=due, now=now)
    return inquiry


@transaction.atomic
def answer(*, inquiry: Inquiry, agrees: bool, words: str, by: Account, now: dt.datetime) -> Inquiry:
    """The company answers; the case goes back to its agent. Raises NotNow, WordsNeeded."""
    if not agrees and not words.strip():
        raise WordsNeeded
    held = locked(inquiry.case, *OPEN)
    asked = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if asked.answered_at:
        raise NotNow
    asked.answered_by, asked.answered_at = by, now
    asked.answer = closed({"agrees": agrees, "words": words.strip()})
    asked.save()
    audit.record(ANSWERED, asked, by=by, at=now, person=held.person_id, company=asked.company_id)
    if held.state == State.ASKED:
        go_on(held, now)
    return asked


def go_on(case: Case, now: dt.datetime) -> None:
    """After a pause: back to the agent who had it, else to the queue."""
    if case.taken_by_id:
        move(case, State.EXAMINED, StepName.EXAMINED, now)
    else:
        move(case, State.SENT, StepName.RECEIVED, now)
