"""What the worker does for declarations."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.declarations.models import Upload
from macnss.declarations.services import contests, uploads
from macnss.kernel.db import one_connection


@app.periodic(cron="*/5 * * * *")
@app.task(name="declarations.resume", queue="declarations")
def resume(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Files that wait without a job are queued again."""
    with one_connection():
        uploads.resume(now=timezone.now())


@app.periodic(cron="25 7 * * *")
@app.task(name="declarations.watch_corrections", queue="declarations")
def watch_corrections(timestamp: int) -> None:  # noqa: ARG001
    """Months that an employer had to correct, and whose day has passed."""
    with one_connection():
        contests.watch(now=timezone.now())


@app.task(name="declarations.check", retry=3, queue="declarations")
def check(upload: int) -> None:
    """Check a file and post it: minutes may pass for a large one, and the page that waits shows how far it is."""
    with one_connection():
        found = Upload.objects.select_related("employer", "uploaded_by").get(pk=upload)
        uploads.check(upload=found, by=found.uploaded_by, now=timezone.now())
