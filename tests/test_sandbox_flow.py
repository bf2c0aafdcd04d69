"""The code flow of the sandbox of Mon e-ID, and what it refuses."""

import base64
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.mon_eid import HIGH, LOW, SUBSTANTIAL, Browser, Sandbox, Service, carried, new_key, registration, running

AMINA = "AB123456"
KEY = new_key()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("mon-eid"), MON_EID_CLIENTS=registration(KEY)) as started:
        yield started


@pytest.fixture
def service(sandbox: Sandbox) -> Service:
    return Service(sandbox, KEY)


@pytest.fixture
def browser(sandbox: Sandbox) -> Iterator[Browser]:
    with Browser(sandbox) as opened:
        yield opened


def code_for(service: Service, browser: Browser, **changes: str | None) -> str:
    browser.opens(service.door(**changes))
    browser.taps(AMINA)
    return browser.accepts()["code"]


def test_the_whole_way_from_a_pushed_request_to_an_identity(service: Service, browser: Browser) -> None:
    page = browser.opens(service.door())
    assert page.status_code == 200
    assert "SANDBOX" in page.text
    assert browser.taps(AMINA).url.path.endswith("/consent/")
    back = browser.accepts()
    assert (back["state"], back["iss"]) == (service.state, service.sandbox.issuer)
    given = service.exchange(back["code"]).json()
    said = service.read(given["id_token"])
    assert (said["iss"], said["aud"], said["nonce"]) == (service.sandbox.issuer, "macnss", service.nonce)
    assert (said["acr"], said["amr"]) == (HIGH, ["hwk", "pin"])
    assert said["exp"] > said["iat"] >= said["auth_time"] > said["iat"] - 60
    half = hashlib.sha256(given["access_token"].encode()).digest()[:16]
    assert said["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    assert (said["cin"], said["birthdate"], said["gender"]) == (AMINA, "1992-03-14", "female")
    assert (said["given_name"], said["family_name"]) == ("Amina", "Bennani")
    assert (said["given_name_ar"], said["family_name_ar"]) == ("أمينة", "بناني")
    assert AMINA not in said["sub"]


def test_the_identity_is_told_again_to_the_holder_of_the_access_token(service: Service, browser: Browser) -> None:
    given = service.exchange(code_for(service, browser)).json()
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    told = service.sandbox.get("/userinfo", headers=headers).json()
    assert told["cin"] == AMINA
    assert told["sub"] == service.read(given["id_token"])["sub"]
    assert service.sandbox.get("/userinfo", headers={"Authorization": "Bearer x"}).status_code == 401
    assert service.sandbox.get("/userinfo").status_code == 401


def test_only_what_the_scope_names_is_shared(service: Service, browser: Browser) -> None:
    browser.opens(service.door(scope="openid cin address"))
    consent = browser.taps(AMINA).text
    assert AMINA in consent
    assert "14/03/1992" not in consent
    said = service.read(service.exchange(browser.accepts()["code"]).json()["id_token"])
    assert "cin" in said
    assert "birthdate" not in said
    browser.opens(service.door(scope="openid identity", nonce="another"))
    consent = browser.taps(AMINA).text
    assert AMINA in consent
    assert "14/03/1992" in consent


def test_discovery_says_what_there_is(sandbox: Sandbox) -> None:
    said = sandbox.get("/.well-known/openid-configuration").json()
    assert said["issuer"] == sandbox.issuer
    assert said["pushed_authorization_request_endpoint"] == f"{sandbox.issuer}/par"
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert said["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert said["authorization_response_iss_parameter_supported"] is True
    for name in ("jwks_uri", "authorization_endpoint", "token_endpoint", "userinfo_endpoint"):
        assert httpx.get(said[name], trust_env=False).status_code != 404


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"nonce": None}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"scope": "profile"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"acr_values": "urn:somebody:else"}, "unmet_authentication_requirements"),
        ({"redirect_uri": "http://localhost:1/elsewhere/"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"request_uri": "urn:x"}, "invalid_request"),
        ({"client_id": "another"}, "invalid_request"),
    ],
    ids=str,
)
def test_a_pushed_request_that_breaks_a_rule_is_refused(
    service: Service, changes: dict[str, str | None], error: str
) -> None:
    answer = service.push(**changes)
    assert answer.status_code == 400
    assert answer.json()["error"] == error


def test_a_request_in_the_address_is_judged_alike(service: Service, browser: Browser) -> None:
    page = browser.opens("/authorize?" + urlencode(service.request(login_hint=AMINA)))
    assert page.url.path.startswith("/visit/")
    told = carried(browser.opens("/authorize?" + urlencode(service.request(nonce=None))))
    assert (told["error"], told["state"], told["iss"]) == ("invalid_request", service.state, service.sandbox.issuer)


@pytest.mark.parametrize("changes", [{"redirect_uri": "http://localhost:1/eid/return/?x=1"}, {"client_id": "nobody"}])
def test_an_address_that_is_not_registered_receives_nothing(
    service: Service, browser: Browser, changes: dict[str, str]
) -> None:
    answer = browser.opens("/authorize?" + urlencode(service.request(**changes)))
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_hint_is_believed_from_the_back_door_only(service: Service, browser: Browser) -> None:
    browser.opens(service.door(acr_values=LOW, login_hint=AMINA))
    assert f'value="{AMINA}"' in browser.opens(f"{browser.path}password/").text
    browser.opens("/authorize?" + urlencode(service.request(acr_values=LOW, login_hint=AMINA)))
    assert f'value="{AMINA}"' not in browser.opens(f"{browser.path}password/").text


def test_a_pushed_request_is_used_once(service: Service, browser: Browser) -> None:
    door = service.door()
    assert browser.opens(door).status_code == 200
    assert browser.opens(door).status_code == 400


def test_twenty_browsers_that_race_for_one_pushed_request_leave_one_winner(service: Service) -> None:
    door = f"{service.sandbox.issuer}{service.door()}"
    with ThreadPoolExecutor(20) as racers:
        answers = list(racers.map(lambda _: httpx.get(door, trust_env=False, timeout=30).status_code, range(20)))
    assert sorted(answers) == [302, *[400] * 19]


def test_a_code_is_used_once_and_its_second_use_takes_back_the_first(service: Service, browser: Browser) -> None:
    code = code_for(service, browser)
    given = service.exchange(code).json()
    assert service.exchange(code).json()["error"] == "invalid_grant"
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    assert service.sandbox.get("/userinfo", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"redirect_uri": "http://localhost:1/elsewhere/"}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
    ids=str,
)
def test_an_exchange_that_breaks_a_rule_gives_nothing(
    service: Service, browser: Browser, changes: dict[str, str], error: str
) -> None:
    answer = service.exchange(code_for(service, browser), **changes)
    assert answer.status_code == 400
    assert answer.json()["error"] == error


def test_a_wrong_verifier_burns_the_code(service: Service, browser: Browser) -> None:
    code = code_for(service, browser)
    service.exchange(code, code_verifier="w" * 64)
    assert service.exchange(code).json()["error"] == "invalid_grant"


def test_an_assertion_serves_once(service: Service, browser: Browser) -> None:
    once = service.assertion()
    assert service.post("/par", service.request(), once).status_code == 201
    assert service.post("/par", service.request(nonce="other"), once).json()["error"] == "invalid_client"
    assert service.exchange(code_for(service, browser), once).json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "http://localhost:1"},
        {"exp": 1},
        {"exp": 9_999_999_999},
        {"exp": None},
        {"jti": None},
        {"sub": "nobody"},
        {"iss": "nobody"},
        {"sub": None},
    ],
    ids=str,
)
def test_an_assertion_that_breaks_a_rule_is_refused(service: Service, changes: dict[str, object]) -> None:
    answer = service.post("/par", service.request(), service.assertion(**changes))
    assert answer.json()["error"] == "invalid_client"


def test_an_assertion_of_another_key_is_refused(service: Service) -> None:
    stranger = new_key()
    forged = Service(service.sandbox, stranger).assertion()
    shared = jwt.encode({"alg": "HS256"}, {"sub": "macnss"}, OctKey.import_key("a secret that nobody shares with us"))
    for assertion in (forged, shared, "x.y.z", "x", "é"):
        answer = service.post("/par", service.request(), assertion)
        assert answer.json()["error"] == "invalid_client"


def test_a_service_without_assertion_is_refused(sandbox: Sandbox, service: Service) -> None:
    answer = httpx.post(f"{sandbox.issuer}/par", data=service.request(), trust_env=False)
    assert answer.json()["error"] == "invalid_client"


def test_a_person_who_refuses_is_sent_back_with_nothing(service: Service, browser: Browser) -> None:
    browser.opens(service.door())
    visit = browser.path
    browser.taps(AMINA)
    told = carried(browser.sends(f"{visit}leave/", why="refuse"))
    assert told["error"] == "access_denied"
    assert (told["state"], told["iss"]) == (service.state, service.sandbox.issuer)
    assert browser.opens(visit).status_code == 410


def test_who_cannot_reach_the_level_is_sent_back_saying_so(service: Service, browser: Browser) -> None:
    browser.opens(service.door(acr_values=HIGH))
    told = carried(browser.sends(f"{browser.path}leave/", why="cannot"))
    assert told["error"] == "unmet_authentication_requirements"


def test_a_password_does_not_reach_a_higher_level(service: Service, browser: Browser) -> None:
    browser.opens(service.door(acr_values=f"{SUBSTANTIAL} {HIGH}"))
    _, password = browser.crib(AMINA)
    told = carried(browser.sends(f"{browser.path}password/", cin=AMINA, password=password))
    assert told["error"] == "unmet_authentication_requirements"


def test_a_password_reaches_the_low_level(service: Service, browser: Browser) -> None:
    browser.opens(service.door(acr_values=LOW))
    _, password = browser.crib(AMINA)
    browser.sends(f"{browser.path}password/", cin=" ab123456 ", password=password)
    said = service.read(service.exchange(browser.accepts()["code"]).json()["id_token"])
    assert (said["acr"], said["amr"]) == (LOW, ["pwd"])


def test_the_visit_of_a_browser_is_closed_to_another(service: Service, browser: Browser, sandbox: Sandbox) -> None:
    browser.opens(service.door())
    visit = browser.path
    with Browser(sandbox) as other:
        other.opens("/switches/")
        assert other.opens(visit).status_code == 410
        assert other.sends(f"{visit}card/", card=AMINA, pin=other.crib(AMINA)[0]).status_code == 410
        assert other.sends(f"{visit}leave/", why="refuse").status_code == 410


def test_consent_without_proof_leads_back_to_the_ways(service: Service, browser: Browser) -> None:
    browser.opens(service.door())
    visit = browser.path
    assert browser.sends(f"{visit}consent/").url.path == visit


def test_a_consent_given_twice_makes_one_code(service: Service, browser: Browser) -> None:
    browser.opens(service.door())
    browser.taps(AMINA)
    consent = browser.path
    browser.accepts()
    assert browser.sends(consent).status_code == 410


def test_a_form_without_its_token_is_refused(service: Service, browser: Browser) -> None:
    browser.opens(service.door())
    answer = browser.client.post(f"{browser.path}leave/", data={"why": "refuse"})
    assert answer.status_code == 403


def test_the_policy_lets_forms_reach_the_service_and_nobody_else(service: Service, browser: Browser) -> None:
    policy = browser.opens(service.door()).headers["Content-Security-Policy"]
    assert "form-action 'self' http://localhost:1" in policy
    assert "unsafe" not in policy
    assert browser.opens("/").headers["Content-Security-Policy"].endswith("form-action 'self'")


def test_the_language_of_the_service_is_followed(service: Service, browser: Browser) -> None:
    assert 'lang="fr" dir="ltr"' in browser.opens(service.door(ui_locales="fr-MA ar")).text
    assert 'lang="ar" dir="rtl"' in browser.opens(service.door(ui_locales="ar")).text


def test_the_cookies_have_names_of_their_own(service: Service, browser: Browser) -> None:
    browser.opens(service.door(ui_locales="fr"))
    assert all(name.startswith("mon_eid_sandbox_") for name in browser.client.cookies)
