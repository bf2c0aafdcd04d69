"""`python -m config.with_database [--tests] COMMAND...`: run a command with the embedded database awake.

With DATABASE_URL set, that server is used and nothing is started.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from config.postgres import DEMO, OWNER, TESTS, NoPostgres, Server


@contextmanager
def awake(server: Server) -> Iterator[None]:
    """The embedded server, started if it slept; the last of those who use it puts it back to sleep."""
    if "DATABASE_URL" in os.environ:
        yield
        return
    with _locked(server, "users") as users:
        with _locked(server, "change") as change:
            fcntl.flock(change, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)
            server.start()
        try:
            yield
        finally:
            _sleep_if_alone(server, users)


def _sleep_if_alone(server: Server, users: IO[str]) -> None:
    with _locked(server, "change") as change:
        fcntl.flock(change, fcntl.LOCK_EX)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        server.stop()


def _locked(server: Server, what: str) -> IO[str]:
    """A file beside the cluster to hold a lock on; closing it lets the lock go."""
    server.wanted_home.parent.mkdir(parents=True, exist_ok=True)
    return server.wanted_home.with_name(f"{server.wanted_home.name}.{what}").open("a")


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
