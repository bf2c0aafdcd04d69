"""What people send becomes pictures, or a refusal that says what to do; never anything else."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFilter
from pytest_django import Settings

from macnss.kernel.documents import pictures, reading, refusals
from macnss.kernel.documents.pictures import Picture, turned
from macnss.kernel.documents.reading import TakesLong, read
from macnss.kernel.tests.files import heavy, heic, locked_pdf, pdf, photo, scripted_pdf, written


def opened(page: Picture) -> Image.Image:
    return Image.open(BytesIO(page.content))


def png_of(wide: int, high: int) -> bytes:
    """A PNG that says it is that large, in a few hundred bytes."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(1000))),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


@pytest.mark.parametrize(
    "content", [photo("JPEG"), photo("PNG"), photo("WEBP"), heic()], ids=["jpeg", "png", "webp", "heic"]
)
def test_a_photo_of_any_make_becomes_one_page(content: bytes) -> None:
    (page,) = read(content, most_pages=1)
    assert opened(page).format == "JPEG"
    assert opened(page).size == (page.width, page.height) == (900, 1200)


def test_a_pdf_becomes_one_picture_a_page_fine_enough_for_small_print() -> None:
    pages = read(pdf(3), most_pages=3)
    assert [opened(page).format for page in pages] == ["JPEG"] * 3
    assert {max(page.width, page.height) for page in pages} == {1800}


def test_a_small_card_in_a_pdf_is_drawn_large_enough_but_not_blown_up() -> None:
    (page,) = read(pdf(size=(243, 153)), most_pages=1)
    assert 900 < page.width < 1100


def test_where_when_and_with_what_it_was_taken_is_gone_and_it_stands_upright() -> None:
    said = Image.Exif()
    said[0x0112] = 6
    said[0x010F] = "MAKER"
    said[0x8825] = {1: "N", 2: (34.0, 2.0, 0.0)}
    (page,) = read(photo(size=(1200, 900), exif=said, comment=b"at home"), most_pages=1)
    kept = opened(page)
    assert kept.size == (900, 1200)
    assert dict(kept.getexif()) == {}
    assert not {"exif", "comment", "icc_profile"} & set(kept.info)


def test_a_large_photo_is_reduced() -> None:
    (page,) = read(photo(size=(4000, 3000)), most_pages=1)
    assert (page.width, page.height) == (1800, 1350)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", refusals.EmptyFile),
        (b"MZ\x90\x00 a program", refusals.UnknownFile),
        (b"PK\x03\x04 a letter of a word processor", refusals.UnknownFile),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", refusals.UnknownFile),
        (b"GIF89a" + photo(), refusals.UnknownFile),
        (photo()[:-900], refusals.Damaged),
        (b"\xff\xd8\xff" + b"<script>" * 100, refusals.Damaged),
        (heic()[:-900], refusals.Damaged),
        (b"\0\0\0\x18ftypheic" + bytes(80), refusals.Damaged),
        (png_of(60_000, 60_000), refusals.TooManyPixels),
        (png_of(9_000, 9_000), refusals.TooManyPixels),
        (photo(size=(250, 180)), refusals.PictureTooSmall),
        (locked_pdf(), refusals.LockedPdf),
        (b"%PDF-1.7\nnothing of the sort", refusals.BrokenPdf),
        (pdf()[:300], refusals.BrokenPdf),
        (pdf(4), refusals.TooManyPages),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(content: bytes, refusal: type[refusals.Unfit]) -> None:
    with pytest.raises(refusal) as said:
        read(content, most_pages=3)
    assert type(said.value) is refusal
    assert len(str(said.value)) > 30


def test_one_byte_too_many_is_too_many(settings: Settings) -> None:
    content = photo()
    settings.LARGEST_DOCUMENT = len(content)
    assert read(content, most_pages=1)
    with pytest.raises(refusals.FileTooLarge):
        read(content + b"\0", most_pages=1)


def test_a_photo_of_eight_megabytes_is_read() -> None:
    content = heavy(8)
    assert len(content) == 8 * 1024**2
    assert read(content, most_pages=1)


def test_a_script_and_a_file_hidden_in_a_pdf_do_not_come_along() -> None:
    (page,) = read(scripted_pdf(), most_pages=1)
    assert opened(page).format == "JPEG"
    assert b"EVIL" not in page.content
    assert b"%PDF" not in page.content


@pytest.mark.parametrize("tail", [pdf(), b"PK\x03\x04evil", b"<script>EVIL</script>"])
def test_a_file_of_two_natures_keeps_only_what_it_shows(tail: bytes) -> None:
    (page,) = read(photo() + tail, most_pages=1)
    assert tail not in page.content
    assert page.content.endswith(b"\xff\xd9")


def test_what_is_see_through_shows_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(out, "PNG")
    (page,) = read(out.getvalue(), most_pages=1)
    assert opened(page).getpixel((5, 5)) == (255, 255, 255)


def test_a_portrait_is_cut_as_on_a_card() -> None:
    (page,) = read(photo(size=(900, 1600)), most_pages=1, portrait=True)
    assert abs(page.width / page.height - 35 / 45) < 0.01


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (photo(size=(1600, 900)), refusals.LyingDown),
        (photo(size=(320, 420)), refusals.PictureTooSmall),
        (pdf(), refusals.PhotoWanted),
    ],
)
def test_what_is_no_portrait_is_refused(content: bytes, refusal: type[refusals.Unfit]) -> None:
    with pytest.raises(refusal):
        read(content, most_pages=1, portrait=True)


def test_a_dark_or_blurred_photo_is_kept_with_a_word() -> None:
    sharp = written((900, 1200))
    assert pictures.kept(sharp).doubt == ""
    assert pictures.kept(sharp.filter(ImageFilter.GaussianBlur(6))).doubt == "blurred"
    assert pictures.kept(sharp.point(lambda value: value // 8)).doubt == "dark"


def test_turning_goes_to_the_right() -> None:
    picture = Image.new("RGB", (400, 300), "white")
    picture.paste("black", (0, 0, 40, 40))
    page = turned(pictures.drawn(picture).content)
    assert (page.width, page.height) == (300, 400)
    corner = opened(page).getpixel((290, 10))
    assert isinstance(corner, tuple)
    assert corner[0] < 60


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST", 0.001)
    with pytest.raises(refusals.BrokenPdf):
        read(pdf(), most_pages=1)


def test_who_has_little_time_leaves_a_slow_file_to_somebody_else() -> None:
    """A PDF of 40 KB may take a minute to draw: a request does not wait for it, nor for a place."""
    with pytest.raises(TakesLong):
        read(pdf(), most_pages=1, patience=0.001)
    places = [reading._AT_ONCE.acquire() for _place in range(2)]
    try:
        with pytest.raises(TakesLong):
            read(pdf(), most_pages=1, patience=0.001)
    finally:
        reading._AT_ONCE.release(len(places))
