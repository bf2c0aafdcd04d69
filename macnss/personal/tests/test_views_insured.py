"""The doors of one's own data."""

import uuid
from unittest.mock import Mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.cases.models import Case
from macnss.identity.enums import Method
from macnss.identity.tests.factories import come_in, driss
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, zineb
from macnss.outbox.models import Message
from macnss.personal.models import BankAccount
from macnss.personal.services import bank
from macnss.personal.tests.factories import declared, kept, rib, without_account
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
PAGES = ("personal:address", "personal:language", "personal:bank", "personal:bank_declare")


def inside(client: Client, person: Insured, language: str = "fr") -> Client:
    assert person.account
    come_in(client, person.account)
    client.cookies["macnss_language"] = language
    return client


def declare(client: Client, number: str, holder: str = "AMINA BENNANI") -> int:
    said = {"rib": number, "holder": holder, "key": str(uuid.uuid4())}
    return client.post(reverse("personal:bank_declare"), said).status_code


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_pages_stand_in_both_languages(client: Client, name: str, language: str) -> None:
    person = amina()
    kept(person, now=timezone.now())
    answer = inside(client, person, language).get(reverse(name))
    assert answer.status_code == 200
    if language == "ar" and name != "personal:bank_declare":
        assert bare_numbers(answer.content.decode()) == []


@pytest.mark.parametrize("name", PAGES)
def test_an_account_that_covers_nobody_finds_nothing(client: Client, name: str) -> None:
    come_in(client, driss())
    assert client.get(reverse(name)).status_code == 404


def test_an_account_is_declared_and_shown_masked(client: Client) -> None:
    inside(client, amina())
    assert declare(client, rib()) == 302
    html = client.get(reverse("personal:bank")).content.decode()
    assert html.index(f"•••• •••• {rib()[-4:]}") < html.index(rib())


def test_an_iban_is_taken_and_a_wrong_key_keeps_what_was_typed(client: Client) -> None:
    inside(client, amina())
    assert declare(client, "MA64 0115 1900 0001 2050 0053 4921") == 302
    assert BankAccount.objects.get().rib == "011519000001205000534921"
    answer = client.post(
        reverse("personal:bank_declare"), {"rib": "123", "holder": "AMINA BENNANI", "key": str(uuid.uuid4())}
    )
    assert answer.status_code == 422
    assert 'value="123"' in answer.content.decode()


def test_another_name_leads_to_the_paper_of_the_bank(client: Client) -> None:
    inside(client, amina())
    assert declare(client, rib(), "NADIA TAZI") == 302
    assert Case.objects.get().kind == "bank_account"
    assert not BankAccount.objects.exists()


def test_a_proof_that_is_old_is_asked_again_before_an_account_is_declared(client: Client) -> None:
    person = amina()
    assert person.account
    come_in(client, person.account, Method.PASSWORD)
    answer = client.get(reverse("personal:bank_declare"))
    assert answer.status_code == 302
    assert reverse("identity:prove") in answer["Location"]


def test_the_bank_is_named_while_it_is_typed_and_never_by_an_address(client: Client) -> None:
    inside(client, amina())
    address = reverse("personal:bank_name")
    assert "CIH" in client.post(address, {"rib": "230 78"}).content.decode()
    assert client.get(address, {"rib": rib()}).status_code == 405
    assert client.post(address, {"rib": ""}).content.decode().strip() == ""


def test_somebody_elses_waiting_account_cannot_be_cancelled(client: Client) -> None:
    account = kept(amina(), now=timezone.now())
    inside(client, zineb())
    assert client.post(reverse("personal:bank_cancel")).status_code == 404
    account.refresh_from_db()
    assert account.state == "declared"


def test_what_is_cancelled_twice_says_so_the_second_time(client: Client) -> None:
    inside(client, amina())
    declare(client, rib())
    for _time in range(2):
        assert client.post(reverse("personal:bank_cancel")).status_code == 302
    assert BankAccount.objects.get().state == "cancelled"


def test_an_account_whose_number_cannot_be_read_is_shown_by_its_last_digits_and_cancelled(client: Client) -> None:
    person = amina()
    kept(person, now=timezone.now())
    BankAccount.objects.update(sealed=b"of another time")
    inside(client, person)
    assert f"•••• •••• {rib()[-4:]}" in client.get(reverse("personal:bank")).content.decode()
    assert client.post(reverse("personal:bank_cancel")).status_code == 302
    assert BankAccount.objects.get().state == "cancelled"


def test_the_link_promises_no_lock_where_there_is_no_account_to_lock(client: Client) -> None:
    person = amina()
    kept(person, now=timezone.now())
    link = Message.objects.filter(kind="personal.bank_declared").latest("pk").data["link"]
    without_account(person)
    client.cookies["macnss_language"] = "fr"
    assert 'value="yes"' not in client.get(link).content.decode()
    assert reverse("identity:recover") not in client.post(link, {"not_me": "yes"}).content.decode()


def test_the_link_of_the_message_opens_to_whoever_has_it_and_cancels(client: Client) -> None:
    account = kept(amina(), now=timezone.now())
    link = Message.objects.filter(kind="personal.bank_declared").latest("pk").data["link"]
    page = client.get(link)
    assert page.status_code == 200
    assert rib() not in page.content.decode()
    assert client.post(link, {"not_me": "no"}).status_code == 200
    account.refresh_from_db()
    assert account.state == "cancelled"


def test_a_dead_link_says_what_to_do(client: Client) -> None:
    answer = client.get(reverse("personal:bank_stop", args=["nothing"]))
    assert reverse("identity:recover") in answer.content.decode()


def test_an_address_is_changed_at_once(client: Client) -> None:
    person = amina()
    inside(client, person)
    said = {"address": "4 rue neuve", "town": "Sefrou", "postcode": "31 000"}
    assert client.post(reverse("personal:address"), said).status_code == 302
    person.refresh_from_db()
    assert (person.town, person.postcode) == ("SEFROU", "31000")
    assert client.post(reverse("personal:address"), {**said, "postcode": "abc"}).status_code == 422


def test_the_language_is_that_of_messages_and_pages(client: Client) -> None:
    person = amina()
    answer = inside(client, person, "fr").post(reverse("personal:language"), {"language": "ar"})
    assert answer.cookies["macnss_language"].value == "ar"


def test_the_request_that_an_agent_looks_at_is_shown_on_the_page(client: Client) -> None:
    person = amina()
    declared(person, holder="NADIA TAZI", now=timezone.now())
    html = inside(client, person).get(reverse("personal:bank")).content.decode()
    assert reverse("cases:case", args=[Case.objects.get().public_id]) in html


def test_a_request_not_sent_yet_is_not_said_to_be_with_an_agent(client: Client) -> None:
    person = amina()
    declared(person, holder="NADIA TAZI", now=timezone.now())
    html = inside(client, person).get(reverse("personal:bank")).content.decode()
    assert "est regardé par un agent" not in html


def test_my_data_lead_to_what_can_be_changed(client: Client) -> None:
    html = inside(client, amina()).get(reverse("insured:data")).content.decode()
    for name in ("personal:address", "personal:bank", "personal:language", "family:mine"):
        assert reverse(name) in html


def test_the_link_pressed_by_two_at_once_breaks_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(amina(), now=timezone.now())
    link = Message.objects.filter(kind="personal.bank_declared").latest("pk").data["link"]
    monkeypatch.setattr(bank, "cancel_by_link", Mock(side_effect=bank.TooLate))
    assert client.post(link, {"not_me": "no"}).status_code == 200
