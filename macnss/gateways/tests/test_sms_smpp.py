"""SMPP against a real centre on a real socket."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from macnss.gateways.sending import Refused, Unavailable
from macnss.gateways.sms import smpp_session
from macnss.gateways.sms.protocol import Receipt
from macnss.gateways.sms.smpp import SmppPeer, SmppSms
from macnss.gateways.tests.certificates import own_certificate, tls
from macnss.gateways.tests.smsc import BAD_NUMBER, THROTTLED, Centre, sms_centre

TO, REFERENCE = "+212600000001", "a-reference"


@contextmanager
def bound(centre: Centre, receive: Callable[[Receipt], None] = lambda _: None, **more: Any) -> Iterator[SmppSms]:
    gateway = SmppSms(
        SmppPeer("localhost", centre.port, "macnss", more.pop("password", "secret"), sender="CNSS", **more), receive
    )
    try:
        yield gateway
    finally:
        gateway.close()


def until(true: Callable[[], bool], within: float = 5.0) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def test_a_message_is_taken_under_the_name_that_the_centre_gives_it() -> None:
    with sms_centre() as centre, bound(centre) as gateway:
        assert gateway.send(to=TO, text="482913 is your code", reference=REFERENCE).provider_id == "m1"
        taken = centre.submitted[0]
        assert (taken.to, taken.sender, taken.coding, taken.words) == (
            "212600000001",
            "CNSS",
            0,
            b"482913 is your code",
        )
        assert taken.registered == 1


def test_arabic_arrives_as_it_was_written() -> None:
    with sms_centre() as centre, bound(centre) as gateway:
        gateway.send(to=TO, text="رمز التأكيد 482913", reference=REFERENCE)
        assert centre.submitted[0].coding == 8
        assert centre.submitted[0].words.decode("utf-16-be") == "رمز التأكيد 482913"


def test_a_long_message_leaves_in_numbered_parts_and_asks_one_receipt() -> None:
    with sms_centre() as centre, bound(centre) as gateway:
        assert gateway.send(to=TO, text="ب" * 150, reference=REFERENCE).provider_id == "m3"
        assert [part.header[3:] for part in centre.submitted] == [
            bytes([centre.submitted[0].header[3], 3, n]) for n in (1, 2, 3)
        ]
        assert [part.registered for part in centre.submitted] == [0, 0, 1]
        assert b"".join(part.words for part in centre.submitted).decode("utf-16-be") == "ب" * 150


def test_one_connection_serves_many_threads_each_with_its_own_answer() -> None:
    with sms_centre() as centre, bound(centre) as gateway:
        names: list[str] = []
        threads = [
            threading.Thread(
                target=lambda: names.append(gateway.send(to=TO, text="x", reference=REFERENCE).provider_id)
            )
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(names) == [f"m{n}" for n in range(1, 9)]
        assert centre.binds == 1


@pytest.mark.parametrize(("status", "failure"), [(BAD_NUMBER, Refused), (THROTTLED, Unavailable), (0x08, Unavailable)])
def test_a_bad_number_is_refused_and_a_throttle_only_delays(status: int, failure: type[Exception]) -> None:
    with sms_centre(Centre(statuses=[status])) as centre, bound(centre) as gateway:
        with pytest.raises(failure) as refusal:
            gateway.send(to=TO, text="x", reference=REFERENCE)
        assert refusal.value.args == (f"smpp:{status:#04x}",)
        assert gateway.send(to=TO, text="x", reference=REFERENCE).provider_id == "m1"
        assert centre.binds == 1


def test_a_wrong_password_only_delays() -> None:
    with sms_centre() as centre, bound(centre, password="wrong") as gateway, pytest.raises(Unavailable):
        gateway.send(to=TO, text="x", reference=REFERENCE)


def test_a_centre_that_is_away_is_soon_left_in_peace() -> None:
    with sms_centre() as centre:
        pass
    with bound(centre) as gateway:
        reasons = []
        for _ in range(5):
            with pytest.raises(Unavailable) as refusal:
                gateway.send(to=TO, text="x", reference=REFERENCE)
            reasons.append(refusal.value.reason)
        assert reasons[-2:] == ["resting", "resting"]


def test_a_slow_centre_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smpp_session, "ANSWER_WITHIN", 0.3)
    with sms_centre(Centre(slow=1.5)) as centre, bound(centre) as gateway:
        began = time.monotonic()
        with pytest.raises(Unavailable, match="smpp:slow"):
            gateway.send(to=TO, text="x", reference=REFERENCE)
        assert time.monotonic() - began < 1.2


def test_a_dropped_connection_is_opened_again() -> None:
    with sms_centre(Centre(drops=1)) as centre, bound(centre) as gateway:
        with pytest.raises(Unavailable):
            gateway.send(to=TO, text="x", reference=REFERENCE)
        assert gateway.send(to=TO, text="x", reference=REFERENCE).provider_id == "m1"
        assert centre.binds == 2


def test_a_silent_centre_is_asked_whether_it_is_there_and_left_when_it_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smpp_session, "QUIET", 0.1)
    with sms_centre() as centre, bound(centre) as gateway:
        gateway.send(to=TO, text="x", reference=REFERENCE)
        until(lambda: centre.enquiries >= 3)
        gateway.send(to=TO, text="x", reference=REFERENCE)
        assert centre.binds == 1
        centre.deaf = True
        session = gateway._session
        until(lambda: bool(session and session.closed))
        centre.deaf = False
        gateway.send(to=TO, text="x", reference=REFERENCE)
        assert centre.binds == 2


def test_we_answer_when_the_centre_asks_whether_we_are_there() -> None:
    with sms_centre() as centre, bound(centre) as gateway:
        gateway.send(to=TO, text="x", reference=REFERENCE)
        centre.enquire()
        assert gateway.send(to=TO, text="x", reference=REFERENCE).provider_id == "m2"


def test_receipts_are_read_and_acknowledged() -> None:
    told: list[Receipt] = []
    with sms_centre() as centre, bound(centre, told.append) as gateway:
        gateway.send(to=TO, text="x", reference=REFERENCE)
        for state in ("ENROUTE", "DELIVRD", "UNDELIV"):
            centre.receipt("m1", state)
        centre.answer_by_sms("id:m1 stat:DELIVRD")
        until(lambda: len(centre.acknowledged) == 4)
        assert told == [Receipt("m1", True), Receipt("m1", False)]
        assert centre.acknowledged == [0, 0, 0, 0]


def test_a_receipt_that_we_could_not_write_down_is_asked_again() -> None:
    def fails(_: Receipt) -> None:
        raise RuntimeError("the database is away")

    with sms_centre() as centre, bound(centre, fails) as gateway:
        gateway.send(to=TO, text="x", reference=REFERENCE)
        centre.receipt("m1")
        until(lambda: centre.acknowledged == [0x64])


def test_a_centre_may_count_in_hexadecimal_when_it_takes_and_in_decimal_in_receipts() -> None:
    with sms_centre(Centre(ids="ff{0}")) as centre, bound(centre, hexadecimal_ids=True) as gateway:
        assert gateway.send(to=TO, text="x", reference=REFERENCE).provider_id == str(0xFF1)


def test_over_tls_the_centre_is_known_by_its_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smpp_session, "QUIET", 0.2)
    certificate = own_certificate(tmp_path)
    with sms_centre(tls=tls(certificate)) as centre, bound(centre, tls=True) as stranger:
        with pytest.raises(Unavailable, match="smpp:bind:SSL"):
            stranger.send(to=TO, text="x", reference=REFERENCE)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with bound(centre, tls=True) as gateway:
            for number in (1, 2):
                assert gateway.send(to=TO, text="x", reference=REFERENCE).provider_id == f"m{number}"
                until(lambda: centre.enquiries >= 2)
        assert centre.binds == 1


def test_nothing_personal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with sms_centre(Centre(statuses=[BAD_NUMBER], drops=1)) as centre, bound(centre) as gateway:
        for _ in range(3):
            try:
                gateway.send(to=TO, text="482913 is your code", reference=REFERENCE)
            except (Refused, Unavailable):
                continue
    for personal in ("212600000001", "482913", b"482913".hex()):
        assert personal not in caplog.text
