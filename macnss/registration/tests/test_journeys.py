"""From the first page to the sending, through the doors that people use, without JavaScript."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from macnss.cases.enums import State
from macnss.cases.models import Case
from macnss.employers.tests.factories import atlas, chaima, head_of
from macnss.identity.models import Account
from macnss.identity.tests.factories import account, come_in, office
from macnss.registration.tests.factories import MINARET, NADIA, with_papers

pytestmark = pytest.mark.django_db


def typed(answers: dict[str, Any]) -> dict[str, str]:
    """Answers as the boxes of a page send them."""
    said: dict[str, str] = {}
    for name, value in answers.items():
        if isinstance(value, bool):
            said[name] = "yes" if value else "no"
        elif str(value).count("-") == 2 and str(value)[:4].isdecimal():
            said[f"{name}_year"], said[f"{name}_month"], said[f"{name}_day"] = str(value).split("-")
        else:
            said[name] = str(value)
    return said


def fill(client: Client, start: str, answers: dict[str, Any]) -> Case:
    """Begin, answer every screen that is asked, give the papers, read again, send."""
    address = client.post(start, begin_form(client.get(start)))["Location"]
    case = Case.objects.latest("pk")
    while "/ask/" in address:
        answer = client.post(address, typed(answers))
        assert answer.status_code == 302, answer.context["form"].errors
        address = answer["Location"]
    with_papers(Case.objects.get(pk=case.pk))
    review = reverse("cases:review", args=[case.public_id])
    lacks = client.get(review).context["lacks"]
    assert lacks is None, (lacks.questions, lacks.papers)
    client.post(review, {"honest": "on"})
    return Case.objects.get(pk=case.pk)


def begin_form(page: Any) -> dict[str, str]:
    """The hidden fields of the form that begins a request."""
    form = page.context["form"]
    return {name: str(form[name].value()) for name in form.fields}


def signed_in(client: Client, who: Account) -> Client:
    office()
    return come_in(client, who)


def test_a_company_registers_an_employee(client: Client) -> None:
    company = atlas()
    signed_in(client, chaima(company))
    case = fill(client, reverse("cases:company_start", args=[company.public_id, "immatriculation"]), NADIA)
    assert case.state == State.SENT
    assert case.said["last_name"] == "CHRAIBI"


def test_somebody_with_an_account_affiliates_a_company(client: Client) -> None:
    signed_in(client, account("saad", "SAAD LAHLOU"))
    start = reverse("cases:public_start", args=["affiliation"])
    case = fill(client, start, {**MINARET, "is_head": True})
    assert case.state == State.SENT


def test_an_employee_with_an_account_asks_for_a_number(client: Client) -> None:
    company = atlas()
    signed_in(client, account("nadia", "NADIA CHRAIBI"))
    answers = {**NADIA, "employer_known": True, "affiliation_number": company.affiliation_number, "confirmation": "ask"}
    case = fill(client, reverse("cases:public_start", args=["immatriculation"]), answers)
    assert case.state == State.ASKED


def test_the_head_changes_the_address_of_the_company(client: Client) -> None:
    company = atlas()
    signed_in(client, head_of(company))
    answers = {"what": "address", "changed_on": "2026-11-01", "address": "12 BD HASSAN II", "town": "MEKNES"}
    case = fill(client, reverse("cases:company_start", args=[company.public_id, "company_change"]), answers)
    assert case.state == State.SENT


def test_the_head_is_replaced_by_somebody_who_is_chosen_in_the_list(client: Client) -> None:
    company = atlas()
    signed_in(client, head_of(company))
    answers = {
        "what": "head",
        "changed_on": "2026-11-01",
        "head_name": "SAAD LAHLOU",
        "head_email": "saad@example.org",
        "leaves": str(company.memberships.get().public_id),
    }
    case = fill(client, reverse("cases:company_start", args=[company.public_id, "company_change"]), answers)
    assert case.state == State.SENT
