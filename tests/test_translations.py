"""Arabic and French are equal: every sentence of the code and of the pages exists in both."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from config import messages

ARABIC = re.compile("[\u0600-\u06ff]")
SAYS = frozenset({"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"})
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
COMPOSED = re.compile(r"\d+(?:[-/.,:]\d+)+")
ISOLATED = re.compile("\u2066[^\u2069]*\u2069")


@pytest.fixture(scope="module", params=messages.LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return messages.read(request.param)


def sentences_of(catalogue: Catalog) -> dict[str, Message]:
    return {str(message.id): message for message in catalogue if message.id}


def test_every_sentence_is_in_the_catalogue(catalogue: Catalog) -> None:
    asked = sentences_of(messages.sentences()).keys()
    assert sorted(asked - sentences_of(catalogue).keys()) == []
    assert sorted(sentences_of(catalogue).keys() - asked) == [], "sentences that nobody says any more: make messages"


def test_every_sentence_is_translated(catalogue: Catalog) -> None:
    missing = [message.id for message in catalogue if message.id and not all(_forms(message))]
    assert missing == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_arabic_has_its_six_forms_and_french_its_two(catalogue: Catalog) -> None:
    assert catalogue.num_plurals == {"ar": 6, "fr": 2}[str(catalogue.locale)]


def test_what_is_put_into_a_sentence_is_in_its_translation(catalogue: Catalog) -> None:
    for message in catalogue:
        if not message.id:
            continue
        asked = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
        for form in _forms(message):
            assert set(PLACEHOLDER.findall(form)) <= asked, message.id
        said = set(PLACEHOLDER.findall(_forms(message)[-1]))
        assert asked == said, message.id


def test_arabic_is_written_in_arabic() -> None:
    said = {message.id: PLACEHOLDER.sub("", _forms(message)[-1]) for message in messages.read("ar") if message.id}
    latin = [asked for asked, arabic in said.items() if re.search("[A-Za-z]{4}", arabic) and not ARABIC.search(arabic)]
    assert latin == []


def test_no_composed_number_stands_bare_in_arabic() -> None:
    """321-1-06 would be read 06-1-321: every engine turns it round unless it is isolated."""
    forms = [form for message in messages.read("ar") if message.id for form in _forms(message)]
    assert [form for form in forms if COMPOSED.search(ISOLATED.sub("", form))] == []


def test_no_sentence_hides_inside_an_f_string() -> None:
    """The collector does not read there: the sentence would stay in English."""
    hidden = [
        f"{path}:{call.lineno}"
        for path in sorted(Path("macnss").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYS
    ]
    assert hidden == []


def test_french_is_set_as_a_printer_sets_it() -> None:
    typed = "L'agence est fermée : « demain » ?"
    assert messages.set_in_french(typed) == "L’agence est fermée\u00a0: «\u00a0demain\u00a0»\u00a0?"
    said = [form for message in messages.read("fr") if message.id for form in _forms(message)]
    assert [form for form in said if messages.set_in_french(form) != form] == []


def test_both_languages_are_offered() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["ar", "fr"]


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())
