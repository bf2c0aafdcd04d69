"""`make demo`: the whole service on this machine. Ctrl-C stops everything that it started."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from config.postgres import DEMO, ROOT, WEB, NoPostgres
from config.with_database import awake, owner_environment

VAR = ROOT / "var"
E_ID = VAR / "mon-eid"
NEEDED_MB = 300
READY_WITHIN = 60
STOPPED_WITHIN = 10


class CannotStart(Exception):
    """Why the demonstration cannot start, and what to do: printed as it is."""


def say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201


def wanted_port(name: str = "PORT", otherwise: int = 8000) -> int:
    said = os.environ.get(name, str(otherwise))
    if not said.isdigit() or not 1 <= int(said) <= 65535:
        raise CannotStart(
            f"{name}={said} is not a port: choose a number from 1024 to 65535, as in {name}=8123 make demo."
        )
    return int(said)


def check_port(port: int, name: str = "PORT") -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise CannotStart(f"Port {port} is reserved: choose one above 1023, as in {name}=8123 make demo.")
        except OSError:
            raise CannotStart(f"Port {port} is in use: free it, or choose another: {name}={port + 1} make demo.")


def check_space() -> None:
    if shutil.disk_usage(ROOT).free < NEEDED_MB * 2**20:
        raise CannotStart(f"Fewer than {NEEDED_MB} MB are free on this disk: make room and start again.")


@contextmanager
def only_copy() -> Iterator[None]:
    """Hold var/demo.lock: one demonstration a checkout."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise CannotStart(f"The demonstration of this checkout already runs: {lock.read().strip()}")
        lock.truncate(0)
        lock.write(f"http://localhost:{wanted_port()}/ (process {os.getpid()})\n")
        lock.flush()
        yield


def manage(*arguments: str, environment: dict[str, str]) -> None:
    """One management command, its output to the terminal; what it says when it fails is the reason."""
    command = [sys.executable, "manage.py", *arguments]
    child = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)  # noqa: S603
    try:
        status = child.wait()
    finally:
        stop(child)
    if status:
        raise CannotStart(f"`manage.py {arguments[0]}` stopped with status {status}: see the lines above.")


def prepare() -> None:
    """Tables, rights, static files, and the invented country when the database is empty."""
    owner = owner_environment(DEMO)
    embedded = "DATABASE_URL" not in os.environ
    manage("prepare_database", *(["--web-role", WEB] if embedded else []), environment=owner)
    manage("collectstatic", "--noinput", "--verbosity", "0", environment=owner)
    manage("country", "--unless-loaded", environment=owner)


@contextmanager
def process(name: str, command: Sequence[str], log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, ended with all its children."""
    child = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
    )
    try:
        yield child
    finally:
        stop(child)
        say(f"{name}: stopped")


def stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            say("…a process does not answer: it is ended")
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    child.wait()


def web(port: int) -> list[str]:
    return [
        str(Path(sys.executable).with_name("granian")),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(min(os.cpu_count() or 1, 4)), "--blocking-threads", "24", "--log-level", "warning"),
        "config.wsgi:application",
    ]


def worker() -> list[str]:
    return [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "4"]


def wait_until_ready(port: int, children: Sequence[subprocess.Popen[bytes]], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if any(child.poll() is not None for child in children):
            break
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    tail = log.read_text(errors="replace")[-2000:]
    raise CannotStart(f"The service did not start. The end of {log.relative_to(ROOT)}:\n{tail}")


@contextmanager
def e_id_sandbox(port: int, service: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The sandbox of Mon e-ID, a program apart, in place of the provider that EID_ISSUER would name."""
    manage("citizens", "--to", str(E_ID / "citizens.json"), environment=owner_environment(DEMO))
    os.environ.update(MON_EID_PORT=str(port), MON_EID_SERVICE=f"http://localhost:{service}", MON_EID_HOME=str(E_ID))
    os.environ["EID_ISSUER"] = f"http://localhost:{port}"
    command = [sys.executable, "-m", "sandbox.mon_eid"]
    with (E_ID / "sandbox.log").open("wb") as log, process("Mon e-ID sandbox", command, log) as child:
        yield [child]


def address_of(e_id: int | None) -> list[str]:
    return ["--sandbox", f"http://localhost:{e_id}"] if e_id else []


def run() -> None:
    port = wanted_port()
    e_id = None if "EID_ISSUER" in os.environ else wanted_port("MON_EID_PORT", port + 10)
    check_space()
    with ExitStack() as running:
        running.enter_context(only_copy())
        check_port(port)
        if e_id:
            check_port(e_id, "MON_EID_PORT")
        running.enter_context(awake(DEMO))
        prepare()
        os.environ.update(DJANGO_SETTINGS_MODULE="config.settings.dev", PYTHONPATH=str(ROOT))
        children = running.enter_context(e_id_sandbox(e_id, port)) if e_id else []
        log = running.enter_context((VAR / "demo.log").open("wb"))
        children += [
            running.enter_context(process("worker", worker(), log)),
            running.enter_context(process("web", web(port), log)),
        ]
        wait_until_ready(port, children, VAR / "demo.log")
        if e_id:
            wait_until_ready(e_id, children, E_ID / "sandbox.log")
        manage("cast", "--port", str(port), *address_of(e_id), environment=dict(os.environ))
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        raise CannotStart("A process of the service ended by itself: see var/demo.log and var/mon-eid/sandbox.log.")


def forget() -> None:
    """Empty the demonstration: its database and the files that were handed in."""
    with only_copy():
        DEMO.erase()
        shutil.rmtree(VAR / "documents", ignore_errors=True)
        shutil.rmtree(E_ID, ignore_errors=True)


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)  # the window was closed
    try:
        if sys.argv[1:] == ["reset"]:
            forget()
        run()
    except KeyboardInterrupt:
        say("Goodbye. إلى اللقاء")
    except (CannotStart, NoPostgres) as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"The machine refused: {error}")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
