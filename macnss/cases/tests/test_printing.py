"""The request on paper: what it says in both languages, what machines read on it, who prints it."""

import uuid

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from macnss.audit.models import Event
from macnss.cases.models import Case
from macnss.cases.services.printing import printed
from macnss.cases.tests.factories import draft, of_person, sent
from macnss.gateways.tests.paper import codes_in, from_left_to_right, pages, scanned, seen, text_of
from macnss.identity.tests.factories import NOW, come_in, driss
from macnss.insured.tests.factories import amina, zineb

pytestmark = pytest.mark.django_db


def address(case: Case) -> str:
    return reverse("cases:print", kwargs={"case_id": case.public_id})


@pytest.mark.parametrize("tongue", ["fr", "ar"])
def test_it_says_what_was_asked_by_whom_and_where_to_bring_it(tongue: str) -> None:
    case = sent(of_person(amina()))
    paper = printed(case=case, tongue=tongue, now=NOW)
    said = text_of(paper)
    assert case.reference
    for words in (case.reference, "My wage of March is missing.", "Écrire à la caisse"):
        assert from_left_to_right(paper, words)
    assert ("AGENCE FES" if tongue == "fr" else "فاس") in said


@override_settings(SITE_URL="https://macnss.example.org")
def test_a_phone_and_an_agent_read_its_codes_off_a_poor_scan() -> None:
    case = sent(of_person(amina()))
    read = codes_in(scanned(seen(printed(case=case, tongue="ar", now=NOW), 150)))
    assert read["Code128"] == case.reference
    page = reverse("cases:case", kwargs={"case_id": case.public_id})
    assert read["QRCode"] == f"{settings.SITE_URL}{page}?r={case.reference}"


def test_numbers_keep_their_order_in_arabic() -> None:
    case = sent(of_person(amina()), answers={"topic": "wages", "words": "رسالة رقم 2026-114 بتاريخ 23/11/2026"})
    paper = printed(case=case, tongue="ar", now=NOW)
    assert from_left_to_right(paper, "2026-114")
    assert from_left_to_right(paper, "23/11/2026")
    assert case.person
    assert from_left_to_right(paper, f"{case.person.number:,}".replace(",", " "))


def test_a_draft_prints_as_a_draft_without_reference_nor_code() -> None:
    case = draft(of_person(amina()))
    paper = printed(case=case, tongue="fr", now=NOW)
    assert "Brouillon" in text_of(paper)
    assert codes_in(seen(paper)) == {}


def test_the_same_request_prints_the_same_bytes() -> None:
    case = sent(of_person(amina()))
    assert printed(case=case, tongue="fr", now=NOW) == printed(case=case, tongue="fr", now=NOW)


def test_a_long_request_goes_on_over_pages() -> None:
    case = sent(of_person(amina()), answers={"topic": "wages", "words": "Une phrase assez longue. " * 78})
    assert pages(printed(case=case, tongue="fr", now=NOW)) <= 2


@pytest.mark.parametrize("lines", range(26, 40, 2))
def test_nobody_signs_a_sheet_that_says_nothing(lines: int) -> None:
    """However long it is, where to bring it stands on the sheet of the signatures."""
    case = sent(of_person(amina()), answers={"topic": "wages", "words": "Une ligne.\n" * lines})
    paper = printed(case=case, tongue="fr", now=NOW)
    last = pages(paper) - 1
    assert from_left_to_right(paper, "signature du demandeur", page=last)
    assert from_left_to_right(paper, "Où apporter", page=last)


def test_its_applicant_prints_it_and_a_stranger_does_not(client: Client) -> None:
    person = amina()
    case = sent(of_person(person))
    assert person.account
    answer = come_in(client, person.account).get(address(case))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    stranger = zineb().account
    assert stranger
    assert come_in(Client(), stranger).get(address(case)).status_code == 404
    assert Client().get(address(case)).status_code == 302


def test_an_agent_of_the_office_prints_it_and_its_owner_reads_so(client: Client) -> None:
    case = sent(of_person(amina()))
    assert come_in(client, driss()).get(address(case)).status_code == 200
    assert Event.objects.filter(action="case.read_by_agent").count() == 1


def test_a_case_that_is_not_there_prints_nothing(client: Client) -> None:
    account = amina().account
    assert account
    nowhere = reverse("cases:print", kwargs={"case_id": uuid.uuid4()})
    assert come_in(client, account).get(nowhere).status_code == 404
