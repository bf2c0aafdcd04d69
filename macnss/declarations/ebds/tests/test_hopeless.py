"""Files that are refused at once, in one sentence."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.examine import check, check_path
from macnss.declarations.ebds.expectations import Expectations
from macnss.declarations.ebds.tests.samples import main_file, only

FORMATS = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "ZIP, XLSX": b"PK\x03\x04\x14\x00\x06\x00",
    "XLS, DOC": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "GZIP": b"\x1f\x8b\x08\x00",
    "UTF-16": "B00".encode("utf-16"),
    "XML": b'<?xml version="1.0"?><ds/>',
    "binary": bytes(range(256)),
    "numero;nom;jours": b"numero;nom;jours\n1;EL ALAMI;26\n",
    "Bonjour, voici la dé": "Bonjour, voici la déclaration\n".encode(),
}


@pytest.mark.parametrize("found", FORMATS)
def test_another_format_is_named(found: str) -> None:
    report = check(BytesIO(FORMATS[found]))
    assert only(report).code is Code.FILE_OF_ANOTHER_FORMAT
    assert only(report).found == found
    assert report.unreadable == only(report)
    assert not report.accepted


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n \t\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    assert only(check(BytesIO(content))).code is Code.FILE_EMPTY


def test_zeros_in_the_first_line_make_a_binary_file() -> None:
    assert only(check(BytesIO(b"B00\x00\x00" + main_file()[5:]))).code is Code.FILE_OF_ANOTHER_FORMAT


def test_a_zero_further_on_is_a_character_to_correct() -> None:
    content = main_file().replace(b"EL ALAMI", b"EL\x00ALAMI")[:-1]
    assert not check(BytesIO(content)).unreadable


def test_a_file_above_two_gigabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as huge:
        huge.write(main_file())
        os.truncate(huge.fileno(), 3 * 1024**3)  # sparse: it takes no room
    report = check_path(path)
    assert only(report).code is Code.FILE_TOO_BIG
    assert only(report).found == str(3 * 1024**3)


def test_a_stream_that_does_not_tell_its_size_is_refused_as_soon_as_it_is_too_long() -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe(main_file() * 1000)
    assert only(check(pipe, Expectations(max_bytes=100_000))).code is Code.FILE_TOO_BIG
    assert pipe.tell() < 1_000_000


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    report = check_path(tmp_path / "DS_1234567_202603.txt")
    assert only(report).code is Code.FILE_ABSENT
    assert "DS_1234567_202603.txt" in only(report).found
    assert str(tmp_path) not in only(report).found


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    assert only(check_path(tmp_path)).code is Code.FILE_ABSENT


def test_the_totals_of_an_unreadable_file_are_zeros() -> None:
    assert check(BytesIO(b"%PDF")).as_json()["totals"] == {
        "lines": 0,
        "pre_established": 0,
        "entrants": 0,
        "days": 0,
        "real_centimes": 0,
        "capped_centimes": 0,
    }
