"""Mon e-ID: going there, coming back, and the page that says where the visit stands."""

import datetime as dt
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.gateways.eid import health
from macnss.gateways.eid.configuration import public_keys
from macnss.gateways.eid.failures import Explanation, Next, explanation
from macnss.identity import entry
from macnss.identity.enums import EidPurpose, EidState, Level, Method
from macnss.identity.forms.eid import Departure
from macnss.identity.models import EidAttempt
from macnss.identity.services import eid, limits
from macnss.identity.sessions import TICKET
from macnss.kernel.access import anyone, next_page, open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.items import Step, StepState
from macnss.ui.pages import page

ATTEMPT = "eid_attempt"  # where the session keeps the visit that a recovery rests on
_PUBLISHED_FOR = "public, max-age=300"


@require_POST
@open_to(anyone)
def start(request: HttpRequest) -> HttpResponseBase:
    """Begin a visit and go there; the page of the visit when the provider cannot be reached."""
    form = Departure(request.POST)
    purpose = form.purpose_or(EidPurpose.SIGN_IN)
    here = next_page(request, "portals:home")
    if purpose == EidPurpose.PROVE and not request.user.is_authenticated:
        return redirect_to_login(here)
    if not form.is_valid():
        said = {"form": form, "purpose": purpose, "next": here}
        return page(request, "identity/eid/start.html", said, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        leaving = eid.start(
            purpose=purpose,
            account=request.user if request.user.is_authenticated and purpose == EidPurpose.PROVE else None,
            cin=form.cleaned_data["cin"],
            level=Level(form.cleaned_data["level"]) if form.cleaned_data["level"] else None,
            next=here,
            **_circumstances(request),
        )
    except DomainError as refusal:
        return _stopped(request, refusal, purpose)
    return _depart(leaving)


@require_GET
@open_to(anyone)
def come_back(request: HttpRequest) -> HttpResponse:
    """The provider sends the browser here with its answer."""
    now = timezone.now()
    try:
        attempt = eid.answer(params=request.GET.dict(), ticket=_ticket(request), now=now)
    except eid.UnknownAnswer as refusal:
        return _stopped(request, refusal, EidPurpose.SIGN_IN)
    if attempt.state == EidState.VERIFIED and not attempt.used_at:
        return _go_on(request, attempt, now)
    return redirect("identity:eid_attempt", attempt.public_id)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def attempt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Where a visit stands, in words; asks again by itself while it waits. POST: again, cancel, go on."""
    found, now = eid.attempt_of(attempt_id, _ticket(request)), timezone.now()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _act(request, found, now)
    return _show(request, found, now)


@require_POST
@open_to(anyone)
def ask_health(request: HttpRequest) -> HttpResponse:
    """Ask the provider whether it answers (2 s at most), then show the page again, or its line alone."""
    health.ask(now=timezone.now())
    if request.headers.get("HX-Request"):
        return page(request, "identity/eid/health.html", {"here": next_page(request, "identity:sign_in")})
    return redirect(next_page(request, "identity:sign_in"))


@require_GET
@open_to(anyone)
def jwks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The public keys by which the provider knows us."""
    response = JsonResponse(public_keys())
    response["Cache-Control"] = _PUBLISHED_FOR
    return response


def _act(request: HttpRequest, found: EidAttempt, now: dt.datetime) -> HttpResponse:
    asked = request.POST.get("act")
    if asked == "cancel":
        eid.give_up(attempt=found, now=now)
        return redirect("identity:eid_attempt", found.public_id)
    if asked == "go-on" and found.state == EidState.VERIFIED and not found.used_at:
        return _go_on(request, found, now)
    if asked != "again":
        return redirect("identity:eid_attempt", found.public_id)
    try:
        circumstances = _circumstances(request)
        del circumstances["ticket"]
        return _depart(eid.start_again(attempt=found, **circumstances))
    except DomainError as refusal:
        return _stopped(request, refusal, EidPurpose(found.purpose))


def _go_on(request: HttpRequest, verified: EidAttempt, now: dt.datetime) -> HttpResponse:
    """Verified: open what the visit was for, or hand it to the page that will."""
    if verified.purpose == EidPurpose.ACTIVATE or verified.account is None:
        return redirect("insured:activate_eid_done", verified.public_id)
    if verified.purpose == EidPurpose.RECOVER:
        request.session[ATTEMPT] = str(verified.public_id)
        return redirect("identity:recover_new")
    if verified.purpose == EidPurpose.PROVE and request.user != verified.account:
        eid.give_up(attempt=verified, now=now, code="other-person")
        return redirect("identity:eid_attempt", verified.public_id)
    try:
        account = eid.come_back(attempt=verified, now=now)
        level = Level(verified.level or Level.LOW)
        if verified.purpose == EidPurpose.PROVE:
            entry.prove(request, Method.EID, now=now, level=level)
        else:
            entry.let_in(request, account, Method.EID, now=now, level=level)
    except DomainError as refusal:
        return _stopped(request, refusal, EidPurpose(verified.purpose))
    return redirect(verified.next or "portals:home")


def _show(request: HttpRequest, found: EidAttempt, now: dt.datetime) -> HttpResponse:
    state, failure = found.state, found.failure
    if state == EidState.WAITING and found.expires_at <= now:
        state, failure = EidState.FAILED, "expired"
    part = request.headers.get("HX-Request") == "true"
    if part and state == EidState.WAITING:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # nothing to swap: the focus stays where it is
    words = explanation(failure)
    said = {
        "attempt": found,
        "state": state,
        "failure": failure,
        "untied": failure == "other-person" and _has_no_tie(request),
        "purpose": found.purpose,
        "next": found.next,
        "words": words,
        "may_correct": words.next is Next.CORRECT,
        "may_go_again": words.next is Next.AGAIN,
        "steps": _steps(state, used=found.used_at is not None),
        "level": Level(found.level).label if found.level else "",
    }
    return page(request, "identity/eid/state.html" if part else "identity/eid/attempt.html", said)


def _has_no_tie(request: HttpRequest) -> bool:
    """Somebody inside whose account may be tied to Mon e-ID by the activation, which knows the insured only."""
    user = request.user
    return user.is_authenticated and not user.needs_second_factor and not user.eid_links.exists()


def _steps(state: str, *, used: bool) -> list[Step]:
    verified = state == EidState.VERIFIED
    there = StepState.DONE if verified else StepState.CURRENT
    back = StepState.DONE if used else StepState.CURRENT if verified else StepState.TODO
    return [
        Step(_("You leave for Mon e-ID"), StepState.DONE),
        Step(
            _("Mon e-ID verifies who you are"), there, note=_("With your card and its PIN, in the app or on its page")
        ),
        Step(_("You come back here"), back, note=_("By itself, as soon as Mon e-ID has answered")),
    ]


def _circumstances(request: HttpRequest) -> dict[str, Any]:
    """What a visit needs to know of the browser that begins it."""
    return {
        "ticket": entry.ticket(request),
        "redirect_uri": request.build_absolute_uri(reverse("identity:eid_return")),
        "address": client_address(request),
        "language": get_language() or "",
        "now": timezone.now(),
    }


def _ticket(request: HttpRequest) -> bytes:
    """The ticket of this browser; of one that began nothing, none: looking must not open a session."""
    return entry.ticket(request) if TICKET in request.session else b""


def _depart(leaving: eid.Leaving) -> HttpResponse:
    return redirect(leaving.url or reverse("identity:eid_attempt", args=[leaving.attempt.public_id]))


def _stopped(request: HttpRequest, refusal: DomainError, purpose: EidPurpose) -> HttpResponse:
    """A page for a refusal that has no visit to show: what happened, what to do, the other ways."""
    statuses = {
        limits.TooManyTries.code: HTTPStatus.TOO_MANY_REQUESTS,
        limits.LimitsUnavailable.code: HTTPStatus.SERVICE_UNAVAILABLE,
    }
    known = explanation(refusal.code)
    words = Explanation(known.title, str(refusal), known.next_step) if refusal.code == "state-unknown" else None
    said = {"words": words, "sentence": str(refusal), "purpose": purpose, "next": ""}
    status = statuses.get(refusal.code, HTTPStatus.BAD_REQUEST)
    return page(request, "identity/eid/stopped.html", said, status=status)
