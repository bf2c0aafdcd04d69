"""The inbox of the demonstration."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from macnss.outbox.services import erase
from macnss.outbox.services.sending import send
from macnss.outbox.tests.factories import EMAIL, NOW, code, notice

pytestmark = pytest.mark.django_db


def listed(client: Client, **wanted: str) -> str:
    return client.get(reverse("outbox:inbox"), wanted).content.decode()


def test_the_inbox_shows_to_anybody_what_would_have_been_sent(client: Client) -> None:
    code(), notice(phone="")
    page = listed(client)
    assert "482913" in page
    assert "+212600000001" in page
    assert EMAIL in page
    assert page.index("A new device") < page.index("482913")


def test_it_says_that_it_is_not_real(client: Client) -> None:
    client.cookies["macnss_language"] = "fr"
    assert 'class="notice' in listed(client)


def test_the_list_is_filtered_by_address(client: Client) -> None:
    code(), code(phone="+33612345678")
    page = listed(client, to=" +336 1234")
    assert "+33612345678" in page
    assert "+212600000001" not in page
    assert "inbox-entry" not in listed(client, to="nobody")


def test_a_message_opens_as_it_arrives(client: Client) -> None:
    for message in (code(), notice(phone="")):
        page = client.get(reverse("outbox:inbox_message", args=[message.public_id]))
        assert page.status_code == 200
    assert "inbox-mail" in page.content.decode()
    assert 'href="http://localhost:8000/security/"' in page.content.decode()


def test_an_erased_message_says_so(client: Client) -> None:
    message = send(message=code(), now=NOW)
    erase(now=message.expires_at)
    assert "482913" not in listed(client)
    assert client.get(reverse("outbox:inbox_message", args=[message.public_id])).status_code == 200


@pytest.mark.parametrize("name", ["inbox", "inbox_message"])
def test_there_is_no_inbox_outside_the_demonstration(client: Client, settings: Settings, name: str) -> None:
    message = code()
    settings.DEMONSTRATION = False
    found = client.get(reverse(f"outbox:{name}", args=[message.public_id] if name == "inbox_message" else []))
    assert found.status_code == 404
    assert "482913" not in found.content.decode()


def test_the_list_is_read_at_once_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        code()
    with django_assert_num_queries(1):
        listed(client)
