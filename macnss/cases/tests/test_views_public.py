"""Without an account: an address proved by a code, the first screen, the link that finds a request again."""

import re
import uuid
from collections.abc import Iterator
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from macnss.cases import visit
from macnss.cases.access import HELD
from macnss.cases.engine import Kind
from macnss.cases.enums import Audience, Outcome, State
from macnss.cases.models import Case
from macnss.cases.services import deciding, examining
from macnss.cases.tests.kinds import another_kind
from macnss.identity.tests.factories import NOW, account, come_in, driss, office
from macnss.insured.tests.factories import amina
from macnss.outbox.models import Message
from macnss.outbox.tests.reading import last_code, last_message

pytestmark = pytest.mark.django_db
PHONE = {"phone": "06 61 23 45 67", "email": ""}


@pytest.fixture(autouse=True)
def everything() -> Iterator[Kind]:
    office()
    with another_kind(audiences=["public"]) as kind:
        yield kind


def start(kind: str = "everything") -> str:
    return reverse("cases:public_start", args=[kind])


CODE = reverse("cases:public_code", args=["everything"])


def asks_for_a_code(visitor: Client, **said: str) -> None:
    response = visitor.post(start(), {"key": str(uuid.uuid4()), **PHONE, **said})
    assert response["Location"] == CODE, response.content.decode()


def begun(visitor: Client, **said: str) -> Case:
    asks_for_a_code(visitor, **said)
    assert visitor.post(CODE, {"code": last_code()}).status_code == 302
    return Case.objects.latest("pk")


def sent(visitor: Client) -> Case:
    case = begun(visitor)
    visitor.post(page_of(case, "sheet", sheet="home"), {"asked-here": "married", "married": "no"})
    assert visitor.post(page_of(case, "review"), {"honest": "on"})["Location"] == page_of(case, "receipt")
    case.refresh_from_db()
    return case


def page_of(case: Case, name: str = "case", **named: str) -> str:
    return reverse(f"cases:{name}", kwargs={"case_id": case.public_id, **named})


def link_of(case: Case) -> str:
    return reverse("cases:open_by_link", args=[case.reached_by["secret"]])


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_somebody_without_an_account_begins_by_a_code_and_sends(language: str) -> None:
    visitor = Client()
    visitor.cookies["macnss_language"] = language
    assert start() in visitor.get(reverse("cases:public")).content.decode()
    assert visitor.get(start()).status_code == 200
    asks_for_a_code(visitor)
    html = visitor.get(CODE).content.decode()
    assert "+212661234567" not in html
    code = last_code()
    assert visitor.post(CODE, {"code": "000000" if code != "000000" else "111111"}).status_code == 422
    assert not Case.objects.exists()
    first = visitor.post(CODE, {"code": code})["Location"]
    assert visitor.get(first).status_code == 200
    case = Case.objects.get()
    assert case.audience == Audience.PUBLIC
    assert case.language == language
    assert case.reached_by["phone"] == "+212661234567"
    assert last_message("cases.begun").data["link"] == link_of(case)
    visitor.post(page_of(case, "sheet", sheet="home"), {"asked-here": "married", "married": "no"})
    assert visitor.get(page_of(case, "review")).status_code == 200
    visitor.post(page_of(case, "review"), {"honest": "on"})
    case.refresh_from_db()
    assert case.state == State.SENT
    assert visitor.get(page_of(case, "receipt")).status_code == 200
    assert visitor.get(page_of(case)).status_code == 200
    assert last_message("cases.received").data["link"] == link_of(case)
    assert str(case.reference) in visitor.get(reverse("cases:public")).content.decode()


def test_the_link_opens_the_request_in_another_browser() -> None:
    case = sent(Client())
    other = Client()
    assert "/sign-in/" in other.get(page_of(case))["Location"]
    response = other.get(link_of(case))
    assert response["Location"] == page_of(case)
    assert "no-store" in response["Cache-Control"]
    page = other.get(page_of(case))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert other.post(page_of(case, "write"), {"key": str(uuid.uuid4()), "words": "Bonjour."}).status_code == 302
    other.post(reverse("cases:let_go"))
    assert "/sign-in/" in other.get(page_of(case))["Location"]


def test_a_wrong_secret_opens_nothing_and_says_always_the_same() -> None:
    case = sent(Client())
    secret = case.reached_by["secret"]
    pages = [
        Client().get(reverse("cases:open_by_link", args=[wrong]))
        for wrong in ("wrong", secret[:-1], secret.lower(), str(case.public_id))
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'value="[^"]+"', "", page.content.decode()).replace(secret.lower(), "") for page in pages}) == 1


def test_a_secret_opens_its_own_request_only() -> None:
    one, other = Client(), Client()
    mine, theirs = sent(one), sent(other)
    for name in ("case", "receipt", "withdraw", "appeal"):
        assert "/sign-in/" in one.get(page_of(theirs, name))["Location"]
    session = one.session
    session[HELD] = {str(theirs.public_id): mine.reached_by["secret"]}
    session.save()
    assert "/sign-in/" in one.get(page_of(theirs))["Location"]


def test_whoever_signed_in_holds_nothing_of_a_public_request() -> None:
    case = sent(Client())
    person = amina()
    assert person.account
    assert come_in(Client(), person.account).get(page_of(case)).status_code == 404


def test_one_address_is_asked_for_and_only_one() -> None:
    for said in ({"phone": "", "email": ""}, {"phone": "12", "email": ""}, {"email": "amina@example.org"}):
        assert Client().post(start(), {"key": str(uuid.uuid4()), **PHONE, **said}).status_code == 422
    visitor = Client()
    case = begun(visitor, phone="", email="Amina@Example.org")
    assert case.reached_by["email"] == "amina@example.org"


def test_codes_are_counted_as_at_every_door() -> None:
    visitor = Client()
    for _time in range(10):
        asks_for_a_code(visitor)
    assert visitor.post(start(), {"key": str(uuid.uuid4()), **PHONE}).status_code == 422
    assert visitor.post(reverse("cases:public_send", args=["everything"])).status_code == 302


def test_the_code_of_another_browser_begins_nothing() -> None:
    asks_for_a_code(Client())
    code, other = last_code(), Client()
    assert other.post(CODE, {"code": code})["Location"] == start()
    asks_for_a_code(other)
    assert other.post(CODE, {"code": code}).status_code == 422


def test_a_code_serves_once_and_a_button_pressed_twice_begins_once() -> None:
    visitor = Client()
    asks_for_a_code(visitor)
    code = last_code()
    assert visitor.post(CODE, {"code": code}).status_code == 302
    assert visitor.post(CODE, {"code": code})["Location"] == start()
    assert Case.objects.count() == 1


def test_a_draft_without_an_account_is_erased_by_its_holder() -> None:
    visitor = Client()
    case = begun(visitor)
    assert Client().post(page_of(case, "discard"))["Location"].startswith("/sign-in/")
    assert visitor.post(page_of(case, "discard"))["Location"] == reverse("cases:public")
    assert not Case.objects.exists()
    assert visitor.get(reverse("cases:public")).status_code == 200


def test_a_request_is_found_again_by_its_reference_and_its_address() -> None:
    case, place = sent(Client()), reverse("cases:public")
    before = Message.objects.filter(kind="cases.begun").count()
    answers = []
    for said in (
        {"reference": "TT-2222-2222", "phone": "0661234567"},
        {"reference": str(case.reference), "phone": "0600000000"},
        {"reference": str(case.reference).lower().replace("-", " "), "phone": "0661234567"},
    ):
        response = Client().post(place, {"email": "", **said}, follow=True)
        answers.append(re.findall(r'class="notice tone-success".*?</div>', response.content.decode(), re.DOTALL))
    assert answers[0] == answers[1] == answers[2] != []
    assert Message.objects.filter(kind="cases.begun").count() == before + 1
    assert Client().post(place, {"reference": "x", "phone": "", "email": ""}).status_code == 422


def test_an_appeal_opens_by_the_same_link(everything: Kind) -> None:
    who, visitor = driss(), Client()
    case = sent(visitor)
    taken = examining.take(case=case, by=who, now=NOW)
    deciding.decide(case=taken, outcome=Outcome.REFUSED, reasons=["no"], by=who, now=NOW)
    response = visitor.post(page_of(case, "appeal"), {"key": str(uuid.uuid4()), "words": "Look again."})
    again = Case.objects.get(appeal_of=case)
    assert response["Location"] == page_of(again, "receipt")
    assert visitor.get(response["Location"]).status_code == 200
    other = Client()
    assert other.get(link_of(case))["Location"] == page_of(again)
    assert other.get(page_of(case)).status_code == 200


def test_who_is_signed_in_uses_their_account_and_no_code() -> None:
    person = amina()
    assert person.account
    client = come_in(Client(), person.account)
    first = client.post(start(), {"key": str(uuid.uuid4())})["Location"]
    case = Case.objects.get()
    assert case.account == person.account
    assert case.holder is None
    assert client.get(first).status_code == 200
    assert page_of(case, "discard") in client.get(reverse("cases:mine")).content.decode()
    assert come_in(Client(), account("samir", "SAMIR")).get(first).status_code == 404


def test_a_kind_that_is_not_public_does_not_exist_here() -> None:
    with another_kind("closed", audiences=["insured"]):
        assert Client().get(start("closed")).status_code == 404
    assert Client().get(start("nothing")).status_code == 404


def test_an_insured_person_has_a_page_of_their_own_for_a_kind_that_has_one() -> None:
    person = amina()
    assert person.account
    with another_kind("both", audiences=["insured", "public"]):
        response = come_in(Client(), person.account).get(start("both"))
        assert response["Location"] == reverse("cases:start", args=["both"])


def test_who_did_not_hear_that_the_code_was_taken_comes_back_to_the_same_draft() -> None:
    visitor = Client()
    asks_for_a_code(visitor)
    with mock.patch.object(visit, "hold", side_effect=SystemExit), pytest.raises(SystemExit):
        visitor.post(CODE, {"code": last_code()})
    first = Case.objects.get()
    assert begun(visitor) == first
    assert Case.objects.count() == 1
    assert begun(visitor, phone="06 61 23 45 68") != first
