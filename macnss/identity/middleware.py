"""What every request of a session passes by: how long it may last, when it was last seen, the cookie of the device."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from macnss.identity import held
from macnss.identity.models import Account
from macnss.identity.sessions import OPENED, SEEN
from macnss.kernel.secrets import digest

Handler = Callable[[HttpRequest], HttpResponse]
NOTED_EVERY = dt.timedelta(minutes=1)


class Watch:
    """End a session that was idle or open too long; note when it was seen; keep what was typed in the meantime.

    Pages read `request.session_left`, the seconds that the session has left if nobody asks for anything,
    `request.session_owner`, and `request.held`, what was typed there before a detour.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ended_for = _watch(request)
        request.held = held.for_page(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if ended_for and _asks_to_sign_in(response):
            held.keep(request, ended_for)
        elif request.held is not None and response.status_code == HTTPStatus.OK:  # type: ignore[attr-defined]
            held.forget(request)
        _keep_device_cookie(request, response)
        return _whole_page(request, response)


def _watch(request: HttpRequest) -> int | None:
    """The key of the account whose session has just ended, None when none did."""
    request.session_left = None  # type: ignore[attr-defined]
    if OPENED not in request.session or not request.user.is_authenticated:
        return None
    now = timezone.now()
    left = time_left(request, now)
    if left <= dt.timedelta():
        account = request.user.pk
        request.session.flush()
        request.user = AnonymousUser()
        request.timed_out = True  # type: ignore[attr-defined]
        return account
    if request.path != reverse("identity:session_state"):  # asking how long is left prolongs nothing
        if now - _moment(request, SEEN) > NOTED_EVERY:
            request.session[SEEN] = now.isoformat()
        left = time_left(request, now)
    request.session_owner = owner_mark(request.user)  # type: ignore[attr-defined]
    request.session_left = int(left.total_seconds())  # type: ignore[attr-defined]
    return None


def time_left(request: HttpRequest, now: dt.datetime) -> dt.timedelta:
    """How long this session lasts if its owner asks for nothing more."""
    return min(_moment(request, SEEN) + idle_limit(request), end_of(request)) - now


def end_of(request: HttpRequest) -> dt.datetime:
    """When this session ends, whatever its owner does."""
    return _moment(request, OPENED) + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)


def owner_mark(account: Account) -> str:
    """What tells an open page that it is still the same person who is signed in, and nothing else."""
    return digest(str(account.public_id), "owner of a page").hex()[:16]


def idle_limit(request: HttpRequest) -> dt.timedelta:
    """How long a session may sleep: less for the fund's agents."""
    agent = request.user.is_authenticated and request.user.is_agent
    return dt.timedelta(seconds=settings.SESSION_IDLE_OF_AGENTS if agent else settings.SESSION_IDLE)


def _moment(request: HttpRequest, name: str) -> dt.datetime:
    return dt.datetime.fromisoformat(request.session[name])


def _asks_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.FOUND and response["Location"].startswith(resolve_url(settings.LOGIN_URL))


def _keep_device_cookie(request: HttpRequest, response: HttpResponse) -> None:
    secret = getattr(request, "device_secret", None)
    if secret and secret != request.COOKIES.get(settings.DEVICE_COOKIE_NAME):
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            secret,
            max_age=settings.DEVICE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A part of a page that must pass by the door, or by a proof, leaves its page: a door inside it helps nobody."""
    doors = (resolve_url(settings.LOGIN_URL), reverse("identity:prove"), reverse("identity:levels"))
    if (
        request.headers.get("HX-Request") == "true"
        and response.status_code == HTTPStatus.FOUND
        and response["Location"].startswith(doors)
    ):
        response.status_code = HTTPStatus.NO_CONTENT
        response.headers["HX-Redirect"] = response["Location"]
        del response.headers["Location"]
    return response
