"""Headers of every answer, the faults that the switches ask for, and the browser behind a request."""

import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from sandbox.mon_eid.switches import now_set
from sandbox.mon_eid.words import LANGUAGES

Next = Callable[[HttpRequest], HttpResponseBase]
NEVER_AT_FAULT = ("/switches/", "/readyz", "/language/")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; frame-ancestors 'none'; form-action 'self'{senders}"
)


class Headers:
    """A strict policy, and nothing kept by the browser."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # A form may end in a redirect to the service that asked: browsers judge that by form-action too.
        senders = "".join(f" {origin}" for origin in getattr(request, "may_send_to", []))
        response["Content-Security-Policy"] = POLICY.format(senders=senders)
        response["X-Content-Type-Options"] = "nosniff"
        response["Referrer-Policy"] = "same-origin"  # "no-referrer" would hide the origin of our own forms
        response["X-Robots-Tag"] = "noindex"
        response.setdefault("Cache-Control", "no-store")
        return response


class Faults:
    """Slow and down, everywhere but at the switches."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in NEVER_AT_FAULT:
            return self.get_response(request)
        moved = now_set()
        time.sleep(moved.slow)
        if moved.down and request.path != "/":
            return HttpResponse("Mon e-ID sandbox: down by its switch.", status=503, headers={"Retry-After": "60"})
        return self.get_response(request)


class Browser:
    """Each browser has a secret of its own, which ties what it began to it, and a language."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        here: Any = request
        known = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
        here.browser = known or secrets.token_urlsafe(32)
        said = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        here.language = said if said in LANGUAGES else "ar"
        response = self.get_response(request)
        if not known and request.path not in MACHINES:
            keep(response, settings.BROWSER_COOKIE_NAME, here.browser)
        return response


MACHINES = ("/token", "/par", "/userinfo", "/jwks.json", "/readyz", "/.well-known/openid-configuration")


def keep(response: Any, name: str, value: str) -> None:
    response.set_cookie(name, value, httponly=True, samesite="Lax", secure=settings.ISSUER.startswith("https:"))
