"""A scripted OpenID provider over a real socket: right by default, each misbehaviour a switch."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlsplit

from authlib.oidc.core.util import create_half_hash
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeyParameters, RSAKey

from macnss.gateways.eid import provider as known_providers

Form = dict[str, str]
CITIZEN = {
    "sub": "citizen-of-the-tests",
    "cin": "AB123456",
    "birthdate": "1985-03-14",
    "given_name": "AMINA",
    "family_name": "BENALI",
    "given_name_ar": "أمينة",
    "family_name_ar": "بنعلي",
    "gender": "female",
}
ACR = "urn:mon-eid-sandbox:"


@dataclass
class Reply:
    """What an end answers instead of the right thing."""

    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/json"
    headers: Form = field(default_factory=dict)
    wait: float = 0.0  # before the first byte
    drip: float = 0.0  # between bytes


@dataclass
class Grant:
    """A code that was given, and what it is worth."""

    asked: Form
    spent: bool = False


class ScriptedProvider:
    """`with ScriptedProvider() as provider:`; `provider.settings()` is what `settings.EID` takes."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.daemon_threads = True
        self.server.provider = self  # type: ignore[attr-defined]
        self.issuer = f"http://localhost:{self.server.server_port}"
        self.alg = "ES256"
        self.keys: list[Any] = [new_key("ES256", "one")]
        self.published: list[Any] | None = None  # None: those that sign
        self.metadata: dict[str, Any] = {}  # None as a value takes the entry away
        self.replies: dict[str, Reply | Callable[[Form], Reply]] = {}
        self.citizen: dict[str, Any] = dict(CITIZEN)
        self.acr: str | None = f"{ACR}substantial"
        self.claims: dict[str, Any] = {}  # over the right ones; None takes a claim away
        self.header: dict[str, Any] = {}
        self.token: Callable[[dict[str, Any]], str] | None = None  # another way to sign
        self.userinfo: dict[str, Any] = {}
        self.token_answer: dict[str, Any] = {}
        self.auth_method = "private_key_jwt"
        self.client_secret = "s3cret: with +/% in it"
        self.client_jwks: dict[str, Any] = {"keys": []}
        self.seen: list[tuple[str, Form, Form]] = []
        self.pushed: dict[str, Form] = {}
        self.codes: dict[str, Grant] = {}
        self.assertions: list[dict[str, Any]] = []

    def __enter__(self) -> "ScriptedProvider":
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    # What a test asks.

    def settings(self, **said: Any) -> dict[str, Any]:
        key = ECKey.generate_key("P-256")
        key.ensure_kid()
        self.client_jwks = {"keys": [key.as_dict(private=False)]}
        return {
            "ISSUER": self.issuer,
            "CLIENT_ID": "macnss",
            "CLIENT_KEYS": [key.as_pem(private=True).decode()],
            "CLIENT_SECRET": "",
            "CLIENT_AUTH": "",
            "SCOPES": "openid identity",
            "CLAIMS": {name: name for name in CITIZEN if name != "sub"},
            "NEEDED": ["cin", "birthdate"],
            "LEVELS": {f"{ACR}{name}": name for name in ("low", "substantial", "high")},
            "ALGORITHMS": ["ES256", "ES384", "PS256", "RS256"],
            "METADATA": {},
            "LEEWAY": 60,
            "TIMEOUT": 5.0,
            **said,
        }

    def confirms(self, url: str, **said: str) -> Form:
        """The citizen confirms at the page of `url`: what the browser brings back."""
        asked = self.asked(url)
        code = f"code-{len(self.codes)}"
        self.codes[code] = Grant(asked)
        return {"code": code, "state": asked["state"], "iss": self.issuer, **said}

    def refuses(self, url: str, error: str = "access_denied") -> Form:
        return {"error": error, "state": self.asked(url)["state"], "iss": self.issuer}

    def asked(self, url: str) -> Form:
        """What the visit asks, pushed or in the address."""
        query = dict(parse_qsl(urlsplit(url).query))
        return self.pushed[query["request_uri"]] if "request_uri" in query else query

    def times(self, path: str) -> int:
        """How often that end was asked."""
        return sum(1 for seen, _, _ in self.seen if seen == path)

    # What it answers.

    def reply(self, path: str, form: Form, headers: Form) -> Reply:
        self.seen.append((path, form, headers))
        if path in self.replies:
            scripted = self.replies[path]
            return scripted(form) if callable(scripted) else scripted
        ends: dict[str, Callable[[Form, Form], Reply]] = {
            "/.well-known/openid-configuration": lambda form, headers: as_json(self.document()),
            "/jwks": lambda form, headers: as_json({"keys": self.public_keys()}),
            "/par": self._par,
            "/token": self._token,
            "/userinfo": self._userinfo,
        }
        return ends[path](form, headers) if path in ends else Reply(404)

    def document(self) -> dict[str, Any]:
        base = f"http://localhost:{self.server.server_port}"
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/jwks",
            "userinfo_endpoint": f"{base}/userinfo",
            "pushed_authorization_request_endpoint": f"{base}/par",
            "authorization_response_iss_parameter_supported": True,
            "token_endpoint_auth_methods_supported": [self.auth_method],
            **self.metadata,
        }
        return {name: value for name, value in said.items() if value is not None}

    def public_keys(self) -> list[dict[str, Any]]:
        if self.published is not None:
            return self.published
        return [key.as_dict(private=False) for key in self.keys]

    def _par(self, form: Form, headers: Form) -> Reply:
        if refused := self._client(form, headers):
            return refused
        reference = f"urn:ietf:params:oauth:request_uri:{len(self.pushed)}"
        self.pushed[reference] = form
        return as_json({"request_uri": reference, "expires_in": 90}, 201)

    def _token(self, form: Form, headers: Form) -> Reply:
        if refused := self._client(form, headers):
            return refused
        grant = self.codes.get(form.get("code", ""))
        if grant is None or grant.spent or grant.asked["redirect_uri"] != form.get("redirect_uri"):
            return as_json({"error": "invalid_grant"}, 400)
        if challenge(form.get("code_verifier", "")) != grant.asked["code_challenge"]:
            return as_json({"error": "invalid_grant", "error_description": "PKCE"}, 400)
        grant.spent = True
        claims = self.id_token_claims(grant.asked)
        signed = self.token(claims) if self.token else self.sign(claims)
        said = {"access_token": "an access token", "token_type": "Bearer", "id_token": signed, **self.token_answer}
        return as_json({name: value for name, value in said.items() if value is not None})

    def id_token_claims(self, asked: Form) -> dict[str, Any]:
        now = int(time.time())
        half = create_half_hash("an access token", self.alg)
        said = {
            "iss": self.issuer,
            "aud": "macnss",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "auth_time": now,
            "acr": self.acr,
            "amr": ["pin", "sc"],
            "at_hash": half.decode() if half else None,
            **self.citizen,
            **self.claims,
        }
        return {name: value for name, value in said.items() if value is not None}

    def sign(self, claims: dict[str, Any]) -> str:
        key = self.keys[0]
        header = {"alg": self.alg, "kid": key.kid, **self.header}
        return jwt.encode({k: v for k, v in header.items() if v is not None}, claims, key, algorithms=[self.alg])

    def _userinfo(self, form: Form, headers: Form) -> Reply:
        if headers.get("authorization") != "Bearer an access token":
            return Reply(401)
        return as_json({"sub": self.citizen.get("sub"), **self.userinfo})

    def _client(self, form: Form, headers: Form) -> Reply | None:
        """None when the client proved who it is in the way that this provider takes."""
        ways: dict[str, Callable[[Form, Form], bool]] = {
            "private_key_jwt": self._assertion,
            "client_secret_basic": self._basic,
            "client_secret_post": lambda form, headers: form.get("client_secret") == self.client_secret,
            "none": lambda form, headers: form.get("client_id") == "macnss" and "client_secret" not in form,
        }
        right = ways[self.auth_method](form, headers)
        return None if right else as_json({"error": "invalid_client"}, 401)

    def _assertion(self, form: Form, headers: Form) -> bool:
        key = ECKey.import_key(self.client_jwks["keys"][0])
        said = jwt.decode(form["client_assertion"], key, algorithms=["ES256"]).claims
        fresh = said["jti"] not in {each["jti"] for each in self.assertions} and said["exp"] - said["iat"] <= 300
        self.assertions.append(said)
        return bool(
            fresh and said["iss"] == said["sub"] == "macnss" and said["aud"] == self.document()["token_endpoint"]
        )

    def _basic(self, form: Form, headers: Form) -> bool:
        kind, _, pair = headers.get("authorization", "").partition(" ")
        name, _, secret = base64.b64decode(pair).decode().partition(":")
        return kind == "Basic" and (unquote_plus(name), unquote_plus(secret)) == ("macnss", self.client_secret)


def new_key(alg: str, kid: str) -> Any:
    """A key for that algorithm."""
    parameters: KeyParameters = {"kid": kid, "use": "sig", "alg": alg}
    if alg == "ES256":
        return ECKey.generate_key("P-256", parameters)
    return RSAKey.generate_key(2048, parameters)


def without_signature(claims: dict[str, Any]) -> str:
    """`alg: none`, with its empty signature."""
    return f"{_parts({'alg': 'none', 'typ': 'JWT'}, claims)}."


def by_shared_secret(secret: bytes, kid: str | None) -> Callable[[dict[str, Any]], str]:
    """HS256 with something that everybody can read, the public key for example."""

    def signed(claims: dict[str, Any]) -> str:
        said = _parts({"alg": "HS256"} | ({"kid": kid} if kid else {}), claims)
        return f"{said}.{_base64(hmac.digest(secret, said.encode(), 'sha256'))}"

    return signed


def with_extension(key: Any) -> Callable[[dict[str, Any]], str]:
    """ES256, rightly signed, with a header that whoever reads it must understand."""

    def signed(claims: dict[str, Any]) -> str:
        said = _parts({"alg": "ES256", "kid": key.kid, "crit": ["urn:new"], "urn:new": 1}, claims)
        return f"{said}.{_base64(jws.JWSRegistry.algorithms['ES256'].sign(said.encode(), key))}"

    return signed


def _parts(*said: dict[str, Any]) -> str:
    return ".".join(_base64(json.dumps(each).encode()) for each in said)


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def as_json(said: dict[str, Any], status: int = 200) -> Reply:
    return Reply(status, json.dumps(said).encode())


@contextmanager
def listening(settings: Any) -> Iterator[ScriptedProvider]:
    """A provider that listens, and the settings of pytest-django that point at it."""
    with ScriptedProvider() as provider:
        known_providers.forget()
        settings.EID = provider.settings()
        yield provider
    known_providers.forget()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._answer({name: values[-1] for name, values in parse_qs(body).items()})

    def _answer(self, form: Form) -> None:
        provider: ScriptedProvider = self.server.provider  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = provider.reply(urlsplit(self.path).path, form, headers)
        time.sleep(reply.wait)
        try:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in [reply.body[i : i + 1] for i in range(len(reply.body))] if reply.drip else [reply.body]:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(reply.drip)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""
