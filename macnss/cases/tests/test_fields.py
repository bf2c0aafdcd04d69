"""What the field of a question takes of what people type."""

import pytest
from django import forms

from macnss.cases.definition import Question, Type
from macnss.cases.forms.fields import field_for
from macnss.lawbook.texts import Text


def field(type: Type, **said: object) -> forms.Field:
    return field_for(Question("q", type, Text("Q", "س"), required=False, **said), ())  # type: ignore[arg-type]


@pytest.mark.parametrize("type", [Type.TEXT, Type.LONG_TEXT])
def test_the_digits_of_a_text_are_kept_as_registers_write_them(type: Type) -> None:
    assert field(type).clean(" حي النهضة، زنقة ٤، رقم ۱۲ ") == "حي النهضة، زنقة 4، رقم 12"
    assert field(type).clean("Surface : 100 m²") == "Surface : 100 m²"
    assert field(type).clean("") == ""


@pytest.mark.parametrize("typed", ["30000", "٣٠٠٠٠", "۳۰۰۰۰", " 30 000 "])
def test_a_postcode_is_five_digits_of_any_script(typed: str) -> None:
    assert field(Type.POSTCODE).clean(typed) == "30000"


@pytest.mark.parametrize("typed", ["abc", "3000", "300000", "3000O"])
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        field(Type.POSTCODE).clean(typed)


def test_a_postcode_may_be_left_empty() -> None:
    assert field(Type.POSTCODE).clean("") == ""
