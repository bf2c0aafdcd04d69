"""Postcodes and other texts, on a screen and in a file of many: five digits, in the digits of registers."""

import pytest
from django.utils.translation import override

from macnss.cases.definition import Type
from macnss.cases.engine import KINDS
from macnss.employers.tests.factories import atlas, chaima
from macnss.registration.services.batches import lines
from macnss.registration.services.batches.columns import EXAMPLE
from macnss.registration.tests.factories import by_company, today


def test_every_kind_that_asks_for_a_postcode_takes_nothing_else() -> None:
    asked = {
        code: question.type
        for code, kind in KINDS.items()
        for sheet in kind.definition.sheets
        for question in sheet.questions
        if question.name == "postcode"
    }
    assert set(asked) >= {"affiliation", "company_change", "immatriculation"}
    assert set(asked.values()) == {Type.POSTCODE}


@pytest.mark.django_db
def test_a_line_of_a_file_is_read_in_the_digits_of_registers() -> None:
    company = atlas()
    holder = by_company(company, chaima(company))
    typed = {**EXAMPLE, "postcode": "٣٠٠٠٠", "address": "زنقة ٤، رقم ١٢"}
    answers, faults = lines.read(typed, holder, today())
    assert faults == []
    assert (answers["postcode"], answers["address"]) == ("30000", "زنقة 4، رقم 12")


@pytest.mark.django_db
def test_a_line_says_which_postcode_is_none_and_how_long_a_text_may_be() -> None:
    company = atlas()
    holder = by_company(company, chaima(company))
    with override("fr"):
        _answers, faults = lines.read({**EXAMPLE, "postcode": "abc", "town": "VILLE NOUVELLE"}, holder, today())
    told = {fault.column.fr: fault.words for fault in faults}
    assert set(told) == {"Code postal", "Ville"}
    assert "30000" in told["Code postal"]
    assert "13" in told["Ville"]
    assert "lettres" not in told["Ville"]
