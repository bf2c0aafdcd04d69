"""How many people a second come in with a fingerprint: the whole conversation, through a real server.

Two requests each (the options, then the answer), by 200 accounts, to two workers of granian; beside it, the check of
one ECDSA signature, which is the only part that nobody can make faster.
"""

import http.client
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.db import connection
from django.utils import timezone
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestedCredentialData

from bench.register import a_database
from config.demo import stop
from macnss.identity.models import Account, Passkey
from macnss.identity.tests.authenticator import Authenticator

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, WORKERS, CALLERS, SECONDS = 200, 2, 6, 8
READY_WITHIN = 30
DEVICES: dict[bytes, str] = {}


def sign_ins() -> tuple[float, float]:
    """Whole sign-ins a second, and the milliseconds of one bare check of a signature."""
    with a_database():
        keys = people()
        with server() as port:
            for key in keys:
                _sign_in(http.client.HTTPConnection("localhost", port), key, f"http://localhost:{port}")
            rate = measured(port, keys)
        return rate, bare_check()


def people() -> list[Authenticator]:
    """Accounts with one passkey each, and the authenticators that hold them."""
    now, keys = timezone.now(), []
    for place in range(PEOPLE):
        account = Account.objects.create(email=f"p{place}@example.org", name=f"P{place}", level=2, created_at=now)
        key = Authenticator(user_handle=account.public_id.bytes)
        cose = ES256.from_cryptography_key(key.key.public_key())  # type: ignore[no-untyped-call]
        data = AttestedCredentialData.create(Aaguid.NONE, key.credential_id, cose)
        Passkey.objects.create(
            account=account, name="Phone", credential_id=key.credential_id, data=bytes(data), created_at=now
        )
        keys.append(key)
    return keys


@contextmanager
def server() -> Iterator[int]:
    """The service as it runs in production, on the database of the bench."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": _address(),
        "TRUSTED_PROXIES": "127.0.0.0/8",  # each caller has an address of its own
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }
    command = [
        str(Path(sys.executable).with_name("granian")),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", "2", "--log-level", "error"),
        "config.wsgi:application",
    ]
    child = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(port)
        yield port
    finally:
        stop(child)


def measured(port: int, keys: list[Authenticator]) -> float:
    """Everybody comes in, over and over, for a few seconds."""
    start = time.perf_counter()
    shares = [keys[place::CALLERS] for place in range(CALLERS)]
    with ThreadPoolExecutor(CALLERS) as callers:
        done = sum(callers.map(lambda share: _call(port, share, until=start + SECONDS), shares))
    return done / (time.perf_counter() - start)


def bare_check() -> float:
    """Milliseconds of one verification of an ECDSA P-256 signature, and nothing else."""
    key, times = ec.generate_private_key(ec.SECP256R1()), 2000
    signature, public = key.sign(b"challenge", ec.ECDSA(SHA256())), key.public_key()
    start = time.perf_counter()
    for _each in range(times):
        public.verify(signature, b"challenge", ec.ECDSA(SHA256()))
    return (time.perf_counter() - start) / times * 1000


def _call(port: int, keys: list[Authenticator], *, until: float) -> int:
    """Sign-ins of these people one after the other, until that moment. Returns how many came in."""
    line, done = http.client.HTTPConnection("localhost", port), 0
    while time.perf_counter() < until:
        try:
            _sign_in(line, keys[done % len(keys)], f"http://localhost:{port}")
            done += 1
        except ConnectionError:  # the server closed a line that it kept open: not counted
            line.close()
    return done


def _sign_in(line: http.client.HTTPConnection, key: Authenticator, origin: str) -> None:
    token = secrets.token_hex(16)
    headers = {
        "Content-Type": "application/json",
        "X-CSRFToken": token,
        "Cookie": f"{settings.CSRF_COOKIE_NAME}={token}; {DEVICES.get(key.credential_id, '')}".rstrip("; "),
        "X-Forwarded-For": ".".join(str(random.randrange(1, 255)) for _each in range(4)),
    }
    line.request("POST", "/sign-in/passkey/options/", "{}", headers)
    answer = line.getresponse()
    options = json.loads(answer.read())
    session = answer.headers["Set-Cookie"].partition(";")[0]
    key.origin = origin
    body = json.dumps({"credential": key.signs(options)})
    line.request("POST", "/sign-in/passkey/", body, {**headers, "Cookie": f"{headers['Cookie']}; {session}"})
    answer = line.getresponse()
    said = answer.read()
    for cookie in answer.headers.get_all("Set-Cookie", []):
        if cookie.startswith(settings.DEVICE_COOKIE_NAME):
            DEVICES[key.credential_id] = cookie.partition(";")[0]  # next time they come back to a device that we know
    if answer.status != 200:
        raise AssertionError(f"{answer.status}: {said[:300]!r}")


def _wait(port: int) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            line = http.client.HTTPConnection("localhost", port, timeout=5)
            line.request("GET", "/readyz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the server of the bench does not answer")


def _address() -> str:
    """The address of the bench's database, for another process."""
    said = connection.settings_dict
    owner = f"{said['USER']}:{quote(said['PASSWORD'], safe='')}@" if said["USER"] else ""
    host = quote(str(said["HOST"]), safe="")
    port = f":{said['PORT']}" if said["PORT"] else ""
    return f"postgresql://{owner}{host}{port}/{said['NAME']}"
