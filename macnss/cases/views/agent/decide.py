"""The decision, and the second agent's look at it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from macnss.cases.access import AgentCaseRequest, decides_case
from macnss.cases.engine import Holder, kind_of
from macnss.cases.enums import DecisionState, Outcome
from macnss.cases.forms_agent import Accept, Answer, Refuse, SecondLook
from macnss.cases.services import deciding
from macnss.cases.services.refusals import WordsNeeded
from macnss.cases.views.agent.acts import did, go_on, panel
from macnss.cases.views.agent.examine import show
from macnss.cases.views.agent.ready import ReadyWords, ready_for
from macnss.kernel.access import open_to


@require_http_methods(["GET", "POST"])
@open_to(decides_case)
def decide(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Accept, after reading what will happen; or refuse, for coded reasons and an article."""
    if request.GET.get("outcome") == Outcome.REFUSED:
        return _refuse(request)
    return _accept(request)


@require_http_methods(["GET", "POST"])
@open_to(decides_case)
def second(request: AgentCaseRequest, case_id: UUID) -> HttpResponse:
    """Confirm what a colleague proposed, or turn it down with a word."""
    decision = request.case.decisions.filter(state=DecisionState.PROPOSED).select_related("case", "by").first()
    if decision is None:
        return redirect("cases:examine", case_id=case_id)
    form, now = SecondLook(request.POST or None), timezone.now()
    if not form.is_valid():
        return panel(request, "second", form, effects=_effects(request))
    words = form.cleaned_data["words"]
    if request.POST.get("action") == "turn_down":
        if not words:
            form.add_error("words", str(WordsNeeded.message))
        elif did(form, lambda: deciding.turn_down(decision=decision, words=words, by=request.user, now=now)):
            return go_on(request, form, _("The file went back to its agent, with your word."))
    elif words:
        form.add_error("words", str(_("You wrote why you do not agree: send it back, or erase it to confirm.")))
    elif did(form, lambda: deciding.confirm(decision=decision, by=request.user, now=now)):
        return go_on(request, form, _("It is decided; the applicant is told."))
    if not request.case.decisions.filter(state=DecisionState.PROPOSED).exists():  # a colleague was faster
        request.case.refresh_from_db()
        return show(request, status=422, refusal=" ".join(map(str, form.non_field_errors())))
    return panel(request, "second", form, effects=_effects(request))


def _accept(request: AgentCaseRequest) -> HttpResponse:
    ready = ready_for(request, request.case)
    form = _acceptance(request, ready)
    if form.is_valid() and did(form, lambda: _decide(request, form, Outcome.ACCEPTED)):
        return go_on(request, form, _said(request))
    return panel(request, "accept", form, ready=ready, effects=_effects(request), two=_two(request))


def _acceptance(request: AgentCaseRequest, ready: ReadyWords) -> Accept:
    case, typed, words = request.case, request.POST or None, ready.chosen(request)
    if not kind_of(case).definition.is_answered:
        return Accept(typed, words=words)
    return Answer(typed, words=words, answered=case.exchanges.filter(from_fund=True).exists())


def _refuse(request: AgentCaseRequest) -> HttpResponse:
    case = request.case
    suggested = deciding.suggestion_for(case, timezone.localdate()).reasons if request.method == "GET" else ()
    ready = ready_for(request, case)
    form = Refuse(request.POST or None, kind_of(case).definition, suggested, words=ready.chosen(request))
    if form.is_valid() and did(form, lambda: _decide(request, form, Outcome.REFUSED)):
        return go_on(request, form, _said(request))
    reasons, articles = form.chosen("reasons"), form.chosen("articles")
    said: dict[str, Any] = {"ready": ready, "chosen_reasons": reasons, "chosen_articles": articles}
    return panel(request, "refuse", form, two=_two(request), **said)


def _decide(request: AgentCaseRequest, form: Accept, outcome: Outcome) -> None:
    typed = form.cleaned_data
    deciding.decide(
        case=request.case,
        outcome=outcome,
        by=request.user,
        now=timezone.now(),
        reasons=typed.get("reasons", []),
        articles=[int(rank) for rank in typed.get("articles", [])],
        words=typed["words"],
    )


def _effects(request: AgentCaseRequest) -> list[object]:
    case = request.case
    return list(kind_of(case).effects(case.said, Holder.of(case), timezone.localdate()))


def _two(request: AgentCaseRequest) -> bool:
    """Do two agents decide it?"""
    return kind_of(request.case).needs_second(request.case.said)


def _said(request: AgentCaseRequest) -> str:
    if _two(request):
        return str(_("Your decision waits for a second agent."))
    return str(_("It is decided; the applicant is told."))
