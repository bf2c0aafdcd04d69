import html
import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from macnss.ui import views
from macnss.ui.bidi import bare_numbers
from macnss.ui.pages import ABSENT, BROKEN, EXPIRED, FORBIDDEN, UNREADABLE, Mishap, mishap_page

MISHAPS = {"unreadable": UNREADABLE, "forbidden": FORBIDDEN, "expired": EXPIRED, "absent": ABSENT, "broken": BROKEN}


def gallery(client: Client, language: str) -> str:
    """The gallery as a browser of that language receives it, its white space evened out."""
    return " ".join(client.get(reverse("gallery"), headers={"accept-language": language}).content.decode().split())


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_a_page_says_its_language_and_its_direction(client: Client, language: str, direction: str) -> None:
    assert f'<html lang="{language}" dir="{direction}">' in gallery(client, language)


@pytest.mark.parametrize(("language", "other"), [("ar", "fr"), ("fr", "ar")])
def test_the_other_language_is_one_button_away_and_comes_back_here(client: Client, language: str, other: str) -> None:
    page = gallery(client, language)
    assert f'name="language" value="{other}"' in page
    assert f'name="next" value="{reverse("gallery")}"' in page


def test_the_gallery_shows_both_directions_and_no_identifier_twice(client: Client) -> None:
    page = gallery(client, "ar")
    assert 'lang="fr"' in page
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(identifiers) == sorted(set(identifiers))


def test_no_number_of_the_gallery_stands_bare_in_arabic(client: Client) -> None:
    assert bare_numbers(gallery(client, "ar")) == []


@pytest.mark.parametrize("mishap", MISHAPS.values(), ids=MISHAPS)
def test_a_mishap_says_what_happened_and_what_to_do_without_a_request(mishap: Mishap) -> None:
    with translation.override("fr"):
        response = mishap_page(mishap, reference="2026-114")
        said = html.unescape(response.content.decode())
        assert response.status_code == mishap.status
        assert all(str(words) in said for words in (mishap.title, mishap.what_happened, mishap.what_to_do))
        assert "2026-114" in said


def test_the_page_of_a_broken_server_asks_nothing_of_the_database() -> None:
    assert views.broken(RequestFactory().get("/")).status_code == 500


def test_an_address_that_does_not_exist_has_a_page_of_ours(client: Client) -> None:
    response = client.get("/no-such-page/", headers={"accept-language": "fr"})
    assert response.status_code == 404
    assert '<html lang="fr"' in response.content.decode()
