"""The process that hashes passwords, apart from the web's and behind it: whatever else has to run, runs first.

It reads one question a line (JSON) and answers one line. It imports neither Django nor the product, and ends with the
process that started it, when its questions end.
"""

import fcntl
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret, verify_secret

BEHIND = 10  # it moves even when everything is busy: a tenth of a processor against one reader
SMALL = 4  # processors
REST = 0.01  # seconds after each password there: what follows a sign-in in the web process competes with who reads


def answer(question: dict[str, Any]) -> Any:
    password = question["password"].encode(errors="surrogatepass")
    if "hash" in question:
        try:
            return verify_secret(question["hash"].encode(), password, Type.ID)
        except (VerificationError, InvalidHashError):
            return False
    salt, cost = question["salt"].encode(), question["cost"]
    return hash_secret(password, salt, **cost, hash_len=32, type=Type.ID).decode()


@contextmanager
def turn() -> Iterator[None]:
    """On a small machine one password at a time, whatever the number of web processes: a processor stays for reading.

    The lock is on this very file: nothing to create, nothing to clear away.
    """
    with Path(__file__).open() as here:
        small = (os.cpu_count() or 1) < SMALL
        if small:
            fcntl.flock(here, fcntl.LOCK_EX)
        yield
        if small:
            time.sleep(REST)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the web, which closes this process's questions
    os.nice(BEHIND)
    for line in sys.stdin:
        with turn():
            said = answer(json.loads(line))
        os.write(1, (json.dumps(said) + "\n").encode())


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # nobody waits for the answer any more
        main()
