"""Who may enter: every view carries its predicate, and a test refuses the views that carry none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

Predicate = Callable[[Any], bool]
P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]


def anyone(request: HttpRequest) -> bool:  # noqa: ARG001
    """Visitors too: nothing personal is shown."""
    return True


def signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _unkept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A page of somebody who signed in stays in no cache: telephones and counters are shared."""
    if request.user.is_authenticated:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def open_to(*predicates: Predicate) -> Callable[[View[R, P]], View[R, P]]:
    """Let in whoever satisfies one of the predicates; ask a visitor to sign in; tell the others nothing (404)."""

    def guard(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if any(may_enter(request) for may_enter in predicates):
                return _unkept(request, view(request, *args, **kwargs))
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise Http404

        guarded.open_to = predicates  # type: ignore[attr-defined]
        return guarded

    return guard
