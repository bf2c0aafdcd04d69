"""What the provider publishes, how long we wait for it, how often we ask."""

import time
from typing import Any

import pytest
from django.utils import timezone

from macnss.gateways.eid import provider as providers
from macnss.gateways.eid import visit
from macnss.gateways.eid.configuration import configuration, public_keys, secure
from macnss.gateways.eid.failures import EidFailure
from macnss.gateways.eid.tests.scripted import Reply, ScriptedProvider, as_json, new_key
from macnss.gateways.eid.tests.test_visit import comes_back, leave, refused

DISCOVERY = "/.well-known/openid-configuration"


def test_metadata_and_keys_are_asked_once_for_many_visits(provider: ScriptedProvider) -> None:
    comes_back(provider), comes_back(provider)
    assert (provider.times(DISCOVERY), provider.times("/jwks")) == (1, 1)


def test_a_new_key_is_fetched_once(provider: ScriptedProvider) -> None:
    comes_back(provider)
    provider.keys = [new_key("ES256", "two"), *provider.keys]
    comes_back(provider), comes_back(provider)
    assert provider.times("/jwks") == 2


def test_unknown_keys_do_not_make_us_ask_again_and_again(provider: ScriptedProvider) -> None:
    comes_back(provider)
    provider.header["kid"] = "nobody"
    assert [refused(provider) for _ in range(4)] == ["key-unknown"] * 4
    assert provider.times("/jwks") == 2


def test_after_a_minute_a_second_rotation_is_followed(
    provider: ScriptedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes_back(provider)
    for name in ("two", "three"):
        monkeypatch.setattr(providers, "APART", 0.0)
        provider.keys = [new_key("ES256", name)]
        comes_back(provider)
    assert provider.times("/jwks") == 3


def test_a_key_that_was_withdrawn_signs_nothing_more(provider: ScriptedProvider) -> None:
    comes_back(provider)
    provider.published = [new_key("ES256", "two").as_dict(private=False)]
    providers.forget()
    assert refused(provider) == "key-unknown"


@pytest.mark.parametrize("end", [DISCOVERY, "/par", "/token", "/jwks"])
@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(500), "provider-broken"),
        (Reply(503, b"<html>busy</html>", "text/html"), "provider-broken"),
        (Reply(200, b"<html>", "text/html"), "answer-malformed"),
        (Reply(200, b"[1]"), "answer-malformed"),
        (Reply(200, b'{"a":' * 3000), "answer-malformed"),
        (Reply(200, b'{"a": "' + b"x" * 300_000 + b'"}'), "answer-too-large"),
        (Reply(302, headers={"Location": "/elsewhere"}), "provider-redirects"),
        (Reply(307, headers={"Location": DISCOVERY}), "provider-redirects"),
        (Reply(200, b"{}", headers={"Content-Encoding": "gzip"}), None),
    ],
)
def test_an_end_that_misbehaves_is_a_refusal(
    provider: ScriptedProvider, end: str, reply: Reply, code: str | None
) -> None:
    provider.replies[end] = reply
    assert refused(provider) in (
        {code} if code else {"issuer-differs", "request-refused", "token-missing", "answer-malformed"}
    )


@pytest.mark.parametrize("end", [DISCOVERY, "/token"])
@pytest.mark.parametrize("reply", [Reply(wait=30.0), Reply(body=b" " * 600, drip=0.05)])
def test_a_slow_provider_is_waited_for_as_long_as_is_said_and_no_longer(
    provider: ScriptedProvider, settings: Any, end: str, reply: Reply
) -> None:
    settings.EID = {**settings.EID, "TIMEOUT": 0.6}
    provider.replies[end] = reply
    since = time.monotonic()
    assert refused(provider) == "provider-silent"
    assert time.monotonic() - since < 2.0


def test_the_time_limit_is_five_seconds_by_default(provider: ScriptedProvider) -> None:
    provider.replies[DISCOVERY] = Reply(wait=30.0)
    since = time.monotonic()
    assert refused(provider) == "provider-silent"
    assert 4.5 < time.monotonic() - since < 6.0


def test_a_provider_that_is_away_is_silent_at_once(settings: Any) -> None:
    with ScriptedProvider() as gone:
        said = gone.settings()
    providers.forget()
    settings.EID = said
    with pytest.raises(EidFailure, match="provider-silent"):
        leave()


def test_one_departure_at_a_time_waits_for_the_provider(provider: ScriptedProvider) -> None:
    with visit._DEPARTURES, pytest.raises(EidFailure, match="busy"):
        leave()
    assert leave().url


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        ("invalid_client", 401, "client-refused"),
        ("invalid_client", 400, "client-refused"),
        ("invalid_grant", 400, "code-refused"),
        ("unsupported_grant_type", 400, "token-refused"),
        ("invalid_request", 200, "token-refused"),
        ({"of": "another form"}, 400, "token-refused"),
    ],
)
def test_each_error_of_the_token_end_has_its_refusal(
    provider: ScriptedProvider, error: object, status: int, code: str
) -> None:
    provider.replies["/token"] = as_json({"error": error}, status)
    assert refused(provider) == code


@pytest.mark.parametrize(
    ("error", "code"), [("invalid_client", "client-refused"), ("invalid_request", "request-refused")]
)
def test_a_demand_that_is_not_taken_is_a_refusal(provider: ScriptedProvider, error: str, code: str) -> None:
    provider.replies["/par"] = as_json({"error": error}, 400)
    with pytest.raises(EidFailure, match=code):
        leave()


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    ("address", "code"),
    [
        (None, "metadata-incomplete"),
        (["http://localhost"], "metadata-incomplete"),
        ("http://provider.example/end", "insecure-address"),
        ("file:///etc/passwd", "insecure-address"),
        ("javascript:alert(1)", "insecure-address"),
        ("https://", "insecure-address"),
        ("http://[half", "metadata-incomplete"),
    ],
)
def test_an_end_without_a_sound_address_is_a_refusal(
    provider: ScriptedProvider, name: str, address: object, code: str
) -> None:
    provider.metadata[name] = address
    assert refused(provider) == code


def test_only_this_machine_is_spoken_to_in_the_clear() -> None:
    for address in ("http://localhost:8010/a", "http://127.0.0.1/", "https://eid.example/"):
        assert secure(address) == address
    for address in ("http://localhost.example/", "http://eid.example", "ftp://localhost/", "//eid.example"):
        with pytest.raises(EidFailure, match="insecure-address"):
            secure(address)


def test_an_issuer_is_ours_to_the_letter(provider: ScriptedProvider, settings: Any) -> None:
    provider.metadata["issuer"] = "https://elsewhere.example"
    assert refused(provider) == "issuer-differs"


def test_without_an_issuer_it_is_not_connected(settings: Any) -> None:
    settings.EID = {**settings.EID, "ISSUER": ""}
    with pytest.raises(EidFailure, match="not-connected"):
        leave()


def test_our_published_keys_hold_nothing_secret(provider: ScriptedProvider, settings: Any) -> None:
    settings.EID["CLIENT_KEYS"].append(new_key("RS256", "old").as_pem(private=True).decode())
    keys = public_keys()["keys"]
    assert [each["alg"] for each in keys] == ["ES256", "PS256"]
    assert all({"kid", "use", "kty"} <= each.keys() and not {"d", "p", "q"} & each.keys() for each in keys)
    assert "BEGIN" not in repr(configuration())


def test_a_key_of_rsa_signs_as_the_provider_understands(provider: ScriptedProvider, settings: Any) -> None:
    settings.EID["CLIENT_KEYS"] = [new_key("RS256", "ours").as_pem(private=True).decode()]
    provider.metadata["token_endpoint_auth_signing_alg_values_supported"] = ["RS256"]
    provider.auth_method = "none"
    provider.metadata["token_endpoint_auth_methods_supported"] = ["private_key_jwt"]
    departure = leave()
    visit.finish(provider.confirms(departure.url), departure.secrets, now=timezone.now())
    assert provider.seen[-1][0] == "/jwks" or provider.times("/token") == 1
