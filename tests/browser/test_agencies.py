"""Finding an agency from a telephone: a town said as people say it, and the page that opens on what was found."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from macnss.agencies.tests.factories import fes, tanger
from tests.browser.case_steps import presses, says, shot, stands_well, writes
from tests.browser.conftest import LANGUAGES, Cast, Open, Visitor

languages = pytest.mark.parametrize("language", LANGUAGES)
LIST, NEW = "/agencies/", "/me/appointments/new/"


@languages
@pytest.mark.parametrize("address", [LIST, NEW])
def test_a_town_said_as_people_say_it_is_found_and_the_page_opens_on_what_was_found(
    cast: Cast, opens: Open, language: str, address: str
) -> None:
    fes(), tanger(latitude=Decimal("33.69"), longitude=Decimal("-7.38"), town="MOHAMMEDIA")
    somebody = opens(language)
    somebody.signs_in("amina")
    somebody.goes_to(address)
    writes(somebody, "My town", "casa" if language == "fr" else "كازا")
    presses(somebody, "Search")
    expect(somebody.page.locator("#found")).to_be_in_viewport()
    assert somebody.sees("Casablanca" if language == "fr" else "الدار البيضاء")
    assert first(somebody) == ("TANGER" if language == "fr" else "طنجة")
    stands_well(somebody, f"agencies-{'list' if address == LIST else 'new'}")


@languages
def test_near_me_opens_on_what_was_found_too(cast: Cast, opens: Open, language: str) -> None:
    fes(), tanger()
    fez = {"latitude": 34.04, "longitude": -5.0}
    somebody = opens(language, permissions=["geolocation"], geolocation=fez)
    somebody.goes_to(LIST)
    presses(somebody, "Near me")
    expect(somebody.page.locator("#found")).to_be_in_viewport()
    assert first(somebody) == ("FES" if language == "fr" else "فاس")


@languages
def test_a_town_that_nothing_resembles_is_said_where_it_is_typed(cast: Cast, opens: Open, language: str) -> None:
    fes()
    somebody = opens(language)
    somebody.goes_to(LIST)
    writes(somebody, "My town", "Atlantis")
    presses(somebody, "Search")
    expect(somebody.page.locator(".error-summary")).to_be_in_viewport()
    assert somebody.page.get_by_label(says(somebody, "My town")).input_value() == "Atlantis"
    shot(somebody, "agencies-unknown")


def first(visitor: Visitor) -> str:
    """The town of the agency that comes first: the last word of its name."""
    names = visitor.page.locator("main :is(.agencies h3, .menu strong) bdi")
    return names.first.inner_text().split()[-1]
