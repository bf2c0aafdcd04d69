"""A small SMS centre over SMPP 3.4 on a real socket, written from the specification and not from the client's library.

It takes what is submitted, says what the test tells it to say, and sends receipts.
"""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

BIND_TRANSCEIVER, SUBMIT, DELIVER, UNBIND, ENQUIRE = 0x09, 0x04, 0x05, 0x06, 0x15
ANSWER = 0x80000000
THROTTLED, BAD_NUMBER, BAD_PASSWORD = 0x58, 0x0B, 0x0E


@dataclass
class Submitted:
    """One submit_sm as it came."""

    to: str
    sender: str
    esm_class: int
    registered: int
    coding: int
    body: bytes

    @property
    def header(self) -> bytes:
        return self.body[:6] if self.esm_class & 0x40 else b""

    @property
    def words(self) -> bytes:
        return self.body[len(self.header) :]


@dataclass
class Centre:
    """What it heard, and what it is told to do."""

    port: int = 0
    password: str = "secret"
    statuses: list[int] = field(default_factory=list)  # of the next submissions; then all are taken
    slow: float = 0.0
    drops: int = 0  # the connection is cut at so many submissions, unanswered
    deaf: bool = False
    receipt_first: str = ""  # the state of a receipt sent before the answer to the submission
    ids: str = "m{0}"
    submitted: list[Submitted] = field(default_factory=list)
    binds: int = 0
    enquiries: int = 0
    acknowledged: list[int] = field(default_factory=list)
    _open: list[socket.socket] = field(default_factory=list)
    _sequence: int = 1000

    def receipt(self, message_id: str, state: str = "DELIVRD", *, kind: int = 0x04) -> None:
        """Send a receipt on the newest connection."""
        text = (
            f"id:{message_id} sub:001 dlvrd:001 submit date:2611231000 done date:2611231001 stat:{state} err:000 text:"
        )
        self._deliver(text.encode(), kind)

    def answer_by_sms(self, words: str) -> None:
        self._deliver(words.encode(), 0)

    def enquire(self) -> None:
        self._sequence += 1
        self._open[-1].sendall(pdu(ENQUIRE, 0, self._sequence))

    def cut(self) -> None:
        cut, self._open = self._open, []  # who dials again meanwhile is not cut
        for wire in cut:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()

    def _deliver(self, text: bytes, esm_class: int) -> None:
        self._sequence += 1
        body = (
            b"\0" + b"\1\1212600000001\0" + b"\0\0CNSS\0" + bytes([esm_class, 0, 0, 0, 0, 0, 0, 0, 0, len(text)]) + text
        )
        self._open[-1].sendall(pdu(DELIVER, 0, self._sequence, body))

    def serve(self, wire: socket.socket) -> None:
        with suppress(OSError, struct.error):
            while header := exactly(wire, 16):
                length, command, status, sequence = struct.unpack(">LLLL", header)
                self.hear(wire, command, status, sequence, exactly(wire, length - 16))

    def hear(self, wire: socket.socket, command: int, status: int, sequence: int, body: bytes) -> None:
        if command == BIND_TRANSCEIVER:
            self._bind(wire, sequence, body)
        elif command == SUBMIT:
            self._take(wire, sequence, body)
        elif command == ENQUIRE:
            self.enquiries += 1
            if not self.deaf:
                wire.sendall(pdu(ENQUIRE | ANSWER, 0, sequence))
        elif command == UNBIND:
            wire.sendall(pdu(UNBIND | ANSWER, 0, sequence))
        elif command == DELIVER | ANSWER:
            self.acknowledged.append(status)

    def _bind(self, wire: socket.socket, sequence: int, body: bytes) -> None:
        self.binds += 1
        _, password, *_ = body.split(b"\0")
        right = password.decode() == self.password
        wire.sendall(pdu(BIND_TRANSCEIVER | ANSWER, 0 if right else BAD_PASSWORD, sequence, b"centre\0"))

    def _take(self, wire: socket.socket, sequence: int, body: bytes) -> None:
        if self.drops:
            self.drops -= 1
            self.cut()
            return
        if self.deaf:
            return
        time.sleep(self.slow)
        status = self.statuses.pop(0) if self.statuses else 0
        if not status:
            self.submitted.append(parsed(body))
        message_id = self.ids.format(len(self.submitted))
        if self.receipt_first and not status:
            self.receipt(message_id, self.receipt_first)
            time.sleep(0.3)
        wire.sendall(pdu(SUBMIT | ANSWER, status, sequence, b"" if status else message_id.encode() + b"\0"))


def pdu(command: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    return struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body


def exactly(wire: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        piece = wire.recv(size - len(got))
        if not piece:
            return b""
        got += piece
    return got


def parsed(body: bytes) -> Submitted:
    """The mandatory fields of submit_sm, in their order."""
    _service, rest = body.split(b"\0", 1)
    sender, rest = rest[2:].split(b"\0", 1)
    to, rest = rest[2:].split(b"\0", 1)
    esm_class, rest = rest[0], rest[3:]
    _scheduled, rest = rest.split(b"\0", 1)
    _validity, rest = rest.split(b"\0", 1)
    registered, _replace, coding, _default, length = rest[:5]
    return Submitted(to.decode(), sender.decode(), esm_class, registered, coding, rest[5 : 5 + length])


@contextmanager
def sms_centre(centre: Centre | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Centre]:
    """A centre that listens on a port of its own until the end of the block."""
    centre = centre or Centre()
    listener = socket.create_server(("127.0.0.1", 0))
    centre.port = listener.getsockname()[1]

    def listen() -> None:
        with suppress(OSError):
            while True:
                wire, _ = listener.accept()
                threading.Thread(target=welcome, args=[wire], daemon=True).start()

    def welcome(wire: socket.socket) -> None:
        with suppress(OSError):  # a handshake may fail
            wire = tls.wrap_socket(wire, server_side=True) if tls else wire
            centre._open.append(wire)
            centre.serve(wire)

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield centre
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        centre.cut()
