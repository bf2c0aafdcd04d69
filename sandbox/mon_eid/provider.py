"""The OpenID provider on Authlib: the code flow only, PKCE S256, nonce, pushed requests, the issuer in each answer."""

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload, OAuth2Request
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.errors import LoginRequiredError
from authlib.oidc.core.grants import OpenIDCode
from django.conf import settings
from django.http import HttpResponseBase
from django.utils import timezone
from joserfc.jwk import Key

from sandbox.mon_eid import id_token, keys, levels, switches
from sandbox.mon_eid.clients import METHOD, SCOPES, Client, SignedAssertion, registered
from sandbox.mon_eid.models import AccessToken, Citizen, Code, Visit, digest

PROMPTS = {"none", "login", "consent", "select_account"}


class UnmetLevel(OAuth2Error):  # type: ignore[misc]
    """The level asked for cannot be reached (OpenID Connect Core, unmet_authentication_requirements)."""

    error = "unmet_authentication_requirements"
    description = "The level of assurance asked for was not reached."


class Sha256Challenge(CodeChallenge):  # type: ignore[misc]
    """PKCE with S256, for every client."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]
    CODE_CHALLENGE_METHODS = {"S256": CodeChallenge.CODE_CHALLENGE_METHODS["S256"]}

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A code_challenge with the method S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """Codes of one minute, good for one try: a wrong verifier or redirect burns the code."""

    TOKEN_ENDPOINT_AUTH_METHODS = [METHOD]

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        asked = request.payload.data
        lives = 0 if switches.now_set().expire else settings.CODE_FOR
        Code.objects.create(
            digest=digest(code),
            visit=request.visit,
            client_id=request.client.client_id,
            redirect_uri=asked["redirect_uri"],
            scope=request.scope,
            nonce=asked["nonce"],
            code_challenge=asked["code_challenge"],
            code_challenge_method=asked["code_challenge_method"],
            expires_at=timezone.now() + dt.timedelta(seconds=lives),
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """The code, spent by this very look. A second use takes back what the first one gave."""
        now = timezone.now()
        mine = Code.objects.filter(digest=digest(code), client_id=client.client_id)
        if mine.filter(used_at=None, expires_at__gt=now).update(used_at=now):
            return mine.select_related("visit__citizen").get()
        AccessToken.objects.filter(code__in=mine).delete()
        return None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """It stays, used, so that a second use is seen."""

    def authenticate_user(self, authorization_code: Code) -> Citizen | None:
        return authorization_code.visit.citizen


class OpenId(OpenIDCode):  # type: ignore[misc]
    """The id_token: who, how surely, for whom."""

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return Code.objects.filter(client_id=request.payload.client_id, nonce=nonce).exists()

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {
            "iss": settings.ISSUER,
            "aud": client.client_id,
            "exp": int(timezone.now().timestamp()) + settings.TOKEN_FOR,
        }

    def get_client_algorithm(self, client: Client) -> str:
        return client.id_token_signed_response_alg

    def resolve_client_private_key(self, client: Client) -> Key:
        return keys.signing_key(client.id_token_signed_response_alg)

    def generate_user_info(self, user: Citizen, scope: str) -> dict[str, Any]:
        raise NotImplementedError  # encode_id_token needs the client too

    def encode_id_token(self, token: dict[str, Any], request: OAuth2Request) -> str:
        claims = self.get_compatible_claims(request) | self.get_authorization_code_claims(request.authorization_code)
        return id_token.signed(claims, token, request.client, request.user)


class Provider(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server over the clients of the settings, with the issuer in every answer to a browser (RFC 9207)."""

    def query_client(self, client_id: str) -> Client | None:
        return registered().get(client_id)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        AccessToken.objects.create(
            digest=digest(token["access_token"]),
            code=request.authorization_code,
            scope=token.get("scope", ""),
            expires_at=timezone.now() + dt.timedelta(seconds=settings.TOKEN_FOR),
        )

    def handle_response(self, status_code: int, payload: Any, headers: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().handle_response(status_code, payload, headers)
        if "Location" in response:
            response["Location"] = _with_issuer(response["Location"])
        return response


def _with_issuer(location: str) -> str:
    spoil = switches.now_set().spoil
    if spoil == "no_response_iss":
        return location
    iss = "http://localhost:1" if spoil == "response_iss" else settings.ISSUER
    return str(add_params_to_uri(location, {"iss": iss}))


@lru_cache(maxsize=1)
def server() -> Provider:
    made = Provider(None, None)
    made.scopes_supported = None  # an unknown scope is left out, not refused (OpenID Connect Core, 3.1.2.1)
    made.register_client_auth_method(METHOD, SignedAssertion())
    made.register_grant(CodeGrant, [OpenId(require_nonce=True), Sha256Challenge(required=True)])
    return made


def asked_request(asked: Mapping[str, str]) -> OAuth2Request:
    """A request that is ours to judge, whichever way it came: by the back door, or in the address."""
    request = OAuth2Request("GET", f"{settings.ISSUER}/authorize")
    request.payload = BasicOAuth2Payload(dict(asked))
    return request


def checked(asked: Mapping[str, str]) -> Any:
    """The grant of a request that keeps every rule. Raises OAuth2Error, with the redirect URI when it may be used."""
    request = asked_request(asked)
    try:
        if not asked.get("redirect_uri"):
            raise InvalidRequestError("Missing redirect_uri in request.")
        grant = server().get_authorization_grant(request)
        grant.validate_authorization_request()
    except OAuth2Error as error:
        error.state = asked.get("state")
        raise
    for broken in _against_our_rules(asked):
        broken.state, broken.redirect_uri = asked.get("state"), asked["redirect_uri"]
        raise broken
    return grant


def _against_our_rules(asked: Mapping[str, str]) -> Iterator[OAuth2Error]:
    prompts = asked.get("prompt", "").split()
    if "openid" not in asked.get("scope", "").split():
        yield InvalidRequestError("The scope must hold openid.")
    if not asked.get("state"):
        yield InvalidRequestError("Missing state in request.")
    if asked.get("response_mode", "query") != "query":
        yield InvalidRequestError("The answer goes in the query only.")
    if not asked.get("max_age", "0").isdigit():
        yield InvalidRequestError("max_age must be a number of seconds.")
    if not PROMPTS.issuperset(prompts) or ("none" in prompts and len(prompts) > 1):
        yield InvalidRequestError("Invalid prompt.")
    if prompts == ["none"]:
        yield LoginRequiredError("Nobody is remembered here: each request is proved anew.")
    if levels.least(asked.get("acr_values", "")) is None:
        yield UnmetLevel("None of the acr_values is known here.")


def answer(visit: Visit, citizen: Citizen | None) -> HttpResponseBase:
    """Send the browser back to the service: with a code when the citizen accepted, with access_denied otherwise."""
    asked = dict(visit.asked)
    if switches.now_set().spoil == "state":
        asked["state"] = secrets.token_urlsafe(8)
    request = asked_request(asked)
    request.visit = visit
    grant = server().get_authorization_grant(request)
    response: HttpResponseBase = server().create_authorization_response(request, grant_user=citizen, grant=grant)
    return response


def refusal(error: OAuth2Error, visit: Visit) -> HttpResponseBase:
    error.redirect_uri, error.state = visit.asked["redirect_uri"], visit.asked["state"]
    response: HttpResponseBase = server().handle_error_response(None, error)
    return response


def discovery() -> dict[str, Any]:
    issuer = settings.ISSUER
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks.json",
        "pushed_authorization_request_endpoint": f"{issuer}/par",
        "require_pushed_authorization_requests": settings.REQUIRE_PAR,
        "authorization_response_iss_parameter_supported": True,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "token_endpoint_auth_methods_supported": [METHOD],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256", "RS256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": list(SCOPES),
        "acr_values_supported": list(levels.LEVELS),
        "prompt_values_supported": sorted(PROMPTS),
        "ui_locales_supported": ["ar", "fr"],
        "claims_supported": [*id_token.PROTOCOL_CLAIMS, *id_token.PROFILE_CLAIMS, "cin"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
