"""Coming in: one answer for whatever is wrong, and a line in the journal."""

import pytest
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.identity import services
from macnss.identity.services import EmailTaken, open_account
from macnss.identity.tests.factories import NOW, PASSWORD, account

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str, **more: str) -> str:
    answer = client.post(reverse("identity:sign_in"), {"email": email, "password": password, **more})
    return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()


def test_the_right_password_opens_the_home_page_and_is_written_down(client: Client) -> None:
    owner = account("karim", "Karim Berrada")
    assert sign_in(client, "Karim@Example.org", PASSWORD) == "302 /home/"
    assert Event.objects.filter(action=services.SIGNED_IN, actor=owner).count() == 1


def test_a_wrong_password_and_an_unknown_account_get_the_same_page(client: Client) -> None:
    account("karim", "Karim Berrada")
    pages = []
    for email in ("karim@example.org", "nobody@example.org"):
        answer = client.post(reverse("identity:sign_in"), {"email": email, "password": "something else"})
        assert answer.status_code == 422
        pages.append(answer.content.decode().replace(email, ""))
    assert pages[0].count("<li") == pages[1].count("<li")
    assert Event.objects.filter(action=services.REFUSED).count() == 1


def test_the_page_that_was_asked_for_comes_next_if_it_is_ours(client: Client) -> None:
    account("karim", "Karim Berrada")
    assert sign_in(client, "karim@example.org", PASSWORD, next="/companies/") == "302 /companies/"
    assert sign_in(client, "karim@example.org", PASSWORD, next="https://evil.example/") == "302 /home/"


def test_the_session_changes_its_identifier_at_sign_in(client: Client) -> None:
    account("karim", "Karim Berrada")
    client.get("/")
    before = client.session.session_key
    sign_in(client, "karim@example.org", PASSWORD)
    assert client.session.session_key != before


def test_an_email_has_one_account_whatever_its_capitals() -> None:
    account("karim", "Karim Berrada")
    with pytest.raises(EmailTaken):
        open_account(email="KARIM@example.org", name="Somebody", password=PASSWORD, now=NOW)


def test_pages_of_who_signed_in_stay_in_no_cache(client: Client) -> None:
    client.force_login(account("karim", "Karim Berrada"))
    assert "no-store" in client.get("/")["Cache-Control"]
