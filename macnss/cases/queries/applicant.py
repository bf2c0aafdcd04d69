"""What applicants read: their requests, the kinds that they may open, where one of theirs stands."""

import datetime as dt
from collections.abc import Iterable, Set
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from macnss.cases.definition import Paper
from macnss.cases.engine import KINDS, Holder, Kind, kind_of
from macnss.cases.enums import CLOSED, OPEN, Audience, DecisionState, State, StepName
from macnss.cases.models import Case, CaseQuerySet, Decision, Inquiry, Piece, Step
from macnss.cases.queries.papers import still_asked
from macnss.employers.enums import Right
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.lawbook.book import Law
from macnss.lawbook.citations import Citation
from macnss.ui.items import Step as StepShown
from macnss.ui.items import StepState
from macnss.ui.items import Text as Words
from macnss.ui.templatetags.formats import long_date

THEMES: dict[str, Words] = {
    "family": gettext_lazy("My family"),
    "personal": gettext_lazy("My data and my bank account"),
    "wages": gettext_lazy("My wages and my declarations"),
    "certificates": gettext_lazy("Certificates"),
    "contact": gettext_lazy("Ask, complain, meet somebody"),
    "registration": gettext_lazy("Registration and affiliation"),
}
ICONS = {
    "registration": "id-card",
    "family": "users",
    "personal": "user",
    "wages": "wallet",
    "certificates": "file-text",
    "contact": "message-square",
}


# Lists.


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of somebody: what is begun, what is under way, what is over. All are read page by page."""

    drafts: CaseQuerySet
    open: CaseQuerySet
    over: CaseQuerySet

    @classmethod
    def among(cls, cases: CaseQuerySet) -> "Requests":
        known = _known(cases)
        return cls(
            drafts=known.drafts().order_by("-saved_at", "-pk"),
            open=with_what_is_awaited(known.in_progress()).order_by("target_on", "pk"),
            over=known.over().order_by("-closed_at", "-pk"),
        )


def requests_of_person(insured: Insured) -> Requests:
    """Theirs, and those that they opened without their number: from the public pages, once signed in."""
    own = Q(person=insured)
    if insured.account_id:
        own |= Q(account=insured.account_id, audience=Audience.PUBLIC, person=None)
    return Requests.among(Case.objects.filter(own, company=None))


def requests_of_account(account: Account) -> Requests:
    """What somebody who is not insured opened from the public pages, signed in."""
    return Requests.among(Case.objects.filter(account=account, audience=Audience.PUBLIC, company=None))


def requests_of_company(company: Employer, rights: Set[Right], *, as_head: bool) -> Requests:
    """Those of the company that these rights let read, whoever opened them; some its head alone."""
    readable = [code for code, kind in KINDS.items() if allows(kind, rights) and (as_head or not kind.head_only)]
    return Requests.among(Case.objects.of_company(company).filter(kind__in=readable))


def with_what_is_awaited(cases: CaseQuerySet) -> CaseQuerySet:
    """With `step_on`, the day of the step at hand, and `unread`, how many messages of the fund were not read yet."""
    step = Step.objects.filter(case=OuterRef("pk"), ended_at=None)
    unread = Count("exchanges", filter=Q(exchanges__from_fund=True, exchanges__read_at=None))
    return cases.annotate(step_on=Subquery(step.values("target_on")[:1]), unread=unread)


def _known(cases: CaseQuerySet) -> CaseQuerySet:
    """Without those of a kind that the service no longer has."""
    return cases.filter(kind__in=list(KINDS)).select_related("person", "company").defer("answers", "result", "contact")


# Kinds.


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind that somebody may open, and the draft of it that waits."""

    kind: Kind
    draft: Case | None


@dataclass(frozen=True, slots=True)
class Theme:
    title: Words
    icon: str
    offers: list[Offer]


def allows(kind: Kind, rights: Set[Right]) -> bool:
    """Do these rights of a mandate open that kind?"""
    return not kind.definition.right or Right(kind.definition.right) in rights


def kinds_for(holder: Holder, on: dt.date, rights: Set[Right] = frozenset()) -> list[Kind]:
    """The kinds that this holder may open on that day."""
    of_audience = [kind for kind in KINDS.values() if holder.audience.value in kind.definition.audiences]
    if holder.audience == Audience.EMPLOYER:
        of_audience = [kind for kind in of_audience if allows(kind, rights)]
    return [kind for kind in of_audience if kind.may_open(holder, on)]


def by_theme(kinds: Iterable[Kind], drafts: Iterable[Case] = ()) -> list[Theme]:
    """The kinds under their themes, the fullest first, each with its draft if one waits."""
    waiting = {draft.kind: draft for draft in sorted(drafts, key=lambda each: each.saved_at)}
    offers = [Offer(kind, waiting.get(kind.code)) for kind in kinds]
    under = {theme: [each for each in offers if each.kind.definition.theme == theme] for theme in THEMES}
    fullest = sorted(under.items(), key=lambda each: -len(each[1]))
    return [Theme(THEMES[theme], ICONS[theme], found) for theme, found in fullest if found]


@dataclass(frozen=True, slots=True)
class Before:
    """What one knows before beginning: the papers asked of all and of some, by when it is answered."""

    always: list[Paper]
    perhaps: list[Paper]
    target: Citation
    legal: Citation | None


def before_beginning(kind: Kind, on: dt.date) -> Before:
    said, law = kind.definition, Law(on)
    return Before(
        always=[paper for paper in said.papers if not paper.when and paper.required],
        perhaps=[paper for paper in said.papers if paper.when or not paper.required],
        target=law.cite(said.target),
        legal=law.cite(said.legal) if said.legal else None,
    )


# One case.


@dataclass(frozen=True, slots=True)
class Following:
    """Where a case stands, for its applicant."""

    steps: list[StepShown]
    step: Step | None
    asked: list[Piece]
    decision: Decision | None
    inquiries: list[Inquiry]


def following_of(case: Case, on: dt.date) -> Following:
    passed = list(case.steps.order_by("pk"))
    at_hand = next((step for step in passed if step.ended_at is None), None)
    final = case.decisions.filter(state=DecisionState.FINAL).first() if case.state in CLOSED else None
    return Following(
        steps=_shown(case, passed, on),
        step=at_hand,
        asked=list(still_asked(case).order_by("pk")),
        decision=final,
        inquiries=list(case.inquiries.select_related("company").order_by("pk")),
    )


def _shown(case: Case, passed: list[Step], on: dt.date) -> list[StepShown]:
    shown = [_step(step, on, again=rank > 0) for rank, step in enumerate(passed)]
    if case.state == State.WITHDRAWN:
        return [*shown, StepShown(pgettext("request", "Withdrawn"), StepState.DONE, case.closed_at)]
    if case.state in CLOSED:
        done = StepShown(str(case.get_state_display()), StepState.DONE, case.closed_at)
        return [*shown, done, *(kind_of(case).after(case) if case.state == State.ACCEPTED else [])]
    return [*shown, StepShown(_("Decision"), StepState.TODO, note=_decided_by(case))]


def _step(step: Step, on: dt.date, *, again: bool) -> StepShown:
    waits_again = again and step.name == StepName.RECEIVED
    label = _("Waiting for an agent again") if waits_again else StepName(step.name).label
    if step.ended_at is not None:
        return StepShown(label, StepState.DONE, step.began_at)
    return StepShown(label, StepState.CURRENT, step.began_at, note=_clock(step, on))


def _clock(step: Step, on: dt.date) -> str:
    """By when the step at hand ends, in words."""
    if step.target_on is None:
        return ""
    day = {"day": long_date(step.target_on)}
    if step.name == StepName.AWAITING:
        return _("Give them by %(day)s. The time of your request does not run meanwhile.") % day
    if step.name == StepName.ASKED:
        return _("Answer awaited by %(day)s. The time of your request does not run meanwhile.") % day
    if step.name == StepName.EXAMINED or step.target_on < on:
        return ""  # the day of the decision says it
    return _("An agent takes it by %(day)s.") % day if step.name == StepName.RECEIVED else _("By %(day)s.") % day


def _decided_by(case: Case) -> str:
    if case.target_on is None:
        return ""
    if case.is_paused:
        return _("The day moves on by as long as the answer is awaited.")
    words = _("We said: by %(day)s.") % {"day": long_date(case.target_on)}
    if case.legal_on and case.legal_on != case.target_on:
        words += " " + _("The law says: by %(day)s.") % {"day": long_date(case.legal_on)}
    return words


# Companies that are asked.


def inquiries_of(company: Employer) -> list[Inquiry]:
    """What the fund asks this company, what waits for an answer first, then the latest answered."""
    asked = company.inquiries.select_related("case", "case__person").defer("case__result", "case__contact")
    waiting = list(to_answer(company, asked).order_by("due_on", "pk"))
    return [*waiting, *asked.filter(answered_at__isnull=False).order_by("-answered_at")[:50]]


def to_answer(company: Employer, asked: QuerySet[Inquiry] | None = None) -> QuerySet[Inquiry]:
    """The questions that still wait: a case that is over asks for nothing any more."""
    of_company = company.inquiries.all() if asked is None else asked
    return of_company.filter(answered_at=None, case__state__in=OPEN)
