"""What the worker does by itself, minute after minute."""

import pytest
from django.db import connection

from macnss.gateways.models import OutsideSystem
from macnss.identity import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connection_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection of the test is that of its transaction: a job may not give it back."""
    monkeypatch.setattr(connection, "close", lambda: None)


def test_mon_e_id_is_asked_how_it_is_before_anybody_comes() -> None:
    tasks.eid_health(0)  # nobody listens where the tests look for it
    known = OutsideSystem.objects.get(name="eid")
    assert (known.is_up, known.cause) == (False, "provider-silent")


def test_what_has_served_is_erased_and_who_waited_is_told_without_anybody_there() -> None:
    tasks.forget(0)
    tasks.recoveries(0)
