"""Numbers for life, and finding somebody by what was typed."""

from dataclasses import replace

import pytest

from macnss.insured.queries import search_by_number
from macnss.insured.services import AlreadyRegistered, register
from macnss.insured.tests.factories import AMINA, NOW, ZINEB, amina
from macnss.kernel.numbers.check_digits import registration_is_sound
from macnss.kernel.numbers.identifiers import NumberRefused

pytestmark = pytest.mark.django_db


def test_a_number_of_ours_always_has_its_key() -> None:
    for place in range(20):
        identity = replace(ZINEB, document_number=f"AB{place + 100}")
        person = register(identity=identity, on=NOW.date(), by=None, now=NOW)
        assert registration_is_sound(person.number)


def test_nobody_is_registered_twice_with_one_card() -> None:
    amina()
    with pytest.raises(AlreadyRegistered):
        register(identity=replace(ZINEB, document_number="cd 482-915"), on=NOW.date(), by=None, now=NOW)


def test_the_register_writes_numbers_in_one_way() -> None:
    identity = replace(AMINA, document_number="cd 482 915", phone="06 61 23 45 67", email=" Amina@Example.org")
    person = register(identity=identity, on=NOW.date(), by=None, now=NOW)
    assert (person.document_number, person.phone, person.email) == ("CD482915", "+212661234567", "amina@example.org")
    assert (person.masked_document, person.masked_phone) == ("•••••915", "•••••••••••67")


def test_a_card_that_cannot_exist_is_refused_with_the_reason() -> None:
    with pytest.raises(NumberRefused) as refused:
        register(identity=replace(AMINA, document_number="123"), on=NOW.date(), by=None, now=NOW)
    assert refused.value.reasons


@pytest.mark.parametrize("written", ["{0}", " {0} ", "0{0}", "{0}0", "{1}", "{0:,}"])
def test_a_number_is_found_as_people_write_it(written: str) -> None:
    person = amina()
    text = written.format(person.number, str(person.number)[1:]).replace(",", " ")
    assert search_by_number(text).found == person


@pytest.mark.parametrize("text", ["12", "12345678901", "ABCDEFGHI", "123456789", "123456785", "12345678"])
def test_when_nobody_is_found_the_reason_is_said(text: str) -> None:
    search = search_by_number(text)
    assert search.found is None
    assert str(search.why_not)
