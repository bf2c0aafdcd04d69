"""What the worker does for appointments."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.agencies.services import appointments
from macnss.kernel.db import one_connection


@app.periodic(cron="12 9-19 * * *")
@app.task(name="agencies.remind", queue="agencies")
def remind(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """The day before, once, at an hour when people are awake."""
    with one_connection():
        appointments.remind(now=timezone.now())


@app.periodic(cron="35 1 * * *")
@app.task(name="agencies.settle_past", queue="agencies")
def settle_past(timestamp: int) -> None:  # noqa: ARG001
    """Appointments of yesterday that nobody noted."""
    with one_connection():
        appointments.settle_past(now=timezone.now())
