"""Who may enter as an agent of the fund, and how surely one must have proved who one is."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from macnss.identity import entry, held, queries
from macnss.identity.enums import Level, Role
from macnss.identity.models import Account, Office
from macnss.identity.sessions import ASKED
from macnss.kernel.access import Detour, page_of, with_next

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]
FRESH = dt.timedelta(minutes=10)


class SignedIn(HttpRequest):
    """A request of somebody who signed in, whoever they are."""

    user: Account


class AgentRequest(HttpRequest):
    """A request of an agent of the fund: the roles held today, and where."""

    user: Account
    roles: dict[Role, list[Office]]


def fund_agent(request: AgentRequest) -> bool:
    """An agent of the fund, whatever their role, who came in with a passkey."""
    if not request.user.is_authenticated or not request.user.is_agent:
        return False
    proof = entry.proof_of(request)
    return proof is not None and proof.method in entry.OF_AGENTS


def agent_as(*roles: Role) -> Callable[[AgentRequest], bool]:
    """An agent who holds one of these roles today."""

    def may_enter(request: AgentRequest) -> bool:
        if not fund_agent(request):
            return False
        request.roles = queries.roles_of(request.user, timezone.localdate())
        return any(role in request.roles for role in roles)

    return may_enter


def level_of(request: HttpRequest) -> Level:
    """How surely the person at this session is who the account says: the weaker of the identity and of the proof."""
    proof = entry.proof_of(request)
    if proof is None or not request.user.is_authenticated:
        return Level.LOW
    return min(Level(request.user.level), proof.level)


def needs_level(request: HttpRequest, level: Level) -> None:
    """Send somebody whose identity or proof is weaker than `level` where they can strengthen it. Raises Detour."""
    if not request.user.is_authenticated:
        return
    if Level(request.user.level) < level:
        raise Detour(reverse("identity:levels"))
    if level_of(request) < level:
        _remember(request, level)
        raise Detour(reverse("identity:prove"))


def needs_proof(request: HttpRequest, level: Level) -> None:
    """The same for the proof of this session alone: who acts for others need not be insured. Raises Detour."""
    proof = entry.proof_of(request)
    if proof is None or proof.level < level:
        _remember(request, level)
        raise Detour(reverse("identity:prove"))


def has_proved(request: HttpRequest, level: Level, now: dt.datetime, within: dt.timedelta = FRESH) -> bool:
    """Has this session shown a proof of that strength, lately?"""
    proof = entry.proof_of(request)
    return proof is not None and proof.level >= level and proof.is_fresh(now, within)


def needs_fresh_proof(request: HttpRequest, level: Level, now: dt.datetime) -> None:
    """Ask for a fresh proof where only the object at hand says how strong it must be. Raises Detour."""
    if not has_proved(request, level, now):
        _remember(request, level)
        raise Detour(reverse("identity:prove"))


def asked(request: HttpRequest) -> Level:
    """The strength of the proof that the page where this person was going needs."""
    return Level(request.session.get(ASKED, Level.SUBSTANTIAL))


def makes_the_first_passkey(request: HttpRequest) -> bool:
    """Somebody who has just opened or recovered their account, and has no passkey yet."""
    if not request.user.is_authenticated or not entry.is_welcome(request, now=timezone.now()):
        return False
    return not request.user.passkeys.exists()


def proved(
    level: Level, within: dt.timedelta = FRESH, *, unless: Callable[[HttpRequest], bool] | None = None
) -> Callable[[View[R, P]], View[R, P]]:
    """Ask for a fresh proof of that strength before the view, in place: what was typed comes back (`held`)."""

    def guard(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if has_proved(request, level, timezone.now(), within) or (unless and unless(request)):
                return view(request, *args, **kwargs)
            _remember(request, level)
            return redirect(with_next(reverse("identity:prove"), page_of(request)))

        guarded.proof_needed = level  # type: ignore[attr-defined]
        return guarded

    return guard


def _remember(request: HttpRequest, level: Level) -> None:
    """Keep what was asked where an address cannot change it, and what was typed."""
    request.session[ASKED] = level.value
    if request.user.pk:
        held.keep(request, request.user.pk)
