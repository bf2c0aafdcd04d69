"""The requests of a company, and what the fund asks it: each as far as their mandate goes."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from macnss.cases.engine import Holder
from macnss.cases.enums import Audience
from macnss.cases.models import Case, Inquiry
from macnss.cases.services import talking
from macnss.cases.tests.factories import draft, examined, of_company, of_person, sent
from macnss.cases.tests.kinds import another_kind
from macnss.employers.enums import Right
from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas, chaima, head_of, with_rights, zellige
from macnss.identity.enums import Method
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, come_in, driss, office
from macnss.insured.tests.factories import amina

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Employer:
    office()
    return atlas()


@pytest.fixture
def karim(company: Employer) -> Account:
    return head_of(company)


@pytest.fixture
def client(karim: Account) -> Client:
    return come_in(Client(), karim)


def of_a_case(name: str, case: Case, **named: Any) -> str:
    return reverse(f"cases:{name}", kwargs={"case_id": case.public_id, **named})


def of_the_company(name: str, company: Employer, **named: Any) -> str:
    return reverse(f"cases:{name}", kwargs={"employer_id": company.public_id, **named})


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_company_begins_fills_sends_and_follows(client: Client, company: Employer, language: str) -> None:
    client.cookies["macnss_language"] = language
    assert "empty" in read(client, of_the_company("company", company))
    start = of_the_company("company_start", company, kind="message")
    assert start in read(client, of_the_company("company_choose", company))
    read(client, start)
    first = client.post(start, {"key": str(uuid.uuid4())})["Location"]
    assert company.name in read(client, first) or company.name_ar in read(client, first)
    client.post(first, {"asked-here": "topic,words", "topic": "other", "words": "Bonjour."})
    case = Case.objects.get()
    read(client, of_a_case("review", case))
    assert client.post(of_a_case("review", case), {"honest": "on"})["Location"] == of_a_case("receipt", case)
    case.refresh_from_db()
    assert case.company == company
    assert str(case.reference) in read(client, of_a_case("receipt", case))
    assert str(case.reference) in read(client, of_the_company("company", company))
    assert of_the_company("company", company) in read(client, of_a_case("case", case))


def test_everybody_with_the_right_reads_what_one_of_them_opened(company: Employer, karim: Account) -> None:
    with another_kind(right="register") as kind:
        case = sent(of_company(company, karim), kind.code, {"married": False})
        may = come_in(Client(), with_rights(company, Right.REGISTER))
        may_not = come_in(Client(), with_rights(company, Right.PAY, login="omar"))
        assert str(case.reference) in read(may, of_the_company("company", company))
        read(may, of_a_case("case", case))
        assert str(case.reference) not in read(may_not, of_the_company("company", company))
        for path in (
            of_a_case("case", case),
            of_a_case("receipt", case),
            of_the_company("company_start", company, kind=kind.code),
        ):
            assert may_not.get(path).status_code == 404, path
        assert kind.code not in read(may_not, of_the_company("company_choose", company))


def test_a_mandated_accountant_works_for_each_of_their_companies_and_no_other(company: Employer) -> None:
    other, third = zellige(), atlas(name="TROISIEME SARL")
    client = come_in(Client(), chaima(company, other))
    start = of_the_company("company_start", company, kind="message")
    client.post(start, {"key": str(uuid.uuid4())})
    case = Case.objects.get()
    assert case.company == company
    assert of_a_case("discard", case) in read(client, of_the_company("company", company))
    assert of_a_case("discard", case) not in read(client, of_the_company("company", other))
    assert client.get(of_the_company("company", third)).status_code == 404
    assert client.post(of_the_company("company_start", third, kind="message")).status_code == 404


def test_who_acts_for_another_company_sees_nothing_of_this_one(company: Employer, karim: Account) -> None:
    stranger = come_in(Client(), head_of(zellige(), "hamid"))
    for case in (draft(of_company(company, karim)), sent(of_company(company, karim))):
        for name in ("case", "review", "receipt", "discard", "withdraw", "appeal"):
            assert stranger.get(of_a_case(name, case)).status_code == 404, name
        assert stranger.get(of_a_case("sheet", case, sheet="subject")).status_code == 404
    for name in ("company", "company_choose", "inquiries"):
        assert stranger.get(of_the_company(name, company)).status_code == 404


def test_a_list_of_any_length_is_read_with_the_same_number_of_queries(
    client: Client, company: Employer, karim: Account
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            read(client, of_the_company("company", company))
        return len(seen)

    sent(of_company(company, karim))
    few = queries()
    for _more in range(4):
        sent(of_company(company, karim))
    assert queries() == few


def test_a_proof_that_expired_gives_back_what_was_typed(company: Employer, karim: Account) -> None:
    case = draft(of_company(company, karim), answers={})
    path = of_a_case("sheet", case, sheet="subject")
    weak = come_in(Client(), karim, Method.PASSWORD)
    typed = {"asked-here": "topic,words", "topic": "other", "words": "Half an hour of words."}
    response = weak.post(path, typed, headers={"referer": f"http://testserver{path}"})
    assert response["Location"] == f"{reverse('identity:prove')}?next={path}"
    come_in(weak, karim)
    assert "Half an hour of words." in read(weak, path)


def test_the_same_screens_serve_an_agent_at_the_counter(company: Employer) -> None:
    who, person = driss(), amina()
    case = draft(Holder(Audience.COUNTER, who, person))
    agent = come_in(Client(), who)
    for path in (of_a_case("sheet", case, sheet="subject"), of_a_case("review", case), of_a_case("discard", case)):
        assert 'class="frame beside"' in read(agent, path), path
    assert agent.post(of_a_case("review", case), {"honest": "on"})["Location"] == of_a_case("receipt", case)
    read(agent, of_a_case("receipt", case))
    assert person.account
    case.refresh_from_db()
    assert str(case.reference) in read(come_in(Client(), person.account), reverse("cases:mine"))


# What the fund asks -------------------------------------------------------------------------------------------------
def asked(company: Employer) -> Inquiry:
    who = driss()
    case = examined(who, of_person(amina()))
    return talking.ask_company(case=case, company=company, words="Did she work in March?", by=who, now=NOW)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_question_is_read_and_answered(client: Client, company: Employer, language: str) -> None:
    client.cookies["macnss_language"] = language
    inquiry = asked(company)
    assert of_the_company("inquiries", company) in read(client, of_the_company("company", company))
    path = of_the_company("inquiry", company, inquiry_id=inquiry.public_id)
    assert path in read(client, of_the_company("inquiries", company))
    html = read(client, path)
    assert "Did she work in March?" in html
    assert ("أمينة" if language == "ar" else "AMINA BENNANI") in html
    assert "My wage of March is missing." not in html  # her words are for the fund
    assert client.post(path, {"agrees": "no", "words": ""}).status_code == 422
    assert client.post(path, {"agrees": "no", "words": "She left in February."}).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.said == {"agrees": False, "words": "She left in February."}
    assert "She left in February." in read(client, path)
    again = client.post(path, {"agrees": "yes"})
    assert again.status_code == 422
    inquiry.refresh_from_db()
    assert inquiry.said["agrees"] is False


def test_only_those_who_declare_answer(company: Employer) -> None:
    inquiry = asked(company)
    paths = [
        of_the_company("inquiries", company),
        of_the_company("inquiry", company, inquiry_id=inquiry.public_id),
    ]
    cannot = come_in(Client(), with_rights(company, Right.PAY))
    other = come_in(Client(), head_of(zellige(), "hamid"))
    for path in paths:
        assert cannot.get(path).status_code == 404
        assert other.get(path).status_code == 404
    theirs = of_the_company("inquiry", zellige(), inquiry_id=inquiry.public_id)
    assert other.get(theirs).status_code == 404
