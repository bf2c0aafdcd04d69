import re

import numpy as np
import pytest

from macnss.country.plan import Plan
from macnss.country.population import CARD
from macnss.country.tests.factories import country
from macnss.kernel.numbers.check_digits import affiliation_is_sound, affiliation_key, registration_key


@pytest.fixture(scope="module")
def plan() -> Plan:
    return country(20_000, 1_600, 12)


def test_registration_numbers_are_sound_and_all_different(plan: Plan) -> None:
    numbers = plan.people.number
    assert len(np.unique(numbers)) == len(numbers)
    assert (registration_key(numbers) == numbers % 10).all()
    assert numbers.min() > 100_000_000
    assert numbers.max() < 200_000_000


def test_identity_documents_are_all_different_and_fit_their_field(plan: Plan) -> None:
    documents = [plan.people.document_number(index) for index in range(len(plan.people))]
    assert len(set(documents)) == len(documents)
    cards = [number for number, kind in zip(documents, plan.people.document, strict=True) if kind == CARD]
    assert all(re.fullmatch(r"[A-Z]{1,2}\d{5,6}", number) for number in cards)
    assert 0.98 < len(cards) / len(documents) < 0.995


def test_affiliation_numbers_are_sound_all_different_and_of_both_series(plan: Plan) -> None:
    numbers = plan.firms.affiliation
    assert len(np.unique(numbers)) == len(numbers)
    assert affiliation_is_sound(numbers).all()
    assert 0.5 < (affiliation_key(numbers) == numbers % 10).mean() < 0.7


def test_common_identifiers_of_companies_are_multiples_of_97_and_all_different(plan: Plan) -> None:
    assert (plan.firms.ice % 97 == 0).all()
    assert len(np.unique(plan.firms.ice)) == len(plan.firms)
    assert all(len(plan.firms.firm(index).ice) == 15 for index in range(50))


def test_the_companies_share_out_all_the_insured(plan: Plan) -> None:
    assert plan.firms.staff.sum() == len(plan.people)
    assert plan.firms.staff.min() == 1
    assert (np.bincount(plan.home) == plan.firms.staff).all()


def test_names_of_companies_fit_their_field(plan: Plan) -> None:
    names = [plan.firms.name(index) for index in range(len(plan.firms))]
    assert max(len(name.latin) for name in names) <= 40
    assert all(re.fullmatch(r"[A-Z0-9 ]+", name.latin) for name in names)


def test_a_small_country_has_no_two_companies_of_one_name() -> None:
    firms = country().firms
    assert len({firms.name(index).latin for index in range(len(firms))}) == len(firms)


def test_people_can_be_reached_only_at_invented_places(plan: Plan) -> None:
    people = [plan.people.person(index) for index in range(500)]
    assert all(re.fullmatch(r"\+2126000\d{5}", person.phone) for person in people)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+\.\d+@example\.org", person.email) for person in people if person.email)
    assert 0.4 < np.mean([bool(person.email) for person in people]) < 0.7


def test_everybody_is_registered_after_their_childhood_and_works_after_that(plan: Plan) -> None:
    people = plan.people
    assert ((people.registered - people.birth).astype(int) > 17 * 365).all()
    assert (plan.jobs.first >= np.minimum(people.registered_month[plan.jobs.person], 0)).all()


def test_names_of_many_people_are_those_of_each(plan: Plan) -> None:
    surnames, given = plan.people.latin_names(np.arange(300))
    people = [plan.people.person(index) for index in range(300)]
    assert surnames.tolist() == [person.surname.latin for person in people]
    assert given.tolist() == [person.given.latin for person in people]


def test_a_foreigner_has_a_name_of_their_country_and_no_identity_card(plan: Plan) -> None:
    foreigners = [plan.people.person(index) for index in np.flatnonzero(plan.people.nationality).tolist()]
    assert {person.nationality for person in foreigners} == {"SN", "CI", "FR", "ES", "PH"}
    assert {person.document for person in foreigners} == {"residence", "passport"}
