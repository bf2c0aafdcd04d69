"""Passkeys: the whole conversation with an authenticator in software, and everything that may be wrong in it."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.identity import entry
from macnss.identity.enums import Level, Method
from macnss.identity.models import Account, Passkey, Session
from macnss.identity.services import accounts, enrolment, limits, passkeys
from macnss.identity.sessions import CHALLENGE, PROOF, WELCOME, kept
from macnss.identity.tests.authenticator import PRESENT, VERIFIED, Authenticator
from macnss.identity.tests.factories import account, come_in, driss, passkey
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
OPTIONS, SIGN_IN = "identity:passkey_options", "identity:passkey_sign_in"


@pytest.fixture
def client() -> Client:
    """Passkeys live at localhost, as in a demonstration."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def karim() -> Account:
    return account("karim", "Karim Berrada")


def send(client: Client, name: str, body: Any = None, **named: str) -> HttpResponse:
    return client.post(reverse(name, kwargs=named or None), body or {}, content_type="application/json")  # type: ignore[return-value]


def options(client: Client, name: str = OPTIONS, **named: str) -> dict[str, Any]:
    answer = send(client, name, **named)
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[attr-defined,no-any-return]


def registered(owner: Account, **more: Any) -> Authenticator:
    """A passkey of this account, made in its settings."""
    inside, key = come_in(Client(headers={"host": "localhost"}), owner), Authenticator(**more)
    answer = send(
        inside, "identity:passkey_new", {"credential": key.makes(options(inside, "identity:passkey_new_options"))}
    )
    assert answer.status_code == 200, answer.content
    return key


def signs_in(client: Client, key: Authenticator, **wrong: Any) -> HttpResponse:
    return send(client, SIGN_IN, {"credential": key.signs(options(client), **wrong)})


def code_of(answer: HttpResponse) -> str:
    said: dict[str, Any] = answer.json()  # type: ignore[attr-defined]
    assert said["error"]
    assert said["way_out"]["url"]
    return str(said["code"])


def is_inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_passkey_signs_in_without_a_name(client: Client, karim: Account) -> None:
    key = registered(karim)
    asked = options(client)
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")
    before = client.session.session_key
    answer = send(client, SIGN_IN, {"credential": key.signs(asked)})
    assert answer.json() == {"next": reverse("portals:home")}  # type: ignore[attr-defined]
    assert client.session[PROOF][:2] == [Method.PASSKEY, Level.SUBSTANTIAL]
    assert client.session.session_key != before
    assert karim.passkeys.get().last_used_at


def test_the_page_that_was_asked_for_comes_next(client: Client, karim: Account) -> None:
    key = registered(karim)
    elsewhere = ("https://evil.example/", "//evil.example/", "portals:companies", "'><script>", "%2Fa%00", "a%00b")
    for asked, given in (("/companies/", "/companies/"), *((each, "/home/") for each in elsewhere)):
        body = {"credential": key.signs(options(client))}
        client.logout()
        body = {"credential": key.signs(options(client))}
        answer = client.post(f"{reverse(SIGN_IN)}?next={asked}", body, content_type="application/json")
        assert answer.json() == {"next": given}


WRONG = {
    "another challenge": {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
    "another origin": {"origin": "http://localhost:9999"},
    "a page of somebody else": {"origin": "https://evil.example"},
    "another relying party": {"rp_id": "evil.example"},
    "nobody verified": {"flags": PRESENT},
    "nobody present": {"flags": VERIFIED},
    "another signature": {"signature": b"0" * 70},
    "an answer to another question": {"type": "webauthn.create"},
    "a page inside another": {"cross_origin": True},
    "the handle of somebody else": {"user_handle": b"0" * 16},
    "no handle": {"user_handle": b""},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_refused_in_words(client: Client, karim: Account, wrong: dict[str, Any]) -> None:
    key = registered(karim)
    answer = signs_in(client, key, **wrong)
    assert (answer.status_code, code_of(answer)) == (422, "passkey-wrong")
    assert not is_inside(client)


NO_ANSWERS = ["", "[]", '"text"', "{}", '{"credential": 5}', '{"credential": {"id": "a"}}', "\x00", "[" * 20_000]


@pytest.mark.parametrize("body", NO_ANSWERS, ids=lambda body: body[:20])
def test_what_is_no_answer_is_refused_too(client: Client, body: str) -> None:
    options(client)
    answer = client.post(reverse(SIGN_IN), body, content_type="application/json")
    assert (answer.status_code, code_of(answer)) == (422, "passkey-wrong")  # type: ignore[arg-type]


def test_an_answer_sent_again_opens_nothing(client: Client, karim: Account) -> None:
    key = registered(karim)
    said = {"credential": key.signs(options(client))}
    assert send(client, SIGN_IN, said).status_code == 200
    client.logout()
    assert code_of(send(client, SIGN_IN, said)) == "passkey-stale"
    options(client)
    assert code_of(send(client, SIGN_IN, said)) == "passkey-wrong"
    assert not is_inside(client)


def test_a_wrong_answer_uses_the_challenge_up(client: Client, karim: Account) -> None:
    key, asked = registered(karim), options(client)
    send(client, SIGN_IN, {"credential": key.signs(asked, signature=b"0" * 70)})
    assert code_of(send(client, SIGN_IN, {"credential": key.signs(asked)})) == "passkey-stale"


def test_an_answer_of_another_browser_opens_nothing(client: Client, karim: Account) -> None:
    key, asked = registered(karim), options(client)
    other = Client(headers={"host": "localhost"})
    assert code_of(send(other, SIGN_IN, {"credential": key.signs(asked)})) == "passkey-stale"


def test_a_challenge_lasts_five_minutes(client: Client, karim: Account) -> None:
    key, asked = registered(karim), options(client)
    session = client.session
    purpose, state, until = session[CHALLENGE]
    assert dt.timedelta(minutes=4) < dt.datetime.fromisoformat(until) - timezone.now() <= dt.timedelta(minutes=5)
    session[CHALLENGE] = [purpose, state, timezone.now().isoformat()]
    session.save()
    assert code_of(send(client, SIGN_IN, {"credential": key.signs(asked)})) == "passkey-stale"


def test_of_two_requests_at_once_one_takes_the_challenge(client: Client) -> None:
    options(client)
    one, other = client.session, client.session
    assert one[CHALLENGE]
    assert other[CHALLENGE]
    assert one.take(CHALLENGE)  # type: ignore[attr-defined]
    assert other.take(CHALLENGE) is None  # type: ignore[attr-defined]


def test_a_counter_that_goes_back_is_refused_and_its_owner_is_told(client: Client, karim: Account) -> None:
    key = registered(karim, count=5)
    assert signs_in(client, key, count=6).status_code == 200
    for again in (6, 3, 0):
        client.logout()
        assert code_of(signs_in(client, key, count=again)) == "passkey-copied"
        assert not is_inside(client)
    assert Event.objects.filter(action=passkeys.COPIED, account=karim.pk).count() == 3
    assert Message.objects.filter(kind=passkeys.A_COPY, account=karim).exists()
    assert karim.passkeys.get().sign_count == 6


def test_a_passkey_without_a_counter_works_each_time(client: Client, karim: Account) -> None:
    key = registered(karim)
    for _each in range(2):
        client.logout()
        assert signs_in(client, key).status_code == 200


def test_an_unknown_or_removed_passkey_opens_nothing(client: Client, karim: Account) -> None:
    stranger, key = Authenticator(user_handle=karim.public_id.bytes), registered(karim)
    assert code_of(signs_in(client, stranger)) == "passkey-unknown"
    Passkey.objects.all().delete()
    assert code_of(signs_in(client, key)) == "passkey-unknown"


def test_the_number_of_somebody_else_s_passkey_does_not_help(client: Client, karim: Account) -> None:
    mine, theirs = registered(karim), registered(account("amal", "Amal Tazi"))
    mine.credential_id = theirs.credential_id
    assert code_of(signs_in(client, mine)) == "passkey-wrong"
    mine.user_handle = theirs.user_handle
    assert code_of(signs_in(client, mine)) == "passkey-wrong"


def test_a_locked_account_stays_closed(client: Client, karim: Account) -> None:
    key = registered(karim)
    accounts.lock(account=karim, by=None, now=timezone.now(), reason="test")
    assert code_of(signs_in(client, key)) == "account-locked"
    assert not is_inside(client)


def test_passkeys_do_not_work_at_another_address(karim: Account) -> None:
    settings.ALLOWED_HOSTS.append("127.0.0.1")
    try:
        elsewhere = Client(headers={"host": "127.0.0.1"})
        assert code_of(send(elsewhere, OPTIONS)) == "passkey-place"
    finally:
        settings.ALLOWED_HOSTS.remove("127.0.0.1")


def test_the_tries_of_an_address_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(act: limits.Act, **named: object) -> None:
        raise limits.TooManyTries(seconds=120)

    monkeypatch.setattr(limits, "spend", closed)
    answer = send(client, SIGN_IN, {})
    assert (answer.status_code, code_of(answer)) == (429, "too-many-tries")


# Making one ---------------------------------------------------------------------------------------------------------
def test_a_new_passkey_must_verify_its_owner_and_be_found_without_a_name(client: Client, karim: Account) -> None:
    come_in(client, karim)
    key = registered(karim)
    asked = options(client, "identity:passkey_new_options")
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert [each["id"] for each in asked["excludeCredentials"]] == [key.makes(asked)["id"]]


@pytest.mark.parametrize(
    "wrong",
    [w for name, w in WRONG.items() if "signature" not in name and "handle" not in name and "question" not in name],
)
def test_a_new_passkey_with_something_wrong_is_refused(client: Client, karim: Account, wrong: dict[str, Any]) -> None:
    come_in(client, karim)
    made = Authenticator().makes(options(client, "identity:passkey_new_options"), **wrong)
    assert code_of(send(client, "identity:passkey_new", {"credential": made})) == "passkey-wrong"
    assert not karim.passkeys.exists()


def test_a_challenge_to_sign_in_makes_no_passkey(client: Client, karim: Account) -> None:
    come_in(client, karim)
    asked = {**options(client, "identity:passkey_new_options"), "challenge": options(client)["challenge"]}
    answer = send(client, "identity:passkey_new", {"credential": Authenticator().makes(asked)})
    assert code_of(answer) == "passkey-stale"


def test_the_passkey_of_an_account_is_not_given_to_another(client: Client, karim: Account) -> None:
    key = registered(karim)
    come_in(client, account("amal", "Amal Tazi"))
    made = key.makes(options(client, "identity:passkey_new_options"))
    assert code_of(send(client, "identity:passkey_new", {"credential": made})) == "passkey-already-here"


def test_a_default_name_that_is_taken_finds_a_free_one(karim: Account) -> None:
    for _each in range(3):
        registered(karim)
    names = karim.passkeys.order_by("pk").values_list("name", flat=True)
    assert [name[-2:] for name in names][1:] == [" 2", " 3"]


def test_a_new_passkey_asks_for_a_fresh_proof(client: Client, karim: Account) -> None:
    come_in(client, karim, Method.PASSWORD)
    for name in ("identity:passkey_new_options", "identity:passkey_new"):
        assert send(client, name)["Location"].startswith(reverse("identity:prove"))
    assert client.get(reverse("identity:passkeys"))["Location"].startswith(reverse("identity:prove"))


def test_the_first_one_does_not_right_after_the_account_was_opened(client: Client, karim: Account) -> None:
    come_in(client, karim, Method.PASSWORD)
    session = client.session
    session[WELCOME] = (timezone.now() + entry.WELCOME_LASTS).isoformat()
    session.save()
    made = Authenticator().makes(options(client, "identity:passkey_new_options"))
    assert send(client, "identity:passkey_new", {"credential": made}).status_code == 200
    assert send(client, "identity:passkey_new_options").status_code == 302  # the second one does


def test_its_owner_is_told_of_a_new_passkey(karim: Account) -> None:
    registered(karim)
    assert Message.objects.filter(kind=passkeys.ONE_MORE, account=karim).count() == 1
    assert Event.objects.filter(action=passkeys.ADDED, account=karim.pk).count() == 1


# Renaming and removing ----------------------------------------------------------------------------------------------
def test_names_are_different_whatever_their_capitals(client: Client, karim: Account) -> None:
    come_in(client, karim)
    passkey(karim, "Phone")
    other = passkey(karim, "Computer")
    address = reverse("identity:passkey", args=[other.public_id])
    assert client.post(address, {"name": "PHONE"}).status_code == 422
    assert client.post(address, {"name": "Work"}).status_code == 302
    other.refresh_from_db()
    assert other.name == "Work"


def test_a_removed_passkey_opens_nothing_and_the_other_sessions_end(client: Client, karim: Account) -> None:
    come_in(client, karim)
    key = registered(karim)  # another session
    mine = karim.passkeys.get()
    answer = client.post(reverse("identity:passkey", args=[mine.public_id]), {"act": "remove"})
    assert answer["Location"] == reverse("identity:security")
    assert [row.pk for row in Session.objects.filter(account=karim)] == [kept(client.session.session_key)]
    assert code_of(signs_in(Client(headers={"host": "localhost"}), key)) == "passkey-unknown"


def test_the_last_way_in_is_not_removed(client: Client, karim: Account) -> None:
    karim.set_unusable_password()
    karim.save()
    come_in(client, karim)
    one, two = passkey(karim, "One"), passkey(karim, "Two")
    assert client.post(reverse("identity:passkey", args=[one.public_id]), {"act": "remove"}).status_code == 302
    address = reverse("identity:passkey", args=[two.public_id])
    assert 'value="remove"' not in client.get(address).content.decode()
    answer = client.post(address, {"act": "remove"})
    assert answer.status_code == 422
    assert str(passkeys.LastWayIn.message) in answer.content.decode()
    assert karim.passkeys.get() == two


def test_a_password_does_not_replace_the_passkey_of_an_agent(client: Client) -> None:
    agent = driss()
    agent.set_password("a long pass phrase")
    agent.save()
    with pytest.raises(passkeys.LastWayIn):
        passkeys.remove(passkey=passkey(agent), by=agent, now=timezone.now(), here=None)


def test_somebody_else_s_passkey_does_not_exist(client: Client, karim: Account) -> None:
    theirs = passkey(account("amal", "Amal Tazi"))
    come_in(client, karim)
    address = reverse("identity:passkey", args=[theirs.public_id])
    assert client.get(address).status_code == 404
    assert client.post(address, {"act": "remove"}).status_code == 404
    assert Passkey.objects.filter(pk=theirs.pk).exists()


# Proving again ------------------------------------------------------------------------------------------------------
def test_a_passkey_proves_again_who_is_inside(client: Client, karim: Account) -> None:
    key = registered(karim)
    come_in(client, karim, Method.PASSWORD)
    asked, before = options(client), client.session.session_key
    assert len(asked["allowCredentials"]) == 1
    assert send(client, "identity:prove_passkey", {"credential": key.signs(asked)}).status_code == 200
    assert client.session[PROOF][1] == Level.SUBSTANTIAL
    assert client.session.session_key != before


def test_the_passkey_of_somebody_else_proves_nothing(client: Client, karim: Account) -> None:
    theirs = registered(account("amal", "Amal Tazi"))
    come_in(client, karim, Method.PASSWORD)
    assert (
        code_of(send(client, "identity:prove_passkey", {"credential": theirs.signs(options(client))}))
        == "passkey-unknown"
    )
    assert client.session[PROOF][1] == Level.LOW


# Agents -------------------------------------------------------------------------------------------------------------
def test_an_agent_makes_a_passkey_by_invitation_and_is_in(client: Client) -> None:
    agent, key, now = driss(), Authenticator(), timezone.now()
    secret = enrolment.invite(account=agent, by=None, now=now)
    assert client.get(reverse("identity:enrol", args=[secret])).status_code == 200
    made = key.makes(options(client, "identity:enrol_options", secret=secret))
    assert send(client, "identity:enrol", {"credential": made}, secret=secret).status_code == 200
    assert client.get(reverse("portals:agent_home")).status_code == 200
    client.logout()
    assert signs_in(client, key).status_code == 200
    assert client.get(reverse("identity:enrol", args=[secret])).status_code == 410


def test_an_invitation_that_failed_can_still_be_used(client: Client) -> None:
    secret = enrolment.invite(account=driss(), by=None, now=timezone.now())
    asked = options(client, "identity:enrol_options", secret=secret)
    wrong = {"credential": Authenticator().makes(asked, flags=PRESENT)}
    assert code_of(send(client, "identity:enrol", wrong, secret=secret)) == "passkey-wrong"
    good = {"credential": Authenticator().makes(options(client, "identity:enrol_options", secret=secret))}
    assert send(client, "identity:enrol", good, secret=secret).status_code == 200


def test_an_invitation_ends_with_time_with_use_and_with_the_next_one() -> None:
    agent, now = driss(), timezone.now()
    first = enrolment.invite(account=agent, by=None, now=now)
    second = enrolment.invite(account=agent, by=None, now=now)
    for secret, moment in ((first, now), (second, now + enrolment.WORTH), ("", now), ("wrong", now)):
        with pytest.raises(enrolment.InvitationSpent):
            enrolment.invited(secret=secret, now=moment)
    assert enrolment.use_up(secret=second, now=now) == agent
    with pytest.raises(enrolment.InvitationSpent):
        enrolment.use_up(secret=second, now=now)


def test_only_agents_are_invited(karim: Account) -> None:
    with pytest.raises(enrolment.NotAnAgent):
        enrolment.invite(account=karim, by=None, now=timezone.now())
