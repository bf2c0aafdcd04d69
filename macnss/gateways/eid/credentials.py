"""How we prove to the provider that we are ourselves: by a key where it can, else by a secret, else by PKCE alone."""

from base64 import b64encode
from urllib.parse import quote_plus

from authlib.oauth2.rfc7523.assertion import private_key_jwt_sign
from authlib.oauth2.rfc7523.client import ASSERTION_TYPE

from macnss.gateways.eid.configuration import Configuration, algorithm_of
from macnss.gateways.eid.failures import EidFailure
from macnss.gateways.eid.provider import Provider

_GOOD_FOR = 60  # seconds


def method(configuration: Configuration, provider: Provider) -> str:
    """The way that the settings name, else the strongest that both sides have. Raises EidFailure when there is none.

    A provider often lists ways that it does not accept from this client: only its registration there tells.
    """
    if configuration.client_auth:
        return configuration.client_auth
    offered = provider.supports("token_endpoint_auth_methods_supported")
    held = _held(configuration)
    if not offered:
        return "client_secret_basic" if configuration.client_secret else held[0]
    for each in held:
        if each in offered:
            return each
    raise EidFailure("client-refused", f"it offers {' '.join(map(str, offered))[:80]}")


def prove(configuration: Configuration, provider: Provider) -> tuple[dict[str, str], dict[str, str]]:
    """What to add to the form and to the headers of a demand."""
    chosen = method(configuration, provider)
    name, secret = configuration.client_id, configuration.client_secret
    if chosen == "private_key_jwt":
        assertion = _assertion(configuration, provider)
        return {"client_id": name, "client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}, {}
    if chosen == "client_secret_basic":
        pair = f"{quote_plus(name)}:{quote_plus(secret)}"
        return {}, {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    if chosen == "client_secret_post":
        return {"client_id": name, "client_secret": secret}, {}
    return {"client_id": name}, {}


def _held(configuration: Configuration) -> list[str]:
    ways = ["private_key_jwt"] if configuration.client_keys else []
    if configuration.client_secret:
        ways += ["client_secret_basic", "client_secret_post"]
    return [*ways, "none"]


def _assertion(configuration: Configuration, provider: Provider) -> str:
    """One signature for one demand: another `jti` each time, good for a minute."""
    key = configuration.client_keys[0]
    alg = algorithm_of(key)
    understood = provider.supports("token_endpoint_auth_signing_alg_values_supported", [alg])
    if alg == "PS256" and alg not in understood:
        alg = "RS256"
    signed: str = private_key_jwt_sign(
        key,
        client_id=configuration.client_id,
        token_endpoint=provider.address("token_endpoint"),
        alg=alg,
        header={"kid": key.kid},
        expires_in=_GOOD_FOR,
    )
    return signed
