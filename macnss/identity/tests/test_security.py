"""Security settings: everything on one page, in words, and nothing that somebody behind could read."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.identity.enums import Method
from macnss.identity.models import Account
from macnss.identity.services import accounts, backup_codes, devices
from macnss.identity.tests.factories import account, come_in, driss, passkey
from macnss.identity.views.security import EVENTS_A_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def karim() -> Account:
    owner = account("karim", "Karim Berrada")
    owner.phone = "+212612345678"
    owner.save()
    return owner


def test_the_page_shows_each_way_in_and_hides_the_addresses(karim: Account) -> None:
    passkey(karim, "My phone")
    backup_codes.make(account=karim, by=karim, now=timezone.now())
    html = come_in(Client(), karim).get(reverse("identity:security")).content.decode()
    for shown in ("My phone", reverse("identity:password"), reverse("identity:contacts"), reverse("identity:levels")):
        assert shown in html
    assert "612345678" not in html
    assert "karim@example.org" not in html


def test_an_agent_is_not_offered_what_does_not_open_their_office() -> None:
    html = come_in(Client(), driss()).get(reverse("identity:security")).content.decode()
    assert reverse("identity:password") not in html


def test_the_history_says_what_happened_by_whom_on_which_device(karim: Account) -> None:
    device = devices.recognise(account=karim, secret="s", agent="", now=timezone.now())
    device.name = "Safari · iPhone"
    device.save()
    accounts.note_sign_in(account=karim, method=Method.PASSKEY, device=device, now=timezone.now())
    accounts.note_refusal(account=account("amal", "Amal"), now=timezone.now())
    html = come_in(Client(), karim).get(reverse("identity:history")).content.decode()
    assert audit.sentence(accounts.SIGNED_IN) in html
    assert "Safari · iPhone" in html
    assert audit.sentence(accounts.REFUSED) not in html  # it was somebody else's


def test_every_event_is_there_page_by_page(karim: Account) -> None:
    for _each in range(EVENTS_A_PAGE):
        accounts.note_refusal(account=karim, now=timezone.now())
    client = come_in(Client(), karim)
    assert Event.objects.about_account(karim.pk).count() == EVENTS_A_PAGE + 1
    assert client.get(reverse("identity:history") + "?page=2").content.decode().count('<tr role="row">') == 2


def test_many_events_ask_no_more_questions(karim: Account, django_assert_max_num_queries: object) -> None:
    for place in range(EVENTS_A_PAGE):
        devices.recognise(account=karim, secret=str(place), agent="", now=timezone.now())
    client = come_in(Client(), karim)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get(reverse("identity:history"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("identity:security"))
