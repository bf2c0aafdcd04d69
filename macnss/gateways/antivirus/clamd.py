"""ClamAV's daemon, by its INSTREAM command on a Unix or TCP socket: https://docs.clamav.net/manual/Usage/ClamdProtocol.html

A record is `zINSTREAM`, a zero byte, then chunks (their length in four bytes, big end first, then the bytes), an empty
chunk at the end. The answer ends with a zero byte: `stream: OK`, `stream: <name> FOUND`, or something ending in ERROR.
"""

import socket
import struct
import time
from dataclasses import dataclass

from macnss.gateways.antivirus.protocol import Away

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Clamd:
    """`address` is the path of a socket, or host:port; `timeout` the seconds that one file may take in all."""

    address: str
    timeout: float

    def scan(self, content: bytes) -> str:
        """The name of the virus, "" for none. Raises Away."""
        until = time.monotonic() + self.timeout
        try:
            with self._connected() as line:
                _send(line, content)
                return _understood(_answer(line, until))
        except OSError as fault:
            raise Away(type(fault).__name__) from fault

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(self.timeout)
            try:
                line.connect(self.address)
            except OSError:
                line.close()
                raise
            return line
        host, _colon, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.timeout)


def _send(line: socket.socket, content: bytes) -> None:
    """It may answer and hang up before the end (too large): what it said is then read all the same."""
    try:
        line.sendall(b"zINSTREAM\0")
        for place in range(0, len(content), CHUNK):
            chunk = content[place : place + CHUNK]
            line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(line: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        line.settimeout(max(0.001, until - time.monotonic()))
        more = line.recv(1024)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _understood(answer: str) -> str:
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise Away(answer[:80] or "no answer")
