"""What the worker does for bank accounts."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.kernel.db import one_connection
from macnss.personal.services import verifying


@app.periodic(cron="*/5 * * * *")
@app.task(name="personal.verify_accounts", queue="personal")
def verify_accounts(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Ask banks about the accounts that were declared; use those whose hours are over."""
    with one_connection():
        now = timezone.now()
        verifying.ask_banks(now=now)
        verifying.use_those_due(now=now)
