"""At the counter, and the requests that agents look at."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.identity.enums import Channel, Level, ProvedBy
from macnss.identity.models import Account
from macnss.identity.tests.factories import come_in
from macnss.insured.enums import ReferralReason, ReferralState
from macnss.insured.models import ActivationLink, Insured
from macnss.insured.services import give_account, links, referrals
from macnss.insured.services.referrals import AlreadyDecided, NoWayToAnswer
from macnss.insured.services.register import HasAccount
from macnss.insured.tests.factories import AMINA, NOW, amina, driss, referred, registered, zineb
from macnss.kernel.secrets import unseal
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
CARD: dict[str, Any] = {"number": "cd 482915", "day": "14", "month": "3", "year": "1992", "seen": "on", "theirs": "on"}
BORN = {"day": "14", "month": "3", "year": "1992"}


def desk(person: Insured) -> str:
    return reverse("insured:counter_identity", args=[person.public_id])


def link_sent() -> str:
    """The address of the link in the last message."""
    message = Message.objects.filter(kind="insured.activation_link").latest("pk")
    address: str = unseal(message.content, "outbox")["link"]
    return address[address.index("/activate/") :]


def test_the_agent_types_the_card_and_the_identity_is_confirmed(client: Client) -> None:
    person = amina()
    assert person.account
    Account.objects.filter(pk=person.account.pk).update(level=Level.LOW)
    come_in(client, driss())
    assert client.post(desk(person), CARD).status_code == 302
    person.account.refresh_from_db()
    assert (person.account.level, person.account.level_proved_by) == (Level.SUBSTANTIAL, ProvedBy.COUNTER)
    assert Event.objects.about_person(person.pk).filter(action="insured.seen_at_counter").exists()


@pytest.mark.parametrize("other", [{"number": "CD482916"}, {"day": "15"}, {"seen": ""}, {"theirs": ""}])
def test_another_card_or_nobody_in_front_confirms_nothing(client: Client, other: dict[str, str]) -> None:
    person = amina()
    assert person.account
    Account.objects.filter(pk=person.account.pk).update(level=Level.LOW)
    come_in(client, driss())
    assert client.post(desk(person), {**CARD, **other}).status_code == 422
    person.account.refresh_from_db()
    assert person.account.level == Level.LOW


def test_the_page_of_the_counter_shows_neither_name_nor_birth_date(client: Client) -> None:
    person = amina()
    come_in(client, driss())
    html = client.get(desk(person)).content.decode()
    assert "AMINA" not in html
    assert "1992</" not in html


def test_somebody_without_an_account_receives_a_link_that_opens_one_confirmed(client: Client) -> None:
    person = registered(AMINA)
    come_in(client, driss())
    said = {**CARD, "phone": "+33 6 12 34 56 78", "email": "", "language": "fr"}
    assert client.post(desk(person), said).status_code == 302
    own = Client()
    assert own.get(link_sent()).status_code == 200
    assert own.post(link_sent(), {**BORN, "day": "13"}).status_code == 422
    assert own.post(link_sent(), BORN)["Location"] == reverse("insured:activate_finish")
    person.refresh_from_db()
    assert person.account
    assert (person.account.level, person.account.phone) == (Level.SUBSTANTIAL, "+33612345678")
    assert person.account.phone_confirmed_at
    assert Client().get(link_sent()).status_code == 404


def test_an_account_that_somebody_else_opened_is_closed_and_its_owner_opens_their_own(client: Client) -> None:
    person = amina()
    intruder = person.account
    assert intruder
    Account.objects.filter(pk=intruder.pk).update(level=Level.LOW)
    come_in(client, driss())
    said = {**CARD, "act": "replace", "phone": "06 00 00 00 09", "email": "", "language": "ar"}
    assert client.post(desk(person), said).status_code == 302
    intruder.refresh_from_db()
    assert intruder.locked_at
    assert not intruder.has_usable_password()
    assert not intruder.sign_in_names.exists()
    own = Client()
    assert own.post(link_sent(), BORN).status_code == 302
    person.refresh_from_db()
    assert person.account
    assert person.account != intruder
    assert person.account.sign_in_names.count() == 2


def test_a_confirmed_account_is_not_closed_at_the_counter(client: Client) -> None:
    person = amina()
    come_in(client, driss())
    said = {**CARD, "act": "replace", "phone": "06 00 00 00 09", "email": "", "language": "ar"}
    assert client.post(desk(person), said).status_code == 422
    owner = person.account
    person.refresh_from_db()
    assert person.account == owner


def test_a_link_dies_with_time_with_wrong_dates_and_with_the_next_one() -> None:
    person, by = registered(AMINA), driss()

    def send() -> ActivationLink:
        channel = Channel.SMS
        return links.send_link(
            insured=person, language="fr", seen=True, by=by, now=NOW, channel=channel, phone="+212600000000"
        )

    send()
    secret = link_sent().split("/")[3]
    assert links.find_link(secret, NOW)
    assert links.find_link(secret, NOW + dt.timedelta(days=8)) is None
    send()
    assert links.find_link(secret, NOW) is None
    secret = link_sent().split("/")[3]
    for _try in range(links.TRIES):
        link = links.find_link(secret, NOW)
        assert link
        with pytest.raises(links.OtherBirthDate):
            links.follow(link=link, birth_date=dt.date(1990, 1, 2), language="fr", now=NOW)
    assert links.find_link(secret, NOW) is None


def test_requests_stand_oldest_first_and_late_ones_are_marked(client: Client) -> None:
    late = referred()
    late.opened_at, late.due_on = NOW - dt.timedelta(days=20), NOW.date() - dt.timedelta(days=13)
    late.save()
    fresh = referred()
    come_in(client, driss())
    html = client.get(reverse("insured:referrals")).content.decode()
    assert html.index(late.reference) < html.index(fresh.reference)
    assert html.count("badge tone-warning") == 1


def test_a_request_is_opened_then_tied_and_the_person_finishes_alone(client: Client) -> None:
    person = registered(AMINA)
    request = referred(ReferralReason.DIFFERENT, identifier="CD482915", birth_date=dt.date(1992, 3, 15))
    address = reverse("insured:referral", args=[request.public_id])
    come_in(client, driss())
    assert "CD482915" not in client.get(address).content.decode()
    client.post(address, {"action": "open"})
    assert Event.objects.about_person(person.pk).filter(action="insured.read_by_agent").exists()
    html = client.get(address).content.decode()
    assert "CD482915" in html
    assert "أمينة بناني" in html
    assert client.post(address, {"action": "tie", "number": str(person.number)}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.insured) == (ReferralState.SETTLED, person)
    own = Client()
    assert own.post(link_sent(), BORN).status_code == 302
    person.refresh_from_db()
    assert person.account
    assert person.account.level == Level.LOW


def test_a_record_that_has_an_account_is_not_given_a_second_one(client: Client) -> None:
    person, request = amina(), referred(ReferralReason.HAS_ACCOUNT, identifier="CD482915")
    with pytest.raises(HasAccount):
        referrals.tie(referral=request, insured=person, by=driss(), now=NOW)


def test_somebody_who_left_no_address_cannot_be_sent_a_link() -> None:
    person, request = registered(AMINA), referred(phone="", identifier="CD482915")
    with pytest.raises(NoWayToAnswer):
        referrals.tie(referral=request, insured=person, by=driss(), now=NOW)


def test_a_refusal_is_sent_in_the_words_of_the_agent(client: Client) -> None:
    request = referred()
    address = reverse("insured:referral", args=[request.public_id])
    come_in(client, driss())
    client.post(address, {"action": "open"})
    assert client.post(address, {"action": "refuse", "answer": ""}).status_code == 422
    assert client.post(address, {"action": "refuse", "answer": "Venez avec votre passeport."}).status_code == 302
    message = Message.objects.get(kind="insured.referral_refused")
    assert unseal(message.content, "outbox")["answer"] == "Venez avec votre passeport."
    with pytest.raises(AlreadyDecided):
        referrals.refuse(referral=request, answer="x", by=driss_again(), now=NOW)


def driss_again() -> Account:
    return Account.objects.get(email="driss@example.org")


def test_what_was_typed_is_sealed_in_the_table() -> None:
    request = referred(identifier="CD482915", email="somebody@example.org")
    assert b"CD482915" not in bytes(request.typed)
    assert b"somebody" not in bytes(request.typed)


def test_an_account_is_tied_once() -> None:
    person, stranger = amina(), zineb()
    assert stranger.account
    with pytest.raises(HasAccount):
        give_account(number=person.number, account=stranger.account, by=None, now=NOW)
