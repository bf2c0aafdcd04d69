"""The line to the provider: each exchange is bounded in time and in size, follows no redirection, speaks JSON."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import Any

import httpx

from macnss.gateways.eid.configuration import secure
from macnss.gateways.eid.failures import EidFailure

LONGEST = 256 * 1024  # bytes of an answer
Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider answered: its status, its JSON object; or the bare text when it is a signed one."""

    status: int
    said: dict[str, Any]
    text: str = ""

    @property
    def error(self) -> str:
        """The OAuth error code, "" when there is none."""
        code = self.said.get("error")
        return code if isinstance(code, str) else ""


def get(address: str, *, within: float, headers: Headers | None = None) -> Answer:
    return _exchange("GET", address, within, {**(headers or {})})


def post(address: str, form: Mapping[str, str], *, within: float, headers: Headers | None = None) -> Answer:
    return _exchange("POST", address, within, {**(headers or {})}, dict(form))


def _exchange(
    method: str, address: str, within: float, headers: dict[str, str], form: dict[str, str] | None = None
) -> Answer:
    """One exchange. Raises EidFailure: silent, broken, redirecting, too long, not JSON."""
    asked = {"Accept": "application/json", "Accept-Encoding": "identity", **headers}
    try:
        with (
            _watched(within) as trace,
            httpx.Client(timeout=within, follow_redirects=False, trust_env=False) as client,
            client.stream(
                method, secure(address), data=form, headers=asked, extensions={"trace": trace.follow}
            ) as response,
        ):
            return _read(response)
    except httpx.DecodingError as error:
        raise EidFailure("answer-malformed", type(error).__name__) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise EidFailure("provider-silent", type(error).__name__) from error


def _read(response: httpx.Response) -> Answer:
    if 300 <= response.status_code < 400:
        raise EidFailure("provider-redirects", str(response.status_code))
    if response.status_code >= 500:
        raise EidFailure("provider-broken", str(response.status_code))
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > LONGEST:
            raise EidFailure("answer-too-large", f"more than {LONGEST} bytes")
    if response.headers.get("Content-Type", "").lower().startswith("application/jwt"):
        return Answer(response.status_code, {}, body.decode("ascii", "replace"))
    return Answer(response.status_code, _object(bytes(body), response.status_code))


def _object(body: bytes, status: int) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return said
    if status >= 400:  # a page of a proxy: the status says enough
        return {}
    raise EidFailure("answer-malformed", "not a JSON object")


class _Watch:
    """Hangs up at the end of the time given, whatever trickles in: a time-out of httpx begins anew at each byte."""

    def __init__(self) -> None:
        self._stream: Any = None

    def follow(self, event: str, information: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = information["return_value"]

    def hang_up(self) -> None:
        held = self._stream.get_extra_info("socket") if self._stream else None
        if held is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


@contextmanager
def _watched(within: float) -> Iterator[_Watch]:
    watch = _Watch()
    timer = Timer(within, watch.hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
