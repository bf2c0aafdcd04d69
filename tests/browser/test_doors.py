"""The doors in a real browser: a password on a known telephone, a password and a code, the eye, the ways shown."""

import pytest
from django.urls import reverse

from tests.browser.conftest import LANGUAGES, Cast, Open

PAGES = ("sign_in", "sign_in_company", "sign_in_agent", "cannot_get_in")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_insured_person_comes_in_by_a_password_and_a_code_then_by_the_password(
    cast: Cast, opens: Open, language: str
) -> None:
    visitor = opens(language)
    visitor.types_password("amina")
    visitor.types_code()
    assert "/me/" in visitor.page.url
    visitor.page.context.clear_cookies(name="macnss_session")
    visitor.types_password("amina")
    assert "/me/" in visitor.page.url


def test_the_head_of_a_company_comes_in_by_a_password_and_a_code(cast: Cast, opens: Open) -> None:
    visitor = opens("fr")
    visitor.types_password("karim", "/sign-in/company/")
    assert visitor.page.url.endswith("/sign-in/second/")
    assert visitor.barriers() == []
    assert visitor.fits()
    visitor.types_code()
    assert "/sign-in/" not in visitor.page.url


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_door_fits_a_telephone_and_has_no_barrier(cast: Cast, opens: Open, language: str, name: str) -> None:
    visitor = opens(language)
    visitor.goes_to(reverse(f"identity:{name}"))
    assert visitor.fits()
    assert visitor.barriers() == []


def test_the_eye_shows_the_password_and_hides_it_again(cast: Cast, opens: Open) -> None:
    visitor = opens("fr")
    visitor.goes_to("/sign-in/")
    field, eye = visitor.page.locator("input[name=password]"), visitor.page.locator("[data-show-password]")
    field.fill("three green camels")
    eye.click()
    assert field.get_attribute("type") == "text"
    eye.click()
    assert field.get_attribute("type") == "password"


def test_without_javascript_the_password_and_the_code_still_open(cast: Cast, opens: Open) -> None:
    visitor = opens("ar", java_script_enabled=False)
    visitor.types_password("amina")
    assert not visitor.page.locator("[data-show-password]").is_visible()
    visitor.types_code()
    assert "/me/" in visitor.page.url
