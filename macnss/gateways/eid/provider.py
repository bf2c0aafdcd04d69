"""What the provider publishes: its addresses and its keys, kept for a while, its keys asked anew when one is unknown.

Each process keeps its own copy. Whatever number of forged tokens comes, the keys are asked for once a minute at most.
"""

import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from macnss.gateways.eid import line
from macnss.gateways.eid.configuration import AsymmetricKey, Configuration, secure
from macnss.gateways.eid.failures import EidFailure

KEPT = 3600.0  # seconds that metadata and keys are kept
APART = 60.0  # seconds between two demands for keys because of an unknown one
_MOST_KEYS = 50
_KINDS = {"ES": ECKey, "PS": RSAKey, "RS": RSAKey}


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key of the provider that may sign."""

    kid: str
    alg: str
    key: AsymmetricKey

    def suits(self, alg: str) -> bool:
        """Is it of the kind that this algorithm takes, and not reserved for another one?"""
        return self.alg in ("", alg) and isinstance(self.key, _KINDS[alg[:2]])


@dataclass
class Provider:
    """One provider, as known by this process."""

    issuer: str
    metadata: Mapping[str, Any]
    known_at: float
    _keys: Sequence[PublishedKey] = ()
    _keys_known_at: float | None = None
    _asked_again_at: float | None = None
    _lock: Lock = field(default_factory=Lock)

    def address(self, name: str) -> str:
        """The address of an end of the provider. Raises EidFailure when it is absent or spoken to in the clear."""
        if not self.metadata.get(name):
            raise EidFailure("metadata-incomplete", name)
        return secure(self.metadata[name])

    def offers(self, name: str) -> bool:
        return bool(self.metadata.get(name))

    def supports(self, name: str, otherwise: Sequence[str] = ()) -> Sequence[str]:
        """A list of the metadata, or what the standard says when it is not there."""
        said = self.metadata.get(name)
        return said if isinstance(said, list) else otherwise

    def keys_for(self, kid: str, alg: str, *, within: float) -> Sequence[PublishedKey]:
        """The keys that may have signed, asked for anew once when none fits. Raises EidFailure (key-unknown)."""
        with self._lock:
            now = time.monotonic()
            if self._keys_known_at is None or now - self._keys_known_at > KEPT:
                self._ask_for_keys(now, within)
            if found := self._fitting(kid, alg):
                return found
            if self._asked_again_at is None or now - self._asked_again_at > APART:
                self._asked_again_at = now
                self._ask_for_keys(now, within)
            if found := self._fitting(kid, alg):
                return found
        raise EidFailure("key-unknown", f"no key for {alg}")

    def refresh_keys(self, *, within: float) -> None:
        """Ask for the keys now. Raises EidFailure."""
        with self._lock:
            self._ask_for_keys(time.monotonic(), within)

    def _ask_for_keys(self, now: float, within: float) -> None:
        answer = line.get(self.address("jwks_uri"), within=within)
        listed = answer.said.get("keys")
        if answer.status != 200 or not isinstance(listed, list):
            raise EidFailure("answer-malformed", "the document of keys")
        self._keys = [key for each in listed[:_MOST_KEYS] if (key := _published(each))]
        self._keys_known_at = now

    def _fitting(self, kid: str, alg: str) -> Sequence[PublishedKey]:
        return [each for each in self._keys if each.suits(alg) and (not kid or each.kid == kid)]


_known: dict[str, Provider] = {}
_knowing = Lock()


def provider(configuration: Configuration) -> Provider:
    """The provider of the settings, found by discovery or described by them. Raises EidFailure."""
    found = _known.get(configuration.issuer)
    if found and time.monotonic() - found.known_at <= KEPT:
        return found
    found = discover(configuration, within=configuration.timeout)
    with _knowing:
        _known[configuration.issuer] = found
    return found


def discover(configuration: Configuration, *, within: float) -> Provider:
    """Ask the provider for its metadata, unless the settings hold them. Its issuer must be ours, to the letter."""
    issuer = configuration.issuer
    if configuration.metadata:
        return Provider(issuer, dict(configuration.metadata), time.monotonic())
    answer = line.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", within=within)
    if answer.status != 200:
        raise EidFailure("provider-broken", f"discovery {answer.status}")
    if answer.said.get("issuer") != issuer:
        raise EidFailure("issuer-differs", "discovery names another issuer")
    return Provider(issuer, answer.said, time.monotonic())


def forget() -> None:
    """Know nothing any more: the next visit asks anew."""
    with _knowing:
        _known.clear()


def _published(jwk: Any) -> PublishedKey | None:
    """A key that may sign, None for one of another use, of another kind, or too small."""
    if not isinstance(jwk, dict) or jwk.get("use", "sig") != "sig" or jwk.get("kty") not in ("EC", "RSA"):
        return None
    kind = ECKey if jwk["kty"] == "EC" else RSAKey
    public = {name: jwk[name] for name in ("kty", "crv", "x", "y", "n", "e") if isinstance(jwk.get(name), str)}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a key too small to trust is a warning there
            key = kind.import_key(public)
    except (JoseError, ValueError, TypeError, KeyError, Warning):
        return None
    return PublishedKey(str(jwk.get("kid") or ""), str(jwk.get("alg") or ""), key)
