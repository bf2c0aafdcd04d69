"""How a text travels by SMS."""

import pytest

from macnss.gateways.sms.alphabet import SEVEN_BITS, UCS2, TooLong, parts


def test_a_latin_text_travels_in_seven_bits() -> None:
    cut = parts("482913 is your code", 1)
    assert (cut.pieces, cut.coding, cut.joined) == ((b"482913 is your code",), SEVEN_BITS, False)


def test_accents_of_the_alphabet_stay_and_the_others_take_ucs2() -> None:
    assert parts("é à è @", 1).pieces == (b"\x05 \x7f \x04 \x00",)
    assert parts("ça", 1).coding == UCS2


def test_french_typography_does_not_make_a_text_three_times_as_long() -> None:
    assert parts("l’accès\u00a0: « oui »…", 1) == parts('l\'accès : " oui "...', 1)
    assert parts("l’accès", 1).coding == SEVEN_BITS


def test_arabic_travels_in_ucs2_without_the_marks_of_direction() -> None:
    cut = parts("رمزك \u2066482913\u2069", 1)
    assert cut.coding == UCS2
    assert cut.pieces[0].decode("utf-16-be") == "رمزك 482913"


@pytest.mark.parametrize(
    ("text", "count"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("ب" * 70, 1), ("ب" * 71, 2), ("ب" * 135, 3)],
)
def test_parts_are_as_long_as_a_telephone_joins(text: str, count: int) -> None:
    cut = parts(text, 7)
    assert len(cut.pieces) == count
    assert all(len(piece) <= (140 if cut.coding == UCS2 else 160) for piece in cut.pieces)
    if count > 1:
        assert [piece[:6] for piece in cut.pieces] == [bytes([5, 0, 3, 7, count, n]) for n in range(1, count + 1)]
        words = b"".join(piece[6:] for piece in cut.pieces)
        assert words == (text.encode("utf-16-be") if cut.coding == UCS2 else text.encode())


def test_no_character_is_cut_in_two() -> None:
    escaped = parts("a" * 152 + "€" * 10, 1)
    assert [piece[-1] for piece in escaped.pieces if piece[-1] == 0x1B] == []
    faces = parts("😀" * 40, 1)
    assert all(piece[6:].decode("utf-16-be") for piece in faces.pieces)


def test_a_text_of_more_than_255_parts_is_refused() -> None:
    with pytest.raises(TooLong):
        parts("ب" * 67 * 256, 1)
