"""A file that was sent, as pages: the one door by which a file becomes something that we keep."""

import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from PIL import Image

from macnss.kernel.documents import child, pictures
from macnss.kernel.documents.pictures import Picture
from macnss.kernel.documents.refusals import (
    BrokenPdf,
    Damaged,
    EmptyFile,
    FileTooLarge,
    LockedPdf,
    PhotoWanted,
    TooManyPages,
    TooManyPixels,
    Unfit,
    UnknownFile,
)

CHILD = Path(child.__file__)
LONGEST = 30  # seconds, for the whole of a file
_HEAD = struct.Struct(">II")
_AT_ONCE = BoundedSemaphore(2)  # of a process
_SPACE = b"\xef\xbb\xbf \t\r\n\0"


class TakesLong(Exception):
    """Not opened in the time that the caller has: whoever has more tries again. A small PDF may ask for a minute."""


def read(content: bytes, *, most_pages: int, portrait: bool = False, patience: float | None = None) -> list[Picture]:
    """The pages of a photo (JPEG, PNG, WebP, HEIC) or of a PDF; a portrait is one photo, cut to 35 × 45.

    A PDF is drawn page by page: no script, no attachment, no second nature survives that. `patience` is how many
    seconds the caller waits. Raises Unfit, in words; TakesLong when the caller waits less than the longest.
    """
    refuse_size(len(content))
    kind = kind_of(content)
    if kind == "PDF":
        if portrait:
            raise PhotoWanted
        return [pictures.drawn(page) for page in _outside("pdf", content, most_pages, patience)]
    if most_pages < 1:
        raise TooManyPages(most=most_pages)
    if kind == "HEIF":
        return [pictures.kept(page, portrait=portrait) for page in _outside("heif", content, 1, patience)]
    return [pictures.redrawn(content, portrait=portrait)]


def kind_of(content: bytes) -> str:
    """PDF, JPEG, PNG, WEBP or HEIF. Raises UnknownFile."""
    found = pictures.kind_of(content)
    if not found and content[:1024].lstrip(_SPACE).startswith(b"%PDF-"):
        found = "PDF"
    if not found:
        raise UnknownFile
    return found


def refuse_size(size: int) -> None:
    """Raises EmptyFile, FileTooLarge."""
    if size <= 0:
        raise EmptyFile
    if size > settings.LARGEST_DOCUMENT:
        raise FileTooLarge(megabytes=settings.LARGEST_DOCUMENT // 1024**2)


def _outside(kind: str, content: bytes, most: int, patience: float | None) -> Iterator[Image.Image]:
    """What the child process draws. Raises by what it says, or does not live to say."""
    command = [sys.executable, "-I", str(CHILD), kind, str(most), str(pictures.KEPT_SIDE)]
    try:
        with _place(patience):
            done = subprocess.run(  # noqa: S603 - our own file, the arguments are numbers
                command, input=content, capture_output=True, timeout=patience or LONGEST, env={}, check=False
            )
    except subprocess.TimeoutExpired as late:
        if patience:
            raise TakesLong from late
        raise _fault(kind, child.BROKEN, most) from None
    if done.returncode:
        raise _fault(kind, done.returncode, most)
    return _drawn(kind, done.stdout)


@contextmanager
def _place(patience: float | None) -> Iterator[None]:
    """One of the few places where files are opened. Who has little time does not wait for it longer than that."""
    if not _AT_ONCE.acquire(timeout=patience):
        raise TakesLong
    try:
        yield
    finally:
        _AT_ONCE.release()


def _fault(kind: str, code: int, most: int) -> Unfit:
    if code == child.TOO_MANY:
        return TooManyPages(most=most)
    known: dict[int, type[Unfit]] = {child.LOCKED: LockedPdf, child.TOO_LARGE: TooManyPixels}
    return known.get(code, BrokenPdf if kind == "pdf" else Damaged)()


def _drawn(kind: str, pixels: bytes) -> Iterator[Image.Image]:
    if not pixels:
        raise _fault(kind, child.BROKEN, 0)
    place = 0
    while place < len(pixels):
        size = _HEAD.unpack_from(pixels, place)
        start = place + _HEAD.size
        place = start + 3 * size[0] * size[1]
        yield Image.frombytes("RGB", size, pixels[start:place])
