"""Names of files, in both conventions."""

import pytest

from macnss.declarations.ebds.file_names import FileName, file_name, pre_established_name
from macnss.declarations.ebds.header import Kind
from macnss.declarations.ebds.tests.samples import MARCH


def test_a_name_writes_the_year_first() -> None:
    assert file_name(Kind.MAIN, "1234567", MARCH) == "DS_1234567_202603.txt"
    assert file_name(Kind.COMPLEMENTARY, "1234567", MARCH, 2) == "DSC2_1234567_202603.txt"
    assert pre_established_name("1234567", MARCH) == "AFFEBDS_1234567_202603.txt"


@pytest.mark.parametrize("name", ["DS_1234567_202603.txt", "DS_1234567_032026.txt", "ds_1234567_032026.TXT"])
def test_a_name_is_read_in_both_conventions(name: str) -> None:
    assert FileName.parse(name) == FileName("DS", "1234567", MARCH)


def test_a_name_may_say_no_month() -> None:
    assert FileName.parse("DSC3_1234567_999999.txt") == FileName("DSC3", "1234567", None)


@pytest.mark.parametrize("name", ["mars.txt", "DS_123_202603.txt", "DSC0_1234567_202603.txt", "DS_1234567_202603.pdf"])
def test_a_name_of_another_kind_says_nothing(name: str) -> None:
    assert FileName.parse(name) is None
