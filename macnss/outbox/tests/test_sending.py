"""Sending: once, again, by the other channel, never past its time; and nothing lost."""

import datetime as dt
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from pytest_django import Settings

from macnss.audit.models import Event
from macnss.gateways.mail.protocol import Mail
from macnss.gateways.sending import NotSent, Refused, Sent, Unavailable
from macnss.identity.tests.factories import account
from macnss.outbox.enums import Channel, State
from macnss.outbox.models import Message
from macnss.outbox.services import erase, resume, sending
from macnss.outbox.services.sending import LEASE, send
from macnss.outbox.tests.factories import EMAIL, NOW, PHONE, code, notice

SECOND = dt.timedelta(seconds=1)


class Provider:
    """Both gateways: what they were given, and the failures that they answer first."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []
        self.letters: list[Mail] = []
        self.sms_fails: list[NotSent] = []
        self.mail_fails: list[NotSent] = []
        self.slow = 0.0
        self.provider_id = ""

    def sms(self) -> "Provider":
        return self

    def mail(self) -> Any:
        return self._Post(self)

    def send(self, *, to: str, text: str, reference: str, callback: str = "") -> Sent:
        time.sleep(self.slow)
        if self.sms_fails:
            raise self.sms_fails.pop(0)
        self.texts.append((to, text))
        return Sent(self.provider_id)

    class _Post:
        def __init__(self, provider: "Provider") -> None:
            self.provider = provider

        def send(self, mail: Mail) -> Sent:
            if self.provider.mail_fails:
                raise self.provider.mail_fails.pop(0)
            self.provider.letters.append(mail)
            return Sent(f"<{mail.reference}@ma.example>")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    played = Provider()
    monkeypatch.setattr(sending, "sms_gateway", played.sms)
    monkeypatch.setattr(sending, "mail_gateway", played.mail)
    return played


@pytest.fixture
def in_production(settings: Settings) -> None:
    settings.DEMONSTRATION = False


def jobs() -> list[dict[str, Any]]:
    """What waits in the queue for messages."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'message', scheduled_at, priority FROM procrastinate_jobs"
            " WHERE task_name = 'outbox.send' AND status = 'todo' ORDER BY id"
        )
        return [{"message": int(row[0]), "at": row[1], "priority": row[2]} for row in cursor.fetchall()]


def at(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


class ActUndone(Exception):
    pass


@transaction.atomic
def post_and_fail() -> None:
    code()
    raise ActUndone


@pytest.mark.django_db(transaction=True)
def test_a_message_and_its_job_exist_together_or_not_at_all() -> None:
    with pytest.raises(ActUndone):
        post_and_fail()
    assert (Message.objects.count(), jobs()) == (0, [])
    with transaction.atomic():
        message = code()
    assert [job["message"] for job in jobs()] == [message.pk]


@pytest.mark.django_db
def test_what_is_kept_is_sealed_and_a_code_overtakes_a_notice() -> None:
    message = code()
    notice()
    assert b"482913" not in bytes(message.content)
    assert PHONE.encode() not in bytes(message.addresses)
    assert [job["priority"] for job in jobs()] == [10, 0]


@pytest.mark.django_db
def test_a_message_is_sent_once_and_its_words_are_erased(provider: Provider, in_production: None) -> None:
    provider.provider_id = "m1"
    message = code()
    send(message=message, now=at(1))
    send(message=message, now=at(2))
    message.refresh_from_db()
    assert provider.texts == [(PHONE, "482913 is your Ma CNSS code. Give it to nobody.")]
    assert (message.state, message.tries, message.provider_id) == (State.SENT, 1, "m1")
    assert (message.sent_at, message.next_try_at, message.taken_until) == (at(1), None, None)
    assert message.data == {}


@pytest.mark.django_db
def test_the_demonstration_keeps_a_code_until_it_expires(provider: Provider) -> None:
    message = send(message=code(), now=NOW)
    assert message.data == {"code": "482913"}
    assert erase(now=at(599)) == 0
    assert erase(now=at(600)) == 1
    message.refresh_from_db()
    assert message.data == {}


@pytest.mark.django_db
def test_a_notice_by_sms_keeps_its_words_while_it_may_still_leave_by_email(
    provider: Provider, in_production: None
) -> None:
    assert send(message=notice(), now=NOW).data["place"] == "Fès"
    assert send(message=notice(email=""), now=NOW).data == {}
    assert send(message=notice(phone=""), now=NOW).data == {}
    assert erase(now=at(86_400)) == 1


@pytest.mark.django_db
def test_a_failure_is_tried_again_after_waits_that_grow(provider: Provider) -> None:
    provider.sms_fails = [Unavailable("http:503"), Unavailable("timeout")]
    message = code(email="")
    for now, due in ((0, 5), (5, 20)):
        _end_jobs()
        send(message=message, now=at(now))
        message.refresh_from_db()
        assert (message.state, message.next_try_at) == (State.WAITING, at(due))
        assert [job["at"] for job in jobs()] == [at(due)]
        _end_jobs()
        send(message=message, now=at(due - 3))  # too early
        assert (message.tries, [job["at"] for job in jobs()]) == (message.tries, [at(due)])
    assert message.last_error == "timeout"
    send(message=message, now=at(20))
    assert (message.state, message.tries, message.last_error) == (State.SENT, 3, "")


@pytest.mark.django_db
def test_after_three_failures_the_other_channel_is_tried(provider: Provider) -> None:
    provider.sms_fails = [Unavailable("down")] * 9
    message = code()
    for now in (0, 5, 20, 50):
        send(message=message, now=at(now))
    assert (message.state, message.channel) == (State.SENT, Channel.EMAIL)
    assert [letter.to for letter in provider.letters] == [EMAIL]


@pytest.mark.django_db
def test_a_bad_number_sends_by_email_at_once_and_is_not_tried_again(provider: Provider) -> None:
    provider.sms_fails = [Refused("smpp:0x0b")]
    message = send(message=code(), now=NOW)
    assert (message.state, message.next_try_at, message.channel) == (State.WAITING, NOW, Channel.EMAIL)
    assert message.all_addresses == {"sms": "", "email": EMAIL}
    assert len(jobs()) >= 1
    send(message=message, now=at(1))
    assert (message.state, provider.texts, len(provider.letters)) == (State.SENT, [], 1)


@pytest.mark.django_db
def test_refused_by_both_is_not_delivered_and_its_owner_reads_it(provider: Provider, in_production: None) -> None:
    amina = account("amina", "AMINA")
    provider.sms_fails, provider.mail_fails = [Refused("smpp:0x0b")], [Refused("smtp:550")]
    message = notice(account=amina)
    send(message=message, now=NOW)
    send(message=message, now=at(1))
    assert (message.state, message.last_error, message.settled_at) == (State.FAILED, "smtp:550", at(1))
    assert message.data == {}
    event = Event.objects.about_account(amina.pk).get(action="message.failed")
    assert event.data == {"kind": "test.notice", "reason": "smtp:550"}
    assert list(Message.objects.stuck(at(2))) == [message]


@pytest.mark.django_db
def test_a_message_is_not_sent_past_its_time(provider: Provider) -> None:
    amina = account("amina", "AMINA")
    provider.sms_fails = [Unavailable("down")] * 20
    message = notice(account=amina, email="")
    now = 0.0
    while message.state == State.WAITING:
        send(message=message, now=at(now))
        now = (message.next_try_at - NOW).total_seconds() if message.next_try_at else now
        assert now <= 86_400
    assert (message.state, message.last_error, provider.texts) == (State.EXPIRED, "down", [])
    assert Event.objects.about_account(amina.pk).filter(action="message.expired").count() == 1


@pytest.mark.django_db
def test_a_message_to_nobody_is_not_delivered_and_does_not_undo_the_act() -> None:
    amina = account("amina", "AMINA")
    message = notice(account=amina, phone="", email="")
    assert (message.state, message.last_error) == (State.FAILED, "no-address")
    assert Event.objects.about_account(amina.pk).filter(action="message.failed").exists()
    assert jobs() == []


@pytest.mark.django_db
def test_the_channel_asked_for_is_tried_first_if_it_has_an_address() -> None:
    assert code(channel=Channel.EMAIL).channel == Channel.EMAIL
    assert code(channel=Channel.EMAIL, email="").channel == Channel.SMS
    assert code(channel=Channel.SMS, phone="").channel == Channel.EMAIL


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_once(provider: Provider) -> None:
    provider.slow = 0.2
    message = code()
    start = threading.Barrier(6)

    def work() -> None:
        try:
            mine = Message.objects.get(pk=message.pk)
            start.wait()
            send(message=mine, now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as workers:
        for done in [workers.submit(work) for _ in range(6)]:
            done.result()
    message.refresh_from_db()
    assert (len(provider.texts), message.tries, message.state) == (1, 1, State.SENT)


@pytest.mark.django_db
def test_a_worker_killed_between_taking_and_sending_loses_nothing(provider: Provider) -> None:
    message = code()
    assert sending._take(message, NOW)  # and the worker dies here
    _end_jobs()
    send(message=message, now=at(60))
    assert resume(now=at(60)) == 0
    assert provider.texts == []
    after = NOW + LEASE + SECOND
    assert resume(now=after) == 1
    assert [job["message"] for job in jobs()] == [message.pk]
    send(message=message, now=after)
    assert (message.state, len(provider.texts)) == (State.SENT, 1)


@pytest.mark.django_db
def test_what_waits_without_a_job_is_queued_again_and_what_has_one_is_not() -> None:
    forgotten, waiting = code(), code()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE (args->>'message')::bigint = %s", [forgotten.pk])
    assert resume(now=at(60)) == 2
    resume(now=at(120))
    assert sorted(job["message"] for job in jobs()) == sorted([forgotten.pk, waiting.pk])


@pytest.mark.django_db
def test_a_worker_that_comes_back_after_its_lease_does_not_undo_what_another_did(provider: Provider) -> None:
    message = code(email="")
    late = Message.objects.get(pk=message.pk)
    assert sending._take(late, NOW)
    send(message=message, now=NOW + LEASE + SECOND)
    sending._note_failure(late, Refused("late"), NOW)
    message.refresh_from_db()
    assert message.state == State.SENT


@pytest.mark.django_db
def test_what_was_not_foreseen_is_tried_again_and_tells_nothing_personal(
    provider: Provider, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**said: str) -> Sent:
        raise RuntimeError(f"cannot send {said['text']} to {said['to']}")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(provider, "send", breaks)
    message = send(message=code(), now=NOW)
    assert (message.state, message.last_error) == (State.WAITING, "unforeseen:RuntimeError")
    assert "RuntimeError" in caplog.text
    for personal in (PHONE, EMAIL, "482913"):
        assert personal not in caplog.text


@pytest.mark.django_db
def test_a_kind_without_its_words_does_not_stay_silent(provider: Provider) -> None:
    message = code()
    Message.objects.filter(pk=message.pk).update(content=b"")
    message.refresh_from_db()
    assert send(message=message, now=NOW).last_error == "unforeseen:KeyError"


def _end_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")
