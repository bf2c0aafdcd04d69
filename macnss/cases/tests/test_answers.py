"""Answers as people read them."""

import pytest
from django.utils import translation

from macnss.cases.definition import Question, Type
from macnss.cases.queries.answers import Answered, countries, written
from macnss.lawbook.texts import Text


def answer(type: Type, value: object) -> Answered:
    return Answered(Question("q", type, Text("Q", "س")), value)


@pytest.mark.parametrize(
    ("type", "value", "fr"),
    [
        (Type.DATE, "2026-03-05", "5\u00a0mars\u00a02026"),
        (Type.MONTH, "2026-08", "août\u00a02026"),
        (Type.AMOUNT, "5000.50", "5\u00a0000,50\u00a0DH"),
        (Type.NUMBER, 12, "12"),
        (Type.YES_NO, False, "Non"),
        (Type.COUNTRY, "FR", "France"),
        (Type.TEXT, "Rue des Orangers", "Rue des Orangers"),
        (Type.TEXT, "", ""),
        (Type.DATE, "not a day", "not a day"),
    ],
)
def test_an_answer_is_written_in_the_language_of_the_page(type: Type, value: object, fr: str) -> None:
    with translation.override("fr"):
        assert written(answer(type, value)) == fr


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_morocco_is_the_first_of_the_countries_and_each_is_one(language: str) -> None:
    codes = [code for code, _name in countries(language)]
    assert codes[0] == "MA"
    assert len(codes) == len(set(codes)) > 200
    assert not {"EH", "EU", "UN", "ZZ"} & set(codes)


def test_what_is_sensitive_is_hidden_until_it_is_asked_for() -> None:
    assert answer(Type.RIB, "230780000000000000000012").sensitive
    assert answer(Type.CIN, "CD482915").sensitive
    assert not answer(Type.CIN, "").sensitive
    assert not answer(Type.TEXT, "x").sensitive
