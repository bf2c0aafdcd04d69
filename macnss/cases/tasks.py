"""What the worker does for case files."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.cases.models import Arrival
from macnss.cases.services import arrivals, store, watching
from macnss.kernel.db import one_connection


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.watch", queue="cases")
def watch(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """What is late is told, what waits for nothing goes on, what is stuck is in a list."""
    with one_connection():
        watching.watch(now=timezone.now())


@app.task(name="cases.check_arrival", queue="cases")
def check_arrival(arrival: int) -> None:
    """Make pages of a file that arrived. What fails is queued again by `resume`."""
    with one_connection():
        found = Arrival.objects.filter(pk=arrival).select_related("case", "case__account").first()
        if found:
            arrivals.check(arrival=found, by=None, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="cases.resume_arrivals", queue="cases")
def resume_arrivals(timestamp: int) -> None:  # noqa: ARG001
    """Files that are there and that nobody checked are queued again."""
    with one_connection():
        arrivals.resume(now=timezone.now())


@app.periodic(cron="37 3 * * *")
@app.task(name="cases.sweep_papers", queue="cases")
def sweep_papers(timestamp: int) -> None:  # noqa: ARG001
    """Files of which nothing knows any more are erased, at night."""
    with one_connection():
        now = timezone.now()
        arrivals.forget(now=now)
        store.sweep(now=now)
