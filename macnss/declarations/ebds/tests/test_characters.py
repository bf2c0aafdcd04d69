"""The 38 characters, and what becomes of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macnss.declarations.ebds.characters import (
    CLASSES,
    decode,
    fold,
    holds_only_words,
    is_forgivable,
    printable,
)
from macnss.declarations.ebds.layout import RECORDS

NAME, CIN = RECORDS["B04"]["name"], RECORDS["B04"]["cin"]
ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \t"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Aït-Élie", "AIT ELIE"),
        ("O'Brien", "O BRIEN"),
        ("D’Almeida", "D ALMEIDA"),
        ("  EL   FASSI ", "EL FASSI"),
        ("Œuvre Ægis Łukasz Đặng", "OEUVRE AEGIS LUKASZ DANG"),
        ("Straße", "STRASSE"),
        ("12, rue N° 5", "12 RUE N 5"),
        ("أمينة", ""),
    ],
)
def test_text_folds_to_plain_capitals(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_whatever_is_folded_is_in_the_38_characters_and_folds_no_further(text: str) -> None:
    assert set(fold(text)) <= set(ALLOWED)
    assert fold(fold(text)) == fold(text)


def test_there_are_38_characters() -> None:
    words = [chr(byte) for byte in range(128) if holds_only_words(chr(byte))]
    assert sorted(words) == sorted(ALLOWED)
    assert len(words) == 38


@given(st.binary())
def test_the_classes_of_bytes_agree_with_the_rule_on_text(raw: bytes) -> None:
    plain = all(CLASSES[byte] in (CLASSES[ord("A")], CLASSES[ord("0")], CLASSES[ord(" ")]) for byte in raw)
    assert plain == holds_only_words(raw.decode("latin-1"))


@pytest.mark.parametrize("text", ["ÉLIE", "AIT-ALI", "D'ALI", "D’ALI"])
def test_accents_hyphens_and_apostrophes_are_forgiven_in_names_only(text: str) -> None:
    assert is_forgivable(text, NAME)
    assert not is_forgivable(text, CIN)


@pytest.mark.parametrize("text", ["élie", "amina", "A.B", "A\x00", "A\n", "عمر", "N°5", "A_B", "Ж"])
def test_lower_case_symbols_and_control_characters_are_not_forgiven(text: str) -> None:
    assert not is_forgivable(text, NAME)


def test_text_is_read_as_utf_8_or_else_as_latin_1() -> None:
    assert decode("FÈS".encode()) == "FÈS"
    assert decode("FÈS".encode("latin-1")) == "FÈS"
    assert decode(b"D\x92ALI") == "D’ALI"


def test_a_letter_cut_in_two_by_the_end_of_its_field_is_dropped() -> None:
    assert decode("ÈÈ".encode()[:-1]) == "È"


def test_a_last_letter_in_latin_1_is_no_cut_letter() -> None:
    assert decode("FE\xc9".encode("latin-1")) == "FEÉ"


def test_what_a_finding_shows_has_no_control_character() -> None:
    assert printable("A\x00B\r") == "A\ufffdB\ufffd"
    assert printable("   ") == ""
