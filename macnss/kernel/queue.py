"""The queue of jobs: a job is born in the transaction of the act that wants it, in the web and in the worker alike.

A worker gives the library's application a connection of its own: what a job asks for by way of it is in the queue
before the act is certain, or without it. Here it always goes by the connection of the act.
"""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task


def enqueue(
    task: str, *, queue: str, once: str | None = None, at: dt.datetime | None = None, priority: int = 0, **said: Any
) -> None:
    """Have the worker do a task with these arguments, now or later. What waits already under the name `once` stays."""
    job = configure_task(
        name=task,
        job_manager=JobManager(DjangoConnector()),
        queue=queue,
        queueing_lock=once,
        schedule_at=at,
        priority=priority,
    )
    with suppress(AlreadyEnqueued), transaction.atomic():  # a refusal of the queue undoes nothing else
        job.defer(**said)
