"""A rule keeps its old wordings and picks the one of the day."""

import datetime as dt

import pytest

from macnss.lawbook.book import Law
from macnss.lawbook.rule import rule


@rule
def greeting(law: Law, name: str) -> str:
    """The first wording."""
    return f"old {name}"


@greeting.amended(since="2004-11-04")
def greeting_since_2004(law: Law, name: str) -> str:
    return f"new {name}"


def test_the_first_wording_holds_until_the_eve_of_the_reform() -> None:
    assert greeting(Law(dt.date(2004, 11, 3)), "Amina") == "old Amina"


def test_the_new_wording_holds_from_the_day_of_the_reform() -> None:
    assert greeting(Law(dt.date(2004, 11, 4)), name="Amina") == "new Amina"


def test_a_rule_says_when_it_was_amended_and_keeps_its_own_docstring() -> None:
    assert greeting.amendments == (dt.date(2004, 11, 4),)
    assert greeting.__doc__ == "The first wording."


def test_wordings_are_written_oldest_first() -> None:
    with pytest.raises(ValueError, match="oldest first"):
        greeting.amended(since="2004-11-04")(greeting_since_2004)
