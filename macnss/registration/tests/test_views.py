"""The doors of registration: anyone's, the company's, the agent's."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.cases.enums import Outcome
from macnss.cases.services import deciding
from macnss.employers.models import Employer
from macnss.employers.services import changes
from macnss.employers.tests.factories import atlas, chaima, head_of, zellige
from macnss.employment import services as employment
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, come_in, driss
from macnss.insured.tests.factories import amina, registered, zineb
from macnss.registration.models import Distinction
from macnss.registration.tests.factories import NADIA, by_company, examined

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Employer:
    return atlas()


@pytest.fixture
def accountant(company: Employer) -> Account:
    return chaima(company)


def page(name: str, company: Employer, **more: Any) -> str:
    return reverse(f"registration:{name}", kwargs={"employer_id": company.public_id, **more})


def test_the_two_doors_are_open_to_anyone_with_the_form_on_paper(client: Client) -> None:
    shown = client.get(reverse("registration:home")).content.decode()
    for name in ("affiliation", "immatriculation"):
        assert reverse("cases:public_start", args=[name]) in shown
    assert reverse("registration:form") in shown
    assert reverse("cases:public") in shown
    assert reverse("registration:home") in client.get(reverse("portals:landing")).content.decode()


def test_a_company_finds_both_doors_on_its_pages(client: Client, company: Employer, accountant: Account) -> None:
    come_in(client, accountant)
    home = client.get(reverse("declarations:company", args=[company.public_id])).content.decode()
    assert page("company", company) in home
    shown = client.get(page("company", company)).content.decode()
    assert reverse("cases:company_start", args=[company.public_id, "immatriculation"]) in shown
    assert reverse("cases:public_start", args=["affiliation"]) in shown


def test_a_stopped_company_reads_it_on_its_page(client: Client, company: Employer, accountant: Account) -> None:
    changes.stop(employer=company, since=dt.date(2026, 8, 1), until=None, final=False, by=None, now=NOW)
    come_in(client, accountant)
    home = client.get(reverse("declarations:company", args=[company.public_id])).content.decode()
    assert reverse("cases:company_start", args=[company.public_id, "company_resume"]) in home


def test_the_numbers_issued_stand_in_the_list_of_the_company(
    client: Client, company: Employer, accountant: Account
) -> None:
    who = driss()
    case = examined(who, by_company(company, accountant), "immatriculation", NADIA)
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=NOW)
    case.refresh_from_db()
    come_in(client, accountant)
    shown = client.get(page("company", company)).content.decode()
    assert case.results["number"] in shown


# Looking a number up.


def ask(client: Client, company: Employer, **said: Any) -> Any:
    boxes = dict.fromkeys(("birth_date_0", "birth_date_1", "birth_date_2"), "")
    names = {"day": "14", "month": "3", "year": "1992"} if said.pop("born", False) else {}
    found = client.get(page("look_up", company)).content.decode()
    for part, value in names.items():
        name = f"birth_date_{part}" if f'name="birth_date_{part}"' in found else ""
        if name:
            boxes[name] = value
    return client.post(page("look_up", company), {**boxes, **said})


def test_a_company_finds_the_number_of_its_employee(client: Client, company: Employer, accountant: Account) -> None:
    person = amina()
    employment.begin(person=person, employer=company, on=dt.date(2020, 1, 1))
    come_in(client, accountant)
    for said in ({"born": True}, {"last_name": "Bennani"}, {"last_name": "بنانى"}):
        shown = ask(client, company, document_number="cd 482915", **said)
        assert str(person.registration_number) in shown.content.decode(), said
    assert Event.objects.filter(action="registration.number_looked_up", person=person.pk).count() == 3


def test_nobody_else_is_ever_found_whether_registered_or_not(
    client: Client, company: Employer, accountant: Account
) -> None:
    stranger, other = zineb(), zellige()
    employment.begin(person=stranger, employer=other, on=dt.date(2020, 1, 1))
    come_in(client, accountant)
    known = ask(client, company, document_number="AA193847", last_name="TAZI")
    unknown = ask(client, company, document_number="ZZ999999", last_name="TAZI")
    assert known.status_code == unknown.status_code == 422
    assert str(stranger.registration_number) not in known.content.decode()
    errors = [each.context["form"].non_field_errors() for each in (known, unknown)]
    assert errors[0] == errors[1]
    assert not Event.objects.filter(action="registration.number_looked_up", person=stranger.pk).exists()


def test_a_wrong_birth_date_finds_nobody(client: Client, company: Employer, accountant: Account) -> None:
    person = amina(birth_date=dt.date(1992, 3, 15))
    employment.begin(person=person, employer=company, on=dt.date(2020, 1, 1))
    come_in(client, accountant)
    assert ask(client, company, document_number="CD482915", born=True).status_code == 422


def test_somebody_who_left_is_no_longer_found(client: Client, company: Employer, accountant: Account) -> None:
    person = amina()
    link = employment.begin(person=person, employer=company, on=dt.date(2020, 1, 1))
    link.ended_on = dt.date(2024, 1, 31)
    link.save()
    come_in(client, accountant)
    assert ask(client, company, document_number="CD482915", last_name="BENNANI").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_searches_are_counted(client: Client, company: Employer, accountant: Account) -> None:
    come_in(client, accountant)
    for _time in range(30):
        ask(client, company, document_number="ZZ999999", last_name="TAZI")
    before = Event.objects.count()
    refused = ask(client, company, document_number="ZZ999999", last_name="TAZI")
    assert refused.status_code == 422
    assert Event.objects.count() == before  # nothing was searched


# Namesakes.


def test_an_agent_compares_namesakes_and_says_that_they_are_others(
    client: Client, company: Employer, accountant: Account
) -> None:
    who = driss()
    registered(document_number="A1", birth_date=dt.date(2001, 5, 9), last_name="CHRAIBI", first_name="NADIA")
    case = examined(who, by_company(company, accountant), "immatriculation", NADIA)
    come_in(client, who)
    address = reverse("registration:namesakes", args=[case.public_id])
    assert "CHRAIBI" in client.get(address).content.decode()
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "Other parents."})["Location"] == reverse(
        "cases:examine", args=[case.public_id]
    )
    assert Distinction.objects.get(case=case).by == who


def test_namesakes_are_an_agent_s_matter(client: Client, company: Employer, accountant: Account) -> None:
    case = examined(driss(), by_company(company, accountant), "immatriculation", NADIA)
    come_in(client, head_of(company))
    assert client.get(reverse("registration:namesakes", args=[case.public_id])).status_code == 404
