"""What the worker does for complaints."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.kernel.db import one_connection
from macnss.relations.services import conciliation


@app.periodic(cron="40 8 * * *")
@app.task(name="relations.offer_conciliation", queue="relations")
def offer_conciliation(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Complaints whose month has passed without an answer."""
    with one_connection():
        conciliation.offer(now=timezone.now())
