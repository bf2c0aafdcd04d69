"""Codes of six digits: one purpose, one browser, five tries, once; a stranger learns nothing from them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from macnss.identity.enums import Channel, CodePurpose
from macnss.identity.models import Account, Code
from macnss.identity.services import codes
from macnss.identity.services.codes import TRIES, CodeSpent, TooManySendings, TooSoon, WrongCode
from macnss.identity.tests.factories import NOW, account
from macnss.identity.tests.messages import sent_code
from macnss.outbox.models import Message

HERE, ELSEWHERE = b"h" * 32, b"e" * 32
PHONE = "+212661234567"


def after(**time: float) -> dt.datetime:
    return NOW + dt.timedelta(**time)


def asked(purpose: CodePurpose = CodePurpose.PROVE, who: Account | None = None, **more: object) -> Code:
    said = {"phone": PHONE, "email": "amina@example.org", "language": "fr", "now": NOW, "ticket": HERE} | more
    return codes.ask(purpose=purpose, account=who, **said)  # type: ignore[arg-type]


def wrong(code: Code) -> str:
    right = sent_code(code.channel)
    return "000000" if right != "000000" else "111111"


def tried(code: Code, typed: str, *, ticket: bytes = HERE, now: dt.datetime = NOW) -> str:
    try:
        codes.check(code=code, typed=typed, ticket=ticket, now=now)
    except WrongCode as refusal:
        return f"wrong, {refusal.details['left']} left"
    except CodeSpent:
        return "spent"
    return "right"


@pytest.mark.django_db
class TestTyping:
    def test_the_right_code_opens_once(self) -> None:
        code = asked()
        assert tried(code, sent_code()) == "right"
        assert tried(code, sent_code()) == "spent"

    def test_spaces_dashes_and_arabic_digits_are_read(self) -> None:
        code = asked()
        right = sent_code().translate({48 + each: 0x660 + each for each in range(10)})
        assert tried(code, f" {right[:3]}-{right[3:]} ") == "right"

    @pytest.mark.parametrize("typed", ["", "abc", "12345", "9" * 5000, "１", "²²²²²²"])
    def test_what_is_no_code_is_a_wrong_one(self, typed: str) -> None:
        assert tried(asked(), typed) == "wrong, 4 left"

    def test_wrong_codes_are_counted_and_the_fifth_ends_it(self) -> None:
        code = asked()
        said = [tried(code, wrong(code)) for _each in range(TRIES)]
        assert said == ["wrong, 4 left", "wrong, 3 left", "wrong, 2 left", "wrong, 1 left", "spent"]
        assert tried(code, sent_code()) == "spent"

    def test_the_right_code_at_the_last_try_opens(self) -> None:
        code = asked()
        for _each in range(TRIES - 1):
            tried(code, wrong(code))
        assert tried(code, sent_code()) == "right"

    def test_it_lives_ten_minutes(self) -> None:
        late, in_time = asked(), asked()
        assert tried(late, sent_code(), now=after(minutes=10)) == "spent"
        assert tried(in_time, sent_code(), now=after(minutes=9, seconds=59)) == "right"

    def test_another_browser_opens_nothing_and_spends_no_try(self) -> None:
        code = asked()
        assert tried(code, sent_code(), ticket=ELSEWHERE) == "spent"
        assert tried(code, sent_code()) == "right"

    def test_the_digits_of_another_code_are_wrong(self) -> None:
        asked(CodePurpose.CONTACT)
        other = sent_code()
        code = asked(CodePurpose.PROVE)
        assert sent_code() == other or tried(code, other) == "wrong, 4 left"

    def test_in_two_tabs_each_code_is_its_own(self) -> None:
        first = asked()
        digits = sent_code()
        second = asked()
        assert tried(first, digits) == "right"
        assert tried(second, sent_code()) == "right"

    def test_a_try_inside_a_transaction_is_refused_since_it_could_be_undone(self) -> None:
        code = asked()
        with pytest.raises(RuntimeError), transaction.atomic():
            codes.check(code=code, typed="123456", ticket=HERE, now=NOW)

    def test_the_table_holds_neither_the_code_nor_an_address(self) -> None:
        code, drawn = asked(), sent_code()
        kept = b"".join(bytes(each) for each in (code.digest, code.email, code.phone))
        assert not any(said.encode() in kept for said in (drawn, PHONE, PHONE[1:], "amina"))


@pytest.mark.django_db
class TestSendingAgain:
    def again(self, code: Code, now: dt.datetime, channel: Channel | None = None) -> Code:
        return codes.send_again(code=code, language="fr", now=now, channel=channel)

    def test_the_waits_grow(self) -> None:
        code, now = asked(), NOW
        for seconds in (30, 60, 120, 300):
            with pytest.raises(TooSoon):
                self.again(code, now + dt.timedelta(seconds=seconds - 1))
            now += dt.timedelta(seconds=seconds)
            code = self.again(code, now)
        with pytest.raises(TooManySendings):
            self.again(code, now + dt.timedelta(seconds=300))

    def test_the_page_knows_how_long_is_left(self) -> None:
        assert codes.seconds_to_wait(asked(), after(seconds=12)) == 18
        assert codes.seconds_to_wait(asked(), after(minutes=1)) == 0

    def test_a_new_code_voids_the_one_before_and_gives_no_try_back(self) -> None:
        code = asked()
        first = sent_code()
        tried(code, wrong(code))
        tried(code, wrong(code))
        self.again(code, after(seconds=30))
        second = sent_code()
        assert first == second or tried(code, first, now=after(seconds=31)) == "wrong, 2 left"
        assert tried(code, second, now=after(seconds=32)) == "right"

    def test_it_lives_ten_minutes_from_the_last_sending(self) -> None:
        code = self.again(asked(), after(minutes=9))
        assert tried(code, sent_code(), now=after(minutes=18)) == "right"

    def test_a_spent_code_is_not_sent_again(self) -> None:
        used, tried_out, old = asked(), asked(), asked()
        codes.check(code=used, typed=sent_code(nth=2), ticket=HERE, now=NOW)
        for _each in range(TRIES):
            tried(tried_out, "abc")
        for code, now in ((used, after(minutes=1)), (tried_out, after(minutes=1)), (old, after(minutes=61))):
            with pytest.raises(CodeSpent):
                self.again(code, now)

    def test_it_goes_by_the_other_channel_on_demand(self) -> None:
        code = asked()
        assert code.channel == Channel.SMS
        assert codes.masked_address(code) == "•••••••••••67"
        code = self.again(code, after(seconds=30), Channel.EMAIL)
        assert Message.objects.latest("pk").channel == Channel.EMAIL
        assert codes.masked_address(code) == "a••••@example.org"

    def test_a_channel_without_address_is_not_taken(self) -> None:
        code = self.again(asked(email=""), after(seconds=30), Channel.EMAIL)
        assert code.channel == Channel.SMS


@pytest.mark.django_db
class TestLeadingNowhere:
    def test_nothing_is_sent_and_nothing_opens(self) -> None:
        code = asked(leads_nowhere=True)
        assert not Message.objects.exists()
        assert tried(code, "000000") == "wrong, 4 left"
        assert tried(code, "") == "wrong, 3 left"

    def test_the_page_and_the_refusals_are_those_of_a_real_one(self) -> None:
        real, decoy = asked(who=account("amina", "AMINA")), asked(leads_nowhere=True)
        for code in (real, decoy):
            assert codes.masked_address(code) == "•••••••••••67"
        guess = wrong(real)
        assert [tried(real, guess) for _ in range(6)] == [tried(decoy, guess) for _ in range(6)]

    def test_it_is_sent_again_to_nobody_at_the_same_pace(self) -> None:
        code = asked(leads_nowhere=True)
        with pytest.raises(TooSoon):
            codes.send_again(code=code, language="fr", now=after(seconds=29))
        codes.send_again(code=code, language="fr", now=after(seconds=30))
        assert not Message.objects.exists()

    def test_as_much_is_asked_of_the_database(self) -> None:
        asked_of_it = []
        for nowhere in (False, True):
            with CaptureQueriesContext(connection) as seen:
                asked(leads_nowhere=nowhere)
            asked_of_it.append([query["sql"].split()[0] for query in seen if "SAVEPOINT" not in query["sql"]])
        assert asked_of_it[0] == asked_of_it[1]


@pytest.mark.django_db
def test_codes_of_other_days_are_forgotten() -> None:
    old, fresh = asked(), asked(now=after(hours=23))
    assert codes.forget(now=after(days=1, seconds=1)) == 1
    assert list(Code.objects.all()) == [fresh]
    assert old.pk


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def at_once(self, code: Code, typed: list[str]) -> list[str]:
        def one(said: str) -> str:
            try:
                return tried(code, said)
            finally:
                connection.close()

        with ThreadPoolExecutor(10) as pool:
            return list(pool.map(one, typed))

    def test_fifty_wrong_tries_at_once_are_exactly_five(self) -> None:
        code = asked()
        guess = wrong(code)
        said = self.at_once(code, [guess] * 50)
        code.refresh_from_db()
        assert code.tries == TRIES
        assert "right" not in said
        assert said.count("spent") >= 45

    def test_the_right_code_typed_ten_times_at_once_opens_once(self) -> None:
        code = asked()
        said = self.at_once(code, [sent_code()] * 10)
        assert said.count("right") == 1
        assert said.count("spent") == 9
