"""What people send as a photo: pictures only, small enough, and nothing of them but their pixels."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from macnss.insured.services import pictures
from macnss.insured.services.pictures import NotAPicture, PictureTooLarge, PictureTooSmall, readied
from macnss.insured.tests.factories import picture
from macnss.kernel.documents import pictures as drawing
from macnss.kernel.documents.refusals import TooManyPixels


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_a_telephone_becomes_one_kind_of_picture(kind: str) -> None:
    assert opened(readied(picture(kind))).format == "JPEG"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_another_kind_of_picture_is_refused(kind: str) -> None:
    with pytest.raises(NotAPicture):
        readied(picture(kind))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"<script>" * 100,
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        picture()[:-400],
    ],
)
def test_what_only_begins_like_a_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        readied(content)


def test_the_first_bytes_decide_whatever_the_rest_pretends() -> None:
    with pytest.raises(NotAPicture):
        readied(b"GIF89a" + picture())


def test_a_file_that_is_too_heavy_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST_FILE", 1000)
    with pytest.raises(PictureTooLarge):
        readied(picture(size=(900, 900)) + bytes(1000))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A PNG of 60 000 × 60 000 pixels in a few hundred bytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    with pytest.raises(TooManyPixels):
        readied(bomb)


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_PIXELS", 300_000)
    with pytest.raises(TooManyPixels):
        readied(picture(size=(640, 480)))


def test_a_stamp_is_too_small_to_be_compared() -> None:
    with pytest.raises(PictureTooSmall):
        readied(picture(size=(120, 80)))


def test_a_large_photo_is_reduced() -> None:
    assert max(opened(readied(picture(size=(4000, 3000)))).size) == 1600


def test_where_when_and_with_what_it_was_taken_is_gone_and_it_stands_upright() -> None:
    said = Image.Exif()
    said[0x0112] = 6  # lay the telephone on its side
    said[0x010F] = "MAKER"
    said[0x8825] = {1: "N", 2: (34.0, 2.0, 0.0)}
    kept = opened(readied(picture(size=(640, 400), exif=said, comment=b"at home")))
    assert kept.size == (400, 640)
    assert dict(kept.getexif()) == {}
    assert not {"exif", "comment", "icc_profile"} & set(kept.info)
