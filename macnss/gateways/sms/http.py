"""An SMS provider that speaks HTTP: address, method, token and body are settings; one template, any provider."""

import json
import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from macnss.gateways.sending import Breaker, Refused, Sent, Unavailable

TIME_LIMIT = 5.0
LONGEST_ANSWER = 64 * 1024
_PLACE = re.compile(r"\{(\w+)\}")
# What a provider answers when it is our configuration that is wrong, or too soon: the message itself may still pass.
_NOT_THE_MESSAGE = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}


@dataclass(frozen=True, slots=True)
class HttpPeer:
    """The provider. In `body`, a JSON text, {to}, {text}, {reference}, {sender} and {callback} are filled in."""

    url: str
    token: str = ""
    method: str = "POST"
    token_header: str = "Authorization"  # noqa: S105 - its name
    token_prefix: str = "Bearer "  # noqa: S105
    body: str = '{"to": "{to}", "from": "{sender}", "text": "{text}", "reference": "{reference}"}'
    sender: str = ""
    answer_id: str = "id"  # where the answer says its name for the message; dots go down: data.id


class HttpSms:
    def __init__(self, peer: HttpPeer) -> None:
        self._peer = peer
        self._template = json.loads(peer.body)
        self._breaker = Breaker()

    def send(self, *, to: str, text: str, reference: str, callback: str = "") -> Sent:
        said = {"to": to, "text": text, "reference": reference, "callback": callback, "sender": self._peer.sender}
        with self._breaker:
            answer = self._ask(_filled(self._template, said))
            return Sent(_found(answer, self._peer.answer_id))

    def _ask(self, body: object) -> bytes:
        """A connection a message: the keep-alive of a provider behind a balancer fails more than it saves."""
        peer = self._peer
        headers = {peer.token_header: f"{peer.token_prefix}{peer.token}"} if peer.token else {}
        try:
            with httpx.stream(peer.method, peer.url, json=body, headers=headers, timeout=TIME_LIMIT) as answer:
                _check(answer)
                return _read(answer)
        except httpx.HTTPError as error:
            raise Unavailable(f"http:{type(error).__name__}") from None  # its text may quote the request


def _check(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    reason = f"http:{answer.status_code}"
    if answer.is_client_error and answer.status_code not in _NOT_THE_MESSAGE:
        raise Refused(reason)
    raise Unavailable(reason)


def _read(answer: httpx.Response) -> bytes:
    """The answer; what is left of one that never ends is not waited for: the message was taken."""
    until, content = time.monotonic() + TIME_LIMIT, b""
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > LONGEST_ANSWER or time.monotonic() > until:
            break
    return content


def _filled(template: Any, said: dict[str, str]) -> Any:
    """The template with its places filled, after it was read: no text can break out of its place."""
    if isinstance(template, dict):
        return {key: _filled(value, said) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, said) for value in template]
    if isinstance(template, str):
        return _place(template, said)
    return template


def _place(template: str, said: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: said.get(place[1], place[0]), template)


def _found(answer: bytes, path: str) -> str:
    """The provider's name for the message; "" when it gives none that we can read."""
    try:
        value = json.loads(answer)
        for step in path.split("."):
            value = value[int(step)] if isinstance(value, list) else value[step]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    return str(value)[:80] if isinstance(value, str | int) else ""
