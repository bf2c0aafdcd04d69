"""Paper: both directions, the promises of the PDF, what is refused."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from macnss.gateways.tests.paper import codes_in, from_left_to_right, scanned, seen
from macnss.gateways.typst.drawings import bars, photo, qr
from macnss.gateways.typst.fields import Field, Kind, values_in, with_fields
from macnss.gateways.typst.typesetting import DoesNotPrint, marked, typeset
from macnss.insured.tests.factories import picture

AT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[2]
HEAD = '#import "kit.typ": *\n#show: paper.with(title: "Essai")\n'


def template(folder: Path, body: str) -> Path:
    path = folder / "essay.typ"
    path.write_text(HEAD + body)
    return path


@pytest.mark.parametrize(
    "number", ["83-11", "2026-114", "321-1-06", "68 400,00", "+212 661-234567", "23/11/2026", "14:05"]
)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_numbers_never_print_reversed_in_arabic(tmp_path: Path, number: str, language: str) -> None:
    body = "#data.words.map(said).join(parbreak())"
    words = {
        "language": language,
        "words": [f"القانون رقم {number} المتعلق بالصندوق", f"{number} درهم", f"رقم {number}"],
    }
    paper = typeset(template(tmp_path, body), words, at=AT)
    assert from_left_to_right(paper, number)


def test_without_isolation_they_do(tmp_path: Path) -> None:
    """The trap that the kit closes: if this stops failing, the typesetter changed."""
    path = template(tmp_path, '#set text(lang: "ar", dir: rtl)\nالقانون رقم 2026-114 المتعلق')
    assert not from_left_to_right(typeset(path, {"language": "ar"}, at=AT), "2026-114")


def test_a_paper_is_tagged_made_to_be_kept_and_says_its_language(tmp_path: Path) -> None:
    paper = typeset(template(tmp_path, '= Essai\n#section("Pièces", "الوثائق")\nUn texte.'), {"language": "ar"}, at=AT)
    with pikepdf.open(BytesIO(paper)) as document, document.open_metadata() as said:
        assert said["pdfaid:part"] == "2"
        assert said["pdfaid:conformance"] == "A"
        assert said["pdfuaid:part"] == "1"
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "ar"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        fonts = [font for page in document.pages for font in page.resources.Font.values()]
        embedded = {str(font.DescendantFonts[0].FontDescriptor.FontName) for font in fonts}
    assert all("Plex" in name for name in embedded)


def test_the_same_data_make_the_same_bytes(tmp_path: Path) -> None:
    path = template(tmp_path, "#said(data.words)")
    one, other = (typeset(path, {"language": "fr", "words": "Bonjour"}, at=AT) for _time in range(2))
    assert one == other


@pytest.mark.parametrize("words", ["😀", "漢字", "ⵣⴰⵎⴰⵣⵉⵖ", "\a\x1b[31m", "\uffff", " \x85"])
def test_a_letter_that_no_font_has_does_not_stop_the_paper(tmp_path: Path, words: str) -> None:
    for language in ("ar", "fr"):
        paper = typeset(template(tmp_path, "#said(data.words)"), {"language": language, "words": words}, at=AT)
        assert paper.startswith(b"%PDF")


@pytest.mark.parametrize(
    "words", ['#import "/etc/passwd"', "#panic(1)", "$x^2$ `a` *b* <c> @d", "\u202egpj.exe", "a" * 9999]
)
def test_what_people_write_is_never_a_program(tmp_path: Path, words: str) -> None:
    assert typeset(template(tmp_path, "#said(data.words)"), {"language": "fr", "words": words}, at=AT)


def test_a_template_that_does_not_go_with_its_data_says_so(tmp_path: Path) -> None:
    with pytest.raises(DoesNotPrint, match="essay"):
        typeset(template(tmp_path, "#data.missing"), {"language": "fr"}, at=AT)


def test_a_template_takes_photos_and_codes_that_a_scanner_reads(tmp_path: Path) -> None:
    body = """
    #image("qr.svg", width: 26mm, alt: "QR")
    #image("bars.svg", width: 76mm, height: 14mm, fit: "stretch", alt: "Bars")
    #image("photo.svg", width: 20mm, alt: "Photo")
    """
    files = {"qr.svg": qr("https://example.org/é?r=1"), "bars.svg": bars("IM-7K3M-9QWT"), "photo.svg": photo(picture())}
    paper = typeset(template(tmp_path, body), {"language": "fr"}, at=AT, files=files)
    read = codes_in(scanned(seen(paper, 150), degrees=2, seed=5))
    assert read == {"QRCode": "https://example.org/é?r=1", "Code128": "IM-7K3M-9QWT"}


def test_fields_are_laid_where_the_template_marks_them_and_read_back(tmp_path: Path) -> None:
    body = """Ville #box(width: 60mm, height: 7mm, place(top + left, context {
      let at = here().position()
      [#metadata((name: "town", kind: "comb", boxes: 13, words: "Ville", page: at.page, x: at.x.pt(), y: at.y.pt(),
        width: 170.0, height: 20.0)) <field>]
    }))"""
    path = template(tmp_path, body)
    fields = [Field.read(each) for each in marked(path, {"language": "fr"}, "field")]
    assert [(each.name, each.kind, each.boxes) for each in fields] == [("town", Kind.COMB, 13)]
    filled = with_fields(typeset(path, {"language": "fr"}, at=AT), fields, {"town": "FES"})
    assert values_in(filled) == {"town": "FES"}


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.typ")), ids=lambda path: path.name)
def test_no_template_asks_anything_of_the_network(path: Path) -> None:
    said = path.read_text()
    assert "@preview" not in said
    assert "http" not in said
