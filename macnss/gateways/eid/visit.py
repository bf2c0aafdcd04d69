"""One visit to Mon e-ID: the way there (`begin`) and what it brings back (`finish`).

Authorization code, PKCE S256, state, nonce; pushed (PAR) where the provider offers it. What is decided afterwards rests
on the level that came back, never on the one that was asked.
"""

import datetime as dt
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from macnss.gateways.eid import credentials, identity_token, line
from macnss.gateways.eid.citizen import Citizen, citizen_of
from macnss.gateways.eid.configuration import Assurance, Configuration, configuration
from macnss.gateways.eid.failures import EidFailure
from macnss.gateways.eid.identity_token import Claims, Expected
from macnss.gateways.eid.provider import Provider, provider
from macnss.kernel.secrets import token

# Departures that may wait for the provider at once in a process: a slow one must not hold every thread from readers.
_DEPARTURES = BoundedSemaphore(1)
_PATIENCE = 0.5
_MARGIN = 3.0  # seconds that a whole visit may take over one exchange
_BY_PERSON = {
    "access_denied": "refused",
    "login_required": "sign-in-needed",
    "interaction_required": "sign-in-needed",
    "consent_required": "sign-in-needed",
    "account_selection_required": "sign-in-needed",
    "unmet_authentication_requirements": "too-weak",
    "server_error": "provider-broken",
    "temporarily_unavailable": "provider-broken",
    "expired_token": "expired",
    "transaction_expired": "expired",
    "invalid_request_uri": "expired",
}
_BY_TOKEN_END = {"invalid_grant": "code-refused", "invalid_client": "client-refused"}


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes, the state by which the answer will be known, and what to keep until then."""

    url: str
    state: str
    secrets: dict[str, Any]


class _Budget:
    """The time of a whole visit: one exchange takes at most `timeout`, all of them little more."""

    def __init__(self, timeout: float) -> None:
        self._timeout, self._end = timeout, time.monotonic() + timeout + _MARGIN

    @property
    def next(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise EidFailure("provider-silent", "the whole visit took too long")
        return min(self._timeout, left)


def begin(
    *,
    redirect_uri: str,
    now: dt.datetime,
    level: Assurance = Assurance.LOW,
    language: str = "",
    login_hint: str = "",
    max_age: int | None = None,
) -> Departure:
    """Prepare a visit. `login_hint` names somebody: it goes through PAR or not at all. Raises EidFailure."""
    known = configuration()
    secrets: dict[str, Any] = {
        "state": token(),
        "nonce": token(),
        "verifier": token(48),
        "redirect_uri": redirect_uri,
        "level": int(level),
        "max_age": max_age,
        "began_at": now.isoformat(),
    }
    if not _DEPARTURES.acquire(timeout=_PATIENCE):
        raise EidFailure("busy", "another departure waits for the provider")
    try:
        url = _address(known, _asked(known, secrets, language), login_hint)
    finally:
        _DEPARTURES.release()
    return Departure(url, secrets["state"], secrets)


def finish(params: Mapping[str, str], secrets: Mapping[str, Any], *, now: dt.datetime) -> Citizen:
    """What the provider answered, after every check. Raises EidFailure."""
    known = configuration()
    budget = _Budget(known.timeout)
    if not hmac.compare_digest(params.get("state", "").encode(), secrets["state"].encode()):
        raise EidFailure("state-unknown", "state")
    there = provider(known)
    _of_this_provider(params, known, there)
    if error := params.get("error"):
        raise EidFailure(_BY_PERSON.get(error, "request-refused"), _readable(error))
    if not params.get("code"):
        raise EidFailure("no-answer", "neither code nor error")
    exchanged = _exchange(known, there, params["code"], secrets, budget)
    access_token = exchanged.get("access_token")
    expected = Expected(
        nonce=secrets["nonce"],
        began_at=dt.datetime.fromisoformat(secrets["began_at"]),
        max_age=secrets["max_age"],
        access_token=access_token if isinstance(access_token, str) else "",
    )
    alg, claims = identity_token.read(exchanged["id_token"], known, there, within=budget.next)
    identity_token.check(claims, alg, expected, known, now)
    level = known.level_of(claims.get("acr"))
    if level < secrets["level"]:
        raise EidFailure("too-weak", f"{level.name} came, {Assurance(secrets['level']).name} is needed")
    told = _completed(claims, expected.access_token, known, there, budget)
    return citizen_of(told, known, level)


def _asked(known: Configuration, secrets: Mapping[str, Any], language: str) -> dict[str, str]:
    """What we ask of the provider, without what names the person."""
    asked = {
        "response_type": "code",
        "client_id": known.client_id,
        "redirect_uri": secrets["redirect_uri"],
        "scope": known.scopes,
        "state": secrets["state"],
        "nonce": secrets["nonce"],
        "code_challenge": create_s256_code_challenge(secrets["verifier"]),
        "code_challenge_method": "S256",
        "acr_values": known.asking(Assurance(secrets["level"])),
        "ui_locales": language,
    }
    if secrets["max_age"] is not None:
        asked |= {"max_age": str(secrets["max_age"]), "prompt": "login"}
    return {name: value for name, value in asked.items() if value}


def _address(known: Configuration, asked: dict[str, str], login_hint: str) -> str:
    """Where the browser goes: with everything in the address, or with the reference of what was pushed (RFC 9126)."""
    budget = _Budget(known.timeout)
    there = provider(known)
    door = there.address("authorization_endpoint")
    if there.offers("pushed_authorization_request_endpoint"):
        pushed = asked | ({"login_hint": login_hint} if login_hint else {})
        asked = {"client_id": known.client_id, "request_uri": _pushed(known, there, pushed, budget)}
    address: str = add_params_to_uri(door, list(asked.items()))
    return address


def _pushed(known: Configuration, there: Provider, asked: dict[str, str], budget: _Budget) -> str:
    proof, headers = credentials.prove(known, there)
    end = there.address("pushed_authorization_request_endpoint")
    answer = line.post(end, asked | proof, within=budget.next, headers=headers)
    reference = answer.said.get("request_uri")
    if answer.status in (200, 201) and isinstance(reference, str) and reference:
        return reference
    refused = "client-refused" if answer.error == "invalid_client" or answer.status == 401 else "request-refused"
    raise EidFailure(refused, f"PAR {answer.status} {_readable(answer.error)}")


def _of_this_provider(params: Mapping[str, str], known: Configuration, there: Provider) -> None:
    """Mix-up (RFC 9207): an answer names who gives it, when it says it does."""
    said = params.get("iss")
    if said is not None and said != known.issuer:
        raise EidFailure("answer-from-elsewhere", "iss of the answer")
    if said is None and there.metadata.get("authorization_response_iss_parameter_supported") is True:
        raise EidFailure("issuer-missing", "iss of the answer")


def _exchange(
    known: Configuration, there: Provider, code: str, secrets: Mapping[str, Any], budget: _Budget
) -> dict[str, Any]:
    """The code for tokens."""
    proof, headers = credentials.prove(known, there)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": secrets["redirect_uri"],
        "code_verifier": secrets["verifier"],
    }
    answer = line.post(there.address("token_endpoint"), form | proof, within=budget.next, headers=headers)
    if answer.status != 200 or answer.error:
        refused = "client-refused" if answer.status == 401 else "token-refused"
        raise EidFailure(
            _BY_TOKEN_END.get(answer.error, refused), f"token end {answer.status} {_readable(answer.error)}"
        )
    if not isinstance(answer.said.get("id_token"), str):
        raise EidFailure("token-missing", "no id_token")
    return answer.said


def _completed(claims: Claims, access_token: str, known: Configuration, there: Provider, budget: _Budget) -> Claims:
    """The claims of the token; with those of userinfo when one that we need is not there (same subject)."""
    missing = [name for name in known.needed if claims.get(known.claims[name]) in (None, "")]
    if not missing or not access_token or not there.offers("userinfo_endpoint"):
        return claims
    headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json, application/jwt"}
    answer = line.get(there.address("userinfo_endpoint"), within=budget.next, headers=headers)
    if answer.status != 200:
        raise EidFailure("claim-missing", f"userinfo {answer.status}")
    told = answer.said
    if answer.text:
        _, told = identity_token.read(answer.text.strip(), known, there, within=budget.next)
    if told.get("sub") != claims["sub"]:
        raise EidFailure("userinfo-subject", "sub of userinfo")
    return {**told, **{name: value for name, value in claims.items() if value not in (None, "")}}


def _readable(code: str) -> str:
    """An error code as the log may hold it: what comes from outside is not copied as it stands."""
    return "".join(each for each in code if each.isalnum() or each in "_-")[:60]
