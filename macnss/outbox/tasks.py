"""What the worker does for messages."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.gateways.messages import give_receipts_to
from macnss.gateways.sms.protocol import Receipt
from macnss.kernel.db import one_connection
from macnss.outbox import services
from macnss.outbox.models import Message


@app.task(name="outbox.send", queue="messages")
def send(message: int) -> None:
    """Send a message. Its own waits decide when it is tried again, not the queue's."""
    with one_connection():
        found = Message.objects.filter(pk=message).first()  # its account may have been erased since
        if found:
            services.send(message=found, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="outbox.resume", queue="messages")
def resume(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Messages that wait without a job are queued again."""
    with one_connection():
        services.resume(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="outbox.erase", queue="messages")
def erase(timestamp: int) -> None:  # noqa: ARG001
    """What was kept until its time is erased."""
    with one_connection():
        services.erase(now=timezone.now())


def keep_receipt(receipt: Receipt) -> None:
    """A receipt that came back on the connection of the SMS centre, in a thread of its own."""
    with one_connection():
        services.note_receipt(named=receipt.provider_id, delivered=receipt.delivered, now=timezone.now())


give_receipts_to(keep_receipt)
