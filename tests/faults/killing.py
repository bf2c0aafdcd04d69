"""A process of its own that does an act on the real database and is killed at a given moment of it.

A moment is whatever somebody else could see of the act, before and after: a statement, a commit, a file. It is a child
by `fork`, with connections of its own; SIGKILL leaves it no time to undo anything.
"""

import json
import os
import signal
import threading
import traceback
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connections
from django.db.backends.signals import connection_created
from procrastinate.contrib.django import app

END = "the answer leaves"


@dataclass(frozen=True)
class Life:
    """How the child ended: the moments that it passed, unless it was killed."""

    passed: list[str]
    killed: bool


class Watch:
    """Counts the moments of this process; at the one of that rank it dies."""

    def __init__(self, dies_at: int | None) -> None:
        self.dies_at = dies_at
        self.passed: list[str] = []

    def at(self, moment: str) -> None:
        if self.is_last():
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed.append(moment)

    def is_last(self) -> bool:
        return len(self.passed) == self.dies_at

    def begins(self) -> None:
        """Follow every connection that opens, whatever its thread, and the document store."""
        connection_created.connect(self._follow, weak=False)
        self._follow_files(storages["documents"])

    def _follow(self, connection: Any, **_said: object) -> None:
        if self._statement in connection.execute_wrappers:
            return
        connection.execute_wrappers.append(self._statement)
        connection._commit = self._around(connection._commit, "a commit")

    def _statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.at(f"before {sql[:120]}")
        answer = execute(sql, params, many, context)
        if not context["connection"].in_atomic_block:
            self.at(f"after {sql[:120]}")
        return answer

    def _around(self, act: Callable[..., Any], name: str) -> Callable[..., Any]:
        def watched(*said: Any) -> Any:
            self.at(f"before {name}")
            answer = act(*said)
            self.at(f"after {name}")
            return answer

        return watched

    def _follow_files(self, store: Any) -> None:
        save, store.delete = store._save, self._around(store.delete, "a file is erased")

        def watched(name: str, content: Any) -> str:
            self.at("before a file")
            if self.is_last():  # it dies half way through
                save(name, ContentFile(content.read(content.size // 2)))
            self.at("half of a file")
            kept: str = save(name, content)
            self.at("after a file")
            return kept

        store._save = watched

    def follows_queue(self, connector: Any) -> None:
        """The worker's own talk with the queue."""
        for name in ("execute_query_async", "execute_query_one_async", "execute_query_all_async"):
            setattr(connector, name, self._around_later(getattr(connector, name)))

    def _around_later(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        async def watched(query: str, **said: Any) -> Any:
            self.at(f"before the queue: {query.strip()[:120]}")
            answer = await ask(query, **said)
            self.at(f"after the queue: {query.strip()[:120]}")
            return answer

        return watched


_watch: Watch | None = None  # of this process, in a child


def lives(act: Callable[[], object], dies_at: int | None = None, *, after: float | None = None) -> Life:
    """Do it in a child, killed at the moment of that rank, or `after` some seconds, or not at all."""
    connections.close_all()
    reads, writes = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the threads of the tests' own machinery stay behind, on purpose
        child = os.fork()
    if not child:
        _live(act, Watch(dies_at), writes)
    os.close(writes)
    return _mourned(child, reads, after)


def _mourned(child: int, reads: int, after: float | None) -> Life:
    clock = threading.Timer(60 if after is None else after, _kill, [child])
    clock.start()
    with open(reads) as told:
        said = json.loads(told.read() or "{}")
    clock.cancel()
    clock.join()
    _pid, status = os.waitpid(child, 0)
    assert "fault" not in said, said["fault"]
    killed = os.WIFSIGNALED(status)
    assert killed or said, "it died of something else"
    return Life(said.get("passed", []), killed)


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def _live(act: Callable[[], object], watch: Watch, writes: int) -> NoReturn:
    global _watch
    try:
        _watch = watch
        watch.begins()
        act()
        watch.at(END)
        said: dict[str, object] = {"passed": watch.passed}
    except BaseException:
        said = {"fault": traceback.format_exc()}
    with open(writes, "w") as tells:
        json.dump(said, tells)
    os._exit(0)


def works(*queues: str) -> None:
    """A real worker, until nothing is left to do."""

    def work() -> None:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        if _watch:
            _watch.follows_queue(connector)
        with app.replace_connector(connector) as worker:
            worker.run_worker(queues=list(queues), wait=False, install_signal_handlers=False, listen_notify=False)
        connections.close_all()

    with ThreadPoolExecutor(1) as beside:
        beside.submit(work).result()
