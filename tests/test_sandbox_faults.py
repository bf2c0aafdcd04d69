"""The switches of the sandbox of Mon e-ID: each makes the provider wrong in one way that a client must notice."""

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tests.mon_eid import (
    HIGH,
    LOW,
    Browser,
    Sandbox,
    Service,
    carried,
    free_port,
    new_key,
    registration,
    running,
)

AMINA = "AB123456"
KEY = new_key()


@pytest.fixture(scope="module")
def running_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("mon-eid"), MON_EID_CLIENTS=registration(KEY)) as started:
        yield started


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Iterator[Sandbox]:
    yield running_sandbox
    running_sandbox.turn(act="reset")


@pytest.fixture
def service(sandbox: Sandbox) -> Service:
    return Service(sandbox, KEY)


@pytest.fixture
def browser(sandbox: Sandbox) -> Iterator[Browser]:
    with Browser(sandbox) as opened:
        yield opened


def back(service: Service, browser: Browser) -> dict[str, str]:
    browser.opens(service.door())
    browser.taps(AMINA)
    return browser.accepts()


def token(service: Service, browser: Browser) -> str:
    return str(service.exchange(back(service, browser)["code"]).json()["id_token"])


def claims(service: Service, browser: Browser) -> dict[str, Any]:
    return service.read(token(service, browser))


def test_down_is_down_but_for_the_switches(sandbox: Sandbox) -> None:
    sandbox.turn(down="on")
    for path in ("/.well-known/openid-configuration", "/jwks.json", "/authorize"):
        assert sandbox.get(path).status_code == 503
    assert sandbox.get("/switches/").status_code == 200
    assert sandbox.get("/readyz").status_code == 200
    sandbox.turn()
    assert sandbox.get("/jwks.json").status_code == 200


def test_slow_is_slow(sandbox: Sandbox) -> None:
    sandbox.turn(slow=1)
    begun = time.monotonic()
    sandbox.get("/jwks.json")
    assert time.monotonic() - begun >= 1


def test_refuse_refuses_at_the_door(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    sandbox.turn(refuse="on")
    assert carried(browser.opens(service.door()))["error"] == "access_denied"


def test_a_pushed_request_is_born_expired(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    sandbox.turn(expire="on")
    assert browser.opens(service.door()).status_code == 400


def test_a_code_is_born_expired(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    door = service.door()
    browser.opens(door)
    sandbox.turn(expire="on")
    browser.taps(AMINA)
    assert service.exchange(browser.accepts()["code"]).json()["error"] == "invalid_grant"


def test_another_cin_is_told(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    sandbox.turn(cin="zz999")
    given = service.exchange(back(service, browser)["code"]).json()
    assert service.read(given["id_token"])["cin"] == "ZZ999"
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    assert sandbox.get("/userinfo", headers=headers).json()["cin"] == "ZZ999"


def test_a_lower_level_is_told_than_was_asked_and_reached(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    sandbox.turn(lower="low")
    assert claims(service, browser)["acr"] == LOW


def test_a_thin_token_leaves_the_identity_to_userinfo(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    sandbox.turn(thin="on")
    said = claims(service, browser)
    assert "cin" not in said
    assert said["acr"] == HIGH


@pytest.mark.parametrize(
    ("spoil", "claim", "wrong"),
    [
        ("nonce", "nonce", "another-nonce"),
        ("aud", "aud", "another-service"),
        ("azp", "azp", "another-service"),
        ("iss", "iss", "http://localhost:1"),
        ("at_hash", "at_hash", "A" * 22),
        ("no_acr", "acr", None),
    ],
)
def test_a_claim_is_made_wrong(
    sandbox: Sandbox, service: Service, browser: Browser, spoil: str, claim: str, wrong: str | None
) -> None:
    assert claims(service, browser).get(claim) != wrong
    sandbox.turn(spoil=spoil)
    with Browser(sandbox) as again:
        assert claims(Service(sandbox, KEY), again).get(claim) == wrong


def test_times_are_made_wrong(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    for spoil, claim, sign in (("exp", "exp", -1), ("iat", "iat", 1), ("auth_time", "auth_time", -1)):
        sandbox.turn(spoil=spoil)
        moment = claims(Service(sandbox, KEY), browser)[claim]
        assert (moment - time.time()) * sign > 80_000


def test_signatures_are_made_wrong(sandbox: Sandbox, browser: Browser) -> None:
    for spoil, alg in (
        ("alg_none", "none"),
        ("hs256", "HS256"),
        ("signature", "ES256"),
        ("unknown_kid", "ES256"),
    ):
        sandbox.turn(spoil=spoil)
        service = Service(sandbox, KEY)
        made = token(service, browser)
        assert jws.extract_compact(made.encode()).headers()["alg"] == alg
        with pytest.raises((JoseError, ValueError)):
            service.read(made)


def test_the_answer_to_the_browser_is_made_wrong(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    sandbox.turn(spoil="state")
    assert back(service, browser)["state"] != service.state
    sandbox.turn(spoil="response_iss")
    assert back(Service(sandbox, KEY), browser)["iss"] != sandbox.issuer
    sandbox.turn(spoil="no_response_iss")
    assert "iss" not in back(Service(sandbox, KEY), browser)


def test_new_keys_sign_and_old_public_keys_stay(sandbox: Sandbox, service: Service, browser: Browser) -> None:
    before = token(service, browser)
    sandbox.turn(act="rotate")
    after = token(Service(sandbox, KEY), browser)
    old, new = (jws.extract_compact(each.encode()).headers()["kid"] for each in (before, after))
    assert old != new
    assert service.read(before)["sub"] == service.read(after)["sub"]
    sandbox.turn(act="rotate")
    sandbox.turn(act="rotate")
    assert old not in [key.kid for key in service.published().keys]


def test_private_keys_are_never_published(sandbox: Sandbox) -> None:
    published = sandbox.get("/jwks.json").json()["keys"]
    assert {key["alg"] for key in published} == {"ES256", "RS256"}
    assert not any({"d", "p", "q"} & set(key) for key in published)
    assert (sandbox.home / "keys.json").stat().st_mode & 0o077 == 0


def test_a_position_that_does_not_exist_changes_nothing(sandbox: Sandbox) -> None:
    sandbox.turn(cin="ZZ1")
    with Browser(sandbox) as somebody:
        page = somebody.opens("/switches/")
        for wrong in ({"slow": 61}, {"slow": "soon"}, {"spoil": "everything"}, {"lower": "medium"}):
            assert somebody.sends("/switches/", **wrong).status_code == 422
        assert 'value="ZZ1"' in somebody.opens("/switches/").text
    assert page.status_code == 200


class Published(BaseHTTPRequestHandler):
    """Where a service publishes its keys."""

    keys: KeySet
    reads = 0

    def do_GET(self) -> None:
        type(self).reads += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(self.keys.as_dict(private=False)).encode())

    def log_message(self, *_: object) -> None:
        """Silent."""


def test_keys_are_read_where_the_service_publishes_them_and_again_after_a_rotation(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    first, second, rsa = new_key(), new_key(), new_key("RS256")
    port = free_port()
    server = HTTPServer(("127.0.0.1", port), Published)
    Thread(target=server.serve_forever, daemon=True).start()
    Published.keys = KeySet([first])
    fetched = registration(jwks_uri=f"http://localhost:{port}/", jwks={}, id_token_signed_response_alg="RS256")
    try:
        with running(tmp_path_factory.mktemp("fetched"), MON_EID_CLIENTS=fetched) as sandbox:
            for _ in range(3):
                assert Service(sandbox, first).push().status_code == 201
            assert Published.reads == 1
            Published.keys = KeySet([second, rsa])
            time.sleep(2.1)  # not sooner: somebody who invents key names must not make it read at each try
            assert Service(sandbox, second).push().status_code == 201
            assert Service(sandbox, rsa).push().status_code == 201
            assert Service(sandbox, first).push().json()["error"] == "invalid_client"
            assert Published.reads == 2
            with Browser(sandbox) as browser:
                assert jws.extract_compact(token(Service(sandbox, rsa), browser).encode()).headers()["alg"] == "RS256"
    finally:
        server.shutdown()
        server.server_close()


def test_the_environment_sets_the_switches_at_the_start(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("moved")
    with running(folder, MON_EID_CLIENTS=registration(KEY), MON_EID_DOWN="1", MON_EID_REQUIRE_PAR="1") as sandbox:
        assert sandbox.get("/jwks.json").status_code == 503
        sandbox.turn()
        door = "/authorize?" + urlencode(Service(sandbox, KEY).request())
        assert sandbox.get(door).status_code == 400


def test_keys_and_subjects_survive_a_start_and_requests_do_not(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, subjects, names = tmp_path_factory.mktemp("again"), set(), set()
    for _ in range(2):
        with running(folder, MON_EID_CLIENTS=registration(KEY)) as sandbox, Browser(sandbox) as browser:
            made = token(Service(sandbox, KEY), browser)
            subjects.add(Service(sandbox, KEY).read(made)["sub"])
            names.add(jws.extract_compact(made.encode()).headers()["kid"])
    assert (len(subjects), len(names)) == (1, 1)


def test_two_services_know_a_citizen_under_two_subjects(tmp_path_factory: pytest.TempPathFactory) -> None:
    ours = json.loads(registration(KEY))
    other = {**ours[0], "client_id": "other", "redirect_uris": ["http://localhost:2/back"]}
    with running(tmp_path_factory.mktemp("two"), MON_EID_CLIENTS=json.dumps([*ours, other])) as sandbox:
        with Browser(sandbox) as browser:
            mine = claims(Service(sandbox, KEY), browser)["sub"]
            service = Service(sandbox, KEY)
            theirs = service.assertion(iss="other", sub="other")
            asked = service.request(client_id="other", redirect_uri="http://localhost:2/back")
            name = service.post("/par", asked, theirs).json()["request_uri"]
            browser.opens(f"/authorize?client_id=other&request_uri={name}")
            browser.taps(AMINA)
            code = browser.sends(browser.path).headers["Location"].partition("code=")[2].partition("&")[0]
            theirs = service.assertion(iss="other", sub="other")
            given = service.exchange(code, theirs, redirect_uri="http://localhost:2/back").json()
        assert jwt.decode(given["id_token"], service.published(), ["ES256"]).claims["sub"] != mine
