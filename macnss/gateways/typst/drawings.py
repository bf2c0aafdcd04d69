"""What is drawn on paper: QR codes and bars that print sharp at any size, photos; all as SVG, which templates take."""

from base64 import b64encode
from io import BytesIO

import barcode
import segno
from PIL import Image

BAR_HEIGHT = 100


def qr(text: str) -> bytes:
    """A QR code (SVG) that stays readable with a fifth of it soiled, with the white edge that readers need."""
    out = BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgclass=None)
    return out.getvalue()


def bars(text: str) -> bytes:
    """A Code 128 (SVG) that ends with its bars.

    The template leaves on either side the white that the standard asks, ten times the thinnest bar: a margin does.
    """
    (modules,) = barcode.get_barcode_class("code128")(text).build()
    width = len(modules)
    drawn = "".join(f"M{start} 0h{length}v{BAR_HEIGHT}h-{length}z" for start, length in _runs(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {BAR_HEIGHT}" preserveAspectRatio="none">'
        f'<path d="{drawn}"/></svg>'
    ).encode()


def photo(jpeg: bytes) -> bytes:
    """A JPEG as a drawing: a template is given text alone."""
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as picture:
        width, height = picture.size
    held = f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="{held}"/></svg>'
    ).encode()


def _runs(modules: str) -> list[tuple[int, int]]:
    """Where each black bar begins, and how wide it is."""
    found: list[tuple[int, int]] = []
    for place, module in enumerate(modules):
        if module == "0":
            continue
        if found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((place, 1))
    return found
