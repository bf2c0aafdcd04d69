"""One's own data, by hand: what changes at once, what two agents correct, the bank account and who may stop it."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from macnss.cases.engine import KINDS
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import PASSWORD, agent
from macnss.insured.models import Insured
from macnss.lawbook.texts import Text
from macnss.outbox.tests.reading import last_message
from macnss.personal.enums import AccountState
from macnss.personal.models import BankAccount
from macnss.personal.tests.factories import rib
from tests.browser.case_steps import (
    answers,
    follows,
    gives,
    jpeg,
    presses,
    reads,
    reads_again_and_sends,
    says,
    shot,
    stands_well,
    takes,
    writes,
)
from tests.browser.conftest import DESK, LANGUAGES, Cast, Open, Visitor

languages = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.usefixtures("folder")
KIND = "personal_identity"
RIB = "RIB (24 digits) or IBAN"


@pytest.fixture
def hind(cast: Cast) -> None:
    agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)


@languages
def test_an_address_changes_at_once_and_its_owner_is_told(cast: Cast, opens: Open, served: str, language: str) -> None:
    amina = opens(language)
    amina.signs_in("amina")
    follows(amina, "My data", within="nav")
    stands_well(amina, "data")
    beside(amina, "Address", "Change")
    writes(amina, "Number and street", "7 rue Al Andalous")
    writes(amina, "Town", "Meknès")
    writes(amina, "Postcode", "5000")
    presses(amina, "Save my address")
    reads(amina, "A postcode has 5 digits, for example 30000. You may leave it empty.")
    expect(amina.page.get_by_label(says(amina, "Number and street"))).to_have_value("7 rue Al Andalous")
    stands_well(amina, "address-wrong")
    writes(amina, "Postcode", "٥٠٠٠٠")
    presses(amina, "Save my address")
    reads(amina, "My data")
    assert amina.sees("7 rue Al Andalous")
    assert Insured.objects.get(pk=cast.amina.pk).postcode == "50000"
    assert last_message("personal.address_changed")


def beside(visitor: Visitor, term: str, link: str) -> None:
    """Press the link that stands beside this line of a list."""
    row = visitor.page.locator("main dl > div").filter(has=visitor.page.get_by_text(says(visitor, term), exact=True))
    with visitor.page.expect_navigation():
        row.get_by_role("link", name=says(visitor, link)).click()


@languages
def test_a_new_identity_card_is_recorded_by_two_agents(
    cast: Cast, hind: None, opens: Open, served: str, language: str
) -> None:
    amina = opens(language)
    amina.signs_in("amina")
    corrects_the_card(amina)
    reference = reads_again_and_sends(amina, "identity")
    follows(amina, "Follow my request")
    reads(amina, "We are working on it")

    first = opens(language, DESK)
    first.signs_in("driss")
    takes(first, reference)
    assert first.sees("CD482915")
    assert first.sees("EE123456")
    stands_well(first, "identity-examined")
    follows(first, "Accept", within="main .desk-tools")
    presses(first, "Propose to accept", within="#panel")
    assert Insured.objects.get(pk=cast.amina.pk).document_number == "CD482915"

    second = opens(language, DESK)
    second.signs_in("hind")
    follows(second, "Requests", within="nav")
    follows(second, "Second look", within="main")
    follows(second, reference, within="main")
    follows(second, "Second look", within="main .desk-tools")
    stands_well(second, "identity-second")
    presses(second, "Confirm: it is done now")
    assert Insured.objects.get(pk=cast.amina.pk).document_number == "EE123456"

    amina.page.reload()
    reads(amina, "Your request is accepted")
    stands_well(amina, "identity-accepted")


def corrects_the_card(amina: Visitor) -> None:
    """From the page of one's data to the papers: the card bears another number."""
    follows(amina, "My data", within="nav")
    follows(amina, "Correct", within="main")
    stands_well(amina, "identity-start")
    presses(amina, "Begin")
    said = {"what": "document", "document": "cin"}
    with pytest.raises(AssertionError, match="stopped at"):
        answers(amina, KIND, {**said, "cin": "CD482915"})
    reads(amina, "This is what your record says already: there is nothing to correct.")
    stands_well(amina, "identity-same")
    answers(amina, KIND, {"cin": "EE123456"})
    gives(amina, paper("identity_document"), jpeg("recto.jpg"), jpeg("verso.jpg", (1300, 900)))


def paper(name: str) -> Text:
    found = KINDS[KIND].definition.paper(name)
    assert found
    return found.title


@languages
def test_a_bank_account_is_checked_while_typed_and_stopped_by_its_owner(
    cast: Cast, opens: Open, served: str, language: str
) -> None:
    Account.objects.filter(email="amina@example.org").update(email_confirmed_at=timezone.now())
    amina, good = opens(language), rib()
    amina.signs_in("amina")
    follows(amina, "My data", within="nav")
    follows(amina, "See it, change it", within="main")
    follows(amina, "Declare my bank account", within="main")
    types_a_rib(amina, good)
    amina.waits(proof=dt.timedelta(minutes=11))
    presses(amina, "Declare this account")
    reads(amina, "Confirm that it is you")
    stands_well(amina, "bank-prove")
    proves(amina)
    expect(amina.page.get_by_label(says(amina, RIB))).to_have_value(good)  # what was typed came back
    expect(amina.page.locator("[data-rib-says]")).to_have_text(says(amina, "The key matches."))
    presses(amina, "Declare this account")
    reads(amina, "The new account")
    stands_well(amina, "bank-waiting")
    account = BankAccount.objects.get()
    assert account.usable_from - account.declared_at == dt.timedelta(hours=48)
    assert not amina.sees(good)

    owner = opens(language)  # at another telephone, by the address of the message
    owner.page.goto(last_message("personal.bank_declared").data["link"])
    stands_well(owner, "bank-stop")
    presses(owner, "It was not me: cancel it and lock my account")
    reads(owner, "It will not be used. Nothing changes in your payments.")
    stands_well(owner, "bank-stopped")
    assert BankAccount.objects.get().state == AccountState.CANCELLED
    amina.page.reload()
    assert not amina.is_at("/me/bank/")


def types_a_rib(amina: Visitor, good: str) -> None:
    """A wrong last digit says so before anything is sent; the right one names the bank."""
    field, said = amina.page.get_by_label(says(amina, RIB)), amina.page.locator("[data-rib-says]")
    field.press_sequentially(good[:-1] + str((int(good[-1]) + 1) % 10))
    expect(said).to_have_text(says(amina, "The key does not match: check each digit."))
    stands_well(amina, "bank-wrong")
    field.press("Backspace")
    field.press_sequentially(good[-1])
    expect(said).to_have_text(says(amina, "The key matches."))
    expect(amina.page.locator(".rib-bank")).to_be_visible()
    shot(amina, "bank-right")


def proves(amina: Visitor) -> None:
    """With the password, and the code that is sent where this device is not known; then back where one was."""
    writes(amina, "Password", PASSWORD)
    presses(amina, "Continue", exact=True)
    writes(amina, "Code", last_message("account.code").data["code"])
    shot(amina, "bank-prove-code")
    presses(amina, "Confirm", exact=True)
