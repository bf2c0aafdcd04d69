"""Fields that understand what people type."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from macnss.kernel.months import Month
from macnss.kernel.numbers.identifiers import ascii_digits
from macnss.ui.templatetags.formats import MONTHS, language

# Spaces of every width and the Arabic thousands mark go; the comma and its Arabic sister become a point.
_TYPED = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", "٬": "", ",": ".", "٫": "."})


class DirhamsField(forms.DecimalField):
    """An amount in DH, typed as 5 000,50 or 5000.50 or ٥٠٠٠٫٥٠, shown again with a comma."""

    def __init__(self, *, min_value: Decimal | int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}))
        super().__init__(min_value=min_value, max_digits=12, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.translate(_TYPED) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


def digits_box(token: str = "") -> forms.TextInput:
    """A small box for the digits of a date; `token` is its autocomplete."""
    attrs = {"class": "input size-short", "inputmode": "numeric", "dir": "ltr", "maxlength": "4"}
    return forms.TextInput(attrs={**attrs, "autocomplete": token or "off"})


def day_typed(day: str | None, month: str | None, year: str | None) -> dt.date:
    """A day from what three boxes hold, in the digits of either script; a box that did not come is empty.

    Raises ValueError when there is no such day.
    """
    return dt.date(*(int(ascii_digits(part or "").strip()) for part in (year, month, day)))


class Boxes(forms.MultiWidget):
    """Several boxes side by side, each with its own label, under one question."""

    template_name = "ui/widgets/boxes.html"
    labels: "tuple[str | Promise, ...]" = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            box["label"] = label
        return context


class DayBoxes(Boxes):
    """A day in three boxes. `token` is "bday" for a birth date: the telephone fills it for its owner."""

    labels = (_("Day"), _("Month"), _("Year"))

    def __init__(self, token: str = "") -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: digits_box(f"{token}-{part}" if token else "") for part in ("day", "month", "year")
        }
        super().__init__(boxes)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, dt.date) else ["", "", ""]


class DayField(forms.Field):
    """A day: a list of three texts becomes a date."""

    default_error_messages = {
        "required": _("Write the day, the month and the year."),
        "invalid": _("There is no such day: write the day, the month and the year in digits, for example 14, 3, 1992."),
        "year": _("Write the year with four digits, for example 1992."),
    }

    def __init__(self, *, token: str = "", **said: Any) -> None:
        super().__init__(widget=DayBoxes(token), **said)

    def to_python(self, value: Any) -> dt.date | None:
        if not value or not any(value):
            return None
        try:
            day = day_typed(*value)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if not 1900 <= day.year <= 2999:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return day


class MonthBoxes(Boxes):
    """A month chosen by its name, and its year."""

    labels = (_("Month"), _("Year"))

    def __init__(self) -> None:
        super().__init__({"month": MonthSelect(attrs={"class": "input"}), "year": digits_box()})

    def decompress(self, value: Any) -> list[Any]:
        return [value.number, value.year] if isinstance(value, Month) else ["", ""]


class MonthSelect(forms.Select):
    """The twelve months by their names in the language of the page."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        self.choices = [("", ""), *((rank, label) for rank, label in enumerate(MONTHS[language()], 1))]
        return super().optgroups(name, value, attrs)


class MonthField(forms.Field):
    """A civil month: a list of two texts becomes a Month."""

    default_error_messages = {
        "required": _("Choose the month and write its year."),
        "invalid": _("Choose the month in the list and write its year with four digits, for example 2026."),
    }

    def __init__(self, **said: Any) -> None:
        super().__init__(widget=MonthBoxes(), **said)

    def to_python(self, value: Any) -> Month | None:
        if not value or not any(value):
            return None
        try:
            return Month(int(ascii_digits(value[1] or "").strip()), int(value[0] or ""))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
