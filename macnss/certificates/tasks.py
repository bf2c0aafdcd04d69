"""What the worker does for certificates."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.certificates.services import waiting
from macnss.kernel.db import one_connection


@app.periodic(cron="35 9-18 * * *")
@app.task(name="certificates.watch", queue="cases")
def watch(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Certificates past their time, and those that nobody collects: by day, when people are awake."""
    with one_connection():
        waiting.watch(now=timezone.now())
