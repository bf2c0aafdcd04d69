"""Files as people send them, drawn here: photos of every make, PDF of every kind."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image, ImageDraw

A4 = (595, 842)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def photo(kind: str = "JPEG", size: tuple[int, int] = (900, 1200), **said: Any) -> bytes:
    """A sheet of paper with lines on it, sharp."""
    out = BytesIO()
    written(size).save(out, kind, **said)
    return out.getvalue()


def written(size: tuple[int, int], ink: str = "black", paper: str = "#e8e4da") -> Image.Image:
    sheet = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(sheet)
    for line in range(20, size[1] - 20, 24):
        pen.text((20, line), "ROYAUME DU MAROC 1234567 " * (size[0] // 150), fill=ink)
    return sheet


def heavy(megabytes: float, size: tuple[int, int] = (640, 480)) -> bytes:
    """A photo of that weight: the noise of a telephone at night, kept in a comment."""
    small, wanted = photo(size=size), int(megabytes * 1024**2)
    segment = b"\xff\xfe\xff\xff" + bytes(65533)
    count, rest = divmod(wanted - len(small), len(segment))
    return small[:2] + segment * count + b"\xff\xfe" + (rest - 2).to_bytes(2) + bytes(rest - 4) + small[2:]


def heic(size: tuple[int, int] = (900, 1200)) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(written(size)).save(out, quality=60)
    return out.getvalue()


def pdf(pages: int = 1, *, size: tuple[int, int] = A4, change: Callable[[pikepdf.Pdf], None] | None = None) -> bytes:
    """A PDF with a line of text on each page."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(pages):
        page = document.add_blank_page(page_size=size)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 24 Tf 40 {size[1] // 2} Td (Page {number + 1}) Tj ET".encode())
    if change:
        change(document)
    return _saved(document)


def locked_pdf() -> bytes:
    return _saved(pikepdf.open(BytesIO(pdf())), encryption=pikepdf.Encryption(owner="one", user="two"))


def scripted_pdf() -> bytes:
    """With JavaScript that runs when it opens, and another file inside."""

    def change(document: pikepdf.Pdf) -> None:
        act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('EVIL-SCRIPT')"))
        document.Root.OpenAction = document.make_indirect(act)
        document.attachments["evil.exe"] = b"MZ-EVIL-ATTACHMENT"

    return pdf(change=change)


def _saved(document: pikepdf.Pdf, **how: Any) -> bytes:
    out = BytesIO()
    document.save(out, **how)
    return out.getvalue()
