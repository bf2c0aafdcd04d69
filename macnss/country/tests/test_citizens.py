import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from macnss.insured.enums import IdentityDocument
from macnss.insured.models import Insured
from macnss.insured.services import register
from macnss.insured.tests.factories import NOW, ZINEB, amina, brahim, zineb

pytestmark = pytest.mark.django_db


def someone(number: int, **other: object) -> Insured:
    person = replace(ZINEB, document_number=f"X{number:05d}", email="", **other)  # type: ignore[arg-type]
    return register(identity=person, on=dt.date(2019, 2, 4), by=None, now=NOW)


def written(folder: Path) -> list[dict[str, str]]:
    file = folder / "deep" / "citizens.json"
    call_command("citizens", to=file)
    told: list[dict[str, str]] = json.loads(file.read_text())
    return told


def test_the_cast_comes_first_as_their_cards_say_it(tmp_path: Path) -> None:
    amina(), brahim(), zineb()
    first = written(tmp_path)[0]
    assert first == {
        "cin": "CD482915",
        "given_name": "Amina",
        "family_name": "Bennani",
        "given_name_ar": "أمينة",
        "family_name_ar": "بناني",
        "birthdate": "1992-03-14",
        "gender": "female",
        "kind": "cast",
    }
    assert [each["kind"] for each in written(tmp_path)].count("cast") == 3


def test_one_citizen_of_each_kind_meets_each_refusal(tmp_path: Path) -> None:
    for number in range(60):
        someone(number)
    told = written(tmp_path)
    kinds = [each["kind"] for each in told]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "newcomer": 1,
        "birth_date": 1,
        "old_card": 1,
        "blocked": 1,
        "stranger": 2,
        "insured": 36,
    }
    assert told[0]["cin"] == "X00000"
    by_kind = {each["kind"]: each for each in told}
    assert not Insured.objects.filter(document_number=by_kind["stranger"]["cin"]).exists()
    assert by_kind["birth_date"]["birthdate"] == "1996-11-08"
    assert Insured.objects.get(document_number=by_kind["birth_date"]["cin"]).birth_date == dt.date(1997, 11, 8)


def test_only_holders_of_a_card_are_citizens(tmp_path: Path) -> None:
    someone(1, document=IdentityDocument.PASSPORT)
    assert [each["kind"] for each in written(tmp_path)] == ["stranger", "stranger"]


def test_a_real_country_never_enters_a_sandbox(tmp_path: Path, settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError):
        written(tmp_path)
    assert list(tmp_path.iterdir()) == []
