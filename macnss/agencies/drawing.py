"""The map of agencies: our own drawing, so that no outside service learns who looks for what."""

from collections.abc import Sequence
from dataclasses import dataclass

from macnss.agencies.geography import OUTLINE, Place, drawn

MARGIN = 50.0
LEAST = 200.0  # a view never goes closer than that, in units of a hundredth of a degree


@dataclass(frozen=True, slots=True)
class Dot:
    """One agency of the drawing; `number` is its rank in the list beside it. Places are written with a point."""

    x: str
    y: str
    number: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """`view` is the part of the sheet that is shown; `line`, `radius` and `size` (of a number) grow with it."""

    path: str
    dots: tuple[Dot, ...]
    view: str
    line: str
    radius: str
    size: str
    numbered: bool


def draw(places: Sequence[Place], *, close: bool) -> Drawing:
    """The country with these places; `close` shows only the part of it where they are, numbered."""
    country = drawn(OUTLINE)
    points = drawn((place.longitude, place.latitude) for place in places)
    left, top, width, height = _frame(points if close and points else country)
    unit = max(width, height) / 100
    return Drawing(
        path="M" + "L".join(f"{x},{y}" for x, y in country) + "Z",
        dots=tuple(Dot(f"{x}", f"{y}", number) for number, (x, y) in enumerate(points, start=1)),
        view=f"{left} {top} {width} {height}",
        line=f"{unit / 3:.2f}",
        radius=f"{unit * (2.4 if close else 1.2):.2f}",
        size=f"{unit * 3.2:.2f}",
        numbered=close,
    )


def _frame(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The box that holds them all with a margin: left, top, width, height."""
    across, down = [x for x, _y in points], [y for _x, y in points]
    middle = (min(across) + max(across)) / 2, (min(down) + max(down)) / 2
    width = max(max(across) - min(across), LEAST) + 2 * MARGIN
    height = max(max(down) - min(down), LEAST) + 2 * MARGIN
    return round(middle[0] - width / 2, 1), round(middle[1] - height / 2, 1), round(width, 1), round(height, 1)
