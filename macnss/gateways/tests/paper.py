"""Reading a paper as its readers do: its text, its picture, its codes, the letters in their order on the page."""

from io import BytesIO
from random import Random

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

POINTS_AN_INCH = 72


def pages(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def seen(pdf: bytes, dpi: int = 150, page: int = 0) -> Image.Image:
    """A page as it prints, fields included."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        drawn: Image.Image = document[page].render(scale=dpi / POINTS_AN_INCH, may_draw_forms=True).to_pil()
    return drawn.convert("L")


def scanned(sheet: Image.Image, *, degrees: float = 0.7, seed: int = 1) -> Image.Image:
    """The same sheet out of an ordinary scanner: askew, a little blurred, grained, saved as a poor JPEG."""
    drawn = Random(seed)
    askew = sheet.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255).filter(
        ImageFilter.GaussianBlur(0.6)
    )
    grain = Image.frombytes("L", askew.size, drawn.randbytes(askew.width * askew.height))
    out = BytesIO()
    Image.blend(askew, grain, 0.12).save(out, "JPEG", quality=45)
    return Image.open(BytesIO(out.getvalue())).convert("L")


def codes_in(picture: Image.Image) -> dict[str, str]:
    """What a reader finds on a sheet, by the kind of code."""
    return {read.format.name: read.text for read in zxingcpp.read_barcodes(picture)}


def from_left_to_right(pdf: bytes, wanted: str, page: int = 0) -> bool:
    """Do the signs of this text stand on a page in this order, from the left?"""
    with pypdfium2.PdfDocument(pdf) as document:
        read = document[page].get_textpage()
        placed = []
        for rank in range(read.count_chars()):
            sign = read.get_text_range(rank, 1)
            if sign.strip() and sign not in "\u2066\u2067\u2068\u2069":
                left, bottom, _right, top = read.get_charbox(rank)
                placed.append((round((bottom + top) / 2), left, sign))
    rows: dict[int, list[tuple[float, str]]] = {}
    for height, left, sign in placed:
        near = next((row for row in rows if abs(row - height) <= 4), height)
        rows.setdefault(near, []).append((left, sign))
    return any(wanted.replace(" ", "") in "".join(sign for _left, sign in sorted(row)) for row in rows.values())
