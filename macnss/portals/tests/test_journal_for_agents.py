"""The journal of a person as an agent reads it: nobody is taken for somebody else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.cases.services import examining, sending
from macnss.cases.tests.factories import draft, of_person
from macnss.identity.tests.factories import NOW, come_in, driss, office
from macnss.insured.enums import Purpose
from macnss.insured.tests.factories import amina

pytestmark = pytest.mark.django_db


def test_acts_of_the_person_and_of_colleagues_bear_the_right_names(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    office()
    who, person = driss(), amina()
    case = sending.send(case=draft(of_person(person)), by=person.account, now=NOW)
    examining.take(case=case, by=who, now=NOW)
    come_in(client, who)
    client.cookies["macnss_language"] = "fr"
    file = reverse("portals:person", args=[person.public_id])
    client.post(file, {"purpose": Purpose.FILE})
    page = client.get(f"{file}?part=readers").content.decode()
    assert "La personne elle-même" in page
    assert "DRISS FILALI" in page
    assert "votre employeur" not in page
    assert ">Vous<" not in page
