"""Who may enter: every view carries its predicate, and a test refuses the views that carry none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote, urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

Predicate = Callable[[Any], bool]
P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]


class Detour(Exception):
    """Not yet: this person must first pass by `address`, another page of ours, which then brings them back."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def anyone(request: HttpRequest) -> bool:  # noqa: ARG001
    """Visitors too: nothing personal is shown."""
    return True


def signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _unkept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A page of somebody who signed in stays in no cache: telephones and counters are shared.

    So does one that a predicate marked `personal`: a visitor holds it by a secret.
    """
    if request.user.is_authenticated or getattr(request, "personal", False):
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def page_of(request: HttpRequest) -> str:
    """The page to come back to: the one asked for, or the one on which the form that is being sent stands."""
    own = request.get_full_path()
    partial = request.headers.get("HX-Request") == "true"
    if request.method in {"GET", "HEAD"} and not partial:
        return own
    said = urlsplit(request.headers.get("HX-Current-URL" if partial else "Referer", ""))
    if said.netloc != request.get_host() or not said.path.startswith("/") or said.path.startswith("//"):
        return own
    return f"{said.path}?{said.query}" if said.query else said.path


def with_next(address: str, path: str) -> str:
    """The address of a page that brings back to `path`."""
    return f"{address}?next={quote(path, safe='/')}"


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Where to go afterwards: the `next` of the request if it is a page of ours, else `otherwise`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    # A path from the root: anything else would be taken for the name of a page, and a control sign fits no column.
    ours = asked.startswith("/") and asked.isprintable()
    ours = ours and url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else resolve_url(otherwise)


def open_to(*predicates: Predicate) -> Callable[[View[R, P]], View[R, P]]:
    """Let in whoever satisfies one of the predicates; ask a visitor to sign in; tell the others nothing (404).

    A predicate may raise Detour for somebody who could enter after one more step.
    """

    def guard(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                entered = any(may_enter(request) for may_enter in predicates)
            except Detour as detour:
                return redirect(with_next(detour.address, page_of(request)))
            if entered:
                return _unkept(request, view(request, *args, **kwargs))
            if not request.user.is_authenticated:
                return redirect_to_login(page_of(request))
            raise Http404

        guarded.open_to = predicates  # type: ignore[attr-defined]
        return guarded

    return guard
