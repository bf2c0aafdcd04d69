"""A clamd that speaks the real protocol on a real socket, and does what a test tells it to."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from macnss.kernel.tests.files import EICAR


class ScriptedClamd:
    """Finds the EICAR test file, like a real one; `answer` makes it say something else, `hangs` say nothing."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.answer = ""
        self.hangs = False
        self.limit = 25 * 1024**2
        self.gone = threading.Event()

    def speak(self, handler: socketserver.StreamRequestHandler) -> None:
        assert _record(handler) == b"zINSTREAM"
        content = b""
        while size := struct.unpack("!I", handler.rfile.read(4))[0]:
            if len(content) + size > self.limit:
                handler.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
            content += handler.rfile.read(size)
        self.seen.append(content)
        if self.hangs:
            self.gone.wait(10)
            return
        found = "stream: Eicar-Test-Signature FOUND" if EICAR in content else "stream: OK"
        handler.wfile.write((self.answer or found).encode() + b"\0")


def _record(handler: socketserver.StreamRequestHandler) -> bytes:
    said = b""
    while not said.endswith(b"\0"):
        said += handler.rfile.read(1)
    return said[:-1]


@contextmanager
def listening(at: Path | None = None) -> Iterator[tuple[str, ScriptedClamd]]:
    """Its address (a socket at that path, else a port of this machine) and what it does."""
    script = ScriptedClamd()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            script.speak(self)

    kind: Any = socketserver.ThreadingUnixStreamServer if at else socketserver.ThreadingTCPServer
    with kind(str(at) if at else ("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield str(at) if at else f"127.0.0.1:{server.server_address[1]}", script
        finally:
            script.gone.set()
            server.shutdown()
