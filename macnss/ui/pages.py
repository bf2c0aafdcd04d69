"""Answers: a page, and the pages that say what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """A page of the site. A form that comes back with errors is a 422, which HTMX swaps."""
    return render(request, template, dict(context or {}), status=status)


@dataclass(frozen=True, slots=True)
class Mishap:
    """What went wrong in plain words: the title, what happened, what to do now."""

    status: HTTPStatus
    title: Promise
    what_happened: Promise
    what_to_do: Promise


UNREADABLE = Mishap(
    HTTPStatus.BAD_REQUEST,
    _("We could not read your request"),
    _("Something in it is missing or is not written as we expect. Nothing was recorded."),
    _("Go back to the page before and try again."),
)
FORBIDDEN = Mishap(
    HTTPStatus.FORBIDDEN,
    _("You cannot open this page"),
    _("Your account does not give access to it."),
    _("If you have another account, sign out and come back with that one."),
)
EXPIRED = Mishap(
    HTTPStatus.FORBIDDEN,
    _("The page stayed open too long"),
    _("For your safety a form must be sent soon after it is opened. Nothing was recorded."),
    _("Go back, open the form again and send it."),
)
ABSENT = Mishap(
    HTTPStatus.NOT_FOUND,
    _("This page does not exist"),
    _("The address may be mistyped, or the page may have moved."),
    _("Check the address, or start from the home page."),
)
BROKEN = Mishap(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    _("Something broke on our side"),
    _("It is not your fault. What you sent may not have been recorded."),
    _("Wait a few minutes, then check whether it is there before you send it again."),
)


def mishap_page(mishap: Mishap, *, request: HttpRequest | None = None, reference: str = "") -> HttpResponse:
    """The page of a mishap. Without a request it needs neither session nor database: so is a broken server's."""
    said = {
        "title": mishap.title,
        "what_happened": mishap.what_happened,
        "what_to_do": mishap.what_to_do,
        "reference": reference,
        "helpline": getattr(settings, "HELPLINE", ""),
    }
    return HttpResponse(render_to_string("ui/error.html", said, request), status=mishap.status)
