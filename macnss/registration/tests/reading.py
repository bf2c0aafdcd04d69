"""Reading a scanned form 321-1-06 as the fund would: by the marks in its corners, then box by box."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from macnss.gateways.typst.fields import FONT, SIZE, Field
from macnss.gateways.typst.typesetting import font_file

DPI = 150
A_POINT = DPI / 72
A_MILLIMETRE = DPI / 25.4
CORNERS = [(8.0, 8.0), (202.0, 8.0), (8.0, 289.0), (202.0, 289.0)]  # the middles of the marks, in millimetres
PAGE = (round(210 * A_MILLIMETRE), round(297 * A_MILLIMETRE))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
EDGE = 4  # pixels of a box that its lines, or a scan a little askew, may touch
Grey = NDArray[np.float64]


def straightened(scan: Image.Image) -> Image.Image:
    """The sheet as it was printed, found by its corners."""
    found = [_mark(scan, right=x > 100, low=y > 100) for x, y in CORNERS]
    printed = [(x * A_MILLIMETRE, y * A_MILLIMETRE, 1.0) for x, y in CORNERS]
    said, *_rest = np.linalg.lstsq(np.array(printed), np.array(found), rcond=None)
    return scan.transform(PAGE, Image.Transform.AFFINE, tuple(said.T.flatten()), Image.Resampling.BICUBIC)


def boxes_of(sheet: Image.Image, field: Field) -> list[Grey]:
    """The inside of each box of a field."""
    across, top = field.width * A_POINT / field.boxes, field.y * A_POINT
    lefts = [field.x * A_POINT + across * rank for rank in range(field.boxes)]
    page = np.asarray(sheet, dtype=np.float64)
    rows = slice(round(top + EDGE), round(top + field.height * A_POINT - EDGE + 1))
    return [page[rows, round(left + EDGE) : round(left + across - EDGE + 1)] for left in lefts]


def lines_of(sheet: Image.Image, field: Field) -> list[float]:
    """How dark the darkest column is around each line between two boxes of a field: 0 is black, 255 white."""
    across, page = field.width * A_POINT / field.boxes, np.asarray(sheet, dtype=np.float64)
    top, low = round(field.y * A_POINT) + EDGE, round((field.y + field.height) * A_POINT) - EDGE
    places = [round(field.x * A_POINT + across * rank) for rank in range(field.boxes + 1)]
    return [float(page[top:low, place - 2 : place + 3].mean(axis=0).min()) for place in places]


def read(sheet: Image.Image, field: Field) -> str:
    """What stands in the boxes of a field, letter by letter."""
    return "".join(_letter(box) for box in boxes_of(sheet, field)).rstrip()


def _letter(box: Grey) -> str:
    if box.min() > 150:
        return " "
    return max(LETTERS, key=lambda letter: _likeness(box, letter))


def _likeness(box: Grey, letter: str) -> float:
    """The best correlation of a box with a letter, a pixel or two aside."""
    drawn = _drawn(letter, box.shape[1], box.shape[0])
    shifts = [(down, right) for down in range(-2, 3) for right in range(-2, 3)]
    return max(float(np.corrcoef(box.ravel(), np.roll(drawn, shift, (0, 1)).ravel())[0, 1]) for shift in shifts)


@cache
def _drawn(letter: str, width: int, height: int) -> Grey:
    picture = Image.new("L", (width, height), 255)
    face = ImageFont.truetype(font_file(*FONT), SIZE * A_POINT)
    ImageDraw.Draw(picture).text(
        (width / 2, height / 2 + SIZE * A_POINT * 0.35), letter, font=face, fill=0, anchor="ms"
    )
    return np.asarray(picture, dtype=np.float64)


def _mark(scan: Image.Image, *, right: bool, low: bool) -> tuple[float, float]:
    """The middle of the black square of a corner."""
    side, reach = round(4 * A_MILLIMETRE), round(24 * A_MILLIMETRE)
    left, top = scan.width - reach if right else 0, scan.height - reach if low else 0
    dark = (np.asarray(scan.crop((left, top, left + reach, top + reach)), dtype=np.float64) < 128).astype(float)
    sums = dark.cumsum(axis=0).cumsum(axis=1)
    sums = np.pad(sums, ((1, 0), (1, 0)))
    ink = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    at_y, at_x = map(int, np.unravel_index(int(ink.argmax()), ink.shape))
    near = dark[max(at_y - 3, 0) : at_y + side + 3, max(at_x - 3, 0) : at_x + side + 3]
    ys, xs = np.nonzero(near)
    return left + max(at_x - 3, 0) + xs.mean() + 0.5, top + max(at_y - 3, 0) + ys.mean() + 0.5
