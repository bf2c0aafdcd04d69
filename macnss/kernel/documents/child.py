"""Opens PDF and HEIC in a process of its own: `python child.py pdf|heif MOST_PAGES SIDE`, the file on its input.

Those readers are large and are fed by anybody. Here they have no secret, no database and no file to write, little
memory and little time; if one of them falls it takes nobody along. What comes out is bare pixels: for each page its
width and height, then three bytes a point. It imports nothing of the service.
"""

import resource
import struct
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

LOCKED, TOO_MANY, BROKEN, TOO_LARGE = 3, 4, 5, 6
MEMORY = 2 * 1024**3
SECONDS = 20
MOST_PIXELS = 60_000_000
FINEST = 300 / 72  # points of a picture for one of the page: a small card is not blown up beyond 300 an inch


def main(kind: str, most: int, side: int) -> int:
    """The pages on the output; the code of what went wrong."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    content, out = sys.stdin.buffer.read(), sys.stdout.buffer
    pages = _pdf(content, most, side) if kind == "pdf" else _heif(content, side)
    for page in pages:
        out.write(struct.pack(">II", *page.size))
        out.write(page.tobytes())
    return 0


def _pdf(content: bytes, most: int, side: int) -> Iterator[Image.Image]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        sys.exit(LOCKED if "password" in str(fault).lower() else BROKEN)
    if len(document) > most:
        sys.exit(TOO_MANY)
    document.init_forms()  # what was typed into a form is shown too; there is no JavaScript in this reader
    for page in document:
        longest = max(*page.get_size(), 1)
        yield _rgb(page.render(scale=min(side / longest, FINEST)).to_pil())


def _heif(content: bytes, side: int) -> Iterator[Image.Image]:
    import pillow_heif

    pillow_heif.register_heif_opener()
    with Image.open(BytesIO(content), formats=["HEIF"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            sys.exit(TOO_LARGE)
        upright: Any = ImageOps.exif_transpose(picture)
        upright.thumbnail((side, side), Image.Resampling.LANCZOS)
        yield _rgb(upright)


def _rgb(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "RGB" else picture.convert("RGB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
