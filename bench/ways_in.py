"""Does a flood of sign-ins slow those who read? The real server, in processes of its own, on a database of its own."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.register import a_database
from config.demo import stop, web
from macnss.declarations.tests.factories import career
from macnss.employers.tests.factories import atlas
from macnss.insured.tests.factories import amina
from macnss.kernel.months import Month

CLIENTS = 24
PAGES = 120
ROUNDS = 3
SETTLING = 2


@contextmanager
def served() -> Iterator[tuple[int, str]]:
    """The port of a server of two processes, and the cookie of an insured person who is in."""
    from bench.pages import signed_in

    with a_database():
        person = amina()
        career(person, atlas(), Month(2016, 11), Month(2026, 10))
        cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        said = connection.settings_dict
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": f"postgres://{said['USER']}@{said['HOST'].replace('/', '%2F')}/{said['NAME']}",
        }
        server = subprocess.Popen(web(port), env=environment, start_new_session=True)
        try:
            _wait_for(port)
            yield port, cookie
        finally:
            stop(server)
            _let_go()


def readers_and_flood() -> tuple[float, float, str]:
    """p95 in milliseconds of the home page alone and under the flood, in the round in the middle; its answers."""
    with served() as (port, cookie):
        _p95(port, cookie)
        rounds = []
        for _ in range(ROUNDS):
            alone = _p95(port, cookie)
            with flood(port) as answered:
                under = _p95(port, cookie)
            rounds.append((alone, under, answered[0]))
        return sorted(rounds, key=lambda each: each[1] / each[0])[ROUNDS // 2]


@contextmanager
def flood(port: int) -> Iterator[list[str]]:
    command = [sys.executable, "-m", "bench.flood", str(port), str(CLIENTS)]
    people = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    answered: list[str] = []
    try:
        time.sleep(SETTLING)
        yield answered
    finally:
        said, _ = people.communicate(timeout=60)
        answered.append(said.strip())


def _p95(port: int, cookie: str) -> float:
    browser = http.client.HTTPConnection("localhost", port)
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}", "Accept-Language": "fr"}
    spent = []
    for _ in range(PAGES):
        started = time.perf_counter()
        browser.request("GET", "/me/", headers=headers)
        answer = browser.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        spent.append((time.perf_counter() - started) * 1000)
    browser.close()
    return statistics.quantiles(spent, n=20)[-1]


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            browser = http.client.HTTPConnection("localhost", port, timeout=5)
            browser.request("GET", "/readyz")
            if browser.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError("the server of the bench did not start")


def _let_go() -> None:
    """The server's connections are closed by its death; PostgreSQL notices a little later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
