from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from macnss.ui.fields import DirhamsField


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
