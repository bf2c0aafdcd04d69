"""What the worker does for bank accounts."""

from functools import partial

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.kernel.db import one_connection
from macnss.personal.services import rounds, unanswered, verifying

STEPS = (verifying.ask_banks, unanswered.hand_over, unanswered.remind, verifying.use_those_due)


@app.periodic(cron="*/5 * * * *")
@app.task(name="personal.verify_accounts", queue="personal")
def verify_accounts(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Ask banks about the accounts that were declared; use those whose hours are over. No step stops the next."""
    with one_connection():
        now = timezone.now()
        for step in STEPS:
            rounds.kept_apart(f"bank accounts, {step.__name__}", partial(step, now=now))
