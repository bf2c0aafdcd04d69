import datetime as dt
import importlib
from decimal import Decimal
from typing import Any

import pytest
from django.utils import formats as django_formats
from django.utils import translation

from macnss.kernel.months import Month
from macnss.ui.bidi import bare_numbers, isolate
from macnss.ui.templatetags import formats

CASES = [
    (formats.dirhams, Decimal(5000), "5 000,00 DH", "⟨5 000,00⟩ درهم"),
    (formats.dirhams, Decimal("1234567.895"), "1 234 567,90 DH", "⟨1 234 567,90⟩ درهم"),
    (formats.dirhams, Decimal("-12.5"), "−12,50 DH", "⟨−12,50⟩ درهم"),
    (formats.dirhams, 0, "0,00 DH", "⟨0,00⟩ درهم"),
    (formats.centimes_as_dirhams, 123456, "1 234,56 DH", "⟨1 234,56⟩ درهم"),
    (formats.number, 12345, "12 345", "⟨12 345⟩"),
    (formats.percent, Decimal("0.0448"), "4,48 %", "⟨4,48 %⟩"),
    (formats.percent, Decimal("0.10"), "10 %", "⟨10 %⟩"),
    (formats.percent, Decimal(1), "100 %", "⟨100 %⟩"),
    (formats.month_name, Month(2026, 3), "mars 2026", "مارس ⟨2026⟩"),
    (formats.month_name, dt.date(2025, 8, 31), "août 2025", "غشت ⟨2025⟩"),
    (formats.short_month, Month(2025, 2), "févr.", "فبراير"),
    (formats.long_date, dt.date(2026, 3, 5), "5 mars 2026", "⟨5⟩ مارس ⟨2026⟩"),
    (formats.long_date, dt.date(2026, 7, 1), "1er juillet 2026", "⟨1⟩ يوليوز ⟨2026⟩"),
]


def said(text: str) -> str:
    """The text with its marks made visible: ⟨ ⟩ for isolates, plain spaces for no-break ones."""
    return text.replace("\u2066", "⟨").replace("\u2069", "⟩").replace("\u00a0", " ")


@pytest.mark.parametrize(("write", "value", "french", "arabic"), CASES)
def test_figures_and_dates_are_written_as_morocco_does(write: Any, value: Any, french: str, arabic: str) -> None:
    with translation.override("fr"):
        assert said(write(value)) == french
    with translation.override("ar"):
        assert said(write(value)) == arabic


@pytest.mark.parametrize(("write", "value"), [case[:2] for case in CASES])
def test_no_figure_stands_bare_in_arabic(write: Any, value: Any) -> None:
    with translation.override("ar"):
        assert bare_numbers(write(value)) == []


def test_an_amount_never_breaks_across_lines() -> None:
    with translation.override("fr"):
        assert " " not in formats.dirhams(Decimal(5000))
        assert " " not in formats.long_date(dt.date(2026, 3, 5))


def test_arabic_months_have_their_moroccan_names() -> None:
    with translation.override("ar"):
        names = [formats.short_month(Month(2026, number)) for number in range(1, 13)]
    assert " ".join(names) == "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"


@pytest.mark.parametrize("write", [formats.dirhams, formats.number, formats.percent])
def test_money_is_never_a_float(write: Any) -> None:
    with pytest.raises(TypeError):
        write(0.1)


def test_a_number_of_days_is_isolated_in_arabic_and_plain_in_french() -> None:
    with translation.override("ar"):
        assert isolate("26") in formats.days(26)
    with translation.override("fr"):
        assert formats.days(26).startswith("26 ")


def test_a_moment_is_said_in_moroccan_time() -> None:
    with translation.override("fr"):
        assert "10:30" in formats.long_moment(dt.datetime(2026, 4, 11, 9, 30, tzinfo=dt.UTC))


def test_a_reference_is_left_to_right_and_escaped() -> None:
    assert formats.ltr("2026-114") == '<bdi dir="ltr">2026-114</bdi>'
    assert formats.ltr("<b>") == '<bdi dir="ltr">&lt;b&gt;</bdi>'


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_django_reads_and_writes_dates_and_numbers_the_same_way_in_both_languages(language: Any) -> None:
    module = importlib.import_module(f"macnss.ui.formats.{language}.formats")
    assert (module.DECIMAL_SEPARATOR, module.THOUSAND_SEPARATOR) == (",", "\u00a0")
    with translation.override(language):
        assert django_formats.date_format(dt.date(2026, 3, 5), "SHORT_DATE_FORMAT") == "05/03/2026"
        assert django_formats.sanitize_separators("5000,50") == "5000.50"
        assert "%d/%m/%Y" in django_formats.get_format("DATE_INPUT_FORMATS")
