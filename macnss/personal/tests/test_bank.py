"""A bank account from its declaration to its use."""

import datetime as dt
import json
import logging

import pytest
from django.db import connection
from django.test import override_settings

from macnss.audit.models import Event
from macnss.cases.engine import KINDS
from macnss.cases.enums import Outcome, PieceState, Verdict
from macnss.cases.models import Case, Piece
from macnss.cases.services import deciding, examining, sending
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, driss, office
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, brahim
from macnss.kernel.numbers.identifiers import NumberRefused, Rib
from macnss.kernel.secrets import token
from macnss.outbox.models import Message
from macnss.personal.enums import AccountState
from macnss.personal.models import Bank, BankAccount
from macnss.personal.queries import account_for_payments, bank_of, banking_of
from macnss.personal.services import bank, verifying
from macnss.personal.services.bank import SameAccount, TooLate
from macnss.personal.tests.factories import declared, kept, rib, used, without_account

pytestmark = pytest.mark.django_db
HOURS = dt.timedelta(hours=1)


def state(account: BankAccount) -> str:
    account.refresh_from_db()
    return account.state


def told(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind))


def test_an_account_in_ones_own_name_waits_two_days_then_is_used() -> None:
    person = amina()
    account = kept(person)
    assert account.usable_from == NOW + 48 * HOURS
    assert verifying.ask_banks(now=NOW) == 1
    assert state(account) == AccountState.VERIFIED
    assert verifying.use_those_due(now=NOW + 47 * HOURS) == 0
    assert verifying.use_those_due(now=NOW + 48 * HOURS) == 1
    assert account_for_payments(person) == account


def test_an_account_that_its_bank_has_not_confirmed_is_never_used() -> None:
    account = kept(amina(), rib("6"))
    assert verifying.ask_banks(now=NOW) == 0
    assert verifying.use_those_due(now=NOW + 90 * HOURS) == 0
    assert state(account) == AccountState.DECLARED


@pytest.mark.parametrize(("last", "why"), [("9", "closed"), ("8", "other_holder"), ("7", "unknown")])
def test_what_the_bank_rejects_is_said_and_the_old_account_stays(last: str, why: str) -> None:
    person = amina()
    old = used(person, rib("1"))
    account = kept(person, rib(last), now=NOW + 60 * HOURS)
    verifying.ask_banks(now=NOW + 60 * HOURS)
    assert (state(account), account.rejection) == (AccountState.REJECTED, why)
    assert account_for_payments(person) == old
    assert told("personal.bank_rejected")


def test_a_new_account_replaces_the_old_one_only_when_it_is_used() -> None:
    person = amina()
    old, new = used(person, rib("1")), kept(person, rib("2"), now=NOW + 60 * HOURS)
    verifying.ask_banks(now=NOW + 60 * HOURS)
    assert state(old) == AccountState.IN_USE
    verifying.use_those_due(now=NOW + 110 * HOURS)
    assert (state(old), state(new)) == (AccountState.REPLACED, AccountState.IN_USE)


def test_every_address_is_told_and_sees_four_digits_only() -> None:
    person = amina()
    assert person.account
    person.account.email, person.account.phone = "other@example.org", "+212600000009"
    person.account.save()
    used(person, rib("1"))
    Message.objects.all().delete()
    kept(person, rib("2"), now=NOW + 60 * HOURS)
    messages = told("personal.bank_changed")
    assert len(messages) == 4  # of the account and of the record, by e-mail and by SMS
    for message in messages:
        words = json.dumps(message.data)
        assert rib("2")[-4:] in words
        assert rib("2") not in words


def test_it_is_cancelled_while_it_waits_and_not_after() -> None:
    person = amina()
    account = kept(person)
    assert person.account
    bank.cancel(account=account, by=person.account, now=NOW + HOURS)
    assert state(account) == AccountState.CANCELLED
    with pytest.raises(TooLate):
        bank.cancel(account=account, by=person.account, now=NOW + HOURS)
    verifying.ask_banks(now=NOW + 50 * HOURS)
    assert verifying.use_those_due(now=NOW + 50 * HOURS) == 0


def secret_of(account: BankAccount) -> str:
    """The end of the address that the message carries."""
    sent = Message.objects.filter(kind__in=["personal.bank_declared", "personal.bank_changed"]).latest("pk")
    return str(sent.data["link"]).rstrip("/").rsplit("/", 1)[-1]


def test_the_link_of_the_message_cancels_and_closes_the_account() -> None:
    person = amina()
    account = kept(person)
    secret = secret_of(account)
    assert bank.stoppable(secret) == account
    bank.cancel_by_link(secret=secret, not_me=True, now=NOW + HOURS)
    person.account.refresh_from_db()  # type: ignore[union-attr]
    assert (state(account), bool(person.account and person.account.locked_at)) == (AccountState.CANCELLED, True)
    with pytest.raises(TooLate):
        bank.cancel_by_link(secret=secret, not_me=True, now=NOW + HOURS)
    with pytest.raises(TooLate):
        bank.cancel_by_link(secret=token(), not_me=False, now=NOW)


def test_the_link_cancels_past_48_hours_as_long_as_the_bank_has_not_answered() -> None:
    account = kept(amina(), rib("6"))
    bank.cancel_by_link(secret=secret_of(account), not_me=False, now=NOW + 60 * HOURS)
    assert state(account) == AccountState.CANCELLED


def test_the_link_cancels_nothing_once_the_account_is_used() -> None:
    account = used(amina())
    secret = secret_of(account)
    assert bank.stoppable(secret) is None
    with pytest.raises(TooLate):
        bank.cancel_by_link(secret=secret, not_me=False, now=NOW + 60 * HOURS)


def test_the_same_account_is_not_declared_twice() -> None:
    person = amina()
    kept(person)
    with pytest.raises(SameAccount):
        declared(person)


def test_a_second_declaration_takes_the_place_of_the_one_that_waits() -> None:
    person = amina()
    first, second = kept(person, rib("1")), kept(person, rib("2"))
    assert (state(first), state(second)) == (AccountState.CANCELLED, AccountState.DECLARED)


def test_the_account_that_gave_way_is_in_the_journal() -> None:
    person = amina()
    first = kept(person, rib("1"))
    kept(person, rib("2"))
    assert Event.objects.filter(action="bank.gave_way", subject=f"personal.bankaccount:{first.public_id}").exists()


def test_another_name_goes_to_an_agent_with_the_paper_of_the_bank() -> None:
    draft = declared(amina(), holder="NADIA TAZI")
    assert isinstance(draft, Case)
    assert draft.said["rib"] == rib()
    assert [paper.name for paper in KINDS["bank_account"].definition.papers_for(draft.said)] == ["rib_certificate"]
    assert not BankAccount.objects.exists()


def test_an_account_of_several_persons_goes_to_an_agent_who_reads_their_numbers() -> None:
    husband, wife = brahim(), amina()
    declared(husband, holder="BRAHIM EL ALAOUI")
    draft = declared(wife)
    assert isinstance(draft, Case)
    found = {check.name: check for check in KINDS["bank_account"].checks(draft, NOW.date())}
    assert found["shared"].verdict == Verdict.DOUBT
    assert str(husband.registration_number) in str(found["shared"].words)


@override_settings(BANK_GATEWAY="")
def test_without_a_bank_to_ask_an_agent_looks_at_each_account() -> None:
    assert isinstance(declared(amina()), Case)
    assert verifying.ask_banks(now=NOW) == 0


def examined(person: Insured) -> tuple[Account, Case]:
    """Their request to have an account looked at, in the hands of an agent."""
    office()
    draft = declared(person, holder="A. BENNANI")
    assert isinstance(draft, Case)
    Piece.objects.create(case=draft, name="rib_certificate", state=PieceState.GIVEN, at=NOW)
    who = driss()
    return who, examining.take(case=sending.send(case=draft, by=person.account, now=NOW), by=who, now=NOW)


def looked_at(person: Insured, outcome: Outcome) -> Case:
    who, case = examined(person)
    reasons = ["other_holder"] if outcome == Outcome.REFUSED else []
    deciding.decide(case=case, outcome=outcome, reasons=reasons, by=who, now=NOW)
    case.refresh_from_db()
    return case


def test_what_an_agent_accepts_is_verified_and_waits_its_48_hours() -> None:
    person = amina()
    case = looked_at(person, Outcome.ACCEPTED)
    account = BankAccount.objects.get()
    assert (account.state, account.verified_by, account.case) == (AccountState.VERIFIED, "agent", case)
    assert KINDS["bank_account"].outcome(case)
    verifying.use_those_due(now=NOW + 48 * HOURS)
    assert account_for_payments(person) == account


def test_an_account_declared_since_the_request_gives_way_in_words() -> None:
    person = amina()
    who, case = examined(person)
    newer = kept(person, rib("2"))
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=NOW + HOURS)
    assert state(newer) == AccountState.CANCELLED
    assert Event.objects.filter(action="bank.gave_way", subject=f"personal.bankaccount:{newer.public_id}").exists()
    (message, *_others) = told("personal.bank_gave_way")
    accepted = BankAccount.objects.get(case=case)
    assert (message.data["old"], message.data["new"]) == (newer.last_digits, accepted.last_digits)


def test_somebody_without_an_account_is_told_at_the_addresses_of_the_record() -> None:
    person = amina()
    who, case = examined(person)
    without_account(person)
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=NOW)
    messages = told("personal.bank_declared")
    assert {each.channel: each.all_addresses[each.channel] for each in messages} == {
        "email": person.email,
        "sms": person.phone,
    }
    assert {each.language for each in messages} == {"ar"}
    verifying.use_those_due(now=NOW + 48 * HOURS)
    assert len(told("personal.bank_in_use")) == 2


def test_what_an_agent_refuses_is_not_kept() -> None:
    looked_at(amina(), Outcome.REFUSED)
    assert not BankAccount.objects.exists()


def test_an_iban_gives_its_rib_and_a_wrong_one_says_so() -> None:
    assert Rib.parse("MA64 0115 1900 0001 2050 0053 4921") == "011519000001205000534921"
    assert Rib.parse("IBAN: MA64 0115 1900 0001 2050 0053 4921").bank_code == "011"
    for wrong in ("MA65 0115 1900 0001 2050 0053 4921", "01151900000120500053492", "011519000001205000534922"):
        with pytest.raises(NumberRefused):
            Rib.parse(wrong)


def test_a_bank_is_named_by_its_code_and_an_unknown_one_is_not() -> None:
    assert Bank.objects.filter(to_check=True).exists()
    assert str(bank_of(rib(code="230")) or "")
    assert bank_of(rib(code="999")) is None


def test_the_number_stands_in_clear_neither_in_tables_nor_in_the_journal_nor_in_logs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    person = amina()
    used(person, rib("1"))
    kept(person, rib("9"), now=NOW + 60 * HOURS)
    verifying.ask_banks(now=NOW + 60 * HOURS)
    declared(person, rib("3"), holder="NADIA TAZI")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', ["|".join(map(rib, "139"))])
            assert cursor.fetchone() == (0,), table
    said = json.dumps(list(Event.objects.values_list("data", flat=True)))
    for last in "139":
        assert rib(last) not in said
        assert rib(last) not in "\n".join(
            record.getMessage() for record in caplog.records if record.name != "django.db.backends"
        )


def test_the_page_asks_a_constant_number_of_questions(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    person = amina()
    for last in "12345":
        kept(person, rib(last))
    with django_assert_max_num_queries(3):
        assert banking_of(person).waiting
