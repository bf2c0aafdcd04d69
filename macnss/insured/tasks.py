"""What the worker does for activations and identity checks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.insured.models import Referral
from macnss.insured.services import identity_checks, referrals


@contextmanager
def one_connection() -> Iterator[None]:
    """Give the connection back at the end of the job: no request ends here to do it."""
    try:
        yield
    finally:
        connection.close()


@app.task(name="insured.tell_of_referral", retry=5, queue="insured")
def tell_of_referral(referral: int) -> None:
    """Write to whom a new referral concerns, away from the page: its time says nothing of the reason."""
    with one_connection():
        referrals.tell(referral=Referral.objects.get(pk=referral), now=timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(name="insured.erase_pictures", queue="insured")
def erase_pictures(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Pictures of decided checks that a breakdown left."""
    with one_connection():
        identity_checks.erase_decided()
