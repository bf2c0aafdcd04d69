"""Mon e-ID at our door: who comes in, who does not, and what they read."""

import datetime as dt
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.gateways.eid import health
from macnss.gateways.eid.citizen import Citizen
from macnss.gateways.eid.configuration import Assurance
from macnss.gateways.eid.failures import EXPLANATIONS, explanation
from macnss.gateways.eid.tests.scripted import ACR, Reply, ScriptedProvider, listening
from macnss.identity.enums import EidPurpose, EidState, Level, Method, ProvedBy
from macnss.identity.models import Account, EidAttempt, EidLink
from macnss.identity.services import confirm_identity, eid, lock, require_second_factor
from macnss.identity.services.accounts import IDENTITY_CONFIRMED, SIGNED_IN
from macnss.identity.sessions import PROOF
from macnss.identity.tests.factories import NOW, account, come_in, driss

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Any) -> Iterator[ScriptedProvider]:
    with listening(settings) as running:
        yield running


@pytest.fixture
def amina() -> Account:
    return account("amina", "Amina Bennani")


def tied(who: Account, provider: ScriptedProvider, level: Level = Level.LOW) -> EidLink:
    return EidLink.objects.create(
        account=who, issuer=provider.issuer, subject=provider.citizen["sub"], level=level, linked_at=NOW
    )


def leaves(client: Client, purpose: str = "sign_in", **said: Any) -> str:
    """Press the button: where the browser goes."""
    response = client.post(reverse("identity:eid_start"), {"purpose": purpose, **said})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def returns(client: Client, answer: dict[str, str]) -> Any:
    return client.get(reverse("identity:eid_return"), answer)


def visits(client: Client, provider: ScriptedProvider, purpose: str = "sign_in", **said: Any) -> Any:
    return returns(client, provider.confirms(leaves(client, purpose, **said)))


def last() -> EidAttempt:
    return EidAttempt.objects.latest("started_at")


def page_of(client: Client, attempt: EidAttempt) -> str:
    return client.get(reverse("identity:eid_attempt", args=[attempt.public_id])).content.decode()


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# Coming in.


def test_the_citizen_of_an_account_comes_in(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    response = visits(client, provider, next="/me/")
    assert response["Location"] == "/me/"
    assert int(client.session["_auth_user_id"]) == amina.pk
    assert client.session[PROOF][:2] == [Method.EID.value, Level.SUBSTANTIAL]
    amina.refresh_from_db()
    assert (amina.level, amina.level_proved_by) == (Level.SUBSTANTIAL, ProvedBy.EID)
    assert {SIGNED_IN, IDENTITY_CONFIRMED} <= set(Event.objects.values_list("action", flat=True))


def test_the_session_changes_its_name_at_the_door(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    url = leaves(client)
    before = client.session.session_key
    returns(client, provider.confirms(url))
    assert client.session.session_key != before


def test_what_came_back_is_emptied_once_it_has_served(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    tied(amina, provider)
    visits(client, provider)
    attempt = last()
    assert attempt.state == EidState.VERIFIED
    assert attempt.used_at
    assert not bytes(attempt.secrets)
    assert not bytes(attempt.claims)


def test_a_weaker_level_never_lowers_what_is_known(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    confirm_identity(account=amina, level=Level.HIGH, proved_by=ProvedBy.COUNTER, by=None, now=NOW)
    tied(amina, provider)
    provider.acr = f"{ACR}low"
    visits(client, provider)
    amina.refresh_from_db()
    assert amina.level == Level.HIGH
    assert client.session[PROOF][1] == Level.LOW


def test_a_citizen_without_account_goes_on_to_the_register(client: Client, provider: ScriptedProvider) -> None:
    for purpose in ("sign_in", "activate", "recover"):
        response = visits(client, provider, purpose)
        assert response["Location"] == reverse("insured:activate_eid_done", args=[last().public_id])
        assert not is_in(client)


def test_a_recovery_goes_on_with_the_visit_in_the_session(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    tied(amina, provider)
    lock(account=amina, by=None, now=NOW, reason="test")
    assert visits(client, provider, "recover")["Location"] == reverse("identity:recover_new")
    assert client.session["eid_attempt"] == str(last().public_id)
    assert not is_in(client)
    assert eid.citizen_of(last(), bytes(last().ticket)).cin == "AB123456"


@pytest.mark.parametrize(
    ("change", "purpose", "code"),
    [
        (lambda who: lock(account=who, by=None, now=NOW, reason="test"), "sign_in", "account-locked"),
        (lambda who: Account.objects.filter(pk=who.pk).update(is_agent=True), "sign_in", "agent-needs-passkey"),
        (lambda who: Account.objects.filter(pk=who.pk).update(is_agent=True), "recover", "agent-needs-passkey"),
        (lambda who: Account.objects.filter(pk=who.pk).update(is_active=False), "sign_in", "account-locked"),
    ],
)
def test_an_account_that_mon_eid_does_not_open(
    client: Client, provider: ScriptedProvider, amina: Account, change: Any, purpose: str, code: str
) -> None:
    tied(amina, provider)
    change(amina)
    visits(client, provider, purpose)
    assert (last().state, last().failure) == (EidState.FAILED, code)
    assert not is_in(client)


def test_who_acts_for_others_needs_more_than_the_low_level(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    tied(amina, provider)
    require_second_factor(account=amina)
    provider.acr = f"{ACR}low"
    visits(client, provider)
    assert last().failure == "too-weak"
    provider.acr = f"{ACR}high"
    visits(client, provider)
    assert is_in(client)


def test_a_recovery_needs_more_than_the_low_level(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    provider.acr = f"{ACR}low"
    visits(client, provider, "recover")
    assert last().failure == "too-weak"


def test_the_next_page_is_one_of_ours(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    response = visits(client, provider, next="https://elsewhere.example/")
    assert response["Location"].startswith("/")


# One answer, one browser, once, in time.


def test_an_answer_in_another_browser_opens_nothing_there(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    tied(amina, provider)
    answer = provider.confirms(leaves(client))
    other = Client()
    response = returns(other, answer)
    assert response.status_code == 400
    assert not is_in(other)
    assert provider.times("/token") == 0
    assert "_auth_user_id" not in other.session
    returns(client, answer)
    assert is_in(client)


def test_another_browser_that_began_a_visit_of_its_own_is_another_browser(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    """The citizen of an attacker must not open in the browser of a victim."""
    tied(amina, provider)
    answer = provider.confirms(leaves(client))
    victim = Client()
    leaves(victim)
    assert returns(victim, answer).status_code == 400
    assert not is_in(victim)


def test_an_answer_given_twice_counts_once(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    answer = provider.confirms(leaves(client))
    returns(client, answer)
    client.logout()
    response = returns(client, answer)
    assert not is_in(client)
    assert response.status_code == 400  # the session that began is gone
    assert provider.times("/token") == 1


def test_a_page_loaded_again_shows_the_visit_and_asks_nothing(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    tied(amina, provider)
    answer = provider.confirms(leaves(client))
    returns(client, answer)
    response = returns(client, answer)
    assert response["Location"] == reverse("identity:eid_attempt", args=[last().public_id])
    assert provider.times("/token") == 1


def test_a_second_answer_does_not_mend_the_first(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    url = leaves(client)
    returns(client, provider.refuses(url))
    returns(client, provider.confirms(url))
    assert last().failure == "refused"
    assert not is_in(client)


def test_a_visit_is_over_after_ten_minutes(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    answer = provider.confirms(leaves(client))
    EidAttempt.objects.update(expires_at=timezone.now())
    returns(client, answer)
    assert last().failure == "expired"
    assert provider.times("/token") == 0


@pytest.mark.parametrize("answer", [{}, {"state": ""}, {"state": "x", "code": "y"}, {"error": "access_denied"}])
def test_an_answer_to_nothing_says_so_and_offers_the_other_ways(client: Client, answer: dict[str, str]) -> None:
    response = returns(client, answer)
    assert response.status_code == 400
    assert reverse("identity:sign_in") in response.content.decode()
    assert "macnss_session" not in response.cookies


@pytest.mark.django_db(transaction=True)
def test_parallel_answers_exchange_one_code(client: Client, provider: ScriptedProvider) -> None:
    answer, ticket = provider.confirms(leaves(client)), bytes(last().ticket)

    def comes_back(_: int) -> None:
        eid.answer(params=answer, ticket=ticket, now=timezone.now())
        connection.close()

    with ThreadPoolExecutor(8) as tabs:
        list(tabs.map(comes_back, range(8)))
    assert provider.times("/token") == 1
    assert last().state == EidState.VERIFIED


@pytest.mark.django_db(transaction=True)
def test_a_verified_visit_is_used_by_one_of_those_who_try_at_once(client: Client, provider: ScriptedProvider) -> None:
    visits(client, provider, "activate")

    def uses(_: int) -> bool:
        try:
            eid.use(attempt=last(), now=timezone.now())
        except eid.AttemptSpent:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as tabs:
        assert list(tabs.map(uses, range(8))).count(True) == 1


def test_the_page_of_a_visit_is_for_the_browser_that_began_it(client: Client, provider: ScriptedProvider) -> None:
    leaves(client)
    address = reverse("identity:eid_attempt", args=[last().public_id])
    assert client.get(address).status_code == 200
    for stranger in (Client(), come_in(Client(), account("zineb", "Zineb"))):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"act": "cancel"}).status_code == 404
    assert last().state == EidState.WAITING


# What people read.


@pytest.mark.parametrize(("error", "code"), [("access_denied", "refused"), ("login_required", "sign-in-needed")])
def test_a_refusal_is_told_in_words_with_the_way_on(
    client: Client, provider: ScriptedProvider, error: str, code: str
) -> None:
    client.cookies["macnss_language"] = "fr"
    returns(client, provider.refuses(leaves(client), error))
    page = page_of(client, last())
    assert code in page
    for way in ("identity:sign_in", "insured:activate", "identity:cannot_get_in"):
        assert reverse(way) in page
    assert 'value="again"' in page


@pytest.mark.parametrize("code", sorted(EXPLANATIONS))
def test_each_failure_has_its_page(client: Client, provider: ScriptedProvider, code: str) -> None:
    leaves(client)
    EidAttempt.objects.update(state=EidState.FAILED, failure=code)
    for language in ("ar", "fr"):
        client.cookies["macnss_language"] = language
        page = page_of(client, last())
        assert code in page
        assert reverse("identity:cannot_get_in") in page


def test_a_failure_that_nobody_named_has_a_page_too(client: Client) -> None:
    assert explanation("of-another-day").title == explanation("signature").title


def test_the_waiting_page_asks_again_and_can_be_left(client: Client, provider: ScriptedProvider) -> None:
    url = leaves(client)
    page = page_of(client, last())
    assert 'hx-trigger="every 3s"' in page
    address = reverse("identity:eid_attempt", args=[last().public_id])
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 204  # nothing to swap: focus stays
    client.post(address, {"act": "cancel"})
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "cancelled" in part
    assert "<html" not in part
    assert "cancelled" in page_of(client, last())
    returns(client, provider.confirms(url))
    assert last().failure == "cancelled"
    assert provider.times("/token") == 0


def test_a_visit_nobody_answered_says_that_it_is_over(client: Client, provider: ScriptedProvider) -> None:
    leaves(client)
    EidAttempt.objects.update(expires_at=timezone.now())
    page = page_of(client, last())
    assert "every 3s" not in page
    assert "expired" in page


def test_going_again_begins_anew_and_ends_the_visit_before(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    tied(amina, provider)
    first_url = leaves(client, cin="AB123456", next="/me/")
    first = last()
    address = reverse("identity:eid_attempt", args=[first.public_id])
    url = client.post(address, {"act": "again"})["Location"]
    assert provider.asked(url)["login_hint"] == "AB123456"
    returns(client, provider.confirms(first_url))
    assert not is_in(client)
    assert returns(client, provider.confirms(url))["Location"] == "/me/"


def test_after_a_refusal_the_cin_is_not_typed_again(client: Client, provider: ScriptedProvider) -> None:
    returns(client, provider.refuses(leaves(client, cin="AB123456")))
    address = reverse("identity:eid_attempt", args=[last().public_id])
    url = client.post(address, {"act": "again"})["Location"]
    assert provider.asked(url)["login_hint"] == "AB123456"


# The CIN that was typed.


def test_another_cin_than_the_one_typed_opens_nothing(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    tied(amina, provider)
    visits(client, provider, cin="CD 654321")
    assert last().failure == "other-cin"
    assert reverse("insured:activate_eid") in page_of(client, last())
    assert not is_in(client)


@pytest.mark.parametrize("typed", ["ab123456", "AB 123456", "AB-123456", "AB١٢٣٤٥٦"])
def test_a_cin_is_read_as_people_write_it(client: Client, provider: ScriptedProvider, typed: str) -> None:
    visits(client, provider, "activate", cin=typed)
    assert last().state == EidState.VERIFIED


def test_a_cin_that_is_none_is_shown_again(client: Client, provider: ScriptedProvider) -> None:
    response = client.post(reverse("identity:eid_start"), {"purpose": "activate", "cin": "1234"})
    assert response.status_code == 422
    assert "1234" in response.content.decode()
    assert not provider.seen


def test_nothing_in_addresses_or_logs_names_anybody(
    client: Client, provider: ScriptedProvider, amina: Account, caplog: pytest.LogCaptureFixture
) -> None:
    tied(amina, provider)
    url = leaves(client, cin="AB123456")
    provider.claims["nonce"] = "another"
    visits(client, provider, cin="AB123456")
    provider.claims.clear()
    response = returns(client, provider.confirms(url))
    written = caplog.text + url + response["Location"]
    assert "nonce" in caplog.text
    for secret in ("AB123456", "1985-03-14", "BENALI", "citizen-of-the-tests"):
        assert secret not in written


def test_the_table_of_visits_names_nobody(client: Client, provider: ScriptedProvider) -> None:
    visits(client, provider, "activate", cin="AB123456")
    row = EidAttempt.objects.values_list().get()
    assert not [
        each for each in row if b"AB123456" in (bytes(each) if isinstance(each, memoryview) else str(each).encode())
    ]


# Proving again who one is.


def test_the_owner_of_a_session_proves_it_again(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    come_in(client, amina, Method.PASSWORD)
    provider.acr = f"{ACR}high"
    key = client.session.session_key
    url = leaves(client, "prove", next="/security/", level=Level.HIGH.value)
    asked = provider.asked(url)
    assert (asked["prompt"], asked["acr_values"]) == ("login", f"{ACR}high")
    assert returns(client, provider.confirms(url))["Location"] == "/security/"
    assert client.session[PROOF][:2] == [Method.EID.value, Level.HIGH]
    assert client.session.session_key != key
    assert Event.objects.filter(action=eid.PROVED, account=amina.pk).count() == 1


def test_somebody_else_proves_nothing_for_this_session(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    tied(account("zineb", "Zineb"), provider)
    come_in(client, amina, Method.PASSWORD)
    visits(client, provider, "prove")
    assert last().failure == "other-person"
    assert client.session[PROOF][0] == Method.PASSWORD.value
    assert Event.objects.get(action=eid.REFUSED).account == amina.pk
    assert reverse("identity:prove") in page_of(client, last())


def test_an_account_without_tie_proves_nothing_by_mon_eid(
    client: Client, provider: ScriptedProvider, amina: Account
) -> None:
    come_in(client, amina, Method.PASSWORD)
    visits(client, provider, "prove")
    assert last().failure == "other-person"
    tie = reverse("insured:activate_eid")
    assert tie in page_of(client, last())
    assert tie in client.get(reverse("identity:security")).content.decode()
    tied(amina, provider)
    assert tie not in page_of(client, last())


def test_a_proof_weaker_than_what_was_asked_is_none(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    come_in(client, amina, Method.PASSWORD)
    visits(client, provider, "prove", level=Level.HIGH.value)
    assert last().failure == "too-weak"
    assert client.session[PROOF][0] == Method.PASSWORD.value


def test_a_proof_that_is_not_of_now_is_none(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    come_in(client, amina, Method.PASSWORD)
    provider.claims["auth_time"] = int((timezone.now() - dt.timedelta(hours=1)).timestamp())
    visits(client, provider, "prove")
    assert last().failure == "sign-in-too-old"


def test_a_proof_serves_the_session_that_asked(client: Client, provider: ScriptedProvider, amina: Account) -> None:
    tied(amina, provider)
    come_in(client, amina, Method.PASSWORD)
    answer = provider.confirms(leaves(client, "prove"))
    session = client.session
    zineb = account("zineb", "Zineb")
    session.update({"_auth_user_id": str(zineb.pk), "_auth_user_hash": zineb.get_session_auth_hash()})
    session.save()
    returns(client, answer)
    assert last().failure == "other-person"
    assert client.session[PROOF][0] == Method.PASSWORD.value


def test_a_visitor_who_wants_to_prove_is_asked_to_sign_in(client: Client, provider: ScriptedProvider) -> None:
    assert "/sign-in/" in leaves(client, "prove", next="/security/")
    assert not EidAttempt.objects.exists()


# The tie.


def citizen(subject: str = "one", level: Assurance = Assurance.SUBSTANTIAL) -> Citizen:
    return Citizen(
        "https://eid.example", subject, "AB123456", dt.date(1985, 3, 14), "", "", "", "", "", level, None, ()
    )


def test_a_tie_raises_the_level_of_the_account(amina: Account) -> None:
    eid.link(account=amina, citizen=citizen(), by=amina, now=NOW)
    amina.refresh_from_db()
    assert (amina.level, amina.level_proved_by) == (Level.SUBSTANTIAL, ProvedBy.EID)
    assert eid.account_of(citizen()) == amina
    assert Event.objects.filter(action=eid.LINKED, account=amina.pk).count() == 1


def test_the_same_tie_again_changes_nothing_but_the_level(amina: Account) -> None:
    one = eid.link(account=amina, citizen=citizen(), by=amina, now=NOW)
    again = eid.link(account=amina, citizen=citizen(level=Assurance.HIGH), by=amina, now=NOW)
    assert (one.pk, again.level) == (again.pk, Level.HIGH)
    assert Event.objects.filter(action=eid.LINKED).count() == 1


def test_a_citizen_has_one_account_and_an_account_one_citizen(amina: Account) -> None:
    zineb = account("zineb", "Zineb")
    eid.link(account=amina, citizen=citizen(), by=amina, now=NOW)
    with pytest.raises(eid.AlreadyLinked):
        eid.link(account=zineb, citizen=citizen(), by=zineb, now=NOW)
    with pytest.raises(eid.AlreadyLinked):
        eid.link(account=amina, citizen=citizen("another"), by=amina, now=NOW)
    assert EidLink.objects.get().account == amina
    assert set(Event.objects.filter(action=eid.REFUSED).values_list("account", flat=True)) == {amina.pk, zineb.pk}
    zineb.refresh_from_db()
    assert zineb.level == Level.LOW


def test_the_database_keeps_the_promise_when_two_tie_at_once(amina: Account) -> None:
    eid.link(account=amina, citizen=citizen(), by=amina, now=NOW)
    zineb = account("zineb", "Zineb")
    nobody = mock.Mock(**{"return_value.first.return_value": None})
    with mock.patch.object(EidLink.objects, "filter", nobody), pytest.raises(eid.AlreadyLinked):
        eid.link(account=zineb, citizen=citizen(), by=zineb, now=NOW)


# A visit is used once.


def test_a_visit_is_used_once(client: Client, provider: ScriptedProvider) -> None:
    visits(client, provider, "activate")
    attempt = last()
    eid.citizen_of(attempt, bytes(attempt.ticket))
    eid.use(attempt=attempt, now=timezone.now())
    with pytest.raises(eid.AttemptSpent):
        eid.use(attempt=attempt, now=timezone.now())
    with pytest.raises(eid.AttemptSpent):
        eid.citizen_of(attempt, bytes(attempt.ticket))


def test_a_visit_is_read_by_its_own_browser_only(client: Client, provider: ScriptedProvider) -> None:
    visits(client, provider, "activate")
    with pytest.raises(eid.AttemptSpent):
        eid.citizen_of(last(), b"x" * 32)
    assert eid.attempt_of(last().public_id, b"x" * 32) is None
    assert eid.attempt_of(uuid4(), bytes(last().ticket)) is None


def test_a_verified_visit_does_not_wait_for_ever(client: Client, provider: ScriptedProvider) -> None:
    visits(client, provider, "activate")
    with pytest.raises(eid.AttemptSpent):
        eid.use(attempt=last(), now=timezone.now() + dt.timedelta(seconds=eid.USABLE + 1))


def test_old_visits_are_emptied(client: Client, provider: ScriptedProvider) -> None:
    visits(client, provider, "activate")
    leaves(client)
    assert eid.forget_old(now=timezone.now()) == 0
    assert eid.forget_old(now=timezone.now() + dt.timedelta(hours=2)) == 2
    assert {bytes(each) for each in EidAttempt.objects.values_list("claims", flat=True)} == {b""}


# The provider is away.


def test_when_the_provider_is_away_the_page_says_so_and_the_other_ways_stay(client: Client, settings: Any) -> None:
    with ScriptedProvider() as gone:
        settings.EID = gone.settings()
    page = client.get(leaves(client)).content.decode()
    assert "provider-silent" in page
    for way in ("identity:sign_in", "insured:activate", "identity:cannot_get_in"):
        assert reverse(way) in page
    known = health.last_known()
    assert known
    assert not known.is_up


def test_a_provider_that_dies_during_the_visit_is_noted(client: Client, provider: ScriptedProvider) -> None:
    provider.replies["/token"] = Reply(503)
    visits(client, provider)
    assert last().failure == "provider-broken"
    known = health.last_known()
    assert known
    assert not known.is_up


def test_the_health_is_asked_by_a_button_with_or_without_scripts(client: Client, provider: ScriptedProvider) -> None:
    address = reverse("identity:eid_health")
    assert client.get(address).status_code == 405
    assert client.post(address, {"next": "/sign-in/"})["Location"] == "/sign-in/"
    known = health.last_known()
    assert known
    assert known.is_up
    part = client.post(address, {"next": "/sign-in/"}, headers={"HX-Request": "true"}).content.decode()
    assert "data-eid-health" in part
    assert 'value="/sign-in/"' in part


def test_reading_the_state_asks_nobody(client: Client, provider: ScriptedProvider) -> None:
    leaves(client)
    provider.seen.clear()
    page_of(client, last())
    assert provider.seen == []


# The rest of the door.


def test_our_keys_are_published_for_everybody(client: Client, provider: ScriptedProvider) -> None:
    response = client.get(reverse("identity:eid_jwks"))
    assert re.findall(r'"d"|"p"|"q"', response.content.decode()) == []
    assert response.json()["keys"][0]["kid"]


def test_too_many_visits_are_stopped_with_the_other_ways(client: Client, provider: ScriptedProvider) -> None:
    answers = [client.post(reverse("identity:eid_start"), {"purpose": "sign_in", "cin": "AB123456"}) for _ in range(25)]
    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    assert reverse("identity:sign_in") in answers[-1].content.decode()


def test_a_form_may_lead_to_the_provider_and_nowhere_else(client: Client) -> None:
    policy = client.get(reverse("identity:sign_in"))["Content-Security-Policy"]
    assert "form-action 'self' http://localhost:9;" in policy + ";"


def test_the_agent_stays_outside(client: Client, provider: ScriptedProvider) -> None:
    tied(driss(), provider)
    visits(client, provider)
    assert last().failure == "agent-needs-passkey"
    assert EidPurpose(last().purpose) == EidPurpose.SIGN_IN
