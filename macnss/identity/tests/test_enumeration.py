"""A stranger who types other people's identifiers learns nothing: not from words, cookies nor questions."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from macnss.identity.enums import NameKind
from macnss.identity.services import give_sign_in_name, lock
from macnss.identity.services.names import account_named
from macnss.identity.tests.factories import NOW, account, driss
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
KNOWN = ["karim@example.org", "123456785", "AB123456", "locked@example.org", "driss@example.org"]
UNKNOWN = ["nobody@example.org", "123456793", "CD987654"]


@pytest.fixture(autouse=True)
def people() -> None:
    karim = account("karim", "Karim Berrada")
    give_sign_in_name(account=karim, kind=NameKind.REGISTRATION_NUMBER, name="123456785", by=None, now=NOW)
    give_sign_in_name(account=karim, kind=NameKind.DOCUMENT, name="AB123456", by=None, now=NOW)
    lock(account=account("locked", "Locked"), by=None, now=NOW, reason="test")
    driss()


def tried(identifier: str, door: str = "identity:sign_in") -> HttpResponse:
    answer = Client().post(reverse(door), {"identifier": identifier, "password": "not this one"})
    assert isinstance(answer, HttpResponse)
    return answer


def said(answer: HttpResponse, identifier: str) -> tuple[object, ...]:
    """All that a stranger can see of an answer, what they typed themselves apart."""
    page = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode()).replace(identifier, "…")
    headers = {name: value for name, value in answer.items() if name not in {"X-Request-ID", "Content-Length"}}
    return answer.status_code, page, headers, sorted(answer.cookies)


@pytest.mark.parametrize("door", ["identity:sign_in", "identity:sign_in_company"])
def test_every_wrong_pair_gets_the_same_answer(door: str) -> None:
    answers = [said(tried(each, door), each) for each in (*KNOWN, *UNKNOWN)]
    assert all(answer == answers[0] for answer in answers)


def test_nobody_is_written_to_for_a_wrong_password() -> None:
    for each in KNOWN:
        tried(each)
    assert Message.objects.count() == 0


def test_the_same_limits_hold_for_numbers_that_nobody_has() -> None:
    for each in (KNOWN[1], UNKNOWN[1]):
        assert [tried(each).status_code for _ in range(6)] == [422] * 5 + [429]


def test_looking_up_a_number_asks_one_question_whoever_it_names() -> None:
    for each in (*KNOWN, *UNKNOWN):
        with CaptureQueriesContext(connection) as questions:
            account_named(each)
        assert len(questions) == 1, each


def test_addresses_of_pages_hold_nothing_personal() -> None:
    answer = Client().get(reverse("identity:sign_in"), {"identifier": "AB123456"})
    assert "AB123456" not in answer.content.decode().replace("?identifier=AB123456", "")
