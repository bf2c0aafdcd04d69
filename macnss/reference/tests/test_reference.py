"""Reference data: one proposes with a reason, another decides; every version stays."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.cases.models import Phrase
from macnss.cases.services import phrases
from macnss.identity.enums import Role
from macnss.identity.models import Account, Proposal
from macnss.identity.services import four_eyes
from macnss.identity.services.four_eyes import OwnProposal
from macnss.identity.sessions import PROOF
from macnss.identity.tests.factories import NOW, agent, come_in, driss, supervisor
from macnss.personal.models import Bank
from macnss.reference.engine import NEW, TABLES
from macnss.reference.models import Revision
from macnss.reference.services import changes
from macnss.reference.services.changes import AlreadyProposed, MovedOn, NothingChanges
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
WORDS = {
    "title_fr": "Mois",
    "title_ar": "الشهر",
    "body_fr": "De quel mois s'agit-il ?",
    "body_ar": "ما هو الشهر المقصود؟",
    "kind": "",
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def nadia() -> Account:
    return agent("nadia", "NADIA SEFRIOUI", Role.REFERENCE_DATA)


@pytest.fixture
def hamza() -> Account:
    return agent("hamza", "HAMZA RIFI", Role.REFERENCE_DATA)


@pytest.fixture
def phrase() -> Phrase:
    return phrases.keep(phrase=None, by=None, now=NOW, **WORDS)


def page_of(phrase: Phrase) -> str:
    return reverse("reference:row", args=["phrases", phrase.public_id])


def edited(**other: str) -> dict[str, str]:
    return {**WORDS, "act": "edit", "reason": "Clearer.", **other}


def proposal() -> Proposal:
    return Proposal.objects.order_by("-pk")[0]


def test_nothing_changes_until_a_second_person_accepts(
    client: Client, nadia: Account, hamza: Account, phrase: Phrase
) -> None:
    come_in(client, nadia)
    assert client.post(page_of(phrase), edited(body_fr="De quel mois parlez-vous ?")).status_code == 302
    phrase.refresh_from_db()
    assert phrase.body_fr == WORDS["body_fr"]
    with pytest.raises(OwnProposal):
        four_eyes.accept(proposal=proposal(), by=nadia, now=NOW)
    decides = reverse("identity:proposal", args=[proposal().public_id])
    shown = client.get(decides).content.decode()
    assert "<del>" in shown
    assert "<ins>" in shown
    come_in(client, hamza)
    assert client.post(decides, {"act": "accept"}).status_code == 302
    phrase.refresh_from_db()
    assert phrase.body_fr == "De quel mois parlez-vous ?"
    revision = Revision.objects.get()
    assert (revision.proposed_by, revision.decided_by, revision.reason) == (nadia, hamza, "Clearer.")
    assert revision.before["body_fr"] == WORDS["body_fr"]


def test_a_line_is_read_without_a_fresh_proof_and_changed_with_one(
    client: Client, nadia: Account, phrase: Phrase
) -> None:
    come_in(client, nadia)
    session = client.session
    method, strength, _proved = session[PROOF]
    session[PROOF] = [method, strength, (NOW - dt.timedelta(hours=1)).isoformat()]
    session.save()
    assert client.get(page_of(phrase)).status_code == 200
    changed = client.post(page_of(phrase), edited(body_fr="De quel mois parlez-vous ?"))
    assert changed["Location"].startswith(reverse("identity:prove"))
    assert not Proposal.objects.exists()


def test_the_list_of_banks_says_that_it_shows_codes(client: Client, nadia: Account) -> None:
    Bank.objects.update_or_create(code="999", defaults={"name_fr": "Banque inventée", "name_ar": "بنك خيالي"})
    come_in(client, nadia)
    client.cookies["macnss_language"] = "fr"
    assert 'data-label="Code"' in client.get(reverse("reference:table", args=["banks"])).content.decode()


def test_a_former_version_comes_back_by_two_persons(
    client: Client, nadia: Account, hamza: Account, phrase: Phrase
) -> None:
    change = {**WORDS, "body_fr": "Autre chose."}
    made = changes.propose(
        table=TABLES["phrases"], row=str(phrase.public_id), values=change, reason="Try.", by=nadia, now=NOW
    )
    four_eyes.accept(proposal=made, by=hamza, now=NOW)
    come_in(client, hamza)
    version = Revision.objects.get()
    said = {"act": "restore", "version": str(version.public_id), "reason": "The former one was better."}
    assert client.post(page_of(phrase), said).status_code == 302
    four_eyes.accept(proposal=proposal(), by=nadia, now=NOW)
    phrase.refresh_from_db()
    assert phrase.body_fr == WORDS["body_fr"]
    assert Revision.objects.count() == 2


def test_a_line_is_added_and_taken_away(client: Client, nadia: Account, hamza: Account) -> None:
    come_in(client, nadia)
    new = reverse("reference:new", args=["banks"])
    bank = {"code": "999", "name_fr": "Banque d'essai", "name_ar": "بنك التجربة", "reason": "It opened."}
    assert client.post(new, {**bank, "code": "99"}).status_code == 422
    assert client.post(new, bank).status_code == 302
    four_eyes.accept(proposal=proposal(), by=hamza, now=NOW)
    assert Bank.objects.get(code="999").name_fr == "Banque d'essai"
    row = reverse("reference:row", args=["banks", "999"])
    assert client.post(row, {"act": "remove", "reason": "It closed."}).status_code == 302
    four_eyes.accept(proposal=proposal(), by=hamza, now=NOW)
    assert not Bank.objects.filter(code="999").exists()
    assert client.get(row).status_code == 200
    latest = Revision.objects.order_by("-pk")[0]
    said = {"act": "restore", "version": str(latest.public_id), "reason": "It opened again."}
    assert client.post(row, said).status_code == 302
    four_eyes.accept(proposal=proposal(), by=hamza, now=NOW)
    assert Bank.objects.filter(code="999").exists()


def test_both_languages_and_a_reason_are_required(client: Client, nadia: Account, phrase: Phrase) -> None:
    come_in(client, nadia)
    assert client.post(page_of(phrase), edited(body_ar="")).status_code == 422
    assert client.post(page_of(phrase), edited(body_ar="شيء آخر", reason="")).status_code == 422
    assert client.post(page_of(phrase), edited()).status_code == 422
    assert not Proposal.objects.exists()


def test_one_change_of_a_line_at_a_time(nadia: Account, hamza: Account, phrase: Phrase) -> None:
    said: dict[str, Any] = {"table": TABLES["phrases"], "row": str(phrase.public_id), "by": nadia, "now": NOW}
    said["reason"] = "Why."
    with pytest.raises(NothingChanges):
        changes.propose(values=WORDS, **said)
    waiting = changes.propose(values={**WORDS, "title_fr": "Un"}, **said)
    with pytest.raises(AlreadyProposed):
        changes.propose(values={**WORDS, "title_fr": "Deux"}, **said)
    Phrase.objects.update(title_fr="Trois")
    with pytest.raises(MovedOn):
        four_eyes.accept(proposal=waiting, by=hamza, now=NOW)


def test_a_row_that_nobody_has_does_not_exist(client: Client, nadia: Account) -> None:
    come_in(client, nadia)
    for address in (
        reverse("reference:row", args=["banks", "998"]),
        reverse("reference:row", args=["phrases", "x"]),
        reverse("reference:table", args=["accounts"]),
        reverse("reference:new", args=["agencies"]),
    ):
        assert client.get(address).status_code == 404


def test_only_those_who_keep_the_reference_data_come_in(client: Client, phrase: Phrase) -> None:
    for who in (driss(), supervisor()):
        come_in(client, who)
        for address in (
            reverse("reference:tables"),
            reverse("reference:table", args=["phrases"]),
            reverse("reference:new", args=["phrases"]),
            page_of(phrase),
        ):
            assert client.get(address).status_code == 404


def test_a_supervisor_does_not_decide_on_reference_data(client: Client, nadia: Account, phrase: Phrase) -> None:
    values = {**WORDS, "title_fr": "Un"}
    made = changes.propose(
        table=TABLES["phrases"], row=str(phrase.public_id), values=values, reason="Why.", by=nadia, now=NOW
    )
    come_in(client, supervisor())
    assert client.get(reverse("identity:proposal", args=[made.public_id])).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_shows_in_both_directions(
    client: Client, nadia: Account, hamza: Account, phrase: Phrase, language: str
) -> None:
    values = {**WORDS, "title_fr": "Un"}
    made = changes.propose(
        table=TABLES["phrases"], row=str(phrase.public_id), values=values, reason="Why.", by=nadia, now=NOW
    )
    four_eyes.accept(proposal=made, by=hamza, now=NOW)
    come_in(client, nadia)
    client.cookies["macnss_language"] = language
    for address in (
        reverse("reference:tables"),
        *(reverse("reference:table", args=[code]) for code in TABLES),
        reverse("reference:new", args=["phrases"]),
        page_of(phrase),
        reverse("identity:proposals"),
        reverse("identity:proposal", args=[made.public_id]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert bare_numbers(answer.content.decode()) == [], address


def test_words_are_found_in_either_language(client: Client, nadia: Account, phrase: Phrase) -> None:
    come_in(client, nadia)
    table = reverse("reference:table", args=["phrases"])
    for words, found in (("quel mois", True), ("المقصود", True), ("zzz", False)):
        assert (str(phrase.public_id) in client.get(table, {"q": words}).content.decode()) == found


def test_a_new_row_has_no_key_yet() -> None:
    assert NEW == ""
