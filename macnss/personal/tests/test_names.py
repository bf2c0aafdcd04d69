"""The name on an account and that of the record."""

import pytest

from macnss.personal.names import same_name


@pytest.mark.parametrize(
    "typed",
    [
        "AMINA BENNANI",
        "Bennani Amina",
        "Mme BÉNNANI  AMINA",
        "Amina BENANI",
        "BEN-NANI AMINA",
        "أمينة بناني",
        "امينه بنانى",
    ],
)
def test_the_ways_in_which_banks_write_a_name_are_the_same_name(typed: str) -> None:
    assert same_name(typed, ("AMINA", "BENNANI"), ("أمينة", "بناني"))


@pytest.mark.parametrize("typed", ["", "AMINA", "BENNANI", "AMINA BENNANI TAZI", "SARL AMINA", "NADIA BENNANI", "123"])
def test_another_name_is_another_name(typed: str) -> None:
    assert not same_name(typed, ("AMINA", "BENNANI"), ("أمينة", "بناني"))


def test_a_record_without_its_arabic_name_is_not_matched_by_nothing() -> None:
    assert not same_name("", ("AMINA", "BENNANI"), ("", ""))
