"""The token that the provider signs: every check of OpenID Connect Core 3.1.3.7, each with its own refusal."""

import datetime as dt
import hmac
import json
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core.util import create_half_hash
from joserfc import jws
from joserfc.errors import JoseError

from macnss.gateways.eid.configuration import Configuration
from macnss.gateways.eid.failures import EidFailure
from macnss.gateways.eid.provider import Provider

_LONGEST = 32 * 1024
Claims = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """What this visit expects of its token."""

    nonce: str
    began_at: dt.datetime
    max_age: int | None
    access_token: str


def read(token: str, configuration: Configuration, provider: Provider, *, within: float) -> tuple[str, Claims]:
    """The algorithm and the claims of a token that the provider signed. Raises EidFailure."""
    if not isinstance(token, str) or len(token) > _LONGEST or token.count(".") != 2:
        raise EidFailure("token-unreadable", "not a signed token")
    header = _header(token)
    alg, kid = header.get("alg"), header.get("kid", "")
    if not isinstance(alg, str) or alg not in configuration.algorithms:
        raise EidFailure("algorithm", "not one that we accept")
    if not isinstance(kid, str):
        raise EidFailure("token-unreadable", "kid")
    return alg, _verified(token, alg, kid, provider, within)


def check(claims: Claims, alg: str, expected: Expected, configuration: Configuration, now: dt.datetime) -> None:
    """Is this token for us, for this visit, for now? Raises EidFailure."""
    if claims.get("iss") != configuration.issuer:
        raise EidFailure("issuer", "of the token")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise EidFailure("subject", "absent or malformed")
    _for_us(claims, configuration.client_id)
    _in_time(claims, expected, configuration.leeway, now)
    if not _same(claims.get("nonce"), expected.nonce):
        raise EidFailure("nonce", "absent or another one")
    _of_this_access_token(claims, alg, expected.access_token)
    _recent(claims, expected, configuration.leeway, now)


def _header(token: str) -> dict[str, Any]:
    try:
        return jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise EidFailure("token-unreadable", type(error).__name__) from error


def _verified(token: str, alg: str, kid: str, provider: Provider, within: float) -> Claims:
    """The payload, once a key of the provider has verified it. Without `kid` each key that fits is tried."""
    registry = jws.JWSRegistry(algorithms=[alg], strict_check_header=False)
    registry.max_header_length = 8192
    for published in provider.keys_for(kid, alg, within=within):
        try:
            return _claims(jws.deserialize_compact(token, published.key, registry=registry).payload)
        except (JoseError, ValueError, TypeError):
            continue
    raise EidFailure("signature", f"{alg}")


def _claims(payload: bytes | None) -> Claims:
    try:
        said = json.loads(payload or b"")
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise EidFailure("token-unreadable", "its claims are not an object")
    return said


def _for_us(claims: Claims, client_id: str) -> None:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if client_id not in named:
        raise EidFailure("audience", "not us")
    party = claims.get("azp")
    if party is None and len(named) > 1:
        raise EidFailure("authorized-party", "several audiences and no azp")
    if party not in (None, client_id):
        raise EidFailure("authorized-party", "not us")


def _in_time(claims: Claims, expected: Expected, leeway: int, now: dt.datetime) -> None:
    moment = now.timestamp()
    expires, issued, begins = (_moment(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if expires is None or expires + leeway <= moment:
        raise EidFailure("token-expired", "exp")
    if "nbf" in claims and (begins is None or begins - leeway > moment):
        raise EidFailure("token-too-early", "nbf")
    if issued is None or issued - leeway > moment:
        raise EidFailure("issued-at", "absent or in the future")
    if issued + leeway < expected.began_at.timestamp():
        raise EidFailure("issued-at", "before this visit")


def _of_this_access_token(claims: Claims, alg: str, access_token: str) -> None:
    """`at_hash` may be absent; when it is there it must be right."""
    if claims.get("at_hash") is None:
        return
    made = create_half_hash(access_token, alg) if access_token else None
    if made is None or not _same(claims["at_hash"], made.decode()):
        raise EidFailure("access-token-hash", "at_hash")


def _recent(claims: Claims, expected: Expected, leeway: int, now: dt.datetime) -> None:
    """When a recent sign-in was asked for, the token must say when it was."""
    at = _moment(claims.get("auth_time"))
    if claims.get("auth_time") is not None and (at is None or at - leeway > now.timestamp()):
        raise EidFailure("sign-in-too-old", "auth_time malformed or in the future")
    if expected.max_age is not None and (at is None or at + expected.max_age + leeway < now.timestamp()):
        raise EidFailure("sign-in-too-old", "auth_time absent or too old")


def _moment(said: object) -> float | None:
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said < 1e11 else None


def _same(said: object, expected: str) -> bool:
    return isinstance(said, str) and hmac.compare_digest(said.encode(), expected.encode())
