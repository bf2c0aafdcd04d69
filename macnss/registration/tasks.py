"""What the worker does for registration."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.identity.models import Account
from macnss.kernel.db import one_connection
from macnss.registration.models import Batch
from macnss.registration.services import waiting
from macnss.registration.services.batches import sending


@app.task(name="registration.send_batch", retry=3, queue="cases")
def send_batch(batch: int, by: int) -> None:
    """Send the complete requests of a batch; asked again, it sends what is left."""
    with one_connection():
        found = Batch.objects.get(pk=batch)
        sending.send_complete(batch=found, by=Account.objects.get(pk=by), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="registration.resume_batches", queue="cases")
def resume_batches(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Batches whose worker died in the middle are queued again."""
    with one_connection():
        sending.resume(now=timezone.now())


@app.periodic(cron="25 9-18 * * *")
@app.task(name="registration.watch_cards", queue="cases")
def watch_cards(timestamp: int) -> None:  # noqa: ARG001
    """Cards past their time, and those that their owner does not collect: by day, when people are awake."""
    with one_connection():
        waiting.watch(now=timezone.now())
