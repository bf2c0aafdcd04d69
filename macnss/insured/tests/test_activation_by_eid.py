"""Activation by Mon e-ID: the CIN typed, the CIN claimed and the birth date are one record, or an agent looks."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.gateways.eid.citizen import Citizen
from macnss.gateways.eid.configuration import Assurance
from macnss.identity.enums import EidPurpose, EidState, Level, Method, ProvedBy
from macnss.identity.models import EidAttempt, EidLink
from macnss.identity.sessions import PROOF, TICKET
from macnss.identity.tests.factories import come_in
from macnss.insured.enums import IdentityDocument, ReferralReason
from macnss.insured.models import Insured, Referral
from macnss.insured.services import links
from macnss.insured.tests.factories import AMINA, NOW, amina, registered, zineb
from macnss.kernel.secrets import digest, seal, token
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
START, FINISH, RECEIVED = (reverse(f"insured:activate_{name}") for name in ("eid", "finish", "received"))
ISSUER = "https://mon-eid.example"


def citizen(
    cin: str = "CD482915",
    born: dt.date | None = AMINA.birth_date,
    level: Assurance = Assurance.HIGH,
    subject: str = "amina",
) -> Citizen:
    return Citizen(
        issuer=ISSUER,
        subject=subject,
        cin=cin,
        birth_date=born,
        given_name="Amina",
        family_name="Bennani",
        given_name_ar="",
        family_name_ar="",
        gender="",
        level=level,
        auth_time=NOW,
        amr=("pin",),
    )


def comes_back(client: Client, who: Citizen, cin: str = "CD482915") -> str:
    """The address where somebody whom Mon e-ID has just verified arrives, their CIN typed before."""
    client.post(START, {"cin": cin})
    session = client.session
    session[TICKET] = "secret of this browser"
    session.save()
    attempt = EidAttempt.objects.create(
        purpose=EidPurpose.ACTIVATE,
        state=EidState.VERIFIED,
        level=int(who.level),
        ticket=digest("secret of this browser", "ticket"),
        state_digest=digest(token(), "eid state"),
        secrets=b"",
        claims=seal(who.as_json(), "eid citizen"),
        started_at=NOW,
        expires_at=NOW + dt.timedelta(minutes=10),
        done_at=NOW,
    )
    return reverse("insured:activate_eid_done", args=[attempt.public_id])


def opens(client: Client, who: Citizen, cin: str = "CD482915") -> str:
    address = comes_back(client, who, cin)
    assert client.get(address).status_code == 200
    answer = client.post(address, {"cin": cin})
    return str(answer.headers.get("Location", answer.status_code))


def test_the_cin_then_one_screen_with_all_that_is_needed(client: Client) -> None:
    assert client.post(START, {"cin": "12"}).status_code == 422
    there = client.post(START, {"cin": "cd 482 915"})["Location"]
    html = client.get(there).content.decode()
    assert f'action="{reverse("identity:eid_start")}"' in html
    assert 'name="cin" value="CD482915"' in html
    assert 'name="purpose" value="activate"' in html


@pytest.mark.parametrize("level", [Assurance.SUBSTANTIAL, Assurance.HIGH])
def test_one_record_opens_at_the_level_that_came_back(client: Client, level: Assurance) -> None:
    person = registered(AMINA)
    assert opens(client, citizen(level=level)) == FINISH
    person.refresh_from_db()
    own = person.account
    assert own
    assert (own.level, own.level_proved_by) == (int(level), ProvedBy.EID)
    assert EidLink.objects.get().account == own
    assert client.session[PROOF][:2] == [Method.EID.value, int(level)]
    assert client.get(FINISH).status_code == 200
    assert client.get(reverse("insured:number")).status_code == 200
    assert Event.objects.about_person(person.pk).filter(action="insured.identified").exists()


def test_a_weak_visit_opens_a_weak_account(client: Client) -> None:
    person = registered(AMINA)
    assert opens(client, citizen(level=Assurance.LOW)) == FINISH
    person.refresh_from_db()
    assert person.account
    assert person.account.level == Level.LOW
    assert client.get(reverse("insured:number")).status_code == 302


def test_another_cin_than_the_one_typed_opens_nothing(client: Client) -> None:
    person = registered(AMINA)
    assert opens(client, citizen(), cin="CD482916") == "422"
    person.refresh_from_db()
    assert person.account is None
    assert not Referral.objects.exists()


@pytest.mark.parametrize("reason", [each for each in ReferralReason if each != ReferralReason.HAS_ACCOUNT])
def test_what_is_not_one_record_is_looked_at(client: Client, reason: ReferralReason) -> None:
    who = citizen()
    if reason == ReferralReason.DIFFERENT:
        registered(AMINA, birth_date=dt.date(1992, 3, 15))
    elif reason == ReferralReason.DOUBLE:
        registered(AMINA)
        registered(AMINA, nationality="FR")
    elif reason == ReferralReason.DATE_UNKNOWN:
        registered(AMINA, birth_date=dt.date(1992, 1, 1))
        who = citizen(born=None)
    assert opens(client, who) == RECEIVED
    assert Referral.objects.get().reason == reason
    html = client.get(RECEIVED).content.decode()
    assert 'name="phone"' in html
    assert client.post(RECEIVED, {"phone": "06 61 23 45 67"}).status_code == 302
    assert Message.objects.filter(kind="insured.referral_received").count() == 1
    assert 'name="phone"' not in client.get(RECEIVED).content.decode()


def test_the_first_of_january_is_a_day_that_nobody_knows(client: Client) -> None:
    born = dt.date(1960, 1, 1)
    registered(AMINA, birth_date=born)
    assert opens(client, citizen(born=born)) == RECEIVED
    assert Referral.objects.get().reason == ReferralReason.DATE_UNKNOWN


def test_a_passport_of_the_same_number_is_not_the_card(client: Client) -> None:
    registered(AMINA, document=IdentityDocument.PASSPORT)
    assert opens(client, citizen()) == RECEIVED


def test_a_record_with_an_account_opens_that_account_and_keeps_its_ways(client: Client) -> None:
    person = amina()
    assert person.account
    assert opens(client, citizen()) == reverse("portals:home")
    assert client.session["_auth_user_id"] == str(person.account.pk)
    person.account.refresh_from_db()
    assert person.account.has_usable_password()
    assert EidLink.objects.get().account == person.account


def low() -> Insured:
    person = amina()
    assert person.account
    person.account.level = Level.LOW
    person.account.save()
    return person


def test_who_opened_an_account_by_codes_alone_keeps_nothing_of_it_when_the_owner_comes(client: Client) -> None:
    person = low()
    assert person.account
    intruder = come_in(Client(), person.account)
    assert opens(client, citizen()) == FINISH
    person.account.refresh_from_db()
    assert not person.account.has_usable_password()
    assert person.account.email is None
    assert person.account.level == Level.HIGH
    assert intruder.get(reverse("portals:insured_home")).status_code == 302
    assert Message.objects.filter(kind="insured.started_over").exists()


def test_the_owner_who_rises_from_their_own_session_loses_nothing(client: Client) -> None:
    person = low()
    assert person.account
    come_in(client, person.account)
    assert opens(client, citizen()) == reverse("portals:home")
    person.account.refresh_from_db()
    assert person.account.has_usable_password()
    assert person.account.level == Level.HIGH


def test_a_weak_visit_does_not_open_an_account_that_exists(client: Client) -> None:
    amina()
    assert opens(client, citizen(level=Assurance.LOW)) == "422"
    assert not EidLink.objects.exists()


def test_a_citizen_tied_to_another_account_is_looked_at(client: Client) -> None:
    registered(AMINA)
    stranger = zineb()
    assert stranger.account
    EidLink.objects.create(account=stranger.account, issuer=ISSUER, subject="amina", level=3, linked_at=NOW)
    assert opens(client, citizen()) == RECEIVED
    assert Referral.objects.get().reason == ReferralReason.HAS_ACCOUNT


def test_a_second_citizen_is_never_tied_to_an_account(client: Client) -> None:
    person = amina()
    assert person.account
    EidLink.objects.create(account=person.account, issuer=ISSUER, subject="first", level=3, linked_at=NOW)
    assert opens(client, citizen(subject="second")) == RECEIVED
    assert EidLink.objects.count() == 1


def test_a_visit_serves_once_and_in_its_own_browser(client: Client) -> None:
    registered(AMINA)
    address = comes_back(client, citizen())
    assert Client().get(address).status_code == 404
    assert client.post(address, {"cin": "CD482915"}).status_code == 302
    assert client.post(address, {"cin": "CD482915"}).status_code in (302, 404)
    assert EidLink.objects.count() == 1


def test_somebody_who_meant_to_sign_in_types_the_cin_first(client: Client) -> None:
    registered(AMINA)
    address = comes_back(client, citizen())
    session = client.session
    del session["activation_cin"]
    session.save()
    assert 'name="cin"' in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"cin": "CD482915"})["Location"] == FINISH


def test_a_link_of_an_agent_dies_when_the_person_activates_alone(client: Client) -> None:
    person = registered(AMINA)
    opens(client, citizen())
    assert links.find_link("anything", NOW) is None
    person.refresh_from_db()
    assert person.account
