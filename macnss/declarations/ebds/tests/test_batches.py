"""The same declaration in every dress that editors, systems and networks give it."""

import tracemalloc
from collections.abc import Callable
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from macnss.declarations.ebds import batches as module
from macnss.declarations.ebds.batches import LONGEST, batches
from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.examine import check
from macnss.declarations.ebds.hopeless import MAX_BYTES
from macnss.declarations.ebds.people import AnsweredLine
from macnss.declarations.ebds.tests.samples import ATLAS, Sample, main, main_file, told
from macnss.declarations.ebds.write import write_declaration
from macnss.kernel.numbers.check_digits import registration_number_from

PLAIN = main_file().replace(b"\r\n", b"\n")
LINES = PLAIN.splitlines()
DRESSES = {
    "LF": PLAIN,
    "CRLF": main_file(),
    "both line ends": b"".join(line + (b"\r\n" if number % 2 else b"\n") for number, line in enumerate(LINES)),
    "no newline at the end": PLAIN.rstrip(b"\n"),
    "right spaces cut": b"\n".join(line.rstrip() for line in LINES) + b"\n",
    "right spaces cut, CRLF, no newline at the end": b"\r\n".join(line.rstrip() for line in LINES),
    "one line cut": b"\n".join([LINES[0], LINES[1], LINES[2].rstrip(), *LINES[3:]]) + b"\n",
    "more spaces than needed": b"\n".join(line + b"   " for line in LINES) + b"\n",
    "byte order mark": b"\xef\xbb\xbf" + PLAIN,
    "byte order mark and spaces cut": b"\xef\xbb\xbf" + b"\n".join(line.rstrip() for line in LINES),
    "tabs in the filler": PLAIN.replace(b"  " * 40, b" \t" * 40),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_valid_file_is_valid_in_every_dress(dress: str) -> None:
    report = check(BytesIO(DRESSES[dress]))
    assert told(report) == []
    assert report.totals.lines == 6
    assert report.header is not None
    assert report.header.company_name == "ATLAS SARL"


@pytest.mark.parametrize(
    "dress",
    [
        lambda lines: b"\n".join(lines),
        lambda lines: b"".join(line + b"\r\n" for line in lines),
        lambda lines: b"\n".join(line.rstrip() for line in lines),
    ],
)
@given(data=st.data())
def test_a_spoiled_file_has_the_same_findings_in_every_dress(
    dress: Callable[[list[bytes]], bytes], data: st.DataObject
) -> None:
    sample = main()
    for _ in range(data.draw(st.integers(1, 4))):
        line = data.draw(st.integers(3, 11)) - 1
        place = data.draw(st.integers(16, 130))
        byte = data.draw(st.sampled_from(b"0123456789ABZa-?"))
        sample.lines[line] = sample.lines[line][:place] + bytes([byte]) + sample.lines[line][place + 1 :]
    assert told(check(BytesIO(dress(sample.lines)))) == told(sample.check())


class Dripping(RawIOBase):
    """A stream that gives a few bytes at a time, as a network does, and cannot seek."""

    def __init__(self, content: bytes, drop: int) -> None:
        self._content = BytesIO(content)
        self._drop = drop

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        return self._content.read(min(size, self._drop) if size >= 0 else self._drop)


@pytest.mark.parametrize("drop", [3, 100, 261, 262, 300, 5000])
@pytest.mark.parametrize("dress", DRESSES)
def test_it_does_not_matter_how_the_bytes_arrive(drop: int, dress: str) -> None:
    report = check(cast(BinaryIO, Dripping(DRESSES[dress], drop)))
    assert told(report) == []
    assert report.totals.lines == 6


def long_file(people: int) -> Sample:
    lines = (
        AnsweredLine(
            number=registration_number_from(11_000_000 + each),
            surname="EL ALAMI",
            given_names="AMINA",
            days=26,
            real=500_000,
            capped=500_000,
        )
        for each in range(people)
    )
    out = BytesIO()
    write_declaration(out, ATLAS, lines)
    return Sample.of(out.getvalue())


@pytest.mark.parametrize("people", [1, 2, 5, 6, 7, 8, 9, 16, 40])
def test_batches_may_end_anywhere(people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINES", 4)
    sample = long_file(people)
    assert told(sample.check()) == []
    assert sample.check().totals.pre_established == people
    last = people + 2
    sample.put(last, "N_Jours_Declares", 27).resummed()
    assert told(sample.check()) == [(last, "N_Jours_Declares", Code.DAYS_TOO_MANY)]


def test_somebody_is_met_twice_across_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINES", 4)
    sample = long_file(20)
    sample.insert(23, sample.lines[4]).resummed()
    repeated, unsorted = sample.check().findings
    assert (repeated.line, repeated.code, repeated.see) == (23, Code.NUMBER_REPEATED, 5)
    assert (unsorted.line, unsorted.code) == (23, Code.NUMBER_UNSORTED)


def test_lines_keep_their_numbers_when_blank_ones_stand_between() -> None:
    sample = main().insert(4, b"", b"").put(6, "N_Jours_Declares", 27).resummed()
    assert told(sample.check()) == [(4, "", Code.LINE_BLANK), (6, "N_Jours_Declares", Code.DAYS_TOO_MANY)]


def in_characters(line: bytes) -> bytes:
    """A line that a program measured in characters, then wrote in UTF-8: 260 characters, 262 bytes."""
    return line.replace(b"EL ALAMI", "ÉL ALAMÎ".encode())


def in_bytes(line: bytes) -> bytes:
    """A line that a program measured in bytes."""
    return line.replace(b"EL ALAMI  ", "ÉL ALAMÎ".encode())


@pytest.mark.parametrize("measured", [in_characters, in_bytes])
@pytest.mark.parametrize("cut", [bytes, bytes.rstrip])
def test_accents_in_utf_8_move_no_column(measured: Callable[[bytes], bytes], cut: Callable[[bytes], bytes]) -> None:
    lines = [cut(measured(line)) for line in LINES]
    (finding,) = check(BytesIO(b"\n".join(lines))).findings
    assert (finding.line, finding.code) == (3, Code.CHARACTERS_TO_FOLD)
    assert finding.found.startswith("ÉL ALAMÎ")
    assert finding.expected == "EL ALAMI AMINA"


def test_a_line_that_never_ends_is_not_kept() -> None:
    content = LINES[0] + b"\n" + LINES[1] + b"\nB02" + b"9" * 20_000_000 + b"\n" + b"\n".join(LINES[3:])
    tracemalloc.start()
    report = check(BytesIO(content))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    first = report.findings[0]
    assert (first.line, first.code, first.found) == (3, Code.LINE_TOO_LONG, f"> {LONGEST}")
    assert peak < 8_000_000


def test_a_regular_batch_is_looked_at_where_it_lies() -> None:
    (batch,) = batches(BytesIO(PLAIN), MAX_BYTES)
    assert not batch.table.flags.owndata
    assert batch.table.strides == (261, 1)
    assert np.array_equal(batch.line_no, range(1, 12))


def test_a_file_on_disk_is_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "DS_1234567_202603.txt"
    path.write_bytes(PLAIN)
    with path.open("rb") as stream:
        assert check(stream).accepted
