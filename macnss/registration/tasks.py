"""What the worker does for registration."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.identity.models import Account
from macnss.kernel.db import one_connection
from macnss.registration.models import Batch
from macnss.registration.services import waiting
from macnss.registration.services.batches import entering, erasing, sending, working


@app.task(name="registration.read_batch", retry=3, queue="cases")
def read_batch(batch: int, by: int) -> None:  # noqa: ARG001 - whoever sent a file had it read
    """Read the lines of a batch; asked again, it reads those that are left."""
    with one_connection():
        found = Batch.objects.select_related("by", "employer").get(pk=batch)
        entering.enter(batch=found, now=timezone.now())


@app.task(name="registration.send_batch", retry=3, queue="cases")
def send_batch(batch: int, by: int) -> None:
    """Send the complete requests of a batch; asked again, it sends what is left."""
    with one_connection():
        found = Batch.objects.get(pk=batch)
        sending.send_complete(batch=found, by=Account.objects.get(pk=by), now=timezone.now())


@app.task(name="registration.erase_batch", retry=3, queue="cases")
def erase_batch(batch: int, by: int) -> None:
    """Erase the drafts of a batch; asked again, it erases what is left."""
    with one_connection():
        found = Batch.objects.get(pk=batch)
        erasing.erase(batch=found, by=Account.objects.get(pk=by), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="registration.resume_batches", queue="cases")
def resume_batches(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Batches whose worker died in the middle are queued again."""
    with one_connection():
        working.resume(now=timezone.now())


@app.periodic(cron="25 9-18 * * *")
@app.task(name="registration.watch_cards", queue="cases")
def watch_cards(timestamp: int) -> None:  # noqa: ARG001
    """Cards past their time, and those that their owner does not collect: by day, when people are awake."""
    with one_connection():
        waiting.watch(now=timezone.now())
