"""A visit from its departure to the citizen that it brings back, and each refusal on the way."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from macnss.gateways.eid import visit
from macnss.gateways.eid.citizen import Citizen
from macnss.gateways.eid.configuration import Assurance
from macnss.gateways.eid.failures import EidFailure
from macnss.gateways.eid.provider import forget
from macnss.gateways.eid.tests.scripted import (
    ACR,
    Reply,
    ScriptedProvider,
    as_json,
    by_shared_secret,
    new_key,
    with_extension,
    without_signature,
)

HOME = "http://localhost:8000/eid/return/"
Change = Callable[[ScriptedProvider], None]


def leave(**said: Any) -> visit.Departure:
    return visit.begin(redirect_uri=HOME, now=timezone.now(), language="fr", **said)


def comes_back(provider: ScriptedProvider, **said: Any) -> Citizen:
    departure = leave(**said)
    return visit.finish(provider.confirms(departure.url), departure.secrets, now=timezone.now())


def refused(provider: ScriptedProvider, **said: Any) -> str:
    with pytest.raises(EidFailure) as refusal:
        comes_back(provider, **said)
    return refusal.value.code


def test_a_visit_brings_back_the_citizen(provider: ScriptedProvider) -> None:
    citizen = comes_back(provider)
    assert (citizen.issuer, citizen.subject) == (provider.issuer, "citizen-of-the-tests")
    assert (citizen.cin, citizen.birth_date) == ("AB123456", dt.date(1985, 3, 14))
    assert (citizen.family_name, citizen.family_name_ar) == ("BENALI", "بنعلي")
    assert citizen.level == Assurance.SUBSTANTIAL
    assert citizen.amr == ("pin", "sc")
    assert Citizen.from_json(citizen.as_json()) == citizen


def test_the_demand_is_pushed_and_the_address_names_nobody(provider: ScriptedProvider) -> None:
    departure = leave(login_hint="AB123456", level=Assurance.SUBSTANTIAL, max_age=120)
    assert "AB123456" not in departure.url
    assert set(departure.url.split("?")[1].replace("=", "&").split("&")[::2]) == {"client_id", "request_uri"}
    asked = provider.asked(departure.url)
    assert asked["login_hint"] == "AB123456"
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == f"{ACR}substantial {ACR}high"
    assert (asked["max_age"], asked["prompt"], asked["ui_locales"]) == ("120", "login", "fr")
    assert asked["scope"] == "openid identity"


def test_without_par_nobody_is_named_in_the_address(provider: ScriptedProvider) -> None:
    provider.metadata["pushed_authorization_request_endpoint"] = None
    departure = leave(login_hint="AB123456")
    assert "login_hint" not in departure.url
    assert "AB123456" not in departure.url
    citizen = visit.finish(provider.confirms(departure.url), departure.secrets, now=timezone.now())
    assert citizen.cin == "AB123456"


def test_two_visits_share_no_secret() -> None:
    with ScriptedProvider() as provider, pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.EID", provider.settings())
        one, other = leave().secrets, leave().secrets
    assert not {one["state"], one["nonce"], one["verifier"]} & {other["state"], other["nonce"], other["verifier"]}


@pytest.mark.parametrize("alg", ["ES256", "RS256", "PS256"])
def test_the_algorithms_of_the_table_are_understood(provider: ScriptedProvider, alg: str) -> None:
    provider.alg, provider.keys = alg, [new_key(alg, "k")]
    assert comes_back(provider).cin == "AB123456"


@pytest.mark.parametrize("method", ["private_key_jwt", "client_secret_basic", "client_secret_post", "none"])
def test_the_client_proves_itself_in_the_way_of_the_provider(
    provider: ScriptedProvider, settings: Any, method: str
) -> None:
    provider.auth_method = method
    if method.startswith("client_secret"):
        settings.EID = provider.settings(CLIENT_SECRET=provider.client_secret, CLIENT_KEYS=[])
    assert comes_back(provider).cin == "AB123456"
    assert all("client_secret" not in form for _, form, _ in provider.seen) or method == "client_secret_post"


def test_a_provider_that_does_not_say_how_gets_the_secret_in_the_header(
    provider: ScriptedProvider, settings: Any
) -> None:
    provider.auth_method = "client_secret_basic"
    provider.metadata["token_endpoint_auth_methods_supported"] = None
    settings.EID = provider.settings(CLIENT_SECRET=provider.client_secret, CLIENT_KEYS=[])
    assert comes_back(provider).cin == "AB123456"


def test_a_provider_that_lists_several_ways_gets_the_one_of_the_settings(
    provider: ScriptedProvider, settings: Any
) -> None:
    provider.auth_method = "client_secret_post"
    listed = ["private_key_jwt", "client_secret_basic", "client_secret_post", "none"]
    provider.metadata["token_endpoint_auth_methods_supported"] = listed
    settings.EID = provider.settings(CLIENT_SECRET=provider.client_secret)
    assert refused(provider) == "client-refused"
    settings.EID = provider.settings(CLIENT_SECRET=provider.client_secret, CLIENT_AUTH="client_secret_post")
    assert comes_back(provider).cin == "AB123456"


def test_each_assertion_serves_once(provider: ScriptedProvider) -> None:
    comes_back(provider)
    numbers = [each["jti"] for each in provider.assertions]
    assert len(numbers) == 2  # PAR, token
    assert len(set(numbers)) == 2


def test_no_way_in_common_is_a_refusal(provider: ScriptedProvider) -> None:
    provider.metadata["token_endpoint_auth_methods_supported"] = ["tls_client_auth"]
    assert refused(provider) == "client-refused"


def test_a_provider_without_discovery_is_described_by_the_settings(provider: ScriptedProvider, settings: Any) -> None:
    provider.replies["/.well-known/openid-configuration"] = Reply(404)
    settings.EID = {**settings.EID, "METADATA": provider.document()}
    assert comes_back(provider).cin == "AB123456"
    assert provider.times("/.well-known/openid-configuration") == 0


def test_an_issuer_with_a_slash_stays_as_it_is_written(provider: ScriptedProvider, settings: Any) -> None:
    provider.issuer += "/"
    settings.EID = provider.settings()
    assert comes_back(provider).issuer.endswith("/")
    provider.issuer = provider.issuer.rstrip("/")
    forget()
    assert refused(provider) == "issuer-differs"


# What the standards leave open is accepted.

LIBERAL: dict[str, Change] = {
    "audience in a list": lambda p: p.claims.update(aud=["macnss"]),
    "several audiences and azp": lambda p: p.claims.update(aud=["macnss", "other"], azp="macnss"),
    "no at_hash": lambda p: p.claims.update(at_hash=None),
    "no auth_time": lambda p: p.claims.update(auth_time=None),
    "no amr": lambda p: p.claims.update(amr=None),
    "claims of another world": lambda p: p.claims.update(address={"country": "MA"}, locale="ar"),
    "a clock 30 s ahead": lambda p: p.claims.update(iat=int(time.time()) + 30, nbf=int(time.time()) + 30),
    "no kid, one key": lambda p: p.header.update(kid=None),
    "no iss in the answer, not advertised": lambda p: p.metadata.update(
        authorization_response_iss_parameter_supported=None
    ),
    "a CIN in small letters": lambda p: p.citizen.update(cin="ab 123456"),
    "a CIN filled with <": lambda p: p.citizen.update(cin="AB123456<<<"),
    "a status 200 to PAR": lambda p: None,
    "keys of other kinds beside": lambda p: setattr(
        p, "published", [{"kty": "oct", "k": "AAAA"}, {"kty": "OKP", "crv": "X25519", "x": "AA"}, 7, *p.public_keys()]
    ),
    "userinfo is not needed": lambda p: p.replies.update({"/userinfo": Reply(500)}),
}


@pytest.mark.parametrize("variation", LIBERAL)
def test_what_the_standard_leaves_open_is_accepted(provider: ScriptedProvider, variation: str) -> None:
    LIBERAL[variation](provider)
    departure = leave()
    answer = provider.confirms(departure.url)
    if "no iss" in variation:
        del answer["iss"]
    assert visit.finish(answer, departure.secrets, now=timezone.now()).cin == "AB123456"


@pytest.mark.parametrize(("kid", "keys"), [(None, 3), ("two", 3)])
def test_the_right_key_is_found_among_several(provider: ScriptedProvider, kid: str | None, keys: int) -> None:
    provider.keys = [new_key("ES256", name) for name in ("two", "one", "three")]
    provider.header["kid"] = kid
    assert comes_back(provider).cin == "AB123456"


# What the provider signs.


def _now() -> int:
    return int(time.time())


FORGED: dict[str, tuple[str, Change]] = {
    "another issuer in the token": ("issuer", lambda p: p.claims.update(iss="https://elsewhere.example")),
    "issuer with a slash too many": ("issuer", lambda p: p.claims.update(iss=p.issuer + "/")),
    "another audience": ("audience", lambda p: p.claims.update(aud="somebody-else")),
    "no audience": ("audience", lambda p: p.claims.update(aud=None)),
    "others in a list": ("audience", lambda p: p.claims.update(aud=["a", "b"])),
    "several audiences without azp": ("authorized-party", lambda p: p.claims.update(aud=["macnss", "b"])),
    "another authorized party": ("authorized-party", lambda p: p.claims.update(azp="b")),
    "expired": ("token-expired", lambda p: p.claims.update(exp=_now() - 120)),
    "no expiry": ("token-expired", lambda p: p.claims.update(exp=None)),
    "an expiry in words": ("token-expired", lambda p: p.claims.update(exp="tomorrow")),
    "an expiry without end": ("token-expired", lambda p: p.claims.update(exp=float("inf"))),
    "an expiry that is true": ("token-expired", lambda p: p.claims.update(exp=True)),
    "not yet valid": ("token-too-early", lambda p: p.claims.update(nbf=_now() + 600)),
    "issued tomorrow": ("issued-at", lambda p: p.claims.update(iat=_now() + 600)),
    "issued before the visit": ("issued-at", lambda p: p.claims.update(iat=_now() - 600)),
    "not issued": ("issued-at", lambda p: p.claims.update(iat=None)),
    "another nonce": ("nonce", lambda p: p.claims.update(nonce="another")),
    "no nonce": ("nonce", lambda p: p.claims.update(nonce=None)),
    "a nonce that is a number": ("nonce", lambda p: p.claims.update(nonce=1)),
    "another at_hash": ("access-token-hash", lambda p: p.claims.update(at_hash="AAAAAAAAAAAAAAAAAAAAAA")),
    "an at_hash without access token": ("access-token-hash", lambda p: p.token_answer.update(access_token=None)),
    "recognised tomorrow": ("sign-in-too-old", lambda p: p.claims.update(auth_time=_now() + 600)),
    "no subject": ("subject", lambda p: p.claims.update(sub=None)),
    "an empty subject": ("subject", lambda p: p.claims.update(sub="")),
    "a subject without end": ("subject", lambda p: p.claims.update(sub="x" * 256)),
    "a subject that is a list": ("subject", lambda p: p.claims.update(sub=["citizen-of-the-tests"])),
    "no signature": ("algorithm", lambda p: setattr(p, "token", without_signature)),
    "an algorithm that is not in the list": ("algorithm", lambda p: _signs_with(p, "ES384-unlisted")),
    "a key nobody knows": ("key-unknown", lambda p: p.header.update(kid="nobody")),
    "signed by another under the same name": ("signature", lambda p: _published_is_another(p)),
    "an RSA key published under the name of an EC one": ("key-unknown", lambda p: _published_is_another(p, "RS256")),
    "a key for encryption": (
        "key-unknown",
        lambda p: setattr(p, "published", [{**p.public_keys()[0], "use": "enc"}]),
    ),
    "an RSA key of 1024 bits": ("key-unknown", lambda p: _small_key(p)),
    "not a token": ("token-unreadable", lambda p: setattr(p, "token", lambda claims: "a.b.c")),
    "an encrypted token": ("token-unreadable", lambda p: setattr(p, "token", lambda claims: "a.b.c.d.e")),
    "a token without end": ("token-unreadable", lambda p: setattr(p, "token", lambda claims: "a" * 40_000 + ".b.c")),
    "an extension that we must understand": ("signature", lambda p: setattr(p, "token", with_extension(p.keys[0]))),
    "no CIN": ("claim-missing", lambda p: p.citizen.pop("cin")),
    "no birth date": ("claim-missing", lambda p: p.citizen.pop("birthdate")),
    "an empty CIN": ("claim-missing", lambda p: p.citizen.update(cin=" ")),
    "a CIN that is a number": ("claim-missing", lambda p: p.citizen.update(cin=123456)),
    "a CIN that is none": ("claim-malformed", lambda p: p.citizen.update(cin="1 OR 1=1")),
    "a birth date of another form": ("claim-malformed", lambda p: p.citizen.update(birthdate="14/03/1985")),
    "a day that does not exist": ("claim-malformed", lambda p: p.citizen.update(birthdate="1985-02-30")),
    "no id_token": ("token-missing", lambda p: p.token_answer.update(id_token=None)),
    "an id_token that is a list": ("token-missing", lambda p: p.token_answer.update(id_token=[1])),
}


def _signs_with(provider: ScriptedProvider, unlisted: str) -> None:
    provider.alg, provider.keys = "RS384", [new_key("RS384", "one")]


def _published_is_another(provider: ScriptedProvider, alg: str = "ES256") -> None:
    provider.published = [new_key(alg, "one").as_dict(private=False)]


def _small_key(provider: ScriptedProvider) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from joserfc.util import int_to_base64

    numbers = rsa.generate_private_key(65537, 1024).public_key().public_numbers()
    provider.alg, provider.keys = "RS256", [new_key("RS256", "one")]
    provider.published = [{"kty": "RSA", "kid": "one", "n": int_to_base64(numbers.n), "e": int_to_base64(numbers.e)}]


@pytest.mark.parametrize("forgery", FORGED)
def test_a_token_that_is_not_right_is_refused(provider: ScriptedProvider, forgery: str) -> None:
    code, change = FORGED[forgery]
    change(provider)
    assert refused(provider) == code


@pytest.mark.parametrize("kid", ["one", None])
def test_a_public_key_does_not_pass_for_a_shared_secret(
    provider: ScriptedProvider, settings: Any, kid: str | None
) -> None:
    secret = provider.keys[0].as_pem(private=False)
    provider.token = by_shared_secret(secret, kid)
    settings.EID = {**settings.EID, "ALGORITHMS": ["ES256", "HS256", "none"]}  # even if somebody wrote it there
    assert refused(provider) == "algorithm"


def test_the_unknown_part_of_a_birth_date_is_left_to_a_person(provider: ScriptedProvider) -> None:
    for written in ("1985", "1985-00-00", "0000-03-14"):
        provider.citizen["birthdate"] = written
        assert comes_back(provider).birth_date is None


# Levels.


@pytest.mark.parametrize(
    ("acr", "level"),
    [
        (f"{ACR}high", Assurance.HIGH),
        (f"{ACR}substantial", Assurance.SUBSTANTIAL),
        (f"{ACR}low", Assurance.LOW),
        ("urn:of-another-world", Assurance.LOW),
        ("", Assurance.LOW),
        (None, Assurance.LOW),
    ],
)
def test_the_level_is_the_one_that_came_back(provider: ScriptedProvider, acr: str | None, level: Assurance) -> None:
    provider.acr = acr
    assert comes_back(provider).level == level


def test_what_was_asked_proves_nothing(provider: ScriptedProvider) -> None:
    provider.acr = f"{ACR}substantial"
    assert refused(provider, level=Assurance.HIGH) == "too-weak"
    provider.claims["acr"] = 3
    assert refused(provider, level=Assurance.SUBSTANTIAL) == "too-weak"


@pytest.mark.parametrize("said", [None, 1_000_000_000, "now"])
def test_a_fresh_proof_is_fresh(provider: ScriptedProvider, said: object) -> None:
    provider.claims["auth_time"] = said
    assert refused(provider, max_age=120) == "sign-in-too-old"


# The answer.


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", "refused"),
        ("login_required", "sign-in-needed"),
        ("interaction_required", "sign-in-needed"),
        ("consent_required", "sign-in-needed"),
        ("unmet_authentication_requirements", "too-weak"),
        ("server_error", "provider-broken"),
        ("temporarily_unavailable", "provider-broken"),
        ("invalid_request", "request-refused"),
        ("invalid_scope", "request-refused"),
        ("<script>", "request-refused"),
    ],
)
def test_each_error_of_the_provider_has_its_refusal(provider: ScriptedProvider, error: str, code: str) -> None:
    departure = leave()
    with pytest.raises(EidFailure) as refusal:
        visit.finish(provider.refuses(departure.url, error), departure.secrets, now=timezone.now())
    assert refusal.value.code == code
    assert "<" not in str(refusal.value)
    assert provider.times("/token") == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "another"}, "state-unknown"),
        ({"state": ""}, "state-unknown"),
        ({"iss": "https://attacker.example"}, "answer-from-elsewhere"),
        ({"iss": ""}, "answer-from-elsewhere"),
        ({"iss": None}, "issuer-missing"),
        ({"code": None}, "no-answer"),
        ({"code": "of-somebody-else"}, "code-refused"),
    ],
)
def test_an_answer_that_is_not_of_this_visit_is_refused(
    provider: ScriptedProvider, change: dict[str, str | None], code: str
) -> None:
    departure = leave()
    changed = {**provider.confirms(departure.url), **change}
    said = {name: value for name, value in changed.items() if value is not None}
    with pytest.raises(EidFailure) as refusal:
        visit.finish(said, departure.secrets, now=timezone.now())
    assert refusal.value.code == code


def test_a_mixed_up_answer_gives_its_code_to_nobody(provider: ScriptedProvider) -> None:
    departure = leave()
    with pytest.raises(EidFailure):
        visit.finish(
            provider.confirms(departure.url, iss="https://attacker.example"), departure.secrets, now=timezone.now()
        )
    assert provider.times("/token") == 0


def test_a_code_serves_once_and_only_with_its_verifier(provider: ScriptedProvider) -> None:
    departure = leave()
    answer = provider.confirms(departure.url)
    with pytest.raises(EidFailure, match="code-refused"):
        visit.finish(answer, {**departure.secrets, "verifier": "v" * 64}, now=timezone.now())
    visit.finish(answer, departure.secrets, now=timezone.now())
    with pytest.raises(EidFailure, match="code-refused"):
        visit.finish(answer, departure.secrets, now=timezone.now())


# userinfo.


def test_a_claim_that_the_token_lacks_comes_from_userinfo(provider: ScriptedProvider) -> None:
    cin = provider.citizen.pop("cin")
    provider.userinfo = {"sub": "citizen-of-the-tests", "cin": cin, "family_name": "ANOTHER"}
    citizen = comes_back(provider)
    assert (citizen.cin, citizen.family_name) == ("AB123456", "BENALI")  # what is signed prevails


def test_a_signed_userinfo_is_read_too(provider: ScriptedProvider) -> None:
    cin = provider.citizen.pop("cin")
    signed = provider.sign({"sub": "citizen-of-the-tests", "cin": cin})
    provider.replies["/userinfo"] = Reply(body=signed.encode(), content_type="application/jwt")
    assert comes_back(provider).cin == "AB123456"


@pytest.mark.parametrize("sub", ["somebody else", None])
def test_userinfo_of_somebody_else_is_refused(provider: ScriptedProvider, sub: str | None) -> None:
    provider.citizen.pop("cin")
    provider.userinfo = {"sub": sub, "cin": "AB123456"}
    assert refused(provider) == "userinfo-subject"


def test_a_userinfo_that_refuses_leaves_the_claim_missing(provider: ScriptedProvider) -> None:
    provider.citizen.pop("cin")
    provider.replies["/userinfo"] = as_json({"error": "invalid_token"}, 401)
    assert refused(provider) == "claim-missing"
