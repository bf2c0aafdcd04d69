"""What the worker does for activations and identity checks."""

from django.utils import timezone
from procrastinate.contrib.django import app

from macnss.insured.models import Referral
from macnss.insured.services import identity_checks, referrals
from macnss.kernel.db import one_connection


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
