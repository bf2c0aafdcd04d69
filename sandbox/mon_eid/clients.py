"""The services that may ask who somebody is, and how each proves itself: a signed assertion (RFC 7523)."""

import datetime as dt
import logging
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.rfc6749 import ClientMixin, InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sandbox.mon_eid.models import UsedAssertion, digest

log = logging.getLogger(__name__)
METHOD = "private_key_jwt"
ALGORITHMS = ["ES256", "RS256"]
SCOPES = ("openid", "identity", "profile", "cin")  # identity: profile and cin in one word
LONGEST_ASSERTION = 600
KEYS_FOR = 300
KEYS_NOT_SOONER_THAN = 2


@dataclass(frozen=True)
class Client(ClientMixin):  # type: ignore[misc]
    """A service as the settings register it."""

    client_id: str
    name: dict[str, str]
    redirect_uris: list[str]
    jwks_uri: str = ""
    jwks: dict[str, Any] = field(default_factory=dict)
    id_token_signed_response_alg: str = "ES256"  # noqa: S105 - an algorithm

    @property
    def sector(self) -> str:
        """What makes its subjects its own."""
        return urlsplit(self.redirect_uris[0]).netloc

    @property
    def origins(self) -> list[str]:
        return [f"{each.scheme}://{each.netloc}" for each in map(urlsplit, self.redirect_uris)]

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: a service says where the answer goes."""

    def get_allowed_scope(self, scope: str | None) -> str:
        return " ".join(each for each in (scope or "").split() if each in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:  # noqa: ARG002
        return False

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002
        return method == METHOD

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@lru_cache(maxsize=1)
def registered() -> dict[str, Client]:
    return {each["client_id"]: Client(**each) for each in settings.CLIENTS}


class PublishedKeys:
    """The public keys of the clients: as registered, or fetched from where the client publishes them."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[float, KeySet]] = {}
        self._one_at_a_time = threading.Lock()

    def of(self, client: Client, *, kid: str = "") -> KeySet:
        """Fetched again when they are old, or when the client signs with a key that is not among them."""
        if client.jwks:
            return KeySet.import_key_set(client.jwks)  # type: ignore[arg-type]
        with self._one_at_a_time:
            at, keys = self._found.get(client.client_id, (-KEYS_FOR, KeySet([])))
            age = time.monotonic() - at
            unknown = all(key.kid != kid for key in keys.keys)
            if age >= KEYS_FOR or (unknown and age >= KEYS_NOT_SOONER_THAN):
                keys = _fetch(client)
                self._found[client.client_id] = time.monotonic(), keys
            return keys


def _fetch(client: Client) -> KeySet:
    try:
        answer = httpx.get(client.jwks_uri, timeout=5, trust_env=False)
        return KeySet.import_key_set(answer.raise_for_status().json())
    except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError, JoseError) as error:
        log.warning("the keys of %s could not be read at %s: %r", client.client_id, client.jwks_uri, error)
        raise InvalidClientError(description="The keys of the client could not be read at its jwks_uri.")


class SignedAssertion(JWTBearerClientAssertion):  # type: ignore[misc]
    """The client signs who it is: short-lived, for us, once."""

    CLIENT_AUTH_METHOD = METHOD
    keys = PublishedKeys()

    def get_audiences(self) -> list[str]:
        return [settings.ISSUER, f"{settings.ISSUER}/token", f"{settings.ISSUER}/par"]

    def resolve_client_public_key(self, client: Client) -> Client:
        """The key depends on the header too: `process_assertion_claims` looks for it."""
        return client

    def process_assertion_claims(self, assertion: str, client: Client) -> dict[str, Any]:
        try:
            kid = str(jws.extract_compact(assertion.encode()).headers().get("kid", ""))
            claims = jwt.decode(assertion, self.keys.of(client, kid=kid), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError) as error:
            log.warning("assertion of %s refused: %r", client.client_id, error)
            raise InvalidClientError(description="The assertion is not signed by a key of the client.")
        if not isinstance(claims.get("exp"), int) or claims["exp"] > time.time() + LONGEST_ASSERTION:
            raise InvalidClientError(description="The assertion must expire within ten minutes.")
        self.verify_claims(claims)
        return claims

    def validate_jti(self, claims: dict[str, Any], jti: object) -> bool:
        """Whether it is the first time."""
        expires_at = dt.datetime.fromtimestamp(claims["exp"] + self.leeway, dt.UTC)
        UsedAssertion.objects.filter(expires_at__lt=timezone.now()).delete()
        try:
            with transaction.atomic():
                UsedAssertion.objects.create(client_id=claims["sub"], jti=digest(str(jti)), expires_at=expires_at)
        except IntegrityError:
            return False
        return True
