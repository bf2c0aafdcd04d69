"""A new password: good ones only, the other sessions end, every address is told."""

import pytest
from django.test import Client
from django.urls import reverse

from macnss.identity.models import Account
from macnss.identity.services import passwords
from macnss.identity.tests.factories import NOW, PASSWORD, account, come_in
from macnss.identity.tests.messages import link_in, told

pytestmark = pytest.mark.django_db
NEW = "four quiet orange trees"


def amina() -> Account:
    own = account("amina", "AMINA BENNANI")
    own.phone, own.phone_confirmed_at = "+212661234567", NOW
    own.save()
    return own


def change(client: Client, password: str) -> int:
    return client.post(reverse("identity:password"), {"password": password}).status_code


def test_the_new_password_opens_and_the_old_one_does_not(client: Client) -> None:
    own = amina()
    assert change(come_in(client, own), NEW) == 302
    own.refresh_from_db()
    assert passwords.is_right(own, NEW)
    assert not passwords.is_right(own, PASSWORD)


def test_the_other_sessions_end_and_this_one_changes_its_identifier(client: Client) -> None:
    own, other = amina(), Client()
    come_in(other, own)
    come_in(client, own)
    before = client.session.session_key
    change(client, NEW)
    assert client.session.session_key != before
    assert client.get(reverse("identity:contacts")).status_code == 200
    assert other.get(reverse("identity:contacts")).status_code == 302


def test_every_address_is_told_with_a_way_to_say_no(client: Client) -> None:
    change(come_in(client, amina()), NEW)
    assert told("account.password_changed") == {"amina@example.org", "+212661234567"}
    closing = link_in("account.password_changed")
    visitor = Client()
    assert visitor.get(closing).status_code == 200
    assert not Account.objects.get().locked_at
    assert visitor.post(closing)["Location"] == reverse("identity:recover")
    assert Account.objects.get().locked_at
    assert visitor.get(closing).status_code == 404
    assert client.get(reverse("identity:contacts")).status_code == 302


@pytest.mark.parametrize("password", ["short", "password123", "amina bennani", ""])
def test_a_password_that_is_easy_to_guess_comes_back_with_its_reason(client: Client, password: str) -> None:
    own = amina()
    answer = come_in(client, own).post(reverse("identity:password"), {"password": password})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert password == "" or password not in answer.content.decode().split("<main")[1].split("</main")[0]
    own.refresh_from_db()
    assert passwords.is_right(own, PASSWORD)
