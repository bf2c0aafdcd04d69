"""How an agency is spoken of, in a sentence."""

import datetime as dt

import pytest
from django.utils import translation

from macnss.agencies.models import Agency
from macnss.agencies.queries import Found
from macnss.agencies.rules import Standing
from macnss.agencies.templatetags.agencies import day_in_words, standing_in_words

SUNDAY, MONDAY = dt.date(2026, 11, 29), dt.date(2026, 11, 30)


@pytest.mark.parametrize(("language", "day"), [("fr", " lundi "), ("ar", "الاثنين")])
def test_the_name_of_a_day_inside_a_sentence_has_no_capital(language: str, day: str) -> None:
    shut = Found(Agency(), Standing(closes=None, opens_on=MONDAY, opens_at=dt.time(8, 30)), None)
    with translation.override(language):
        assert day in standing_in_words(shut, SUNDAY)


def test_a_day_that_opens_a_title_has_one() -> None:
    with translation.override("fr"):
        assert day_in_words(MONDAY).startswith("Lundi 30")
