import pytest

from macnss.ui.bidi import bare_numbers, isolate


def test_an_isolated_text_lies_between_two_invisible_marks() -> None:
    assert isolate("83-11") == "\u206683-11\u2069"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>المرجع 2026-114</p>", ["2026-114"]),
        ("<p>المبلغ 68 400,00 درهم</p>", ["68 400,00"]),
        ("<p>الهاتف +212 612345678</p>", ["+212 612345678"]),
        ("<p>بقيت 3 أيام</p>", ["3"]),
        ("<p>المرجع <bdi>2026-114</bdi></p>", ["2026-114"]),
        ("<svg><text>6 000</text></svg>", ["6 000"]),
        ('<section dir="ltr"><p dir="rtl">83-11</p></section>', ["83-11"]),
    ],
)
def test_a_bare_number_in_arabic_text_is_found(html: str, found: list[str]) -> None:
    assert bare_numbers(f'<html dir="rtl"><body>{html}</body></html>') == found


@pytest.mark.parametrize(
    "html",
    [
        f"<p>المرجع {isolate('2026-114')}</p>",
        '<p>المرجع <bdi dir="ltr">2026-114</bdi></p>',
        '<p><bdi dir="ltr">5 400<span>,00</span></bdi> درهم</p>',
        "<p><bdi>Atlas 2000 SARL</bdi></p>",
        '<section dir="ltr">12/03/2026</section>',
        '<svg direction="ltr"><text>6 000</text><path d="M0 1"/></svg>',
        '<input value="12"><br><img alt="3">',
        "<script>let a = 12;</script>",
        "<p>لا رقم هنا</p>",
    ],
)
def test_a_number_that_is_isolated_or_stands_in_left_to_right_text_is_not(html: str) -> None:
    assert bare_numbers(f'<html dir="rtl"><body>{html}</body></html>') == []
