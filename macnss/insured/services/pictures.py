"""Pictures of a card and of a face: known by their first bytes, redrawn without anything but their pixels."""

from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from macnss.kernel.errors import DomainError

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
SMALLEST_SIDE = 200
KEPT_SIDE = 1600
_FIRST_BYTES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


class NotAPicture(DomainError):
    code = "not-a-picture"
    message = _("This file is not a picture that we can read. Send a photo (JPEG, PNG or WebP).")


class PictureTooLarge(DomainError):
    code = "picture-too-large"
    message = _("This picture is too large. Take it again, or send one of less than 10 MB.")


class PictureTooSmall(DomainError):
    code = "picture-too-small"
    message = _("This picture is too small to be read. Take it again from nearer.")


def readied(content: bytes) -> bytes:
    """The picture as we keep it: upright, at most 1600 pixels wide or high, JPEG, without place, date nor device.

    Raises NotAPicture, PictureTooLarge, PictureTooSmall.
    """
    if len(content) > LARGEST_FILE:
        raise PictureTooLarge
    kind = _kind_of(content)
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            _measure(picture)
            return _redrawn(picture)
    except DomainError:
        raise
    except Exception as fault:  # a decoder meets anything in what it is sent
        raise NotAPicture from fault


def _kind_of(content: bytes) -> str:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    for first, kind in _FIRST_BYTES.items():
        if content.startswith(first):
            return kind
    raise NotAPicture


def _measure(picture: Image.Image) -> None:
    """Only the head of the file is read so far: a bomb is refused before it is unpacked."""
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureTooLarge
    if min(picture.size) < SMALLEST_SIDE:
        raise PictureTooSmall


def _redrawn(picture: Image.Image) -> bytes:
    picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))  # a JPEG is unpacked no larger than we need
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((KEPT_SIDE, KEPT_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = BytesIO()
    clean.save(out, "JPEG", quality=85)
    return out.getvalue()
