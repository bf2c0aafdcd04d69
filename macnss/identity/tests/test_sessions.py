"""Sessions and devices: where an account is open, time-outs, ending, the notice of a new device, “this was not me”."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.identity import entry
from macnss.identity.enums import Method
from macnss.identity.models import Account, Device, Session
from macnss.identity.services import devices, sessions
from macnss.identity.sessions import DEVICE, OPENED, SEEN, SessionStore, kept
from macnss.identity.tests.factories import NOW, account, come_in, driss
from macnss.kernel.secrets import unseal
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.4 Mobile/15E148 Safari/604.1"
)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def karim() -> Account:
    owner = account("karim", "Karim Berrada")
    owner.phone = "+212600000001"
    owner.save()
    return owner


def seen_on(owner: Account, secret: str, agent: str = IPHONE, now: dt.datetime = NOW) -> Device:
    return devices.recognise(account=owner, secret=secret, agent=agent, now=now)


def notices(owner: Account) -> list[Message]:
    return list(Message.objects.filter(account=owner, kind=devices.ON_A_NEW_DEVICE).order_by("pk"))


def since(client: Client, seen: dt.timedelta, opened: dt.timedelta | None = None) -> Client:
    """As if this session had last been seen so long ago."""
    session, now = client.session, timezone.now()
    session.update({SEEN: (now - seen).isoformat(), OPENED: (now - (opened or seen)).isoformat()})
    session.save()
    return client


def is_inside(client: Client) -> bool:
    return client.get(reverse("identity:sessions")).status_code == 200


# Devices ------------------------------------------------------------------------------------------------------------
def test_a_device_has_the_name_that_its_owner_gives_it(karim: Account) -> None:
    assert seen_on(karim, "one").name == "Safari · iPhone"
    assert (
        devices.name_of("Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0") == "Firefox · Linux"
    )
    assert devices.name_of("") == ""
    assert len(devices.name_of("Mozilla/5.0 (Windows NT 10.0) " + "x" * 5000)) <= 80


def test_every_address_is_told_once_of_a_new_device_and_not_of_the_first(karim: Account) -> None:
    seen_on(karim, "first")
    assert notices(karim) == []
    device = seen_on(karim, "second")
    seen_on(karim, "second", now=NOW + WEEK)
    assert [message.channel for message in notices(karim)] == ["email", "sms"]
    said = unseal(notices(karim)[0].content, "outbox")
    assert said["device"] == "Safari · iPhone"
    assert said["link"].endswith(reverse("identity:disown", args=[devices.disown_token(device)]))
    assert Event.objects.filter(action=devices.NEW_DEVICE, account=karim.pk).count() == 2


def test_a_password_alone_makes_no_device_known(karim: Account) -> None:
    seen_on(karim, "one")
    seen_on(karim, "one")
    assert not devices.is_known(account=karim, secret="one")
    devices.recognise(account=karim, secret="one", agent="", trusted=True, now=NOW)
    assert devices.is_known(account=karim, secret="one")
    assert not devices.is_known(account=account("amal", "Amal"), secret="one")


def test_this_was_not_me_locks_the_account_without_signing_in(karim: Account) -> None:
    thief = come_in(Client(), karim)
    seen_on(karim, "first", now=timezone.now())
    device = devices.recognise(account=karim, secret="thief", agent="", trusted=True, now=timezone.now())
    address = reverse("identity:disown", args=[devices.disown_token(device)])
    assert Client().get(address).status_code == 200
    open_to_all = Account.objects.filter(locked_at=None)
    assert open_to_all.count() == 1  # a mail program that opens links locks nobody
    answer = Client().post(address)
    assert reverse("identity:recover") in answer.content.decode()
    assert not open_to_all.exists()
    assert not is_inside(thief)
    assert not devices.is_known(account=karim, secret="thief")
    assert Event.objects.filter(action=devices.DISOWNED, account=karim.pk).count() == 1


def test_this_was_not_me_works_before_the_second_factor(karim: Account) -> None:
    """Nothing of the session counts: the link is enough, whoever is half way in."""
    karim.needs_second_factor = True
    karim.save()
    device = seen_on(karim, "thief", now=timezone.now())
    visitor = Client()
    visitor.get(reverse("identity:sign_in"))
    assert visitor.post(reverse("identity:disown", args=[devices.disown_token(device)])).status_code == 200


def test_the_link_works_once_for_seven_days_and_is_made_by_nobody_else(karim: Account) -> None:
    device = seen_on(karim, "one")
    token = devices.disown_token(device)
    other = devices.disown_token(seen_on(account("amal", "Amal"), "one"))
    forged = token[:22] + other[22:]
    for wrong, moment in (
        (token, NOW + WEEK + dt.timedelta(seconds=1)),
        (forged, NOW),
        ("", NOW),
        ("é", NOW),
        ("A", NOW),
    ):
        with pytest.raises(devices.LinkSpent):
            devices.disownable(token=wrong, now=moment)
    devices.disown(token=token, now=NOW + WEEK)
    with pytest.raises(devices.LinkSpent):
        devices.disown(token=token, now=NOW)
    assert Client().get(reverse("identity:disown", args=[token])).status_code == 410


def test_a_disowned_device_that_comes_back_is_new_again(karim: Account) -> None:
    seen_on(karim, "first")
    device = seen_on(karim, "thief")
    token = devices.disown_token(device)
    devices.disown(token=token, now=NOW)
    seen_on(karim, "thief", now=NOW + dt.timedelta(hours=1))
    assert len(notices(karim)) == 4
    with pytest.raises(devices.LinkSpent):  # the link of the first time is spent all the same
        devices.disown(token=token, now=NOW + dt.timedelta(hours=1))


def test_a_door_trusts_the_device_when_more_than_a_password_was_shown(karim: Account) -> None:
    for method, trusted in ((Method.PASSWORD, False), (Method.PASSWORD_AND_CODE, True)):
        request = RequestFactory(headers={"user-agent": IPHONE}).get("/")
        request.session = SessionStore()
        request.user = karim
        entry.let_in(request, karim, method, now=timezone.now())
        assert devices.is_known(account=karim, secret=entry.device_secret(request)) is trusted
        assert request.session[DEVICE]
        entry.prove(request, Method.PASSKEY, now=timezone.now())
        assert devices.is_known(account=karim, secret=entry.device_secret(request))


# Ending -------------------------------------------------------------------------------------------------------------
def test_a_session_is_ended_from_another(karim: Account) -> None:
    here, there = come_in(Client(), karim), come_in(Client(), karim)
    session = Session.objects.get(pk=kept(there.session.session_key))
    here.post(reverse("identity:session_end", args=[session.public_id]))
    assert is_inside(here)
    assert not is_inside(there)


def test_the_session_of_somebody_else_does_not_exist(karim: Account) -> None:
    theirs = come_in(Client(), account("amal", "Amal"))
    session = Session.objects.get(pk=kept(theirs.session.session_key))
    assert come_in(Client(), karim).post(reverse("identity:session_end", args=[session.public_id])).status_code == 404
    assert is_inside(theirs)


def test_the_others_end_or_all(karim: Account) -> None:
    here, there, theirs = (come_in(Client(), each) for each in (karim, karim, account("amal", "Amal")))
    here.post(reverse("identity:sessions_end_all"))
    assert (is_inside(here), is_inside(there)) == (True, False)
    here.post(reverse("identity:sessions_end_all"), {"everywhere": "1"})
    assert not Session.objects.filter(account=karim).exists()
    assert is_inside(theirs)


def test_after_a_change_of_password_no_other_device_is_trusted(karim: Account) -> None:
    here = come_in(Client(), karim)
    for secret in ("here", "there"):
        devices.recognise(account=karim, secret=secret, agent="", trusted=True, now=NOW)
    session = here.session
    session[DEVICE] = Device.objects.order_by("pk")[0].pk
    session.save()
    sessions.end_others(account=karim, by=karim, now=NOW, except_key=session.session_key)
    assert devices.is_known(account=karim, secret="here")
    assert not devices.is_known(account=karim, secret="there")
    sessions.end_others(account=karim, by=karim, now=NOW, except_key=None)
    assert not devices.is_known(account=karim, secret="here")


def test_the_list_shows_this_one_and_not_the_whole_address(karim: Account) -> None:
    client = Client()
    come_in(client, karim)
    session = client.session
    session["address"] = "203.0.113.77"
    session.save()
    html = client.get(reverse("identity:sessions")).content.decode()
    assert "203.0.•.•" in html
    assert "113.77" not in html
    assert "/end/" not in html


def test_the_list_asks_as_many_questions_for_many_sessions(karim: Account, django_assert_num_queries: object) -> None:
    client = come_in(Client(), karim)
    for _each in range(8):
        come_in(Client(), karim)
    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get(reverse("identity:sessions"))


# Time ---------------------------------------------------------------------------------------------------------------
def test_a_session_ends_when_idle_or_too_long(karim: Account) -> None:
    idle, whole = dt.timedelta(seconds=settings.SESSION_IDLE), dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    little = dt.timedelta(minutes=1)
    assert is_inside(since(come_in(Client(), karim), idle - little))
    assert not is_inside(since(come_in(Client(), karim), idle + little))
    assert is_inside(since(come_in(Client(), karim), little, whole - little))
    assert not is_inside(since(come_in(Client(), karim), little, whole + little))


def test_agents_stay_idle_for_less_long() -> None:
    assert not is_inside(since(come_in(Client(), driss()), dt.timedelta(minutes=16)))


def test_staying_leads_to_no_other_site(karim: Account) -> None:
    client = Client()
    come_in(client, karim)
    for path, given in (("/companies/", "/companies/"), ("//evil.example/", reverse("identity:session_stay"))):
        answer = client.post(reverse("identity:session_stay"), headers={"referer": f"http://testserver{path}"})
        assert answer["Location"] == given


def test_asking_how_long_is_left_prolongs_nothing_and_staying_does(karim: Account) -> None:
    client = since(come_in(Client(), karim), dt.timedelta(minutes=29))
    for _each in range(2):
        state = client.get(reverse("identity:session_state")).json()
        assert state["signed_in"]
        assert 50 <= state["left"] <= 60
    said = client.post(reverse("identity:session_stay"), headers={"accept": "application/json"}).json()
    assert said["left"] > 29 * 60
    assert said["who"] == state["who"]
    assert said["can_stay"]


def test_the_total_time_is_not_prolonged(karim: Account) -> None:
    client = since(come_in(Client(), karim), dt.timedelta(minutes=5), dt.timedelta(hours=11, minutes=59))
    said = client.post(reverse("identity:session_stay"), headers={"accept": "application/json"}).json()
    assert said["left"] <= 60
    assert not said["can_stay"]


def test_a_visitor_has_no_session_to_speak_of() -> None:
    assert Client().get(reverse("identity:session_state")).json() == {"signed_in": False}


def test_pages_say_how_long_is_left(karim: Account) -> None:
    html = come_in(Client(), karim).get(reverse("identity:sessions")).content.decode()
    assert 'data-session-left="' in html
    assert "data-session-left" not in Client().get(reverse("identity:sign_in")).content.decode()
