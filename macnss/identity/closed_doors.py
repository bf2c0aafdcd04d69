"""What a person sees at a door that is closed for a while: why, until when, and the doors that are open.

The refusals of limits and of the password queue may come out of any view; they end here, in one place.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from macnss.identity.hashing import Busy
from macnss.identity.services.limits import LimitsUnavailable, TooManyTries
from macnss.ui.pages import page

Closed = Busy | LimitsUnavailable | TooManyTries
WAIT_FOR_REPAIR = 120
TITLES: dict[type[Closed], tuple[HTTPStatus, Promise]] = {
    TooManyTries: (HTTPStatus.TOO_MANY_REQUESTS, _("Wait a little before you try again")),
    Busy: (HTTPStatus.SERVICE_UNAVAILABLE, _("Many people are signing in")),
    LimitsUnavailable: (HTTPStatus.SERVICE_UNAVAILABLE, _("Signing in is closed for the moment")),
}


class ClosedDoors:
    """Answer 429 or 503 in words, with the time to wait in the header that programs read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return closed(request, exception) if isinstance(exception, Closed) else None


def closed(request: HttpRequest, refusal: Closed) -> HttpResponse:
    """The page of a door that is closed; a script is told the same in JSON."""
    status, title = TITLES[type(refusal)]
    answer: HttpResponse
    if "application/json" in request.headers.get("Accept", ""):
        answer = JsonResponse({"message": str(refusal), "error": refusal.code}, status=status)
    else:
        said = {"title": title, "sentence": str(refusal), "reason": refusal.code}
        answer = page(request, "identity/cannot_now.html", said, status=status)
    answer["Retry-After"] = str(getattr(refusal, "seconds", WAIT_FOR_REPAIR))
    answer["Cache-Control"] = "no-store"
    return answer
