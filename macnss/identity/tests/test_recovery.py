"""The ways back: codes on both addresses, the 24-hour wait, what ends them, what they end."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from macnss.audit.models import Event
from macnss.identity.enums import Channel, Method, RecoveryState
from macnss.identity.models import Account, Code, Recovery
from macnss.identity.services import codes, disavowal, lock, passwords, recovery, require_second_factor
from macnss.identity.services.devices import LinkSpent
from macnss.identity.services.recovery import AskYourSupervisor, RecoveryClosed
from macnss.identity.tests.factories import NOW, PASSWORD, account, driss
from macnss.identity.tests.messages import link_in, sent_code, told
from macnss.outbox.models import Message

HERE, ELSEWHERE = b"h" * 32, b"e" * 32
ADDRESSES = {"amina@example.org", "+212661234567"}
NEW = "four quiet orange trees"
DAY = dt.timedelta(hours=24)
SECOND = dt.timedelta(seconds=1)


def amina(*, email: bool = True, phone: bool = True) -> Account:
    """An account that reaches its owner by both addresses, confirmed months ago unless said otherwise."""
    long_ago = NOW - dt.timedelta(days=90)
    own = account("amina", "AMINA BENNANI")
    own.phone = "+212661234567"
    own.email_confirmed_at = long_ago if email else None
    own.phone_confirmed_at = long_ago if phone else None
    own.save()
    return own


def asked(who: Account | None, now: dt.datetime = NOW, ticket: bytes = HERE) -> Recovery:
    return recovery.ask(account=who, ticket=ticket, now=now)


def finished(who: Account, now: dt.datetime, request: Recovery | None = None, password: str = NEW) -> Account:
    return recovery.finish(account=who, method=Method.RECOVERY, recovery=request, password=password, now=now)


@pytest.mark.django_db
class TestBothCodes:
    def send(self, who: Account | None) -> tuple[Code, Code]:
        return recovery.send_codes(account=who, ticket=HERE, language="fr", now=NOW)

    def test_each_address_gets_its_own(self) -> None:
        self.send(amina())
        assert told("account.code") == ADDRESSES
        assert Message.objects.count() == 2

    def test_one_address_alone_gets_nothing(self) -> None:
        self.send(amina(phone=False))
        assert not Message.objects.exists()

    @pytest.mark.parametrize("closed", ["agent", "inactive", "unconfirmed"])
    def test_it_leads_nowhere_where_it_is_closed(self, closed: str) -> None:
        own = driss() if closed == "agent" else amina(email=closed != "unconfirmed")
        own.is_active = closed != "inactive"
        self.send(own)
        assert not Message.objects.exists()

    def test_an_account_locked_after_an_address_was_changed_does_not_listen_to_it(self) -> None:
        own = amina()
        own.email_confirmed_at = NOW - dt.timedelta(days=2)
        lock(account=own, by=None, now=NOW, reason="disavowed")
        self.send(own)
        assert not Message.objects.exists()

    def test_a_locked_account_whose_addresses_are_old_is_recovered(self) -> None:
        own = amina()
        lock(account=own, by=None, now=NOW, reason="disavowed")
        self.send(own)
        assert told("account.code") == ADDRESSES
        assert finished(own, NOW).locked_at is None

    def test_a_right_code_stays_right_while_the_other_is_sought(self) -> None:
        sent = self.send(amina())
        typed = {"email": sent_code("email"), "sms": "abc"}
        refused = recovery.check_codes(sent=sent, typed=typed, ticket=HERE, now=NOW)
        assert list(refused) == ["sms"]
        typed = {"sms": sent_code("sms")}
        assert recovery.check_codes(sent=sent[1:], typed=typed, ticket=HERE, now=NOW) == {}

    def test_the_codes_of_a_stranger_never_open(self) -> None:
        sent = self.send(None)
        refused = recovery.check_codes(sent=sent, typed={"email": "000000", "sms": ""}, ticket=HERE, now=NOW)
        assert set(refused) == {"email", "sms"}

    def test_known_or_not_as_much_is_asked_of_the_database(self) -> None:
        own, verbs = amina(), []
        for who in (own, None):
            with CaptureQueriesContext(connection) as seen:
                self.send(who)
            verbs.append([query["sql"].split()[0] for query in seen if "SAVEPOINT" not in query["sql"]])
        assert verbs[0] == verbs[1]


@pytest.mark.django_db
class TestTheWait:
    def test_every_address_is_told_at_once_confirmed_or_not(self) -> None:
        asked(amina(email=False))
        assert told("account.recovery_asked") == ADDRESSES

    def test_it_opens_after_24_hours_to_the_second_for_48(self) -> None:
        own = amina()
        request = asked(own)
        for too_early in (NOW, NOW + DAY - SECOND):
            with pytest.raises(RecoveryClosed):
                finished(own, too_early, request)
            with pytest.raises(RecoveryClosed):
                self.code(request, too_early)
        with pytest.raises(RecoveryClosed):
            finished(own, NOW + 3 * DAY, request)
        finished(own, NOW + DAY, request)
        assert passwords.is_right(Account.objects.get(pk=own.pk), NEW)

    def code(self, request: Recovery, now: dt.datetime, channel: Channel = Channel.EMAIL) -> Code:
        request = Recovery.objects.get(pk=request.pk)
        return recovery.send_last_code(recovery=request, channel=channel, ticket=HERE, language="fr", now=now)

    def test_the_database_refuses_a_shorter_wait(self) -> None:
        request = asked(amina())
        with pytest.raises(IntegrityError), transaction.atomic():
            Recovery.objects.filter(pk=request.pk).update(opens_at=NOW + DAY - SECOND)

    def test_asking_again_moves_nothing_and_tells_nobody(self) -> None:
        own = amina()
        first = asked(own)
        again = asked(own, NOW + dt.timedelta(hours=20))
        assert (again.pk, again.opens_at) == (first.pk, NOW + DAY)
        asked(own, NOW + dt.timedelta(hours=21), ELSEWHERE)
        assert Message.objects.filter(kind="account.recovery_asked").count() == 2
        assert Recovery.objects.get(account=own).opens_at == NOW + DAY

    def test_another_browser_that_asks_meanwhile_gets_a_request_that_opens_nothing(self) -> None:
        own = amina()
        asked(own)
        other = asked(own, NOW + SECOND, ELSEWHERE)
        assert other.account_id is None
        self.code(other, NOW + DAY + SECOND)
        assert not told("account.code")
        with pytest.raises(RecoveryClosed):
            finished(own, NOW + DAY + SECOND, other)

    def test_it_serves_once(self) -> None:
        own = amina()
        request = asked(own)
        finished(own, NOW + DAY, request)
        with pytest.raises(RecoveryClosed):
            finished(own, NOW + DAY, request, "another four quiet trees")

    def test_the_link_stops_it_before_and_after_its_hour(self) -> None:
        own = amina()
        request = asked(own)
        found = recovery.to_stop(link_in("account.recovery_asked").split("/")[-2])
        assert found == request
        recovery.stop(recovery=found, by=None, now=NOW + DAY + SECOND)
        with pytest.raises(RecoveryClosed):
            finished(own, NOW + DAY + 2 * SECOND, request)
        assert Event.objects.filter(action=recovery.STOPPED, account=own.pk).count() == 1

    def test_no_code_leaves_for_a_request_that_was_stopped_and_the_page_does_not_say_so(self) -> None:
        request = asked(amina())
        recovery.stop(recovery=request, by=None, now=NOW)
        self.code(request, NOW + DAY)
        assert not told("account.code")

    def test_a_browser_whose_request_was_stopped_asks_in_vain_for_a_week_and_others_do_not(self) -> None:
        own = amina()
        recovery.stop(recovery=asked(own), by=None, now=NOW)
        assert asked(own, NOW + dt.timedelta(days=6)).account_id is None
        assert asked(own, NOW + dt.timedelta(days=6), ELSEWHERE).account_id == own.pk

    def test_one_that_is_over_makes_room_for_the_next(self) -> None:
        own = amina()
        old = asked(own)
        assert asked(own, NOW + 3 * DAY).account_id == own.pk
        old.refresh_from_db()
        assert old.state == RecoveryState.EXPIRED

    def test_coming_in_as_usual_stops_it(self) -> None:
        own = amina()
        request = asked(own)
        recovery.stop_all(account=own, by=own, now=NOW + dt.timedelta(hours=5))
        request.refresh_from_db()
        assert request.state == RecoveryState.CANCELLED

    def test_a_single_code_goes_to_a_confirmed_address_only(self) -> None:
        request = asked(amina(email=False))
        self.code(request, NOW + DAY, Channel.EMAIL)
        assert not told("account.code")
        self.code(request, NOW + DAY, Channel.SMS)
        assert told("account.code") == {"+212661234567"}

    def test_the_link_goes_once_after_the_hour_to_confirmed_addresses(self) -> None:
        request = asked(amina(email=False))
        assert recovery.tell_those_open(now=NOW + DAY - SECOND) == 0
        assert recovery.tell_those_open(now=NOW + DAY) == 1
        assert recovery.tell_those_open(now=NOW + DAY) == 0
        assert told("account.recovery_open") == {"+212661234567"}
        token = link_in("account.recovery_open").split("/")[-2]
        assert recovery.to_open(token, NOW + DAY) == request
        assert recovery.to_open(token, NOW + 3 * DAY) is None

    def test_the_link_that_stops_does_not_open(self) -> None:
        asked(amina())
        assert recovery.to_open(link_in("account.recovery_asked").split("/")[-2], NOW + DAY) is None

    @pytest.mark.parametrize("token", ["", "wrong", "A" * 43, "é" * 43, "A" * 500])
    def test_an_invented_link_names_nothing(self, token: str) -> None:
        asked(amina())
        assert recovery.to_stop(token) is None
        assert recovery.to_open(token, NOW + DAY) is None

    def test_who_acts_for_a_company_does_not_come_back_by_waiting_and_is_told_so_once_a_day(self) -> None:
        own = amina()
        require_second_factor(account=own)
        assert asked(own).account_id is None
        assert asked(own, NOW + SECOND, ELSEWHERE).account_id is None
        assert told("account.recovery_closed_way") == ADDRESSES
        assert Message.objects.count() == 2

    def test_who_began_to_act_for_a_company_meanwhile_does_not_either(self) -> None:
        own = amina()
        request = asked(own)
        require_second_factor(account=own)
        with pytest.raises(RecoveryClosed):
            finished(own, NOW + DAY, request)

    def test_an_agent_is_sent_to_the_supervisor(self) -> None:
        agent = driss()
        assert asked(agent).account_id is None
        with pytest.raises(AskYourSupervisor):
            finished(agent, NOW)

    def test_a_stranger_gets_a_request_of_the_same_look(self) -> None:
        real, decoy = asked(amina()), asked(None)
        for name in ("state", "asked_at", "opens_at", "expires_at"):
            assert getattr(real, name) == getattr(decoy, name)
        assert told("account.recovery_asked") == ADDRESSES
        assert Event.objects.filter(action=recovery.ASKED).count() == 1


@pytest.mark.django_db
class TestTheEnd:
    def test_everything_is_told_unlocked_ended_and_written_down(self) -> None:
        own = amina()
        lock(account=own, by=None, now=NOW, reason="test")
        finished(own, NOW)
        own.refresh_from_db()
        assert own.locked_at is None
        assert passwords.is_right(own, NEW)
        assert told("account.recovered") == ADDRESSES
        done = set(Event.objects.filter(account=own.pk).values_list("action", flat=True))
        assert {"account.recovered", "account.unlocked", "account.password_changed"} <= done

    def test_a_bad_password_changes_nothing(self) -> None:
        own = amina()
        request = asked(own)
        with pytest.raises(passwords.PasswordRefused):
            finished(own, NOW + DAY, request, "1234567890")
        request.refresh_from_db()
        assert request.state == RecoveryState.WAITING
        assert passwords.is_right(Account.objects.get(pk=own.pk), PASSWORD)

    def test_without_a_new_password_the_old_one_stays(self) -> None:
        own = amina()
        finished(own, NOW, password="")
        assert passwords.is_right(Account.objects.get(pk=own.pk), PASSWORD)

    def test_it_ends_a_wait_that_somebody_else_began(self) -> None:
        own = amina()
        request = asked(own, ticket=ELSEWHERE)
        finished(own, NOW)
        request.refresh_from_db()
        assert request.state == RecoveryState.CANCELLED


@pytest.mark.django_db
class TestThisWasNotMe:
    def token(self) -> str:
        return link_in("account.recovered").split("/")[-2]

    def test_the_link_locks_the_account_once(self) -> None:
        own = amina()
        finished(own, NOW)
        token = self.token()
        disavowal.disavow(token=token, now=NOW + DAY)
        own.refresh_from_db()
        assert own.locked_at == NOW + DAY
        with pytest.raises(LinkSpent):
            disavowal.disavow(token=token, now=NOW + DAY)

    def test_it_does_not_close_an_account_that_its_owner_took_back_since(self) -> None:
        own = amina()
        finished(own, NOW)
        token = self.token()
        finished(own, NOW + DAY, password="")
        with pytest.raises(LinkSpent):
            disavowal.disavow(token=token, now=NOW + DAY)

    def test_it_works_for_seven_days(self) -> None:
        finished(amina(), NOW)
        token = self.token()
        assert disavowal.disavowable(token=token, now=NOW + 7 * DAY)
        with pytest.raises(LinkSpent):
            disavowal.disavowable(token=token, now=NOW + 7 * DAY + SECOND)

    @pytest.mark.parametrize("token", ["", "wrong", "A" * 32, "é" * 32])
    def test_an_invented_link_closes_nothing(self, token: str) -> None:
        finished(amina(), NOW)
        with pytest.raises(LinkSpent):
            disavowal.disavow(token=token, now=NOW)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_ten_requests_at_once_are_one(self) -> None:
        own = amina()

        def one(place: int) -> None:
            try:
                asked(own, ticket=bytes([place]) * 32)
            finally:
                connection.close()

        with ThreadPoolExecutor(10) as pool:
            list(pool.map(one, range(10)))
        assert Recovery.objects.filter(account=own).count() == 1
        assert Recovery.objects.filter(account=None).count() == 9
        assert Message.objects.count() == 2

    def test_of_two_ends_at_once_one_counts(self) -> None:
        own = amina()
        request = asked(own)

        def one(_place: int) -> bool:
            try:
                finished(own, NOW + DAY, request, "")
            except RecoveryClosed:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(one, range(4))) == 1


def test_the_wait_leaves_time_to_say_no() -> None:
    assert recovery.WAIT == DAY
    assert codes.WORTH < recovery.WAIT
