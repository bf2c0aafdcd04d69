"""Answering an invitation: with one's own account, with a new one, with a no; once, and never as somebody else."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from macnss.employers.enums import InvitationState
from macnss.employers.models import Invitation, Membership
from macnss.employers.tests.factories import atlas, head_of, invited
from macnss.identity.enums import Level, Method
from macnss.identity.models import Account
from macnss.identity.tests.factories import account, come_in
from macnss.kernel.requests import AddRequestId
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
JOINING = {
    "act": "join",
    "account": "",
    "name": "Nadia Chraibi",
    "phone": "06 61 00 00 00",
    "password": "calm purple camels",
}


@pytest.fixture
def secret(client: Client) -> str:
    client.cookies["macnss_language"] = "fr"
    company = atlas()
    return invited(company, head_of(company))[1]


def page(secret: str) -> str:
    return reverse("employers:invitation", args=[secret])


def accepting(who: Account, act: str = "accept") -> dict[str, str]:
    return {"act": act, "account": str(who.public_id)}


def test_who_is_signed_in_accepts_with_that_account(client: Client, secret: str) -> None:
    nadia = account("nadia", "NADIA CHRAIBI")
    come_in(client, nadia)
    assert "NADIA CHRAIBI" in client.get(page(secret)).content.decode()
    answer = client.post(page(secret), accepting(nadia))
    mandate = Membership.objects.get(account=nadia)
    assert answer["Location"] == reverse("declarations:company", args=[mandate.employer.public_id])
    assert client.get(answer["Location"]).status_code == 200


def test_who_has_no_account_opens_one_and_a_password_alone_does_not_open_the_company_yet(
    client: Client, secret: str
) -> None:
    answer = client.post(page(secret), JOINING)
    assert answer.status_code == 302
    opened = Account.objects.get(email="nadia@example.org")
    assert opened.phone == "+212661000000"
    assert client.session["_auth_user_id"] == str(opened.pk)
    assert client.session["proof"][:2] == [Method.PASSWORD.value, Level.LOW.value]
    assert client.get(answer["Location"])["Location"].startswith(reverse("identity:prove"))


@pytest.mark.parametrize(
    ("field", "value"), [("password", "password"), ("password", ""), ("phone", "12"), ("name", "")]
)
def test_what_is_wrong_is_said_and_nothing_is_opened(client: Client, secret: str, field: str, value: str) -> None:
    answer = client.post(page(secret), JOINING | {field: value})
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not Account.objects.filter(email="nadia@example.org").exists()
    assert Invitation.objects.get().state == InvitationState.SENT


def test_an_email_that_has_an_account_is_led_to_sign_in(client: Client, secret: str) -> None:
    account("nadia", "NADIA")
    answer = client.post(page(secret), JOINING)
    assert answer.status_code == 422
    assert reverse("identity:sign_in") in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_anybody_with_the_address_may_refuse(client: Client, secret: str) -> None:
    assert client.post(page(secret), {"act": "refuse", "account": ""}).status_code == 200
    assert Invitation.objects.get().state == InvitationState.REFUSED
    assert not Membership.objects.filter(function="accountant").exists()
    assert client.get(page(secret)).status_code == 404


def test_an_answer_of_another_account_than_the_page_showed_counts_for_nothing(client: Client, secret: str) -> None:
    nadia, other = account("nadia", "NADIA"), account("omar", "OMAR")
    come_in(client, other)
    assert client.post(page(secret), accepting(nadia)).status_code == 422
    assert client.post(page(secret), JOINING).status_code == 422
    assert client.post(page(secret), {"act": "refuse"}).status_code == 422
    assert Invitation.objects.get().state == InvitationState.SENT
    assert not Membership.objects.filter(account=other).exists()


def test_the_session_of_who_joins_is_a_new_one(client: Client, secret: str) -> None:
    client.get(page(secret))
    before = client.session.session_key
    client.post(page(secret), JOINING)
    assert client.session.session_key != before


def test_used_twice_it_is_dead_and_says_what_to_do(client: Client, secret: str) -> None:
    nadia = account("nadia", "NADIA")
    come_in(client, nadia)
    client.post(page(secret), accepting(nadia))
    again = client.post(page(secret), accepting(nadia))
    assert again.status_code == 404
    assert reverse("portals:home") in again.content.decode()
    assert Membership.objects.filter(account=nadia).count() == 1


@pytest.mark.parametrize("wrong", ["x", "A" * 43])
def test_a_guessed_address_looks_like_a_dead_one(client: Client, secret: str, wrong: str) -> None:
    client.post(page(secret), {"act": "refuse", "account": ""})
    dead, guessed = client.get(page(secret)), client.get(page(wrong))
    assert dead.status_code == guessed.status_code == 404
    assert strip_tags(dead.content.decode()) == strip_tags(guessed.content.decode())


def test_after_fourteen_days_it_is_dead(client: Client, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + dt.timedelta(days=14)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get(page(secret)).status_code == 404
    assert client.post(page(secret), JOINING).status_code == 404


def test_the_head_cannot_accept_their_own_invitation(client: Client, secret: str) -> None:
    head = Account.objects.get(email="karim@example.org")
    come_in(client, head)
    assert client.post(page(secret), accepting(head)).status_code == 422
    assert Invitation.objects.get().state == InvitationState.SENT


@pytest.mark.parametrize("signed_in", [True, False])
def test_no_number_of_an_arabic_page_is_turned_round(client: Client, secret: str, signed_in: bool) -> None:
    client.cookies["macnss_language"] = "ar"
    if signed_in:
        come_in(client, account("omar", "OMAR"))
    assert bare_numbers(client.get(page(secret)).content.decode()) == []


def test_the_secret_of_an_address_stays_out_of_the_logs(
    client: Client, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(AddRequestId())
    client.post(page(secret), JOINING | {"name": ""})
    assert secret not in caplog.text
    assert "/invitation/…/" in caplog.text
