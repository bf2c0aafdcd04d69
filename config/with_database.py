"""`python -m config.with_database [--tests] COMMAND...`: run a command with the embedded database awake.

With DATABASE_URL set, that server is used and nothing is started. A server that was already awake stays so.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from config.postgres import DEMO, OWNER, TESTS, NoPostgres, Server


@contextmanager
def awake(server: Server) -> Iterator[None]:
    """The embedded server, started if it slept, put back to sleep if it did."""
    if "DATABASE_URL" in os.environ:
        yield
        return
    started = server.start()
    try:
        yield
    finally:
        if started:
            server.stop()


def owner_environment(server: Server) -> dict[str, str]:
    """The environment of a command that may change tables: the owner's address in DATABASE_URL."""
    url = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL") or server.url(OWNER)
    return {**os.environ, "DATABASE_URL": url}


def main(arguments: list[str]) -> int:
    server = TESTS if "--tests" in arguments[:1] else DEMO
    command = arguments[1:] if server is TESTS else arguments
    try:
        with awake(server):
            return subprocess.call(command, env=owner_environment(server))  # noqa: S603
    except NoPostgres as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
