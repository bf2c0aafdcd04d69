"""The sandbox of Mon e-ID as a process, a service that talks to it, and browsers: all through real sockets."""

import base64
import hashlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

ROOT = Path(__file__).resolve().parent.parent
LOW, SUBSTANTIAL, HIGH = (f"urn:mon-eid-sandbox:{level}" for level in ("low", "substantial", "high"))
RETURN = "http://localhost:1/eid/return/"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CITIZENS = [
    ("AB123456", "Amina", "Bennani", "أمينة", "بناني", "1992-03-14", "female", "cast"),
    ("BE204117", "Brahim", "El Alaoui", "إبراهيم", "العلوي", "1988-06-02", "male", "cast"),
    ("J310529", "Zineb", "Tazi", "زينب", "التازي", "1997-11-08", "female", "cast"),
    ("K90417", "Salma", "Idrissi", "سلمى", "الإدريسي", "1970-01-30", "female", "insured"),
    ("ZZ900001", "Idder", "Nowhere", "إيدر", "بلامكان", "1985-05-05", "male", "stranger"),
    ("ZZ900002", "Hassan", "Oldcard", "حسن", "القديم", "1951-02-03", "male", "old_card"),
    ("ZZ900003", "Rim", "Blocked", "ريم", "الموقوفة", "1999-09-09", "female", "blocked"),
]
FIELDS = ("cin", "given_name", "family_name", "given_name_ar", "family_name_ar", "birthdate", "gender", "kind")


def citizens() -> list[dict[str, str]]:
    return [dict(zip(FIELDS, each, strict=True)) for each in CITIZENS]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Sandbox:
    """A running sandbox."""

    issuer: str
    home: Path
    process: "subprocess.Popen[bytes]"

    def turn(self, **positions: object) -> None:
        """Put the switches in these positions and the others at rest; `act="rotate"` renews the keys."""
        with Browser(self) as somebody:
            somebody.opens("/switches/")
            answer = somebody.sends("/switches/", **positions)
            assert answer.status_code == 200, answer.text

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(f"{self.issuer}{path}", trust_env=False, timeout=20, **options)


@contextmanager
def running(home: Path, **environment: str) -> Iterator[Sandbox]:
    """Start the sandbox with its own folder and wait until it answers."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "citizens.json").exists():
        (home / "citizens.json").write_text(json.dumps(citizens()))
    port = free_port()
    said = {"MON_EID_HOME": str(home), "MON_EID_PORT": str(port), "PYTHONPATH": str(ROOT), **environment}
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.mon_eid"], cwd=ROOT, env={**clean, **said}, stdout=log, stderr=log
        )
    sandbox = Sandbox(f"http://localhost:{port}", home, process)
    try:
        _wait(sandbox)
        yield sandbox
    finally:
        process.terminate()
        process.wait(10)


def _wait(sandbox: Sandbox) -> None:
    for _ in range(200):
        if sandbox.process.poll() is None:
            try:
                sandbox.get("/readyz").raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            return
    raise RuntimeError((sandbox.home / "log").read_text())


class Browser:
    """One person at one browser, with its own cookies, who follows redirects inside the sandbox only."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = httpx.Client(base_url=sandbox.issuer, trust_env=False, timeout=20)
        self.last: httpx.Response | None = None

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    @property
    def path(self) -> str:
        assert self.last is not None
        return self.last.url.path

    def opens(self, address: str) -> httpx.Response:
        return self._follow(self.client.get(address))

    def sends(self, address: str, **typed: object) -> httpx.Response:
        typed["csrfmiddlewaretoken"] = self.client.cookies.get("mon_eid_sandbox_csrf", "")
        return self._follow(self.client.post(address, data=typed))

    def _follow(self, response: httpx.Response) -> httpx.Response:
        while response.is_redirect and self._inside(response.headers["Location"]):
            response = self.client.get(response.headers["Location"])
        self.last = response
        return response

    def _inside(self, address: str) -> bool:
        return address.startswith(("/", f"{self.sandbox.issuer}/"))

    def crib(self, cin: str) -> tuple[str, str]:
        """PIN and password of somebody, as the page of the sandbox says them. Empty where there is none."""
        page = self.client.get("/").text
        person = next(each for each in page.split("<li>") if f">{cin}<" in each)
        pin = re.search(r">(\d{6})</bdi>", person)
        password = re.search(r">([a-z]+-\d{4})</bdi>", person)
        return pin[1] if pin else "", password[1] if password else ""

    def taps(self, cin: str, pin: str = "") -> httpx.Response:
        """From the page of the ways to the consent, by card and PIN."""
        return self.sends(f"{self.path}card/", card=cin, pin=pin or self.crib(cin)[0])

    def accepts(self) -> dict[str, str]:
        """Accept, and read what the browser takes back to the service."""
        return carried(self.sends(self.path))


def carried(response: httpx.Response) -> dict[str, str]:
    """What a redirect to the service carries."""
    assert response.is_redirect, response.text
    address = response.headers["Location"]
    assert address.startswith(RETURN), address
    return dict(parse_qsl(urlsplit(address).query, strict_parsing=True))


@dataclass
class Service:
    """A service that asks, with keys of its own."""

    sandbox: Sandbox
    key: Key
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def request(self, **changes: str | None) -> dict[str, str]:
        """A request that keeps every rule, then changed; None leaves a parameter out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        asked: dict[str, str | None] = {
            "response_type": "code",
            "client_id": "macnss",
            "redirect_uri": RETURN,
            "scope": "openid profile cin",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "acr_values": f"{SUBSTANTIAL} {HIGH}",
            **changes,
        }
        return {name: value for name, value in asked.items() if value is not None}

    def assertion(self, **changes: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": "macnss",
            "sub": "macnss",
            "aud": self.sandbox.issuer,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_urlsafe(12),
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": self.key.alg, "kid": self.key.kid}, claims, self.key, [str(self.key.alg)])

    def post(self, path: str, said: dict[str, str], assertion: str | None = None) -> httpx.Response:
        proof = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion or self.assertion()}
        return httpx.post(f"{self.sandbox.issuer}{path}", data={**said, **proof}, trust_env=False, timeout=20)

    def push(self, **changes: str | None) -> httpx.Response:
        return self.post("/par", self.request(**changes))

    def door(self, **changes: str | None) -> str:
        """Push a request; the address where the browser goes with its name."""
        answer = self.push(**changes)
        assert answer.status_code == 201, answer.text
        return "/authorize?" + urlencode({"client_id": "macnss", "request_uri": answer.json()["request_uri"]})

    def exchange(self, code: str, assertion: str | None = None, **changes: str) -> httpx.Response:
        said = {"grant_type": "authorization_code", "code": code, "redirect_uri": RETURN} | {
            "code_verifier": self.verifier,
            **changes,
        }
        return self.post("/token", said, assertion)

    def published(self) -> KeySet:
        return KeySet.import_key_set(self.sandbox.get("/jwks.json").json())

    def read(self, id_token: str) -> dict[str, Any]:
        return dict(jwt.decode(id_token, self.published(), ["ES256", "RS256"]).claims)


def new_key(alg: str = "ES256") -> Key:
    parameters: Any = {"kid": secrets.token_hex(4), "use": "sig", "alg": alg}
    return RSAKey.generate_key(2048, parameters) if alg == "RS256" else ECKey.generate_key("P-256", parameters)


def registration(*keys: Key, **changes: Any) -> str:
    """MON_EID_CLIENTS with our service and these public keys."""
    client = {
        "client_id": "macnss",
        "name": {"fr": "Ma CNSS", "ar": "Ma CNSS"},
        "redirect_uris": [RETURN],
        "jwks": KeySet(list(keys)).as_dict(private=False),
        **changes,
    }
    return json.dumps([client])
