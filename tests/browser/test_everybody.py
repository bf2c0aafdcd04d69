"""Every page for everybody: no barrier that axe knows, nothing that sticks out, in both languages."""

import pytest
from pytest_django import Settings

from tests.browser.conftest import DESK, LANGUAGES, PHONE, Cast, Open, Visitor
from tests.browser.every_page import every_page
from tests.test_access_matrix import World, world

__all__ = ["world"]  # the fixture
NARROWEST = {"width": 320, "height": 640}  # what WCAG asks for; and room for the font of a phone that has not ours yet
DARK = ("/me/", "/security/", "/sign-in/", "/activate/", "/inbox/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_barrier(
    quiet_end: None, transactional_db: None, world: World, opens: Open, settings: Settings, language: str
) -> None:
    visitor, found, seen = opens(language), {}, set()
    for client, path in every_page(world):
        visitor.takes_the_place_of(client)
        visitor.goes_to(path)
        here = (client, visitor.page.url)
        if here in seen:
            continue
        seen.add(here)
        if problems := wrong_with(visitor):
            found[path] = problems
        visitor.page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]
        if not visitor.fits():
            found[f"{path} at the narrowest"] = ["sticks out sideways"]
        visitor.page.set_viewport_size(DESK)  # type: ignore[arg-type]
        if problems := wrong_with(visitor, colours=False):  # they are those of the telephone
            found[f"{path} at a desk"] = problems
        visitor.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert found == {}
    assert len(seen) > 100


def wrong_with(visitor: Visitor, *, colours: bool = True) -> list[str]:
    return visitor.barriers(colours=colours) + ([] if visitor.fits() else ["sticks out sideways"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dark_theme_has_no_barrier(cast: Cast, opens: Open, language: str) -> None:
    visitor = opens(language, PHONE, color_scheme="dark")
    found = {}
    for path in DARK:
        if path == "/me/":
            visitor.signs_in("amina")
        visitor.goes_to(path)
        if problems := visitor.barriers():
            found[path] = problems
    assert found == {}
