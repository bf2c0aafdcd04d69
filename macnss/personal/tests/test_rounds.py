"""The rounds of the worker over bank accounts: everybody has their turn, and nobody stops the others."""

import datetime as dt
from unittest.mock import Mock

import pytest
from django.test import override_settings

from macnss.gateways.banks.sandbox import SandboxBanks
from macnss.identity.tests.factories import NOW
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina, brahim, zineb
from macnss.personal import tasks
from macnss.personal.enums import AccountState
from macnss.personal.models import BankAccount
from macnss.personal.services import telling, unanswered, verifying
from macnss.personal.tests.factories import declared, kept, rib
from macnss.personal.tests.test_bank import HOURS, state

pytestmark = pytest.mark.django_db


def spoilt(account: BankAccount) -> BankAccount:
    """Its number was sealed under a key that nobody has any more."""
    BankAccount.objects.filter(pk=account.pk).update(sealed=b"of another time")
    return account


def of_brahim() -> BankAccount:
    account = declared(brahim(), rib("2"), holder="BRAHIM EL ALAOUI")
    assert isinstance(account, BankAccount)
    return account


def test_a_new_account_is_asked_before_those_that_never_get_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "AT_ONCE", 1)
    kept(amina(), rib("6"))
    verifying.ask_banks(now=NOW)
    new = of_brahim()
    assert verifying.ask_banks(now=NOW + HOURS) == 1
    assert state(new) == AccountState.VERIFIED


def test_an_account_that_cannot_be_read_leaves_the_others_their_turn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(verifying, "AT_ONCE", 1)
    unreadable, other = spoilt(kept(amina())), of_brahim()
    assert verifying.ask_banks(now=NOW) == 0
    assert verifying.ask_banks(now=NOW + HOURS) == 1
    assert (state(unreadable), state(other)) == (AccountState.DECLARED, AccountState.VERIFIED)
    assert "Unreadable" in caplog.text
    assert "BENNANI" not in caplog.text


def test_a_bank_whose_answer_nobody_foresaw_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    account, other = kept(amina()), of_brahim()
    whole = SandboxBanks.verify

    def breaks(self: SandboxBanks, *, rib: str, holder: str, reference: str) -> object:
        if holder == account.holder:
            raise ValueError(rib)
        return whole(self, rib=rib, holder=holder, reference=reference)

    monkeypatch.setattr(SandboxBanks, "verify", breaks)
    assert verifying.ask_banks(now=NOW) == 1
    assert state(other) == AccountState.VERIFIED


def test_an_account_that_cannot_be_used_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    account, other = kept(amina()), of_brahim()
    verifying.ask_banks(now=NOW)
    whole = telling.tell

    def breaks(kind: str, *, insured: Insured, now: dt.datetime, **said: str) -> None:
        if insured == account.insured:
            raise ValueError
        whole(kind, insured=insured, now=now, **said)

    monkeypatch.setattr(telling, "tell", breaks)
    assert verifying.use_those_due(now=NOW + 48 * HOURS) == 1
    assert (state(account), state(other)) == (AccountState.VERIFIED, AccountState.IN_USE)


def test_two_workers_do_not_ask_the_same_bank_twice() -> None:
    account = kept(amina())
    gateway, seen = Mock(), BankAccount.objects.get()
    verifying._ask(SandboxBanks(), account, NOW)
    assert not verifying._ask(gateway, seen, NOW)
    gateway.verify.assert_not_called()


def test_a_step_that_fails_does_not_stop_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    account = kept(zineb(first_name="AMINA", last_name="BENNANI"), now=NOW - 100 * HOURS)
    verifying.ask_banks(now=NOW - 99 * HOURS)
    monkeypatch.setattr("macnss.kernel.db.connection.close", lambda: None)
    with override_settings(BANK_GATEWAY="nonsense"):
        tasks.verify_accounts(0)
    assert state(account) == AccountState.IN_USE
    assert unanswered.hand_over in tasks.STEPS
