"""What every request carries: an identifier that the logs repeat, and the language that the person chose."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]
_current: ContextVar[str] = ContextVar("request_id", default="")
_ACCEPTABLE = re.compile(r"[A-Za-z0-9-]{8,64}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{40,}")  # the one-time part of an address (`kernel.secrets.token`)


class RequestIds:
    """Give each request an identifier (the proxy's when it is well formed), in the logs and in the answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get("X-Request-ID", "")
        token = _current.set(said if _ACCEPTABLE.fullmatch(said) else uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = _current.get()
            return response
        finally:
            _current.reset(token)


class AddRequestId(logging.Filter):
    """Put the identifier of the request into every line of the log, and take the request out of it.

    Django hands the request over with its full address, query included: somebody's name may stand there. The one-time
    part of an address opens a door to whoever reads it: it is blotted out.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        record.__dict__.pop("request", None)
        if isinstance(record.args, tuple):
            record.args = tuple(_SECRET.sub("…", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


class Language:
    """The language of the cookie, else the first of the browser's that we speak, else Arabic."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def language_of(request: HttpRequest) -> str:
    spoken = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in spoken else translation.get_language_from_request(request)
