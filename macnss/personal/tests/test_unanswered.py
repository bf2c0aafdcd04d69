"""The bank that never answers: an agent can look instead, and nobody waits for ever without knowing."""

import datetime as dt

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from macnss.audit.models import Event
from macnss.cases.enums import Outcome, PieceState
from macnss.cases.models import Case, Piece
from macnss.cases.services import deciding, drafts, examining, sending
from macnss.identity.tests.factories import NOW, driss, office
from macnss.insured.tests.factories import amina
from macnss.personal.enums import AccountState, Rejection
from macnss.personal.models import BankAccount
from macnss.personal.queries import account_for_payments
from macnss.personal.services import bank, unanswered, verifying
from macnss.personal.tests.factories import declared, kept, rib, used, without_account
from macnss.personal.tests.test_bank import HOURS, secret_of, state, told
from macnss.personal.tests.test_rounds import spoilt
from macnss.personal.tests.test_views_insured import inside

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)
THE_LAST_DAY = NOW + (unanswered.answer_due(NOW) - NOW.date())
TOO_LATE = THE_LAST_DAY + A_DAY


def test_a_bank_has_its_working_days_to_answer() -> None:
    account = kept(amina(), rib("6"))
    assert unanswered.hand_over(now=THE_LAST_DAY) == 0
    assert unanswered.hand_over(now=TOO_LATE) == 1
    assert (state(account), account.rejection) == (AccountState.REJECTED, Rejection.UNANSWERED)
    assert unanswered.hand_over(now=TOO_LATE) == 0


def test_the_request_for_an_agent_begins_with_what_is_known_and_its_owner_is_led_to_it() -> None:
    person = amina()
    kept(person, rib("6"))
    unanswered.hand_over(now=TOO_LATE)
    draft = Case.objects.drafts().get()
    assert (draft.person, draft.account, draft.kind) == (person, person.account, "bank_account")
    assert (draft.said["rib"], draft.said["holder"]) == (rib("6"), "AMINA BENNANI")
    (message, *_others) = told("personal.bank_unanswered")
    assert message.data["link"] == reverse("cases:case", args=[draft.public_id])
    assert message.data["new"] == rib("6")[-4:]
    assert Event.objects.filter(action="bank.unanswered").exists()


@override_settings(BANK_GATEWAY="")
def test_it_is_the_same_when_no_bank_can_be_asked_any_more() -> None:
    with override_settings(BANK_GATEWAY="sandbox"):
        account = kept(amina())
    assert verifying.ask_banks(now=NOW) == 0
    assert unanswered.hand_over(now=TOO_LATE) == 1
    assert state(account) == AccountState.REJECTED


def test_the_account_in_use_stays_so_while_the_new_one_is_looked_at() -> None:
    person = amina()
    old = used(person, rib("1"), now=NOW - 10 * A_DAY)
    kept(person, rib("6"))
    unanswered.hand_over(now=TOO_LATE)
    assert account_for_payments(person) == old


def test_what_the_agent_then_accepts_is_used_after_its_48_hours() -> None:
    office()
    person, who = amina(), driss()
    kept(person, rib("6"))
    unanswered.hand_over(now=TOO_LATE)
    draft = Case.objects.drafts().get()
    Piece.objects.create(case=draft, name="rib_certificate", state=PieceState.GIVEN, at=TOO_LATE)
    case = examining.take(case=sending.send(case=draft, by=person.account, now=TOO_LATE), by=who, now=TOO_LATE)
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=TOO_LATE)
    verifying.use_those_due(now=TOO_LATE + 48 * HOURS)
    used_now = account_for_payments(person)
    assert used_now
    assert used_now.rib == rib("6")


def test_what_was_typed_in_a_request_begun_before_is_left() -> None:
    person = amina()
    kept(person, rib("6"))
    mine = declared(person, rib("2"), holder="NADIA TAZI")
    unanswered.hand_over(now=TOO_LATE)
    draft = Case.objects.drafts().get()
    assert draft == mine
    assert (draft.said["rib"], draft.said["holder"]) == (rib("2"), "NADIA TAZI")


def test_an_account_that_cannot_be_read_is_typed_again_by_its_owner() -> None:
    spoilt(kept(amina()))
    assert unanswered.hand_over(now=TOO_LATE) == 1
    assert Case.objects.drafts().get().said["rib"] == ""
    assert told("personal.bank_unanswered")


def test_somebody_without_an_account_gets_a_link_that_opens_their_request(client: Client) -> None:
    person = amina()
    kept(person, rib("6"))
    without_account(person)
    unanswered.hand_over(now=TOO_LATE)
    messages = told("personal.bank_unanswered")
    assert {each.channel for each in messages} == {"email", "sms"}
    assert client.get(messages[0].data["link"], follow=True).status_code == 200


def test_the_same_account_declared_again_goes_straight_to_an_agent() -> None:
    person = amina()
    kept(person, rib("6"))
    unanswered.hand_over(now=TOO_LATE)
    assert isinstance(declared(person, rib("6"), now=TOO_LATE), Case)
    assert isinstance(declared(person, rib("2"), now=TOO_LATE), BankAccount)


def test_a_request_that_waits_for_its_paper_is_recalled_once() -> None:
    kept(amina(), rib("6"))
    unanswered.hand_over(now=TOO_LATE)
    assert unanswered.remind(now=TOO_LATE + A_DAY) == 0
    unanswered.remind(now=TOO_LATE + 7 * A_DAY)
    unanswered.remind(now=TOO_LATE + 8 * A_DAY)
    assert len(told("personal.bank_paper_awaited")) == 2  # by e-mail and by SMS


def test_a_request_that_was_given_up_is_not_spoken_of_any_more() -> None:
    person = amina()
    kept(person, rib("6"))
    unanswered.hand_over(now=TOO_LATE)
    drafts.discard(case=Case.objects.drafts().get(), by=person.account, now=TOO_LATE)
    unanswered.remind(now=TOO_LATE + 7 * A_DAY)
    assert not told("personal.bank_paper_awaited")


def test_another_account_declared_since_silences_the_reminder() -> None:
    person = amina()
    kept(person, rib("6"))
    unanswered.hand_over(now=TOO_LATE)
    kept(person, rib("2"), now=TOO_LATE)
    unanswered.remind(now=TOO_LATE + 7 * A_DAY)
    assert not told("personal.bank_paper_awaited")


def test_the_link_to_cancel_works_until_the_bank_is_given_up() -> None:
    account = kept(amina(), rib("6"))
    secret = secret_of(account)
    assert bank.stoppable(secret) == account
    unanswered.hand_over(now=TOO_LATE)
    assert bank.stoppable(secret) is None


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_page_says_that_the_bank_did_not_answer_and_leads_to_the_request(client: Client, language: str) -> None:
    person = amina()
    account = kept(person, rib("6"))
    unanswered.hand_over(now=TOO_LATE)
    html = inside(client, person, language).get(reverse("personal:bank")).content.decode()
    assert account.last_digits in html
    assert reverse("cases:case", args=[Case.objects.drafts().get().public_id]) in html
