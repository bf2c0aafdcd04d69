"""Complaints, and those that conciliation may look at."""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from macnss.cases.engine import Holder
from macnss.cases.enums import OPEN, State
from macnss.cases.models import Case, CaseQuerySet, Exchange
from macnss.identity.enums import Role
from macnss.identity.models import Account, Office, Posting
from macnss.relations.models import Conciliation

COMPLAINT, CONCILIATION = "complaint", "conciliation"
DIRECTORATE = "CO"  # the code of the office of conciliation, where the fund has opened one
SHOWN = 20


def cases_of(holder: Holder) -> CaseQuerySet:
    """Whatever this holder sent, latest first; nothing for somebody whom we do not know."""
    if holder.company:
        return Case.objects.of_company(holder.company).exclude(state=State.DRAFT).order_by("-sent_at")
    if holder.person:
        return Case.objects.of_person(holder.person).exclude(state=State.DRAFT).order_by("-sent_at")
    return Case.objects.none()


def complained_of(holder: Holder) -> CaseQuerySet:
    """The requests that a complaint may be about."""
    return cases_of(holder).exclude(kind__in=[COMPLAINT, CONCILIATION])[:SHOWN]


def open_to_conciliation(holder: Holder, on: dt.date) -> CaseQuerySet:
    """Their complaints that were answered otherwise than hoped, or whose month passed; each goes there once."""
    mine = cases_of(holder).filter(kind=COMPLAINT)
    unanswered = Q(state__in=OPEN, legal_on__lt=on)
    answered = Q(state__in=[State.REFUSED, State.ACCEPTED])
    return mine.filter(unanswered | answered).filter(~Exists(_of_it()))


def waiting_too_long(on: dt.date) -> CaseQuerySet:
    """Complaints whose month has passed without an answer, and whose authors were not told of conciliation."""
    late = Case.objects.filter(kind=COMPLAINT, state__in=OPEN, legal_on__lt=on, conciliation_offer=None)
    return late.filter(~Exists(_of_it()))


def _of_it() -> "QuerySet[Conciliation]":
    """The conciliation of a complaint that was not given up."""
    return Conciliation.objects.filter(complaint=OuterRef("pk")).exclude(case__state=State.WITHDRAWN)


def conciliation_of(complaint: Case) -> Case | None:
    """The conciliation that was asked for after a complaint."""
    found = Conciliation.objects.filter(complaint=complaint).select_related("case").first()
    return found.case if found and found.case.state != State.WITHDRAWN else None


def complaint_of(conciliation: Case) -> Case | None:
    """The complaint that a conciliation looks at again."""
    found = Conciliation.objects.filter(case=conciliation).select_related("complaint__office").first()
    return found.complaint if found else None


def case_named(holder: Holder, public_id: object) -> Case | None:
    """One of the cases of this holder, by what an answer holds; None for anything else."""
    try:
        return cases_of(holder).filter(public_id=UUID(str(public_id))).first()
    except ValueError:
        return None


def who_handled(complaint: Case) -> set[int]:
    """The agents who took, answered or decided it."""
    found = {complaint.taken_by_id}
    for by, second in complaint.decisions.values_list("by", "second"):
        found |= {by, second}
    found |= set(Exchange.objects.filter(case=complaint, from_fund=True).values_list("by", flat=True))
    return {agent for agent in found if agent}


def supervises_at(agent: Account, office: Office | None) -> bool:
    """Is this agent a supervisor of that office? The door has looked at the day."""
    held = Posting.objects.filter(account=agent, role=Role.SUPERVISOR, ended_at=None)
    return held.exists() if office is None else held.filter(office=office).exists()


def other_office(than: Office | None) -> Office | None:
    """Where conciliation is decided: its own office if there is one, else another one that has a supervisor."""
    others = Office.objects.exclude(pk=than.pk) if than else Office.objects.all()
    if directorate := others.filter(code=DIRECTORATE).first():
        return directorate
    supervised = Posting.objects.filter(office=OuterRef("pk"), role=Role.SUPERVISOR, ended_at=None)
    return others.filter(Exists(supervised)).order_by("code").first()
