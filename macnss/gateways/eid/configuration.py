"""What the settings say of Mon e-ID: who the provider is, who we are to it, what its words are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from joserfc.jwk import ECKey, RSAKey

from macnss.gateways.eid.failures import EidFailure

AsymmetricKey = ECKey | RSAKey
# Never `none`, never a shared secret: a public key must not pass for one.
ASYMMETRIC = frozenset(["ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"])
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CURVES = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}


class Assurance(IntEnum):
    """How strongly the provider says that somebody identified themselves."""

    LOW = 1
    SUBSTANTIAL = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings, read."""

    issuer: str
    client_id: str
    client_keys: Sequence[AsymmetricKey] = field(repr=False)
    client_secret: str = field(repr=False)
    client_auth: str
    scopes: str
    claims: Mapping[str, str]
    needed: Sequence[str]
    levels: Mapping[str, Assurance]
    algorithms: frozenset[str]
    metadata: Mapping[str, Any]
    leeway: int
    timeout: float

    def level_of(self, acr: object) -> Assurance:
        """What an `acr` is worth: the lowest when it is empty or not in our table."""
        return self.levels.get(acr, Assurance.LOW) if isinstance(acr, str) else Assurance.LOW

    def asking(self, level: Assurance) -> str:
        """The `acr_values` that are worth `level` or more, the least first: nobody is asked more than is needed."""
        worth = sorted((known, acr) for acr, known in self.levels.items() if known >= level)
        return " ".join(acr for _, acr in worth)


def configuration() -> Configuration:
    """What the settings say now. Raises EidFailure when no provider is set."""
    said = settings.EID
    if not said["ISSUER"]:
        raise EidFailure("not-connected", "EID_ISSUER is empty")
    return Configuration(
        issuer=secure(said["ISSUER"]),
        client_id=said["CLIENT_ID"],
        client_keys=client_keys(),
        client_secret=said["CLIENT_SECRET"],
        client_auth=said["CLIENT_AUTH"],
        scopes=said["SCOPES"],
        claims=said["CLAIMS"],
        needed=said["NEEDED"],
        levels={acr: Assurance[name.upper()] for acr, name in said["LEVELS"].items()},
        algorithms=ASYMMETRIC & frozenset(said["ALGORITHMS"]),
        metadata=said["METADATA"],
        leeway=said["LEEWAY"],
        timeout=said["TIMEOUT"],
    )


def client_keys() -> Sequence[AsymmetricKey]:
    """Our keys, newest first: the first one signs."""
    return [_key(pem) for pem in settings.EID["CLIENT_KEYS"]]


def public_keys() -> dict[str, Any]:
    """What the provider must know of our keys: the document at `/eid/jwks.json`."""
    return {"keys": [{**key.as_dict(private=False), "use": "sig", "alg": algorithm_of(key)} for key in client_keys()]}


def algorithm_of(key: AsymmetricKey) -> str:
    """The algorithm by which we sign with one of our keys."""
    return _CURVES[key.curve_name] if isinstance(key, ECKey) else "PS256"


def secure(address: object) -> str:
    """An address that nobody between us and it can read or change. Raises EidFailure."""
    if not isinstance(address, str):
        raise EidFailure("metadata-incomplete", "an address is not a text")
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        raise EidFailure("metadata-incomplete", "an address cannot be read") from None
    if (parts.scheme == "https" and host) or (parts.scheme == "http" and host in _LOOPBACK):
        return address
    raise EidFailure("insecure-address", f"{parts.scheme}://{host}")


@cache
def _key(pem: str) -> AsymmetricKey:
    private = load_pem_private_key(pem.encode(), None)
    key = RSAKey.import_key(pem) if isinstance(private, RSAPrivateKey) else ECKey.import_key(pem)
    key.ensure_kid()
    return key
