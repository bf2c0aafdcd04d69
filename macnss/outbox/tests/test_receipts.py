"""What providers say became of a message: in any order, twice, and for nobody."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from macnss.gateways.sending import Sent
from macnss.outbox.enums import Channel, State
from macnss.outbox.models import Message, Receipt
from macnss.outbox.services import erase, note_receipt, resume, sending, settling
from macnss.outbox.services.receipts import address_for
from macnss.outbox.services.sending import send
from macnss.outbox.tests.factories import NOW, code, notice

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(seconds=30)


class Provider:
    """Takes everything as m1; may send the receipt before its own answer."""

    def __init__(self) -> None:
        self.before: list[tuple[str, bool]] = []

    def send(self, *, reference: str, **_: Any) -> Sent:
        for named, delivered in self.before:
            note_receipt(named=named or reference, delivered=delivered, now=NOW)
        return Sent("m1")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Provider:
    settings.DEMONSTRATION = False
    played = Provider()
    monkeypatch.setattr(sending, "sms_gateway", lambda: played)
    return played


def test_delivered(provider: Provider) -> None:
    message = send(message=notice(), now=NOW)
    note_receipt(named="m1", delivered=True, now=LATER)
    message.refresh_from_db()
    assert (message.state, message.settled_at, message.data) == (State.DELIVERED, LATER, {})
    assert not Receipt.objects.exists()


def test_the_same_receipt_twice_is_one(provider: Provider) -> None:
    message = send(message=code(), now=NOW)
    for now in (LATER, LATER + dt.timedelta(hours=1)):
        note_receipt(named="m1", delivered=True, now=now)
    note_receipt(named="m1", delivered=False, now=LATER)
    message.refresh_from_db()
    assert (message.state, message.settled_at) == (State.DELIVERED, LATER)
    assert not Receipt.objects.exists()


def test_a_receipt_for_nobody_is_kept_a_day_and_forgotten(provider: Provider) -> None:
    note_receipt(named="unknown", delivered=True, now=NOW)
    note_receipt(named="", delivered=True, now=NOW)
    note_receipt(named=str(uuid.uuid4()), delivered=False, now=NOW)
    resume(now=LATER)
    assert Receipt.objects.count() == 3
    erase(now=NOW + dt.timedelta(days=1))
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("named", ["m1", ""])
@pytest.mark.parametrize(("delivered", "state"), [(True, State.DELIVERED), (False, State.FAILED)])
def test_a_receipt_that_comes_before_the_sending_is_written_down_counts(
    provider: Provider, named: str, delivered: bool, state: State
) -> None:
    provider.before = [(named, delivered)]
    message = send(message=code(), now=NOW)
    message.refresh_from_db()
    assert message.state == state
    assert not Receipt.objects.exists()


def test_a_receipt_whose_worker_died_finds_its_message_later(provider: Provider) -> None:
    Receipt.objects.create(provider_id="m1", delivered=True, received_at=NOW)
    message = code()
    Message.objects.filter(pk=message.pk).update(state=State.SENT, provider_id="m1", next_try_at=None)
    resume(now=LATER)
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_a_notice_that_did_not_arrive_leaves_by_email(provider: Provider) -> None:
    message = send(message=notice(), now=NOW)
    note_receipt(named="m1", delivered=False, now=LATER)
    message.refresh_from_db()
    assert (message.state, message.channel, message.all_addresses["sms"]) == (State.WAITING, Channel.EMAIL, "")
    assert send(message=message, now=LATER).state == State.SENT


def test_a_code_that_did_not_arrive_is_not_delivered(provider: Provider) -> None:
    message = send(message=code(), now=NOW)
    note_receipt(named="m1", delivered=False, now=LATER)
    message.refresh_from_db()
    assert (message.state, message.last_error, message.data) == (State.FAILED, "undelivered", {})


def test_the_newest_bearer_of_a_name_gets_the_receipt(provider: Provider) -> None:
    old, new = send(message=code(), now=NOW), send(message=code(), now=NOW)
    note_receipt(named="m1", delivered=True, now=LATER)
    states = [Message.objects.get(pk=each.pk).state for each in (old, new)]
    assert states == [State.SENT, State.DELIVERED]


# The door of the providers that speak HTTP.


def tell(client: Client, message: Message, **said: Any) -> int:
    path = address_for(message).removeprefix("http://localhost:8000")
    return client.post(path, json.dumps(said), content_type="application/json").status_code


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("delivered", State.DELIVERED),
        ("failed", State.FAILED),
        ("queued", State.SENT),
        (["x"], State.SENT),
    ],
)
def test_a_provider_tells_at_the_address_of_the_message(
    provider: Provider, client: Client, status: object, state: State
) -> None:
    message = send(message=code(), now=NOW)
    assert tell(client, message, status=status) == 204
    message.refresh_from_db()
    assert message.state == state


def test_a_form_and_no_form_at_all_are_read(provider: Provider, client: Client) -> None:
    message = send(message=code(), now=NOW)
    path = address_for(message).removeprefix("http://localhost:8000")
    assert client.post(path, "not json", content_type="application/json").status_code == 204
    assert client.post(path, "[1]", content_type="application/json").status_code == 204
    assert client.post(path, {"status": "delivered"}).status_code == 204
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_the_secret_of_one_message_does_not_open_another(provider: Provider, client: Client) -> None:
    mine, other = send(message=code(), now=NOW), send(message=code(), now=NOW)
    token = address_for(mine).rstrip("/").rpartition("/")[2]
    for wrong in (token, "x", token[:-1], token + "0"):
        path = reverse("outbox:receipts", kwargs={"message_id": other.public_id, "token": wrong})
        assert client.post(path, {"status": "delivered"}).status_code == 404
    other.refresh_from_db()
    assert other.state == State.SENT
    assert not Receipt.objects.exists()


def test_the_door_needs_no_cookie_and_gives_none(provider: Provider) -> None:
    message = send(message=code(), now=NOW)
    answer = Client(enforce_csrf_checks=True).post(address_for(message), {"status": "delivered"})
    assert answer.status_code == 204


def test_sent_is_not_undone_by_a_worker_that_writes_late(provider: Provider) -> None:
    message = send(message=code(), now=NOW)
    note_receipt(named="m1", delivered=True, now=LATER)
    settling.mark_sent(message, "m1", LATER)
    message.refresh_from_db()
    assert message.state == State.DELIVERED
