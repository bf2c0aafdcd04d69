"""What services talk to: discovery, keys, pushed requests, tokens, and the door where browsers come in."""

from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from sandbox.mon_eid import id_token, keys, provider, visits
from sandbox.mon_eid.clients import METHOD, registered
from sandbox.mon_eid.middleware import keep
from sandbox.mon_eid.models import AccessToken, Citizen, Visit, digest
from sandbox.mon_eid.switches import now_set
from sandbox.mon_eid.views.pages import say
from sandbox.mon_eid.words import LANGUAGES

PROOF_OF_CLIENT = {"client_assertion", "client_assertion_type"}


@require_GET
def discovery(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001
    return JsonResponse(provider.discovery())


@require_GET
def jwks(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001
    return JsonResponse(keys.published())


@require_GET
def ready(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001
    return JsonResponse({"citizens": Citizen.objects.count()})


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponseBase:
    response: HttpResponseBase = provider.server().create_token_response(request)
    return response


@csrf_exempt
@require_POST
def push(request: HttpRequest) -> HttpResponseBase:
    """RFC 9126: the whole request by the back door, judged at once."""
    server = provider.server()
    asked = {name: str(value) for name, value in request.POST.items() if name not in PROOF_OF_CLIENT}
    try:
        client = server.authenticate_client(server.create_oauth2_request(request), [METHOD], "par")
        if "request_uri" in asked or asked.setdefault("client_id", client.client_id) != client.client_id:
            raise InvalidRequestError("A pushed request is for the client that pushes it and names no other request.")
        if any(len(values) > 1 for _name, values in request.POST.lists()):
            raise InvalidRequestError("A parameter is given twice.")
        provider.checked(asked)
    except OAuth2Error as error:
        error.redirect_uri = None  # the answer is for the machine
        refused: HttpResponseBase = server.handle_error_response(None, error)
        return refused
    lives = {"request_uri": visits.push(client.client_id, asked), "expires_in": settings.PUSHED_FOR}
    return JsonResponse(lives, status=201)


@require_GET
def authorize(request: HttpRequest) -> HttpResponseBase:
    """Judge the request, then hand it to the citizen."""
    here: Any = request
    pushed = "request_uri" in request.GET
    client = registered().get(request.GET.get("client_id", ""))
    if client is None:
        return say(request, "unknown_client", status=400)
    if settings.REQUIRE_PAR and not pushed:
        return say(request, "par_required", status=400)
    if any(len(values) > 1 for _name, values in request.GET.lists()):
        return say(request, "bad_request", status=400)
    asked = visits.pull(request.GET["request_uri"], client.client_id) if pushed else request.GET.dict()
    if asked is None:
        return say(request, "request_uri_dead", status=400)
    try:
        provider.checked(asked)
    except OAuth2Error as error:
        return _refused(request, error)
    visit = visits.begin(asked, pushed=pushed, browser=here.browser)
    return _handed_over(visit, asked.get("ui_locales", ""))


def _handed_over(visit: Visit, ui_locales: str) -> HttpResponseBase:
    """To the citizen, in the language that the service names, or straight back when the switch refuses everybody."""
    if now_set().refuse:
        visits.end(visit)
        return provider.answer(visit, None)
    response = redirect("visit", visit.public_id)
    wanted = [tag.partition("-")[0].lower() for tag in ui_locales.split()]
    for language in [each for each in wanted if each in LANGUAGES][:1]:
        keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _refused(request: HttpRequest, error: OAuth2Error) -> HttpResponseBase:
    """To the service, when the address of its return is sure; to the person otherwise."""
    if error.redirect_uri:
        response: HttpResponseBase = provider.server().handle_error_response(None, error)
        return response
    return say(request, "bad_request", status=400, why=error.get_error_description())


@csrf_exempt
def userinfo(request: HttpRequest) -> HttpResponseBase:
    """The shared claims again, for whoever holds the access token."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    found = (
        AccessToken.objects.filter(digest=digest(secret), expires_at__gt=timezone.now())
        .select_related("code__visit__citizen")
        .first()
    )
    if scheme.lower() != "bearer" or found is None or found.code.visit.citizen is None:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return JsonResponse({"error": "invalid_token"}, status=401, headers=headers)
    citizen, client = found.code.visit.citizen, registered()[found.code.client_id]
    return JsonResponse({"sub": id_token.subject(citizen, client), **id_token.about(citizen, found.scope)})
