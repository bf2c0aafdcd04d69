"""The whole way: the act, the job, a real worker, a real protocol, the receipt; and a worker that is killed."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.utils import timezone
from procrastinate.contrib.django import app
from psycopg.conninfo import make_conninfo
from pytest_django import Settings

from macnss.gateways import messages
from macnss.gateways.tests.smsc import Centre, sms_centre
from macnss.gateways.tests.test_mail_smtp import Server, mail_server
from macnss.gateways.tests.test_sms_http import provider
from macnss.outbox.enums import State
from macnss.outbox.models import Message
from macnss.outbox.services import resume
from macnss.outbox.tests.factories import code, notice

pytestmark = pytest.mark.django_db(transaction=True)


def run_jobs() -> None:
    """What the worker would do, now."""

    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        connections.close_all()

    with ThreadPoolExecutor(1) as beside:
        beside.submit(work).result()


def until(message: Message, state: State) -> None:
    end = time.monotonic() + 5
    while Message.objects.get(pk=message.pk).state != state:
        assert time.monotonic() < end, Message.objects.get(pk=message.pk)
        time.sleep(0.02)


def smpp(settings: Settings, centre: Centre) -> None:
    settings.SMS_GATEWAY = "smpp"
    settings.SMPP = {**settings.SMPP, "host": "127.0.0.1", "port": centre.port, "password": "secret"}


def test_a_code_by_smpp_is_delivered_even_if_its_receipt_comes_first(settings: Settings) -> None:
    with sms_centre(Centre(receipt_first="DELIVRD")) as centre:
        smpp(settings, centre)
        message = code(timezone.now())
        run_jobs()
        until(message, State.DELIVERED)
        assert centre.submitted[0].words == b"482913 is your Ma CNSS code. Give it to nobody."
        hang_up()


def test_a_receipt_by_smpp_that_comes_later(settings: Settings) -> None:
    with sms_centre() as centre:
        smpp(settings, centre)
        message = code(timezone.now())
        run_jobs()
        until(message, State.SENT)
        centre.receipt("m1")
        until(message, State.DELIVERED)
        hang_up()


def test_a_letter_leaves_by_smtp(settings: Settings) -> None:
    server = Server()
    with mail_server(server) as port:
        settings.MAIL_GATEWAY = "smtp"
        settings.SMTP = {**settings.SMTP, "host": "127.0.0.1", "port": port, "tls": "none"}
        message = notice(timezone.now(), phone="", language="ar")
        run_jobs()
    message.refresh_from_db()
    assert (message.state, len(server.letters)) == (State.SENT, 1)
    assert 'dir="rtl"' in server.letters[0].get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_a_job_whose_message_was_erased_ends_quietly() -> None:
    code(timezone.now()).delete()
    run_jobs()


def test_a_worker_killed_while_the_provider_answers_loses_nothing(settings: Settings) -> None:
    """kill -9 in the middle of the call, then another worker after the lease: at least once, under the same name."""
    with provider(slow=20.0) as told:
        message = code(timezone.now())
        command = [sys.executable, "-c", WORKER, str(message.pk), told.url]
        child = subprocess.Popen(command, env=environment(), cwd=django_settings.ROOT)
        end = time.monotonic() + 40
        while not told.asked:
            assert child.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        told.slow = 0.0
        message.refresh_from_db()
        assert (message.state, bool(message.taken_until)) == (State.WAITING, True)
        Message.objects.filter(pk=message.pk).update(taken_until=timezone.now())  # as if its lease had passed
        settings.SMS_GATEWAY, settings.SMS_HTTP = "http", {"url": told.url, "body": '{"ref": "{reference}"}'}
        resume(now=timezone.now() + dt.timedelta(seconds=60))
        run_jobs()
        message.refresh_from_db()
        assert (message.state, message.tries) == (State.SENT, 2)
        assert [asked[3]["ref"] for asked in told.asked] == [str(message.public_id)] * 2


WORKER = """
import sys, django
django.setup()
from django.conf import settings
from django.utils import timezone
from macnss.outbox.tests import factories
from macnss.outbox.models import Message
from macnss.outbox.services import send
settings.SMS_GATEWAY, settings.SMS_HTTP = "http", {"url": sys.argv[2], "body": '{"ref": "{reference}"}'}
send(message=Message.objects.get(pk=int(sys.argv[1])), now=timezone.now())
"""


def environment() -> dict[str, str]:
    """Of a process that works on the database of this test."""
    said: dict[str, Any] = connection.settings_dict
    url = make_conninfo(
        host=said["HOST"], port=said["PORT"] or None, dbname=said["NAME"], user=said["USER"], password=said["PASSWORD"]
    )
    return {**os.environ, "DATABASE_URL": url}


def hang_up() -> None:
    """Forget the connections: the next test has a centre of its own."""
    messages._smpp.cache_clear()
