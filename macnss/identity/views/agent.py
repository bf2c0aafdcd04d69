"""Supervisors: who holds which role at their offices; giving and taking back roles, two by two."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.identity.access import AgentRequest, agent_as, proved
from macnss.identity.enums import Level, ProposalState, Role
from macnss.identity.forms.agents import FindAgent, GiveRole, Why
from macnss.identity.models import Account, Office, Posting, Proposal
from macnss.identity.models.agents import PostingQuerySet
from macnss.identity.queries import agent_with, details_of, postings_at
from macnss.identity.services import agents, four_eyes
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page

supervisor = agent_as(Role.SUPERVISOR)
decides = agent_as(Role.SUPERVISOR, Role.REFERENCE_DATA)
DECIDED_SHOWN = 20


@require_http_methods(["GET", "POST"])
@open_to(supervisor)
def team(request: AgentRequest) -> HttpResponse:
    """The agents of my offices and their roles today; another agent is found by e-mail, which no address keeps."""
    form = FindAgent(request.POST or None)
    if form.is_valid():
        if found := agent_with(form.cleaned_data["email"]):
            return redirect("identity:team_member", found.public_id)
        form.add_error("email", _("No agent has this e-mail. Check each letter."))
    said = {"form": form, "postings": postings_at(_mine(request), timezone.localdate())}
    return page(request, "identity/agent/team.html", said, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@open_to(supervisor)
@proved(Level.SUBSTANTIAL)
def team_member(request: AgentRequest, account_id: UUID) -> HttpResponse:
    """One agent: the roles held at my offices, and what I propose to change."""
    agent = get_object_or_404(Account, public_id=account_id, is_agent=True)
    now = timezone.now()
    form = GiveRole(_mine(request), timezone.localdate(now), request.POST if _gives(request) else None)
    why = Why(request.POST if _ends(request) else None)
    try:
        if form.is_valid() and _gives(request):
            typed = form.cleaned_data
            agents.propose_posting(
                account=agent,
                role=Role(typed["role"]),
                office=form.chosen_office(),
                since=typed["since"],
                until=typed["until"],
                reason=typed["reason"],
                by=request.user,
                now=now,
            )
            return _proposed(request)
        if _ends(request) and why.is_valid():
            held = get_object_or_404(_held(request, agent), public_id=_uuid(request.POST.get("posting", "")))
            agents.propose_end(posting=held, reason=why.cleaned_data["reason"], by=request.user, now=now)
            return _proposed(request)
    except DomainError as refusal:
        (form if _gives(request) else why).add_error(None, str(refusal))
    said = {
        "agent": agent,
        "held": _held(request, agent).in_force(timezone.localdate(now)).order_by("role", "office__code"),
        "form": form,
        "why": why,
        "oneself": agent == request.user,
    }
    status = 422 if form.errors or why.errors else 200
    return page(request, "identity/agent/member.html", said, status=status)


@require_GET
@open_to(decides)
def proposals(request: AgentRequest) -> HttpResponse:
    """What waits for a second person, and what was decided lately."""
    waiting = four_eyes.proposals_for(request.roles, [ProposalState.PROPOSED])
    decided = four_eyes.proposals_for(request.roles, [ProposalState.ACCEPTED, ProposalState.REFUSED])[:DECIDED_SHOWN]
    said = {
        "waiting": [(each, four_eyes.KINDS[each.kind].title(each)) for each in waiting],
        "decided": [(each, four_eyes.KINDS[each.kind].title(each)) for each in decided],
    }
    return page(request, "identity/agent/proposals.html", said)


@require_http_methods(["GET", "POST"])
@open_to(decides)
@proved(Level.SUBSTANTIAL)
def proposal(request: AgentRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal: read it, then accept or refuse, unless it is one's own."""
    found = get_object_or_404(Proposal.objects.select_related("proposed_by", "decided_by"), public_id=proposal_id)
    if not four_eyes.belongs_to(found, request.roles):
        raise Http404
    if request.method == "POST" and (refused := _decide(request, found)):
        return _proposal_page(request, found, refused)
    return redirect("identity:proposals") if request.method == "POST" else _proposal_page(request, found, "")


def _decide(request: AgentRequest, found: Proposal) -> str:
    """Why it could not be decided; "" when it was."""
    decide = {"accept": four_eyes.accept, "refuse": four_eyes.refuse}.get(request.POST.get("act", ""))
    if decide is None:
        return _("Choose to accept or to refuse.")
    try:
        decide(proposal=found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        return str(refusal)
    messages.success(request, _("Your decision is recorded, and holds from now on."))
    return ""


def _proposal_page(request: AgentRequest, found: Proposal, refused: str) -> HttpResponse:
    own = request.user == found.proposed_by or str(request.user.public_id) == found.data.get("account")
    kind = four_eyes.KINDS[found.kind]
    said = {
        "proposal": found,
        "kind": kind.title(found),
        "details": details_of(found),
        "lines": kind.details(found.data) if kind.details else [],
        "decider": kind.decided_by.label if kind.decided_by != Role.SUPERVISOR else "",
        "refused": refused,
        "may_decide": found.state == ProposalState.PROPOSED and not own,
        "own": own,
    }
    return page(request, "identity/agent/proposal.html", said, status=422 if refused else 200)


def _mine(request: AgentRequest) -> list[Office]:
    """The offices that I supervise today."""
    return request.roles[Role.SUPERVISOR]


def _held(request: AgentRequest, agent: Account) -> PostingQuerySet:
    return Posting.objects.filter(account=agent, office__in=_mine(request)).select_related("office", "account")


def _gives(request: AgentRequest) -> bool:
    return request.method == "POST" and request.POST.get("act") == "give"


def _ends(request: AgentRequest) -> bool:
    return request.method == "POST" and request.POST.get("act") == "end"


def _proposed(request: AgentRequest) -> HttpResponse:
    messages.success(request, _("Proposed. Nothing changes until a second supervisor accepts."))
    return redirect("identity:proposals")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
