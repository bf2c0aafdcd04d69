"""The pages of the sandbox itself: who can I be, a new PIN, the switches, the language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sandbox.mon_eid import keys, proof, switches
from sandbox.mon_eid.middleware import keep
from sandbox.mon_eid.models import Citizen
from sandbox.mon_eid.views.pages import CAST, say
from sandbox.mon_eid.words import LANGUAGES


@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    everybody = list(Citizen.objects.all())
    groups = {
        "home_cast": [each for each in everybody if each.kind in CAST],
        "home_special": [each for each in everybody if each.kind not in (*CAST, "insured")],
        "home_everybody": [each for each in everybody if each.kind == "insured"],
    }
    context = {"groups": groups, "empty": not everybody, "moved": switches.now_set() != switches.Switches()}
    return render(request, "mon_eid/home.html", context)


@require_http_methods(["GET", "POST"])
def pin(request: HttpRequest) -> HttpResponseBase:
    """A new PIN for a card, with the comparison of the face played."""
    said = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {"cin": said.get("cin", ""), "back": _own_address(request, said.get("back", ""))}
    if request.method == "GET":
        return render(request, "mon_eid/pin.html", context)
    card = Citizen.objects.filter(cin=said.get("cin", "").strip().upper(), electronic=True).first()
    new = said.get("pin", "").strip()
    if card is None or "face" not in said or len(new) != 6 or not (new.isascii() and new.isdigit()):
        return render(request, "mon_eid/pin.html", {**context, "wrong": True}, status=422)
    proof.renew_pin(card, new)
    return render(request, "mon_eid/pin.html", {**context, "done": card})


@require_http_methods(["GET", "POST"])
def switch(request: HttpRequest) -> HttpResponseBase:
    """Every position at once; `act` is reset or rotate when that button was pressed."""
    saved = wrong = False
    if request.method == "POST":
        try:
            _act(request)
            saved = True
        except ValueError:
            wrong = True
    context = {"now": switches.now_set(), "spoils": switches.SPOILS, "lowers": switches.LOWER, "saved": saved}
    return render(request, "mon_eid/switches.html", {**context, "wrong": wrong}, status=422 if wrong else 200)


def _act(request: HttpRequest) -> None:
    act = request.POST.get("act", "")
    if act == "rotate":
        keys.rotate()
    else:
        switches.turn({} if act == "reset" else request.POST.dict())


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    response = redirect(_own_address(request, request.POST.get("next", "")) or "/")
    if request.POST.get("language") in LANGUAGES:
        keep(response, settings.LANGUAGE_COOKIE_NAME, request.POST["language"])
    return response


def _own_address(request: HttpRequest, said: str) -> str:
    """A path of the sandbox, nothing elsewhere."""
    return said if said.startswith("/") and url_has_allowed_host_and_scheme(said, {request.get_host()}) else ""


def expired(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001
    return say(request, "expired", status=403)


def absent(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001
    return say(request, "absent", status=404)
