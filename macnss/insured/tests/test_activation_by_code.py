"""Activation by e-mail and phone: a code always leaves, and nothing tells a stranger whether a number exists."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.identity.enums import Level, ProvedBy
from macnss.identity.models import Account, Code
from macnss.identity.tests.factories import PASSWORD, account
from macnss.insured.enums import IdentityDocument, ReferralReason
from macnss.insured.models import Referral
from macnss.insured.services import referrals
from macnss.insured.tests.factories import AMINA, NOW, ZINEB, amina, registered
from macnss.kernel.secrets import unseal
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
CONTACT, CODE, SEND = (reverse(f"insured:activate_{name}") for name in ("contact", "code", "send"))
FINISH, RECEIVED = reverse("insured:activate_finish"), reverse("insured:activate_received")
WHO = {
    "identifier": "CD482915",
    "day": "14",
    "month": "3",
    "year": "1992",
    "phone": "06 61 23 45 67",
    "email": "amina@example.org",
    "channel": "sms",
}


def code_sent() -> str:
    message = Message.objects.filter(kind="account.code").latest("pk")
    code: str = unseal(message.content, "outbox")["code"]
    return code


def begins(client: Client, **other: str) -> HttpResponse:
    return client.post(CONTACT, {**WHO, **other})  # type: ignore[return-value]


def activates(client: Client, **other: str) -> HttpResponse:
    assert begins(client, **other).status_code == 302
    return client.post(CODE, {"code": code_sent()})  # type: ignore[return-value]


def messages(kind: str) -> "list[dict[str, Any]]":
    return [unseal(each.addresses, "outbox") for each in Message.objects.filter(kind=kind).order_by("pk")]


def test_a_code_by_sms_opens_the_account_at_the_level_low(client: Client) -> None:
    person = registered(AMINA)
    assert activates(client)["Location"] == FINISH
    person.refresh_from_db()
    own = person.account
    assert own
    assert (own.level, own.level_proved_by, own.phone) == (Level.LOW, ProvedBy.CODES, "+212661234567")
    assert own.phone_confirmed_at
    assert own.email is None  # no code went there yet
    assert own.sign_in_names.count() == 2
    assert client.get(FINISH).status_code == 200
    assert client.get(reverse("portals:insured_home")).status_code == 200


@pytest.mark.parametrize("written", ["{0}", " {0:,} ", "0{0}"])
def test_the_registration_number_serves_as_well_as_the_card(client: Client, written: str) -> None:
    person = registered(AMINA)
    typed = written.format(person.number).replace(",", " ")
    assert activates(client, identifier=typed)["Location"] == FINISH


def test_the_digits_of_arabic_serve_as_well(client: Client) -> None:
    registered(AMINA)
    assert activates(client, day="١٤", month="٣", year="١٩٩٢", phone="٠٦٦١٢٣٤٥٦٧")["Location"] == FINISH


def test_a_passport_and_a_foreign_phone_open_an_account(client: Client) -> None:
    person = registered(ZINEB, document=IdentityDocument.PASSPORT, document_number="18FV05423", nationality="FR")
    said = {"identifier": "18fv 05423", "day": "8", "month": "11", "year": "1997"}
    assert activates(client, **said, phone="+33 6 12 34 56 78", email="")["Location"] == FINISH
    person.refresh_from_db()
    assert person.account
    assert person.account.phone == "+33612345678"


def test_by_e_mail_the_e_mail_is_what_is_confirmed(client: Client) -> None:
    person = registered(AMINA)
    activates(client, channel="email")
    person.refresh_from_db()
    assert person.account
    assert person.account.email == "amina@example.org"
    assert person.account.email_confirmed_at
    assert person.account.phone_confirmed_at is None


def test_the_addresses_that_the_register_knows_are_told(client: Client) -> None:
    registered(AMINA)
    activates(client, phone="06 00 00 00 01", email="other@example.org")
    assert messages("insured.activated") == [
        {"sms": "", "email": "amina@example.org"},
        {"sms": "+212661234567", "email": ""},
    ]


def test_nobody_is_told_when_the_addresses_are_those_of_the_register(client: Client) -> None:
    registered(AMINA)
    activates(client)
    assert messages("insured.activated") == []


def referral_of(client: Client, reason: ReferralReason) -> None:
    """Make the register such that WHO leads to that reason."""
    if reason == ReferralReason.MISSING:
        return
    if reason == ReferralReason.HAS_ACCOUNT:
        amina()
    elif reason == ReferralReason.DIFFERENT:
        registered(AMINA, birth_date=dt.date(1992, 3, 15))
    elif reason == ReferralReason.DOUBLE:
        registered(AMINA)
        registered(AMINA, document=IdentityDocument.RESIDENCE_CARD)
    else:
        registered(AMINA, birth_date=dt.date(1992, 1, 1))


def birth(reason: ReferralReason) -> dict[str, str]:
    return {"day": "", "month": ""} if reason == ReferralReason.DATE_UNKNOWN else {}


@pytest.mark.parametrize("reason", list(ReferralReason))
def test_whatever_cannot_be_settled_gets_a_reference_and_a_date(client: Client, reason: ReferralReason) -> None:
    referral_of(client, reason)
    accounts = Account.objects.count()
    assert activates(client, **birth(reason))["Location"] == RECEIVED
    opened = Referral.objects.get()
    assert opened.reason == reason
    assert re.fullmatch(r"AC-[2-9A-Z]{4}-[2-9A-Z]{2}", opened.reference)
    assert opened.due_on == dt.date(2026, 11, 30)  # five working days after a Monday
    html = client.get(RECEIVED).content.decode()
    assert opened.reference in html
    assert Account.objects.count() == accounts


def plain(html: str) -> str:
    return re.sub(r'AC-[2-9A-Z]{4}-[2-9A-Z]{2}|value="[\w-]{64}"', "", html)


def test_the_pages_of_all_reasons_are_the_same_to_the_byte_and_cost_the_same() -> None:
    """One record for each reason, each under a number of its own."""
    amina()
    registered(AMINA, document_number="CD100001", birth_date=dt.date(1992, 3, 15))
    registered(AMINA, document_number="CD100002")
    registered(AMINA, document_number="CD100002", document=IdentityDocument.RESIDENCE_CARD)
    registered(AMINA, document_number="CD100003", birth_date=dt.date(1992, 1, 1))
    tried = {
        ReferralReason.HAS_ACCOUNT: "CD482915",
        ReferralReason.DIFFERENT: "CD100001",
        ReferralReason.DOUBLE: "CD100002",
        ReferralReason.DATE_UNKNOWN: "CD100003",
        ReferralReason.MISSING: "CD100004",
    }
    seen = {_what_is_seen(reason, identifier) for reason, identifier in tried.items()}
    assert len(seen) == 1


def _what_is_seen(reason: ReferralReason, identifier: str) -> tuple[str, str, str, int, int, int]:
    client = Client()
    born = {"day": "1", "month": "1"} if reason == ReferralReason.DATE_UNKNOWN else {}
    with CaptureQueriesContext(connection) as asking:
        begins(client, identifier=identifier, **born)
    waiting = client.get(CODE).content.decode()
    with CaptureQueriesContext(connection) as settling:
        answer = client.post(CODE, {"code": code_sent()})
    shown = client.get(RECEIVED).content.decode()
    assert Referral.objects.latest("pk").reason == reason
    return plain(waiting), plain(shown), answer["Location"], answer.status_code, len(asking), len(settling)


def test_until_the_code_is_right_a_known_number_and_an_unknown_one_get_the_same_pages() -> None:
    seen = set()
    registered(AMINA)
    for identifier in ("CD482915", "CD482916"):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            answer = begins(client, identifier=identifier)
        page, wrong = client.get(CODE), client.post(CODE, {"code": "not it"})
        html = plain(page.content.decode()), plain(wrong.content.decode())
        seen.add((answer.status_code, answer["Location"], len(queries), wrong.status_code, *html))
    assert len(seen) == 1
    assert Message.objects.filter(kind="account.code").count() == 2


def test_the_owner_of_an_account_is_told_that_somebody_tried(client: Client) -> None:
    person = amina()
    activates(client)
    referrals.tell(referral=Referral.objects.get(), now=NOW)
    assert messages("insured.activation_tried")[0]["email"] == "amina@example.org"
    assert Event.objects.about_person(person.pk).filter(action="referral.opened").exists()
    assert len(messages("insured.referral_received")) == 1


def test_an_e_mail_that_opens_another_account_stays_that_one_s(client: Client) -> None:
    other = account("amina", "Somebody else")
    person = registered(AMINA)
    assert activates(client, channel="email")["Location"] == FINISH
    person.refresh_from_db()
    assert person.account
    assert person.account.email is None
    assert Message.objects.get(kind="insured.email_used").account == other
    assert client.get(FINISH).status_code == 200


def test_five_wrong_codes_and_even_the_right_one_opens_nothing(client: Client) -> None:
    person = registered(AMINA)
    begins(client)
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(5):
        assert client.post(CODE, {"code": wrong}).status_code == 422
    assert client.post(CODE, {"code": right}).status_code == 422
    person.refresh_from_db()
    assert person.account is None


def test_a_code_is_good_for_ten_minutes_once_in_one_browser(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    registered(AMINA)
    begins(client)
    right, stranger = code_sent(), Client()
    session = stranger.session
    session.update({name: client.session[name] for name in ("activation", "activation_code")})
    session.save()
    stranger.cookies["macnss_session"] = session.session_key or ""
    assert stranger.post(CODE, {"code": right}).status_code == 422
    monkeypatch.setattr(timezone, "now", lambda: NOW + dt.timedelta(minutes=11))
    assert client.post(CODE, {"code": right}).status_code == 422


def test_the_code_goes_again_after_a_wait_and_by_the_other_way(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    person = registered(AMINA)
    begins(client)
    assert 'data-countdown="30"' in client.get(CODE).content.decode()
    client.post(SEND, {"channel": "sms"})
    assert Code.objects.get().sent == 1
    monkeypatch.setattr(timezone, "now", lambda: NOW + dt.timedelta(seconds=40))
    client.post(SEND, {"channel": "email"})
    assert "a••••@example.org" in client.get(CODE).content.decode()
    assert client.post(CODE, {"code": code_sent()})["Location"] == FINISH
    person.refresh_from_db()
    assert person.account
    assert person.account.email_confirmed_at


def test_coming_back_to_correct_an_address_finds_what_was_typed(client: Client) -> None:
    begins(client)
    html = client.get(CONTACT).content.decode()
    for said in ("CD482915", "amina@example.org", "+212661234567", 'value="1992"'):
        assert said in html


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"identifier": ""}, "identifier"),
        ({"day": "31", "month": "2"}, "day"),
        ({"day": "x"}, "day"),
        ({"year": ""}, "year"),
        ({"year": "92"}, "year"),
        ({"phone": "12"}, "phone"),
        ({"phone": "", "email": ""}, "phone"),
        ({"email": "", "channel": "email"}, "email"),
        ({"phone": "", "channel": "sms"}, "phone"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    answer = begins(client, **wrong)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in html
    assert wrong.get("identifier", "CD482915") in html
    assert not Message.objects.exists()


def test_too_many_tries_about_one_number_stop_with_the_wait(client: Client) -> None:
    for place in range(11):
        answer = begins(client, phone=f"06 61 23 45 {place:02d}")
    assert answer.status_code == 422
    assert Message.objects.filter(kind="account.code").count() == 10


def test_what_was_typed_is_sealed_in_the_session(client: Client) -> None:
    begins(client)
    assert "CD482915" not in str(dict(client.session))
    assert "example.org" not in str(dict(client.session))


def test_the_code_page_without_an_activation_leads_to_its_beginning(client: Client) -> None:
    for address in (CODE, RECEIVED):
        assert client.get(address).status_code == 302


def test_a_password_of_the_lists_is_refused_and_a_good_one_opens_the_door(client: Client) -> None:
    person = registered(AMINA)
    activates(client)
    assert client.post(FINISH, {"password": "password12"}).status_code == 422
    assert client.post(FINISH, {"password": PASSWORD}).status_code == 302
    person.refresh_from_db()
    assert person.account
    assert person.account.has_usable_password()
    assert client.post(FINISH, {"later": "1"})["Location"] == reverse("portals:home")
    assert client.get(FINISH).status_code == 302  # over: the settings of security


def test_one_more_address_is_confirmed_by_its_own_code(client: Client) -> None:
    person = registered(AMINA)
    activates(client)
    assert client.post(reverse("insured:activate_reach"), {"email": "amina@example.org"}).status_code == 302
    page = reverse("insured:activate_reach_code")
    assert client.get(page).status_code == 200
    assert client.post(page, {"code": code_sent()})["Location"] == FINISH
    person.refresh_from_db()
    assert person.account
    assert person.account.email_confirmed_at
    assert person.account.phone_confirmed_at


def test_the_code_of_one_s_own_address_never_proves_the_phone_of_somebody_else(client: Client) -> None:
    registered(AMINA)
    registered(ZINEB)
    activates(client, phone="06 61 00 00 01")
    begins(
        client,
        identifier=ZINEB.document_number,
        day=str(ZINEB.birth_date.day),
        month=str(ZINEB.birth_date.month),
        year=str(ZINEB.birth_date.year),
        phone="06 99 99 99 99",
    )
    client.post(reverse("insured:activate_reach"), {"phone": "06 61 00 00 02", "email": ""})
    assert client.post(CODE, {"code": code_sent()})["Location"] == CONTACT
    assert not Account.objects.filter(phone="+212699999999").exists()
