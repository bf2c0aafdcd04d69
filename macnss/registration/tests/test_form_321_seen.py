"""Form 321-1-06 as the eye sees it: what stands beside what, where the ink ends, in which order a note is read."""

from io import BytesIO
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from macnss.gateways.tests.paper import from_left_to_right, seen
from macnss.gateways.typst.fields import Field
from macnss.registration.services.form_321 import blank, fields, filled, form_data
from macnss.registration.tests.reading import Grey
from macnss.registration.tests.test_form_321 import ANSWERS, AT, form_of

DPI = 300
A_MILLIMETRE, MILLIMETRES_A_POINT = DPI / 25.4, 25.4 / 72
MARGIN = 195  # millimetres from the left, where everything ends
ARABIC_ADDRESS = "حي النهضة، زنقة 4، رقم 12"


def place(name: str) -> Field:
    return next(each for each in fields() if each.name == name)


def ink(pdf: bytes, left: float, top: float, right: float, bottom: float) -> Grey:
    """A part of the page, in millimetres: 0 is black, 255 white."""
    rows, columns = (
        slice(round(low * A_MILLIMETRE), round(high * A_MILLIMETRE)) for low, high in ((top, bottom), (left, right))
    )
    return np.asarray(seen(pdf, DPI), dtype=np.float64)[rows, columns]


def millimetres(field: Field) -> tuple[float, float, float, float]:
    """The left, top, right and bottom of a field."""
    points = (field.x, field.y, field.x + field.width, field.y + field.height)
    left, top, right, bottom = (each * MILLIMETRES_A_POINT for each in points)
    return left, top, right, bottom


def dark_runs(part: Grey) -> list[tuple[bool, int]]:
    """From the left: columns with ink, then columns without, each with how many follow one another."""
    return [(bool(dark), len(list(run))) for dark, run in groupby(part.min(axis=0) < 160)]


@pytest.mark.parametrize(("name", "reach"), [("sex", 26), ("postcode", 40), ("children", 26)])
def test_the_arabic_name_of_narrow_boxes_stands_beside_the_french_one(name: str, reach: float) -> None:
    left, top, _right, _bottom = millimetres(place(name))
    runs = dark_runs(ink(blank(), left, top - 4.2, left + reach, top - 0.4))
    between = max(width for dark, width in runs[:-1] if not dark) / A_MILLIMETRE
    assert 1.2 < between < 3.5
    is_ink, white = runs[-1]
    assert not is_ink
    assert white / A_MILLIMETRE > 3, "a name stands where no box is"


def test_the_arabic_name_of_the_situation_ends_with_its_last_choice() -> None:
    left, top, _right, bottom = millimetres(place("family_status.single"))
    ends = [
        np.flatnonzero(ink(blank(), left, high, left + 140, low).min(axis=0) < 160).max() / A_MILLIMETRE
        for high, low in ((top - 4.6, top - 0.8), (top, bottom))
    ]
    assert abs(ends[0] - ends[1]) < 1.5


def test_the_boxes_of_the_fund_do_not_touch_the_edge_of_its_grey() -> None:
    left, top, right, bottom = millimetres(place("registration_number"))
    under = ink(blank(), left, bottom + 0.7, right, bottom + 1.7)
    assert under.max() < 245, "white"
    assert under.min() > 225, "a line"
    title = ink(blank(), left, top - 12, left + 25, top - 4.2).min(axis=1) < 160
    assert [bool(dark) for dark, _run in groupby(title)] == [False, True, False], (
        "the title is apart from the names under it"
    )


def test_the_bars_end_at_the_margin() -> None:
    for form in (blank(), form_of(ANSWERS)):
        strip = ink(form, 130, 24.5, 203, 27)
        last = np.flatnonzero(strip.max(axis=0) < 128).max() / A_MILLIMETRE + 130
        assert abs(last - MARGIN) < 0.4
        assert strip[:, -round(7 * A_MILLIMETRE) :].min() > 200, "the white that readers need"


def test_a_photo_leaves_nothing_of_its_frame() -> None:
    out = BytesIO()
    Image.new("RGB", (700, 900), "#404040").save(out, "JPEG")
    form, framed = form_of(ANSWERS, photo=out.getvalue()), form_of(ANSWERS)
    _left, top, _right, _bottom = millimetres(place("last_name"))
    beside = (MARGIN - 0.5, top, MARGIN + 1.5, top + 24)
    assert np.ptp(ink(form, *beside), axis=0).max() < 12, "the same from top to bottom"
    assert np.ptp(ink(framed, *beside), axis=0).max() > 60, "dashes, where one is to be glued"


@pytest.mark.parametrize(
    ("address", "from_the_left"),
    [
        (ARABIC_ADDRESS, "12 مقر ،4 ةقنز ،ةضهنلا يح"),
        ("شارع الحسن الثاني، الدار البيضاء 20000", "20000"),
        ("فاس 83-11", "83-11"),
    ],
)
def test_an_arabic_answer_of_the_note_is_read_from_the_right(address: str, from_the_left: str) -> None:
    """Its last number stands at its left end, beside its name; each number keeps its order."""
    assert from_left_to_right(form_of({**ANSWERS, "address": address}), f"Adresse : {from_the_left}")


def test_two_answers_of_the_note_do_not_mix() -> None:
    form = form_of({**ANSWERS, "address": ARABIC_ADDRESS, "commune": "فاس 5", "town": "فاس 6"})
    for words in ("Adresse : 12", "Commune : 5", "Ville : 6"):
        assert from_left_to_right(form, words), words


def test_the_note_says_no_reason_that_is_not_the_only_one() -> None:
    form = form_of({**ANSWERS, "address": ARABIC_ADDRESS})
    assert from_left_to_right(form, "* Suite des réponses")
    assert not from_left_to_right(form, "plus longues")


def test_arabic_digits_go_into_boxes_without_a_note() -> None:
    said = form_data({**ANSWERS, "postcode": "٣٠٠٠٠", "address": "١٢ rue de Fès"}, None)
    assert (said.values["postcode"], said.values["address_1"], said.notes) == ("30000", "12 RUE DE FES", [])


def test_what_leaves_nothing_in_its_boxes_stands_in_the_note() -> None:
    said = form_data({**ANSWERS, "job": "☎ →"}, None)
    assert (said.values["job"], [note.answer for note in said.notes]) == ("*", ["☎ →"])


def test_the_longest_notes_stop_before_the_part_of_the_fund() -> None:
    arabic = ("حي النهضة، زنقة 4، رقم 12، إقامة البرتقال " * 4).strip()
    lengths = {"birth_place": 60, "address": 87, "commune": 25, "town": 13, "job": 60, "employer_name": 80}
    long = {name: arabic[:length] for name, length in lengths.items()}
    abroad = {"document": "passport", "document_number": "A" * 20, "nationality": "CF"}
    case: Any = SimpleNamespace(said={**ANSWERS, **long, **abroad, "last_name": "X" * 40}, reference="IM-7K3M-9QWT")
    form = filled(case, employer=None, at=AT)
    with pypdfium2.PdfDocument(form) as document:
        read = document[0].get_textpage()
        said = read.get_text_bounded()
        start, end = said.index("* Suite"), said.index("Réservé")
        lowest = min(read.get_charbox(rank)[1] for rank in range(start, end) if said[rank].strip())
        _left, _bottom, _right, title = read.get_charbox(end)
    assert (lowest - title) * MILLIMETRES_A_POINT > 2, "the grey begins 2 mm above its title"
