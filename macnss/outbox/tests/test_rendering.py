"""The words of a message."""

import pytest
from django.utils.html import escape
from pytest_django import Settings

from macnss.outbox import rendering
from macnss.outbox.kinds import KINDS
from macnss.outbox.tests.factories import CODE, NOTICE
from macnss.ui.bidi import bare_numbers

SAID = {"code": "482913"}
NEWS = {"name": "أمينة", "place": "Fès <b>10</b>", "link": "/security/?a=1"}


def test_an_sms_is_one_short_text_without_marks_of_direction() -> None:
    assert rendering.sms(CODE, "ar", SAID).text == "482913 is your Ma CNSS code. Give it to nobody."


def test_a_link_is_written_whole(settings: Settings) -> None:
    settings.SITE_URL = "https://ma.example"
    assert rendering.sms(NOTICE, "fr", NEWS).text.endswith(" https://ma.example/security/?a=1")
    letter = rendering.email(NOTICE, "fr", NEWS)
    assert "\nhttps://ma.example/security/?a=1\n" in letter.text
    assert 'href="https://ma.example/security/?a=1"' in letter.html


def test_no_number_of_an_arabic_letter_is_reversed() -> None:
    for kind, data in ((CODE, SAID), (NOTICE, NEWS)):
        letter = rendering.email(kind, "ar", data)
        assert 'lang="ar" dir="rtl"' in letter.html
        assert bare_numbers(letter.html) == []
    assert "\u2066" not in letter.subject
    assert "\u2068" not in letter.subject
    assert 'lang="fr" dir="ltr"' in rendering.email(CODE, "fr", SAID).html
    assert "\u2066" not in rendering.email(CODE, "fr", SAID).text


def test_what_people_typed_stays_words_in_the_letter() -> None:
    letter = rendering.email(NOTICE, "fr", NEWS)
    assert "Fès <b>10</b>" in letter.text
    assert "<b>10</b>" not in letter.html
    assert str(escape("Fès <b>10</b>")) in letter.html


def test_a_subject_is_one_line() -> None:
    letter = rendering.email(NOTICE, "fr", {**NEWS, "name": "Amina\r\nBcc: all@example.org"})
    assert letter.subject == "A new device, Amina Bcc: all@example.org"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_letter_says_who_writes_and_that_nobody_answers(language: str, settings: Settings) -> None:
    letter = rendering.email(CODE, language, SAID)
    for text in (letter.text, letter.html):
        assert settings.SITE_URL in text
        assert "482913" in text
    assert "<script" not in letter.html


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_each_kind_of_the_service_can_be_written(language: str) -> None:
    """Each place of a translation is a place of the sentence that it translates."""
    for code, kind in KINDS.items():
        said = dict.fromkeys(places(str(kind.subject) + str(kind.body) + str(kind.sms)), "1")
        assert rendering.email(code, language, said).text
        assert len(rendering.sms(code, language, said).text) <= 320, code


def places(sentence: str) -> list[str]:
    return [part.split(")")[0] for part in sentence.split("%(")[1:]]
