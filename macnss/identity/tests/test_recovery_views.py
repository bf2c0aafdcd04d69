"""«I lost my way in», page by page, for its owner and for a stranger."""

import datetime as dt
import re
import time
from statistics import median
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from macnss.identity import entry
from macnss.identity.enums import Channel, EidState, Method, NameKind, RecoveryState
from macnss.identity.models import Account, Code, EidAttempt, Limit, Recovery
from macnss.identity.services import give_sign_in_name, limits, lock, passwords, recovery
from macnss.identity.sessions import SessionStore
from macnss.identity.tests.factories import NOW, account, come_in, driss
from macnss.identity.tests.messages import link_in, sent_code, told
from macnss.identity.views.recovery import SENT
from macnss.kernel.secrets import token
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
NEW = "four quiet orange trees"
DAY = dt.timedelta(hours=24)
RECOVER, CODES, WAIT, FRESH = (reverse(f"identity:recover{each}") for each in ("", "_codes", "_wait", "_new"))


def amina() -> Account:
    own = account("amina", "AMINA BENNANI")
    own.phone, own.email_confirmed_at, own.phone_confirmed_at = "+212661234567", NOW, NOW
    own.save()
    give_sign_in_name(account=own, kind=NameKind.DOCUMENT, name="CD482915", by=None, now=NOW)
    return own


def asks(client: Client, way: str = "codes", identifier: str = "amina@example.org") -> str:
    answer = client.post(RECOVER, {"identifier": identifier, "way": way})
    return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()


def types(client: Client, **codes: str) -> int:
    return client.post(CODES, codes).status_code


def both() -> dict[str, str]:
    return {"email_code": sent_code("email"), "sms_code": sent_code("sms")}


def a_day_passes() -> None:
    before = timezone.now() - DAY - dt.timedelta(seconds=5)
    Recovery.objects.update(asked_at=before, opens_at=before + DAY, expires_at=before + 3 * DAY)


def bare(page: str) -> str:
    """A page without what changes at each request."""
    page = re.sub(r'name="csrfmiddlewaretoken"\s+value="[^"]*"', "", page)
    page = re.sub(r'name="request"\s+value="[^"]*"', "", page)
    return re.sub(r"nobody@example\.org|amina@example\.org|\d\d:\d\d", "", page)


class TestWithBothCodes:
    @pytest.mark.parametrize("identifier", ["amina@example.org", " AMINA@example.org ", "cd 482915"])
    def test_who_types_both_comes_in_with_a_new_password(self, client: Client, identifier: str) -> None:
        own = amina()
        assert asks(client, identifier=identifier) == f"302 {CODES}"
        assert types(client, **both()) == 302
        before = client.session.session_key
        answer = client.post(FRESH, {"password": NEW})
        assert answer["Location"] == reverse("identity:recover_done")
        assert client.session.session_key != before
        assert client.session["proof"][:2] == [Method.RECOVERY.value, 1]
        page = client.get(reverse("identity:recover_done")).content.decode()
        assert "amina@example.org" in page
        assert passwords.is_right(Account.objects.get(pk=own.pk), NEW)
        assert told("account.recovered") == {"amina@example.org", "+212661234567"}

    def test_the_same_codes_twice_at_once_prove_it_once(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        amina()
        asks(client)
        key, check = client.session.session_key, recovery.check_codes

        def overtaken(**said: Any) -> Any:
            refused = check(**said)
            SessionStore(key).take(SENT)  # the other request was faster
            return refused

        monkeypatch.setattr(recovery, "check_codes", overtaken)
        assert client.post(CODES, both())["Location"] == RECOVER
        assert client.get(FRESH)["Location"] == RECOVER

    def test_one_of_the_two_is_not_enough_and_stays_right(self, client: Client) -> None:
        amina()
        asks(client)
        codes = both()
        wrong = client.post(CODES, codes | {"sms_code": "abc"}).content.decode()
        assert codes["email_code"] not in wrong
        assert "sms_code" in wrong
        assert client.get(FRESH)["Location"] == RECOVER
        assert types(client, sms_code=codes["sms_code"]) == 302
        assert client.get(FRESH).status_code == 200

    def test_five_wrong_tries_end_it_and_the_page_says_what_to_do(self, client: Client) -> None:
        amina()
        asks(client)
        for _each in range(5):
            assert types(client, email_code="12", sms_code="12") == 422
        assert types(client, **both()) == 422
        assert RECOVER in client.get(CODES).content.decode()

    def test_a_new_code_does_not_give_tries_without_end(self, client: Client) -> None:
        amina()
        tried = 0
        for _again in range(4):
            asks(client)
            for _each in range(4):
                page = client.post(CODES, {"email_code": "12", "sms_code": "12"}).content.decode()
                tried += page.count("field-error") > 0
        assert tried == limits.WINDOWS[limits.Act.CODE_TRIED].key.tries

    def test_a_code_is_sent_again_after_its_wait_only(self, client: Client) -> None:
        amina()
        asks(client)
        send = reverse("identity:recover_send")
        client.post(send, {"channel": "sms"})
        assert Message.objects.count() == 2
        Code.objects.update(sent_at=timezone.now() - dt.timedelta(seconds=31))
        old = sent_code("sms")
        client.post(send, {"channel": "sms"})
        assert Message.objects.count() == 3
        assert old == sent_code("sms") or types(client, **both() | {"sms_code": old}) == 422
        assert types(client, sms_code=sent_code("sms")) == 302

    def test_another_browser_has_no_page_of_codes(self, client: Client) -> None:
        amina()
        asks(client)
        other = Client()
        assert other.get(CODES)["Location"] == RECOVER
        other.get(RECOVER)
        session = other.session
        session["recover_codes"] = client.session["recover_codes"]
        session.save()
        assert other.post(CODES, both())["Location"] == RECOVER

    def test_codes_of_another_purpose_are_not_taken(self, client: Client) -> None:
        amina()
        asks(client)
        codes = both()
        Code.objects.update(purpose="contact")
        assert client.post(CODES, codes)["Location"] == RECOVER

    def test_codes_that_are_too_old_are_refused(self, client: Client) -> None:
        amina()
        asks(client)
        Code.objects.update(expires_at=timezone.now())
        assert types(client, **both()) == 422

    def test_the_proof_serves_once_and_for_a_quarter_of_an_hour(self, client: Client) -> None:
        amina()
        asks(client)
        types(client, **both())
        session = client.session
        session["recover_proved"]["at"] = (timezone.now() - dt.timedelta(minutes=16)).isoformat()
        session.save()
        assert client.post(FRESH, {"password": NEW})["Location"] == RECOVER

    def test_a_locked_account_is_opened_again_and_its_other_sessions_are_over(self, client: Client) -> None:
        own, thief = amina(), Client()
        come_in(thief, own)
        Account.objects.update(email_confirmed_at=NOW - 60 * DAY, phone_confirmed_at=NOW - 60 * DAY)
        own.refresh_from_db()
        lock(account=own, by=None, now=timezone.now(), reason="disowned")
        asks(client)
        types(client, **both())
        client.post(FRESH, {"password": NEW})
        assert client.get(reverse("identity:recover_done")).status_code == 200
        assert thief.get(reverse("identity:contacts")).status_code == 302

    def test_a_password_that_is_easy_to_guess_comes_back(self, client: Client) -> None:
        amina()
        asks(client)
        types(client, **both())
        assert client.post(FRESH, {"password": "password123"}).status_code == 422
        assert client.post(FRESH, {"password": NEW}).status_code == 302

    def test_who_prefers_a_fingerprint_comes_in_to_record_it(self, client: Client) -> None:
        amina()
        asks(client)
        types(client, **both())
        assert client.post(FRESH, {"act": "passkey"})["Location"] == reverse("identity:passkeys")
        assert client.get(reverse("identity:contacts")).status_code == 200

    def test_another_number_and_another_person_keep_their_own_limits(self, client: Client) -> None:
        amina()
        for _each in range(10):
            asks(client)
        assert asks(client) == "422"
        assert asks(client, identifier="nobody@example.org") == f"302 {CODES}"
        assert asks(client, "wait") == f"302 {WAIT}"


class TestTheWait:
    def test_the_browser_that_asked_goes_on_after_a_day_with_one_code(self, client: Client) -> None:
        own = amina()
        assert asks(client, "wait") == f"302 {WAIT}"
        request = str(Recovery.objects.get().public_id)
        assert client.post(WAIT, {"request": request, "act": "email"}).status_code == 422
        assert not told("account.code")
        a_day_passes()
        del client.cookies[settings.SESSION_COOKIE_NAME]  # a session does not live a day: the long cookie does
        assert client.post(WAIT, {"request": request, "act": "email"})["Location"] == CODES
        assert types(client, email_code=sent_code("email")) == 302
        assert client.post(FRESH, {"password": NEW}).status_code == 302
        assert Recovery.objects.get().state == RecoveryState.DONE
        assert passwords.is_right(Account.objects.get(pk=own.pk), NEW)

    def test_another_browser_sees_nothing_of_it(self, client: Client) -> None:
        amina()
        asks(client, "wait")
        a_day_passes()
        other = Client()
        assert other.get(WAIT)["Location"] == RECOVER
        request = str(Recovery.objects.get().public_id)
        assert other.post(WAIT, {"request": request, "act": "email"})["Location"] == RECOVER
        assert not told("account.code")

    def test_the_link_of_the_message_opens_it_in_any_browser_once(self, client: Client) -> None:
        amina()
        asks(client, "wait")
        a_day_passes()
        recovery.tell_those_open(now=timezone.now())
        link, other = link_in("account.recovery_open"), Client()
        assert other.get(link).status_code == 200
        assert other.get(FRESH)["Location"] == RECOVER
        assert other.post(link)["Location"] == FRESH
        assert other.post(FRESH, {"password": NEW}).status_code == 302
        assert Client().get(link).status_code == 404

    def test_the_link_that_stops_it_asks_first_and_works_without_an_account(self, client: Client) -> None:
        amina()
        asks(client, "wait")
        link, owner = link_in("account.recovery_asked"), Client()
        assert owner.get(link).status_code == 200
        assert Recovery.objects.get().state == RecoveryState.WAITING
        assert owner.post(link).status_code == 302
        assert Recovery.objects.get().state == RecoveryState.CANCELLED
        assert owner.get(link).status_code == 200
        assert Client().get(reverse("identity:recover_cancel", args=["wrong"])).status_code == 404

    def test_signing_in_as_usual_stops_it(self, client: Client) -> None:
        own = amina()
        asks(client, "wait")
        request = RequestFactory().get("/")
        request.session = Client().session
        entry.let_in(request, own, Method.PASSKEY, now=timezone.now())
        assert Recovery.objects.get().state == RecoveryState.CANCELLED

    def test_who_asked_may_withdraw(self, client: Client) -> None:
        amina()
        asks(client, "wait")
        client.post(WAIT, {"request": str(Recovery.objects.get().public_id), "act": "withdraw"})
        assert Recovery.objects.get().state == RecoveryState.CANCELLED
        assert client.get(WAIT)["Location"] == RECOVER

    def test_a_stop_between_the_code_and_the_password_counts(self, client: Client) -> None:
        own = amina()
        asks(client, "wait")
        a_day_passes()
        client.post(WAIT, {"request": str(Recovery.objects.get().public_id), "act": "email"})
        types(client, email_code=sent_code("email"))
        recovery.stop(recovery=Recovery.objects.get(), by=None, now=timezone.now())
        assert client.post(FRESH, {"password": NEW}).status_code == 422
        assert not passwords.is_right(Account.objects.get(pk=own.pk), NEW)


class TestMonEid:
    def arrives(self, client: Client, own: Account | None, purpose: str = "recover", **other: object) -> str:
        """This browser is back from Mon e-ID, with a visit of that purpose."""
        request = RequestFactory().get("/")
        request.session = client.session
        now = timezone.now()
        visit = EidAttempt.objects.create(
            purpose=purpose,
            state=EidState.VERIFIED,
            level=3,
            account=own,
            ticket=other.get("ticket", entry.ticket(request)),
            state_digest=token().encode()[:32],
            secrets=b"",
            started_at=now,
            done_at=now,
            expires_at=now + dt.timedelta(minutes=10),
        )
        request.session["eid_attempt"] = str(visit.public_id)
        request.session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""
        return str(client.get(FRESH).status_code)

    def test_it_opens_a_locked_account_at_once_at_the_level_that_came_back(self, client: Client) -> None:
        own = amina()
        lock(account=own, by=None, now=timezone.now(), reason="disowned")
        assert self.arrives(client, own) == "200"
        assert client.post(FRESH, {"password": NEW})["Location"] == reverse("identity:recover_done")
        assert client.session["proof"][:2] == [Method.EID.value, 3]
        assert not Account.objects.get(pk=own.pk).locked_at

    def test_a_visit_serves_once(self, client: Client) -> None:
        own = amina()
        self.arrives(client, own)
        assert EidAttempt.objects.get().used_at
        other = Client()
        other.get("/")
        session = other.session
        session["eid_attempt"] = str(EidAttempt.objects.get().public_id)
        session.save()
        assert other.get(FRESH)["Location"] == RECOVER

    def test_a_visit_for_another_purpose_or_of_another_browser_recovers_nothing(self, client: Client) -> None:
        own = amina()
        assert self.arrives(client, own, "sign_in") == "302"
        assert self.arrives(Client(), own, ticket=b"e" * 32) == "302"


class TestAStranger:
    """Somebody who types a number learns neither whether it exists nor what it leads to."""

    @pytest.mark.parametrize("way", ["codes", "wait"])
    def test_each_page_is_the_same_to_the_byte(self, way: str) -> None:
        amina()
        walks = []
        for identifier in ("amina@example.org", "nobody@example.org"):
            client = Client()
            pages = [asks(client, way, identifier)]
            pages.append(client.get(WAIT if way == "wait" else CODES).content.decode())
            if way == "wait":
                a_day_passes()
                pages.append(client.get(WAIT).content.decode())
                mine = recovery.of_browser(bytes(Recovery.objects.latest("pk").ticket), timezone.now())
                pages.append(client.post(WAIT, {"request": str(mine[0].public_id), "act": "sms"})["Location"])
            for _try in range(3):
                answer = client.post(CODES, {"email_code": "12", "sms_code": "12"})
                pages.append(f"{answer.status_code} {answer.content.decode()}")
            answer = client.post(reverse("identity:recover_send"), {"channel": "sms"}, follow=True)
            pages.append(answer.content.decode())
            walks.append([bare(page) for page in pages])
        for known, unknown in zip(*walks, strict=True):
            assert known == unknown

    def test_agents_and_the_unconfirmed_look_the_same_too(self) -> None:
        driss()
        account("zineb", "ZINEB")
        pages = set()
        for identifier in ("driss@example.org", "zineb@example.org", "nobody@example.org", "AB999999"):
            client = Client()
            assert asks(client, "codes", identifier) == f"302 {CODES}"
            pages.add(bare(client.get(CODES).content.decode()))
        assert len(pages) == 1
        assert not told("account.code")

    @pytest.mark.parametrize("way", ["codes", "wait"])
    def test_known_or_not_it_takes_as_long(self, way: str) -> None:
        amina()
        ratios = [self.ratio(way) for _each in range(3)]
        assert any(0.8 < ratio < 1.25 for ratio in ratios), ratios

    def ratio(self, way: str) -> float:
        """How much longer a known identifier takes than an unknown one: medians of turns taken one after the other."""
        taken: dict[str, list[float]] = {"amina@example.org": [], "nobody@example.org": []}
        for _turn in range(25):
            for identifier, times in taken.items():
                Recovery.objects.all().delete()
                Limit.objects.all().delete()
                client = Client()
                began = time.perf_counter()
                assert asks(client, way, identifier).startswith("302")
                times.append(time.perf_counter() - began)
        known, unknown = (median(times[3:]) for times in taken.values())
        return known / unknown

    def test_a_form_with_nothing_in_it_comes_back(self, client: Client) -> None:
        assert client.post(RECOVER, {"way": ""}).status_code == 422
        assert client.post(CODES, {})["Location"] == RECOVER
        assert client.post(FRESH, {"password": NEW})["Location"] == RECOVER
        assert client.post(WAIT, {"act": Channel.SMS})["Location"] == RECOVER
