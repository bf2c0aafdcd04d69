"""The request of a registration on paper: one sheet, with what the employer stamps."""

from typing import Any

import pytest

from macnss.agencies.tests.factories import fes
from macnss.cases.services.printing import printed
from macnss.employers.tests.factories import atlas, chaima
from macnss.gateways.tests.paper import from_left_to_right, pages, text_of
from macnss.identity.tests.factories import NOW
from macnss.registration.tests.factories import NADIA, by_company, by_visitor, drafted, sent

pytestmark = pytest.mark.django_db
FULL: dict[str, Any] = {
    **NADIA,
    "birth_place": "Hôpital provincial de Sidi Kacem",
    "address": "Résidence les Orangers, immeuble 12, escalier B, appartement 14, route d'Imouzzer",
    "commune": "AGDAL",
    "postcode": "30000",
    "family_status": "married",
    "children": 2,
    "job": "Opératrice de machine à coudre industrielle",
}
ALONE = {
    **FULL,
    "document": "passport",
    "document_number": "XK9923817",
    "nationality": "SN",
    "employer_known": False,
    "employer_name": "ATELIER ZAHRA DE CONFECTION ET DE BRODERIE",
    "employer_address": "12 rue de la Paix, quartier industriel, Casablanca",
    "confirmation": "form",
}
in_both_languages = pytest.mark.parametrize("tongue", ["fr", "ar"])


@in_both_languages
@pytest.mark.parametrize("answers", [NADIA, FULL, {**FULL, "contract": True}], ids=["short", "full", "all"])
def test_an_ordinary_registration_is_one_sheet(tongue: str, answers: dict[str, Any]) -> None:
    company = atlas()
    holder = by_company(company, chaima(company))
    fes()
    assert pages(printed(case=sent(holder, "immatriculation", answers), tongue=tongue, now=NOW)) == 1
    assert pages(printed(case=drafted(holder, "immatriculation", answers, papers=False), tongue=tongue, now=NOW)) == 1


@in_both_languages
def test_so_is_that_of_somebody_who_asks_alone(tongue: str) -> None:
    fes()
    case = sent(by_visitor(), "immatriculation", ALONE)
    assert pages(printed(case=case, tongue=tongue, now=NOW)) == 1


def test_it_has_a_place_for_the_stamp_of_the_employer_and_lists_both_photos() -> None:
    company = atlas()
    paper = printed(case=sent(by_company(company, chaima(company)), "immatriculation", NADIA), tongue="fr", now=NOW)
    assert from_left_to_right(paper, "cachet et signature de l'employeur")
    assert "Deuxième photo" in text_of(paper)
