"""The queue of jobs: one with the act that asks for it, wherever it is done."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from macnss.kernel.db import rehearsal
from macnss.kernel.queue import enqueue

pytestmark = pytest.mark.django_db


def jobs() -> list[dict[str, int]]:
    return list(ProcrastinateJob.objects.filter(queue_name="elsewhere").values_list("args", flat=True))


def asks_and_is_undone() -> None:
    with rehearsal():
        enqueue("nobody.does", queue="elsewhere", number=1)
        assert jobs() == [{"number": 1}]


def test_what_is_undone_leaves_no_job_in_the_web_nor_in_the_worker() -> None:
    asks_and_is_undone()
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        asks_and_is_undone()
    assert jobs() == []


def test_what_waits_already_waits_once_and_undoes_nothing() -> None:
    with transaction.atomic():
        for number in (1, 2):
            enqueue("nobody.does", queue="elsewhere", once="this one", number=number)
    assert jobs() == [{"number": 1}]
