import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from macnss.kernel.months import Month
from macnss.ui.fields import DayField, DirhamsField, MonthField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("5000", "5000"),
        ("5 000,50", "5000.50"),
        ("5\u00a0000,50", "5000.50"),
        ("5\u202f000.5", "5000.5"),
        ("٥٬٠٠٠٫٥٠", "5000.50"),
        (" 0 ", "0"),
    ],
)
def test_an_amount_is_understood_as_people_type_it(typed: str, amount: str) -> None:
    assert DirhamsField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "cinq mille", "-1", "5.000,50", "1,005", "NaN"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DirhamsField().clean(typed)


def test_an_amount_is_shown_again_with_a_comma() -> None:
    class Entry(forms.Form):
        wage = DirhamsField(initial=Decimal("5000.5"))

    assert 'value="5000,50"' in str(Entry()["wage"])
    assert 'value="5 000,5"' in str(Entry({"wage": "5 000,5"})["wage"])


@pytest.mark.parametrize("typed", [["5", "3", "2026"], ["٠٥", "٣", "٢٠٢٦"], [" 05 ", "03", "2026"]])
def test_a_day_is_read_in_three_boxes_in_the_digits_of_either_script(typed: list[str]) -> None:
    assert DayField().clean(typed) == dt.date(2026, 3, 5)


@pytest.mark.parametrize("typed", [["31", "2", "2026"], ["5", "", "2026"], ["x", "3", "2026"], ["5", "3", "26"]])
def test_a_day_that_is_not_one_is_refused(typed: list[str]) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_empty_boxes_are_no_answer() -> None:
    assert DayField(required=False).clean(["", "", ""]) is None
    assert MonthField(required=False).clean(["", ""]) is None
    for field in (DayField(), MonthField()):
        with pytest.raises(ValidationError):
            field.clean(["", "", ""])


def test_a_month_is_chosen_by_its_name_and_written_by_its_year() -> None:
    assert MonthField().clean(["3", "٢٠٢٦"]) == Month(2026, 3)
    for typed in (["13", "2026"], ["3", "26"], ["", "2026"], ["3", ""]):
        with pytest.raises(ValidationError):
            MonthField().clean(typed)
    with translation.override("ar"):
        assert "غشت" in str(MonthField().widget.render("month", Month(2026, 8)))


def test_each_box_has_its_own_label() -> None:
    html = DayField(token="bday").widget.render("born", dt.date(1992, 3, 14), {"id": "id_born"})
    assert html.count("<label") == 3
    assert 'for="id_born_2"' in html
    assert 'autocomplete="bday-year"' in html
    assert 'value="1992"' in html


@pytest.mark.parametrize("field", [DayField(), MonthField()])
def test_a_box_that_did_not_come_is_refused_in_words(field: forms.Field) -> None:
    boxes = ["5", None, None] if isinstance(field, DayField) else ["3", None]
    with pytest.raises(forms.ValidationError):
        field.clean(boxes)
