"""Passkeys: signing in with one, making one, renaming, removing. The browser and these addresses speak JSON."""

import datetime as dt
import json
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.identity import entry, ways
from macnss.identity.access import SignedIn, makes_the_first_passkey, proved
from macnss.identity.enums import Level, Method
from macnss.identity.forms.security import PasskeyName
from macnss.identity.models import Passkey
from macnss.identity.services import enrolment, limits, passkeys
from macnss.identity.services.devices import name_of
from macnss.identity.sessions import CHALLENGE
from macnss.kernel.access import anyone, next_page, open_to, signed_in
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.ui.pages import page

ANSWER_AT_MOST = 20_000
# What to offer beside a refusal: the words of the link and its page.
_BLOCKED = {
    limits.TooManyTries.code: HTTPStatus.TOO_MANY_REQUESTS,
    limits.LimitsUnavailable.code: HTTPStatus.SERVICE_UNAVAILABLE,
}


@never_cache
@require_POST
@open_to(anyone)
def options(request: HttpRequest) -> HttpResponse:
    """What the browser asks the authenticator: for a visitor to sign in, for somebody inside to prove who they are."""
    now, account = timezone.now(), request.user if request.user.is_authenticated else None
    try:
        asked, challenge = passkeys.ask(origin=origin_of(request), account=account, now=now)
    except DomainError as refusal:
        return refused(refusal)
    return _asked(request, asked, challenge)


@never_cache
@require_POST
@open_to(anyone)
def sign_in(request: HttpRequest) -> HttpResponse:
    """A fingerprint or a face, no name typed; then the page that was asked for."""
    now = timezone.now()
    try:
        limits.spend(limits.Act.SIGN_IN, address=client_address(request), now=now)
        passkey = passkeys.use(
            answer=answer(request).get("credential"), challenge=_challenge(request), origin=origin_of(request), now=now
        )
        entry.let_in(request, passkey.account, Method.PASSKEY, now=now)
    except DomainError as refusal:
        return refused(refusal)
    return JsonResponse({"next": next_page(request, "portals:home")})


@never_cache
@require_POST
@open_to(signed_in)
def prove(request: SignedIn) -> HttpResponse:
    """The same, in place, by somebody who is inside: the passkey must be one of theirs."""
    now = timezone.now()
    try:
        limits.spend(limits.Act.PROVE, address=client_address(request), now=now)
        passkeys.use(
            answer=answer(request).get("credential"),
            challenge=_challenge(request),
            origin=origin_of(request),
            account=request.user,
            now=now,
        )
    except DomainError as refusal:
        return refused(refusal)
    entry.prove(request, Method.PASSKEY, now=now)
    return JsonResponse({"next": next_page(request, "identity:security")})


@require_GET
@open_to(signed_in)
@proved(Level.SUBSTANTIAL, unless=makes_the_first_passkey)
def new(request: SignedIn) -> HttpResponse:
    """What a passkey is, and the button that makes one."""
    return page(request, "identity/passkeys.html", {"name": name_of(request.headers.get("User-Agent", ""))})


@never_cache
@require_POST
@open_to(signed_in)
@proved(Level.SUBSTANTIAL, unless=makes_the_first_passkey)
def new_options(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    try:
        asked, challenge = passkeys.ask_for_new(account=request.user, origin=origin_of(request), now=now)
    except DomainError as refusal:
        return refused(refusal)
    return _asked(request, asked, challenge)


@never_cache
@require_POST
@open_to(signed_in)
@proved(Level.SUBSTANTIAL, unless=makes_the_first_passkey)
def add(request: SignedIn) -> HttpResponse:
    """Keep the passkey that the browser has just made."""
    try:
        passkey = passkeys.add(
            account=request.user,
            answer=answer(request).get("credential"),
            challenge=_challenge(request),
            origin=origin_of(request),
            name=_name(request),
            by=request.user,
            now=timezone.now(),
        )
    except DomainError as refusal:
        return refused(refusal)
    messages.success(request, _("“%(name)s” now opens your account.") % {"name": passkey.name})
    return JsonResponse({"next": next_page(request, "identity:security")})


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
@proved(Level.SUBSTANTIAL)
def passkey(request: SignedIn, passkey_id: UUID) -> HttpResponse:
    """One passkey: its name, and its removal, said again before it is done."""
    mine = get_object_or_404(Passkey, account=request.user, public_id=passkey_id)
    form = PasskeyName(request.POST if "name" in request.POST else None, initial={"name": mine.name})
    now, refusal = timezone.now(), None
    try:
        if request.POST.get("act") == "remove":
            here = request.session.session_key
            passkeys.remove(passkey=mine, by=request.user, now=now, here=here)
            messages.success(request, _("“%(name)s” no longer opens your account.") % {"name": mine.name})
            return redirect("identity:security")
        if form.is_valid():
            passkeys.rename(passkey=mine, name=form.cleaned_data["name"], by=request.user, now=now)
            return redirect("identity:security")
    except passkeys.NameTaken as taken:
        form.add_error("name", str(taken))
        mine.refresh_from_db()
    except DomainError as error:
        refusal = error
    said = {"passkey": mine, "form": form, "refusal": refusal, "ways": ways.ways_in(request.user)}
    return page(request, "identity/passkey.html", said, status=422 if form.is_bound or refusal else 200)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def enrol(request: HttpRequest, secret: str) -> HttpResponse:
    """The one-time address of an agent: they make their passkey and are in."""
    now = timezone.now()
    try:
        if request.method == "POST":
            made = passkeys.add_by_invitation(
                secret=secret,
                answer=answer(request).get("credential"),
                challenge=_challenge(request),
                origin=origin_of(request),
                name=_name(request),
                now=now,
            )
            entry.let_in(request, made.account, Method.PASSKEY, now=now)
            return JsonResponse({"next": resolve_url("portals:home")})
        said = {"agent": enrolment.invited(secret=secret, now=now), "secret": secret, "refusal": None}
    except DomainError as refusal:
        if request.method == "POST":
            return refused(refusal)
        return page(request, "identity/enrol.html", {"refusal": refusal}, status=HTTPStatus.GONE)
    return page(request, "identity/enrol.html", said)


@never_cache
@require_POST
@open_to(anyone)
def enrol_options(request: HttpRequest, secret: str) -> HttpResponse:
    now = timezone.now()
    try:
        limits.spend(limits.Act.INVITATION, address=client_address(request), now=now)
        account = enrolment.invited(secret=secret, now=now)
        asked, challenge = passkeys.ask_for_new(account=account, origin=origin_of(request), now=now)
    except DomainError as refusal:
        return refused(refusal)
    return _asked(request, asked, challenge)


def origin_of(request: HttpRequest) -> str:
    """The origin that the browser must have signed: ours, as it was called."""
    return f"{request.scheme}://{request.get_host()}"


def answer(request: HttpRequest) -> dict[str, Any]:
    """What the browser sent; an empty answer when it is none of ours."""
    try:
        said = json.loads(request.body) if len(request.body) <= ANSWER_AT_MOST else None
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def refused(refusal: DomainError) -> JsonResponse:
    """A refusal in words, and where to go next: never a dead end."""
    way_out = {"text": _("I can't get in"), "url": resolve_url("identity:cannot_get_in")}
    said = {"code": refusal.code, "error": str(refusal), "way_out": way_out}
    return JsonResponse(said, status=_BLOCKED.get(refusal.code, HTTPStatus.UNPROCESSABLE_ENTITY))


def _asked(request: HttpRequest, options: dict[str, Any], challenge: passkeys.Challenge) -> JsonResponse:
    request.session[CHALLENGE] = [challenge.purpose, challenge.state, challenge.until.isoformat()]
    return JsonResponse(options)


def _challenge(request: HttpRequest) -> passkeys.Challenge | None:
    """The challenge of this browser, taken once: an answer sent again finds none."""
    taken = request.session.take(CHALLENGE)  # type: ignore[attr-defined]
    return passkeys.Challenge(taken[0], taken[1], dt.datetime.fromisoformat(taken[2])) if taken else None


def _name(request: HttpRequest) -> str:
    said = answer(request).get("name")
    return (said.strip() if isinstance(said, str) else "") or name_of(request.headers.get("User-Agent", ""))
