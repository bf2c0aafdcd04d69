"""What the worker does for the ways in."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.gateways.eid import health
from macnss.identity.services import codes, eid, limits, recovery
from macnss.kernel.db import one_connection


@app.periodic(cron="* * * * *")
@app.task(name="identity.recoveries", queue="identity")
def recoveries(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Who waited 24 hours gets the link that opens the account again."""
    with one_connection():
        recovery.tell_those_open(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="identity.eid_health", queue="identity")
def eid_health(timestamp: int) -> None:  # noqa: ARG001
    """Ask Mon e-ID how it is, so that the page of sign-in knows without asking."""
    with one_connection():
        health.ask(now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="identity.forget", queue="identity")
def forget(timestamp: int) -> None:  # noqa: ARG001
    """Codes of other days, what visits to Mon e-ID brought, tries that no longer count: erased."""
    with one_connection():
        now = timezone.now()
        codes.forget(now=now)
        eid.forget_old(now=now)
        limits.sweep(now=now)
