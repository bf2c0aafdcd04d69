"""What an id_token says of a citizen, and how a switch makes it wrong."""

import base64
import hashlib
import hmac
import json
import time
import warnings
from collections.abc import Callable
from typing import Any

from authlib.oidc.core.util import create_half_hash
from django.conf import settings
from joserfc import jwt

from sandbox.mon_eid import keys, switches
from sandbox.mon_eid.clients import Client
from sandbox.mon_eid.models import Citizen

PROTOCOL_CLAIMS = ("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash")
PROFILE_CLAIMS = ("given_name", "family_name", "given_name_ar", "family_name_ar", "birthdate", "gender")
DAY = 86_400


def subject(citizen: Citizen, client: Client) -> str:
    """Pairwise: two services that compare notes find nothing in common."""
    said = f"{client.sector}\n{citizen.cin}".encode()
    return hmac.new(settings.SALT.encode(), said, hashlib.sha256).hexdigest()[:40]


def about(citizen: Citizen, scope: str) -> dict[str, str]:
    """What the scopes share, CIN in its normal form, birth date as OpenID Connect writes it."""
    said: dict[str, str] = {}
    if {"profile", "identity"} & set(scope.split()):
        said = {name: getattr(citizen, name) for name in PROFILE_CLAIMS if name != "birthdate"}
        said["birthdate"] = citizen.birth_date.isoformat()
    if {"cin", "identity"} & set(scope.split()):
        said["cin"] = switches.now_set().cin or citizen.cin
    return {name: value for name, value in said.items() if value}


def signed(claims: dict[str, Any], token: dict[str, Any], client: Client, citizen: Citizen) -> str:
    """The id_token of an exchange, spoiled when a switch asks for it."""
    moved, alg = switches.now_set(), client.id_token_signed_response_alg
    claims |= {
        "sub": subject(citizen, client),
        "acr": switches.lowered(moved, claims["acr"]),
        "at_hash": create_half_hash(token["access_token"], alg).decode(),
    }
    if not moved.thin:
        claims |= about(citizen, token["scope"])
    if moved.spoil in WRONG_CLAIMS:
        WRONG_CLAIMS[moved.spoil](claims)
    return _encoded(claims, alg, moved.spoil)


WRONG_CLAIMS: dict[str, Callable[[dict[str, Any]], object]] = {
    "nonce": lambda claims: claims.update(nonce="another-nonce"),
    "aud": lambda claims: claims.update(aud="another-service"),
    "azp": lambda claims: claims.update(aud=[claims["aud"], "another-service"], azp="another-service"),
    "iss": lambda claims: claims.update(iss="http://localhost:1"),
    "exp": lambda claims: claims.update(exp=int(time.time()) - DAY, iat=int(time.time()) - 2 * DAY),
    "iat": lambda claims: claims.update(iat=int(time.time()) + DAY, exp=int(time.time()) + 2 * DAY),
    "auth_time": lambda claims: claims.update(auth_time=int(time.time()) - DAY),
    "at_hash": lambda claims: claims.update(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "no_acr": lambda claims: claims.pop("acr"),
}


def _hs256(claims: dict[str, Any], key: Any) -> str:
    """Signed with our public key as if it were a shared secret: the old trick. Libraries refuse it, so by hand."""
    parts = [json.dumps(each).encode() for each in ({"alg": "HS256", "typ": "JWT", "kid": key.kid}, claims)]
    said = b".".join(map(_base64url, parts))
    return b".".join([said, _base64url(hmac.digest(key.as_pem(private=False), said, "sha256"))]).decode()


def _base64url(octets: bytes) -> bytes:
    return base64.urlsafe_b64encode(octets).rstrip(b"=")


def _encoded(claims: dict[str, Any], alg: str, spoil: str) -> str:
    key: Any = keys.signing_key(alg)
    header = {"alg": alg, "kid": key.kid}
    if spoil == "alg_none":
        header, key = {"alg": "none"}, None
    elif spoil == "hs256":
        return _hs256(claims, key)
    elif spoil == "signature":
        key = keys.stranger(alg)
    elif spoil == "unknown_kid":
        key = keys.stranger(alg)
        header["kid"] = "nobody-published-me"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # joserfc says that "none" is unwise, which is the point
        return jwt.encode(header, claims, key, [header["alg"]])
