"""Argon2id, one at a time a web process: a flood of sign-ins waits here and leaves the processor to who reads.

The work is done by a process of low priority beside (`hashing_process`), not by a thread of low priority: a thread that
the system sets aside while it holds the interpreter's lock holds up every reader of its process.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.utils.translation import gettext_lazy as _

from macnss.kernel.errors import DomainError

PATIENCE = 15  # seconds that a sign-in waits for its turn


class Busy(DomainError):
    code = "sign-in-busy"
    message = _("Very many people are signing in at this moment. Wait half a minute, then try again.")
    seconds = 30


class Argon2id(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: the least that is advised, since the whole country signs in on the same days."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        cost = {"time_cost": self.time_cost, "memory_cost": self.memory_cost, "parallelism": self.parallelism}
        return f"{self.algorithm}" + str(workshop.ask({"password": password, "salt": salt, "cost": cost}))

    def verify(self, password: str, encoded: str) -> bool:
        _algorithm, written = encoded.split("$", 1)
        return bool(workshop.ask({"password": password, "hash": f"${written}"}))


class Workshop:
    """The process that hashes, started when it is first needed, and the queue before it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(settings.SIGN_INS_WAITING)
        self._process: subprocess.Popen[str] | None = None

    def ask(self, question: dict[str, Any]) -> Any:
        """The answer of the process, in one's turn. Raises Busy when the queue is full or too slow."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            _give_back_the_connection()
            if not self._turn.acquire(timeout=PATIENCE):
                raise Busy
            try:
                return self._answer(json.dumps(question) + "\n")
            finally:
                self._turn.release()
        finally:
            self._places.release()

    @property
    def process_id(self) -> int | None:
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._turn:
            if self._process:
                self._process.communicate()
            self._process = None

    def _answer(self, line: str) -> Any:
        """Ask; a process that died is replaced, once."""
        for _attempt in (1, 2):
            process = self._running()
            try:
                said = self._said(process, line)
            except OSError:
                said = ""
            if said:
                return json.loads(said)
            process.kill()
            process.communicate()
        raise Busy

    def _said(self, process: "subprocess.Popen[str]", line: str) -> str:
        assert process.stdin
        assert process.stdout
        process.stdin.write(line)
        process.stdin.flush()
        return process.stdout.readline()

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None or self._process.poll() is not None:
            program = Path(__file__).with_name("hashing_process.py")
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        return self._process


def _give_back_the_connection() -> None:
    """Who waits here needs no connection of the pool: readers do. Inside a transaction it stays."""
    if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
        connection.close()


workshop = Workshop()
