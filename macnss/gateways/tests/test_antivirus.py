"""What clamd says of a file, and what is understood when it says nothing."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from macnss.gateways.antivirus.absent import Absent
from macnss.gateways.antivirus.choice import antivirus
from macnss.gateways.antivirus.clamd import Clamd
from macnss.gateways.antivirus.protocol import Away
from macnss.gateways.tests.clamd import listening
from macnss.kernel.tests.files import EICAR, photo


@pytest.fixture
def folder() -> Iterator[Path]:
    """The path of a Unix socket has at most 107 signs."""
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        yield Path(place)


def test_a_clean_file_by_a_unix_socket(folder: Path) -> None:
    content = photo() + bytes(300_000)
    with listening(folder / "clamd.ctl") as (address, clamd):
        assert Clamd(address, 5).scan(content) == ""
        assert clamd.seen == [content]


def test_a_virus_by_tcp() -> None:
    with listening() as (address, _clamd):
        assert Clamd(address, 5).scan(b"something" + EICAR) == "Eicar-Test-Signature"
        assert Clamd(address, 5).scan(b"") == ""


@pytest.mark.parametrize("answer", ["INSTREAM size limit exceeded. ERROR", "UNKNOWN COMMAND", "stream: lstat ERROR"])
def test_an_answer_that_is_no_verdict_tells_nothing(answer: str) -> None:
    with listening() as (address, clamd):
        clamd.answer = answer
        with pytest.raises(Away):
            Clamd(address, 5).scan(photo())


def test_a_file_that_it_does_not_take_is_not_taken_for_clean() -> None:
    with listening() as (address, clamd):
        clamd.limit = 1000
        with pytest.raises(Away):
            Clamd(address, 5).scan(bytes(5_000_000))


def test_one_that_says_nothing_is_away_in_time() -> None:
    with listening() as (address, clamd):
        clamd.hangs = True
        before = time.monotonic()
        with pytest.raises(Away):
            Clamd(address, 0.3).scan(photo())
        assert time.monotonic() - before < 2


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:9"])
def test_one_that_is_stopped_is_away(address: str) -> None:
    with pytest.raises(Away):
        Clamd(address, 1).scan(photo())


def test_the_settings_say_which_one_runs(settings: Settings) -> None:
    assert isinstance(antivirus(), Absent)
    assert antivirus().scan(EICAR) == ""
    settings.CLAMAV = "127.0.0.1:3310"
    assert antivirus() == Clamd("127.0.0.1:3310", 20.0)
