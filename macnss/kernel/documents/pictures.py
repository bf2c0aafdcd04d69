"""Pictures: known by their first bytes, redrawn upright without anything but their pixels."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageFilter, ImageOps, ImageStat

from macnss.kernel.documents.refusals import Damaged, LyingDown, NotAPicture, PictureTooSmall, TooManyPixels
from macnss.kernel.errors import DomainError

MOST_PIXELS = 60_000_000
KEPT_SIDE = 1800  # A4 at 154 points an inch: small print is read
QUALITY = 82
SMALLEST_PAPER = (300, 300)
PORTRAIT = (35, 45)  # millimetres, as on an identity card
SMALLEST_PORTRAIT = (350, 450)
DARK = 45  # mean grey, of 255
BLURRED = 12  # variance of the edges, at 1000 pixels
HEIF = b"heic heix heim heis hevc hevx mif1 msf1".split()
_FIRST_BYTES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_AT_ONCE = BoundedSemaphore(2)  # of a process: a large picture unpacked takes 200 MB


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: JPEG. `doubt` says what may be wrong with it: `dark`, `blurred` or nothing."""

    content: bytes
    width: int
    height: int
    doubt: str = ""


def kind_of(content: bytes) -> str:
    """JPEG, PNG, WEBP or HEIF by the first bytes; nothing for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIF:
        return "HEIF"
    return next((kind for first, kind in _FIRST_BYTES.items() if content.startswith(first)), "")


def redrawn(
    content: bytes, *, side: int = KEPT_SIDE, smallest: tuple[int, int] = SMALLEST_PAPER, portrait: bool = False
) -> Picture:
    """The picture as we keep it: upright, at most `side` pixels long, JPEG, without place, date nor device.

    Raises NotAPicture, Damaged, TooManyPixels, PictureTooSmall, LyingDown.
    """
    kind = kind_of(content)
    if kind not in {"JPEG", "PNG", "WEBP"}:
        raise NotAPicture
    with _AT_ONCE, _unpacking(), Image.open(BytesIO(content), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:  # only the head of the file is read so far
            raise TooManyPixels
        picture.draft("RGB", (side, side))  # a JPEG is unpacked no larger than we need
        upright = ImageOps.exif_transpose(picture)
        return kept(upright, side=side, smallest=smallest, portrait=portrait)


def kept(
    picture: Image.Image, *, side: int = KEPT_SIDE, smallest: tuple[int, int] = SMALLEST_PAPER, portrait: bool = False
) -> Picture:
    """An upright picture, reduced, on a sheet of its own: nothing of where it came from goes along."""
    if portrait:
        picture, smallest = _as_portrait(picture), SMALLEST_PORTRAIT
    if picture.width < smallest[0] or picture.height < smallest[1]:
        raise PictureTooSmall
    clean = _on_white(picture)
    clean.thumbnail((side, side), Image.Resampling.LANCZOS)
    return drawn(clean, doubt=doubt_of(clean))


def drawn(picture: Image.Image, *, doubt: str = "") -> Picture:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), *picture.size, doubt)


def turned(content: bytes) -> Picture:
    """One of our own pictures, turned a quarter to the right."""
    with _unpacking(), Image.open(BytesIO(content), formats=["JPEG"]) as picture:
        return drawn(picture.transpose(Image.Transpose.ROTATE_270))


def reduced(content: bytes, side: int) -> bytes:
    """One of our own pictures, small, for a list."""
    with _unpacking(), Image.open(BytesIO(content), formats=["JPEG"]) as picture:
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side))
        return drawn(picture).content


def doubt_of(picture: Image.Image) -> str:
    """What may keep somebody from reading it: a hint for who sends it, never a refusal."""
    grey = picture.convert("L")
    grey.thumbnail((1000, 1000))
    if ImageStat.Stat(grey).mean[0] < DARK:
        return "dark"
    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    inside = edges.crop((1, 1, grey.width - 1, grey.height - 1))  # the filter leaves the border as it was
    return "blurred" if ImageStat.Stat(inside).var[0] < BLURRED else ""


def _as_portrait(picture: Image.Image) -> Image.Image:
    """Cut to 35 × 45, a face standing a little above the middle."""
    if picture.width > picture.height:
        raise LyingDown
    return ImageOps.fit(picture, _largest_portrait(picture.size), centering=(0.5, 0.35))


def _largest_portrait(size: tuple[int, int]) -> tuple[int, int]:
    wide, high = PORTRAIT
    unit = min(size[0] / wide, size[1] / high)
    return max(1, round(unit * wide)), max(1, round(unit * high))


def _on_white(picture: Image.Image) -> Image.Image:
    """What is see-through shows white, as on paper; a new picture carries no more than pixels."""
    clean = Image.new("RGB", picture.size, "white")
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        clean.paste(layer, mask=layer)
    else:
        clean.paste(picture.convert("RGB"))
    return clean


@contextmanager
def _unpacking() -> Iterator[None]:
    """A decoder meets anything in what it is sent: whatever it says becomes a refusal."""
    try:
        yield
    except DomainError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise TooManyPixels from fault
    except Exception as fault:
        raise Damaged from fault
