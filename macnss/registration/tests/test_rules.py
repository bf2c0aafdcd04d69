"""The delays and the contributions of registration, as the worked examples of the law say them."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from macnss.kernel.money import centimes, from_centimes
from macnss.lawbook.book import Law
from macnss.registration.queries.names import like_name, same_name, same_name_ar, town_of_cin
from macnss.registration.rules import affiliate_by, contribution_on, register_by, report_by

EXAMPLES = Path(__file__).resolve().parents[3] / "law" / "worked_examples" / "registration"
DELAYS = {"register": register_by, "affiliate": affiliate_by, "report": report_by}


def examples(name: str) -> list[Any]:
    sheet = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(each["given"], each["expect"], id=each["case"]) for each in sheet["examples"]]


@pytest.mark.parametrize(("given", "expect"), examples("deadlines"))
def test_the_last_day_of_a_delay(given: dict[str, Any], expect: dict[str, Any]) -> None:
    # The month to report a change is known since 2026 only: the law is read on that day.
    law = Law(max(given["day"], dt.date(2026, 1, 1)))
    assert DELAYS[given["delay"]](law, given["day"]) == expect["last_day"]


@pytest.mark.parametrize(("given", "expect"), examples("voluntary_insurance"))
def test_what_the_voluntary_insurance_costs(given: dict[str, Any], expect: dict[str, str]) -> None:
    due = contribution_on(Law(dt.date(2026, 11, 23)), [centimes(Decimal(wage)) for wage in given["wages"]])
    found = {name: str(from_centimes(getattr(due, name))) for name in expect}
    assert found == expect


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("EL ALAOUI", "BRAHIM"), ("EL-ALAOUI", "Brahim")),
        (("BENNANI", "LÉÏLA"), ("BENNANI", "LEILA")),
        (("BENNANI", "AMINA"), ("AMINA", "BENNANI")),
    ],
)
def test_two_ways_to_write_one_name(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ALAOUI", "MOHAMED"), ("EL ALAOUI", "MOHAMMED")),
        (("CHRAIBI", "YOUSSEF"), ("SHRAYBI", "YUSEF")),
        (("OUAZZANI", "FATIMA"), ("UAZANI", "FATIMAH")),
    ],
)
def test_two_transliterations_sound_alike_and_are_not_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert like_name(one, other)
    assert not same_name(one, other)


def test_two_ways_to_write_one_name_in_arabic() -> None:
    assert same_name_ar(("العلوي", "أمينة"), ("العلوى", "امينه"))
    assert not same_name_ar(("", ""), ("", ""))


def test_people_of_different_names_are_not_taken_for_one_another() -> None:
    assert not like_name(("BENNANI", "AMINA"), ("TAZI", "ZINEB"))
    assert not same_name(("BENNANI", ""), ("BENNANI", ""))


def test_the_letters_of_a_card_name_the_town_that_issued_it() -> None:
    assert town_of_cin("CD482915") == "Fès"
    assert town_of_cin("ZZ1") == ""
