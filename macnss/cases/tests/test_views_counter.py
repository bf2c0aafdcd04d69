"""At the counter: find who is there, begin a request for them, send it; then it is theirs."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.cases.access import PRESENT
from macnss.cases.engine import KINDS
from macnss.cases.enums import Audience, State
from macnss.cases.models import Case
from macnss.cases.services import drafts, examining, sending
from macnss.cases.services.refusals import OwnCase
from macnss.cases.tests.factories import ANSWERS
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, come_in, driss
from macnss.insured.models import Insured
from macnss.insured.tests.factories import BRAHIM, amina, registered, zineb
from macnss.outbox.models import Message
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
COUNTER, NEW = reverse("cases:counter"), reverse("cases:counter_new")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def agent(client: Client) -> Account:
    who = driss()
    come_in(client, who)
    client.cookies["macnss_language"] = "fr"
    return who


def page_of(person: Insured) -> str:
    return reverse("cases:counter_person", args=[person.public_id])


def opened(client: Client, person: Insured) -> str:
    """The page of somebody present, once the agent has said that it is for a request."""
    return client.post(page_of(person), {"act": "open"}, follow=True).content.decode()


def asks(**more: str) -> dict[str, str]:
    return {"act": "begin", "kind": "message", "seen": "on", "key": str(uuid.uuid4()), **more}


@pytest.mark.usefixtures("agent")
def test_somebody_is_found_by_either_number(client: Client) -> None:
    person = amina()
    for typed in (str(person.number), "CD 482915", "cd482915"):
        answer = client.post(COUNTER, {"identifier": typed})
        assert answer.status_code == 302
        assert answer["Location"] == page_of(person)
    assert client.post(COUNTER, {"identifier": "ZZ999999"}).status_code == 422
    assert client.post(COUNTER, {"identifier": ""}).status_code == 422


@pytest.mark.usefixtures("agent")
def test_the_file_opens_for_half_an_hour_and_the_person_reads_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = amina()
    assert "BENNANI" not in client.get(page_of(person)).content.decode()
    assert "BENNANI" in opened(client, person)
    assert Event.objects.about_person(person.pk).filter(action="insured.read_by_agent").count() == 1
    later = NOW + dt.timedelta(minutes=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "BENNANI" not in client.get(page_of(person)).content.decode()


def test_a_colleague_serves_an_agent(client: Client) -> None:
    who = driss()
    person = registered(BRAHIM)
    Insured.objects.filter(pk=person.pk).update(account=who)
    come_in(client, who)
    assert client.post(page_of(person), {"act": "open"}).status_code == 422
    assert "EL ALAOUI" not in client.get(page_of(person)).content.decode()


def test_a_request_is_begun_filled_and_sent_with_the_person(client: Client, agent: Account) -> None:
    person = amina()
    opened(client, person)
    assert client.post(page_of(person), {**asks(), "seen": ""}).status_code == 422
    said = asks()
    begun = client.post(page_of(person), said)
    assert begun.status_code == 302
    case = Case.objects.get()
    assert (case.audience, case.account, case.person) == (Audience.COUNTER, agent, person)
    assert Event.objects.about_person(person.pk).filter(action="case.begun_at_counter").count() == 1
    assert client.post(page_of(person), said).status_code == 302
    assert Case.objects.count() == 1
    assert client.get(begun["Location"]).status_code == 200
    drafts.save(case=case, answers=ANSWERS, now=NOW)
    review = reverse("cases:review", args=[case.public_id])
    assert client.get(review).status_code == 200
    sent = client.post(review, {"honest": "on"}, follow=True)
    case.refresh_from_db()
    assert case.state == State.SENT
    assert str(case.reference) in sent.content.decode()
    assert Message.objects.filter(kind="cases.received", account=person.account).exists()
    with pytest.raises(OwnCase):
        examining.take(case=case, by=agent, now=NOW)


def test_once_sent_the_agent_prints_and_never_speaks_in_the_place_of_the_person(client: Client, agent: Account) -> None:
    person = amina()
    opened(client, person)
    client.post(page_of(person), asks())
    case = Case.objects.get()
    drafts.save(case=case, answers=ANSWERS, now=NOW)
    sending.send(case=case, by=agent, now=NOW)
    assert client.get(reverse("cases:receipt", args=[case.public_id])).status_code == 200
    assert "<textarea" not in client.get(reverse("cases:case", args=[case.public_id])).content.decode()
    for act in ("write", "withdraw", "appeal"):
        assert client.post(reverse(f"cases:{act}", args=[case.public_id])).status_code == 404
    case.refresh_from_db()
    assert (case.state, case.exchanges.count()) == (State.SENT, 0)
    assert person.account
    come_in(client, person.account)
    assert client.post(reverse("cases:withdraw", args=[case.public_id])).status_code == 302


def test_once_the_person_has_left_the_case_is_theirs_alone(
    client: Client, agent: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = amina()
    opened(client, person)
    client.post(page_of(person), asks())
    case = Case.objects.get()
    drafts.save(case=case, answers=ANSWERS, now=NOW)
    sending.send(case=case, by=agent, now=NOW)
    receipt = reverse("cases:receipt", args=[case.public_id])
    assert client.get(receipt).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + PRESENT)
    come_in(client, agent)
    assert client.get(receipt).status_code == 404
    assert person.account
    come_in(client, person.account)
    assert client.get(reverse("cases:case", args=[case.public_id])).status_code == 200


def test_somebody_without_an_account_is_written_where_they_said(client: Client, agent: Account) -> None:
    person = registered(BRAHIM)
    opened(client, person)
    assert client.post(page_of(person), asks(language="ar", phone="12")).status_code == 422
    assert client.post(page_of(person), asks(language="fr", phone="0662345678")).status_code == 302
    case = Case.objects.get()
    assert case.language == "fr"
    assert case.reached_by["phone"] == "+212662345678"
    drafts.save(case=case, answers=ANSWERS, now=NOW)
    sending.send(case=case, by=agent, now=NOW)
    told = Message.objects.get(kind="cases.received")
    assert told.account is None
    link = told.data["link"]
    assert client.__class__().get(link, follow=True).status_code == 200


def test_the_drafts_of_two_strangers_are_two(client: Client, agent: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    definition = KINDS["message"].definition
    monkeypatch.setattr(type(KINDS["message"]), "definition", replace(definition, audiences=frozenset({"public"})))
    for number in ("0661111111", "0662222222"):
        assert client.post(NEW, asks(language="ar", phone=number)).status_code == 302
    assert Case.objects.filter(person=None, account=agent).count() == 2
    assert client.get(COUNTER).content.decode().count("/review/") == 2


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.usefixtures("agent")
def test_no_number_is_turned_round(client: Client, language: str) -> None:
    client.cookies["macnss_language"] = language
    person = amina()
    opened(client, person)
    client.post(page_of(person), asks())
    for address in (COUNTER, NEW, page_of(person)):
        assert bare_numbers(client.get(address).content.decode()) == []


def test_the_counter_is_for_those_who_work_there(client: Client) -> None:
    stranger, person = zineb(), amina()
    assert stranger.account
    come_in(client, stranger.account)
    for address in (COUNTER, NEW, page_of(person)):
        assert client.get(address).status_code == 404
