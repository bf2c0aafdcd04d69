"""An SMS provider over HTTP, played by a real server on loopback."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from macnss.gateways.sending import Refused, Unavailable
from macnss.gateways.sms import http
from macnss.gateways.sms.http import HttpPeer, HttpSms

MESSAGE = {"to": "+212600000001", "text": 'un "mot" {callback}', "reference": "ours"}


@dataclass
class Provider:
    """What it answers, and what it was asked."""

    status: int = 200
    answer: str = '{"id": "p-1"}'
    slow: float = 0.0
    url: str = ""
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)


@contextmanager
def provider(**said: Any) -> Iterator[Provider]:
    told = Provider(**said)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append((self.command, self.path, dict(self.headers), json.loads(body)))
            time.sleep(told.slow)
            self.send_response(told.status)
            self.send_header("Location", "https://elsewhere.example/")
            self.end_headers()
            with suppress(OSError):  # who asked has gone
                self.wfile.write(told.answer.encode())

        do_PUT = do_POST  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    told.url = f"http://127.0.0.1:{server.server_port}/send"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def test_the_template_of_the_settings_is_filled_and_the_token_is_shown() -> None:
    body = (
        '{"recipients": ["{to}"], "message": {"text": "{text}", "ref": "x-{reference}"}, "hook": "{callback}", "n": 1}'
    )
    with provider(answer='{"data": [{"id": 77}]}') as told:
        peer = HttpPeer(told.url, token="t0ken", method="PUT", body=body, answer_id="data.0.id")
        sent = HttpSms(peer).send(**MESSAGE, callback="https://ma.example/r/")
    command, path, headers, asked = told.asked[0]
    assert (command, path, headers["Authorization"]) == ("PUT", "/send", "Bearer t0ken")
    assert asked == {
        "recipients": ["+212600000001"],
        "message": {"text": 'un "mot" {callback}', "ref": "x-ours"},
        "hook": "https://ma.example/r/",
        "n": 1,
    }
    assert sent.provider_id == "77"


@pytest.mark.parametrize("answer", ["", "OK", "[]", '{"id": null}', '{"other": 1}'])
def test_a_provider_that_names_nothing_has_sent_all_the_same(answer: str) -> None:
    with provider(answer=answer) as told:
        assert HttpSms(HttpPeer(told.url)).send(**MESSAGE).provider_id == ""


@pytest.mark.parametrize("status", [400, 410, 422])
def test_what_is_wrong_with_the_message_is_refused_for_good(status: int) -> None:
    with provider(status=status) as told, pytest.raises(Refused, match=f"http:{status}"):
        HttpSms(HttpPeer(told.url)).send(**MESSAGE)


@pytest.mark.parametrize("status", [301, 401, 403, 404, 408, 429, 500, 503])
def test_what_is_wrong_with_the_provider_or_with_our_settings_only_delays(status: int) -> None:
    with provider(status=status) as told, pytest.raises(Unavailable, match=f"http:{status}"):
        HttpSms(HttpPeer(told.url)).send(**MESSAGE)


def test_a_slow_provider_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TIME_LIMIT", 0.2)
    with provider(slow=1.0) as told:
        began = time.monotonic()
        with pytest.raises(Unavailable, match="http:ReadTimeout"):
            HttpSms(HttpPeer(told.url)).send(**MESSAGE)
        assert time.monotonic() - began < 0.8


def test_a_provider_that_is_away_is_soon_left_in_peace() -> None:
    with provider() as told:
        pass
    gateway, reasons = HttpSms(HttpPeer(told.url)), []
    for _ in range(4):
        with pytest.raises(Unavailable) as refusal:
            gateway.send(**MESSAGE)
        reasons.append(refusal.value.reason)
    assert reasons == ["http:ConnectError"] * 3 + ["resting"]


def test_nothing_personal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with provider(status=400) as told, pytest.raises(Refused) as refusal:
        HttpSms(HttpPeer(told.url)).send(**MESSAGE)
    assert "212600000001" not in caplog.text + str(refusal.value)
    assert "mot" not in caplog.text
