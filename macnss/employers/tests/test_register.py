"""Companies, their numbers, and who acts for them from when to when."""

import datetime as dt
from dataclasses import replace

import pytest

from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.employers.services import AlreadyAffiliated, AlreadyMandated, NumberTaken, affiliate, mandate
from macnss.employers.tests.factories import ATLAS, atlas, chaima, zellige
from macnss.identity.tests.factories import NOW
from macnss.kernel.numbers.check_digits import affiliation_is_sound
from macnss.kernel.numbers.identifiers import NumberRefused

pytestmark = pytest.mark.django_db
ICE = "001561191000066"


def test_an_affiliation_number_of_ours_always_has_its_key() -> None:
    assert affiliation_is_sound(int(atlas().affiliation_number))


def test_a_company_keeps_the_number_it_bears_of_either_series() -> None:
    for number in ("1234567", "1234562"):
        assert affiliate(company=ATLAS, on=NOW.date(), by=None, now=NOW, number=number).affiliation_number == number


def test_a_number_is_borne_once_and_an_ice_too() -> None:
    affiliate(company=replace(ATLAS, ice=ICE), on=NOW.date(), by=None, now=NOW, number="1234567")
    with pytest.raises(NumberTaken):
        affiliate(company=ATLAS, on=NOW.date(), by=None, now=NOW, number="1234567")
    with pytest.raises(AlreadyAffiliated):
        affiliate(company=replace(ATLAS, ice=ICE), on=NOW.date(), by=None, now=NOW)


def test_an_ice_that_cannot_exist_is_refused() -> None:
    with pytest.raises(NumberRefused):
        affiliate(company=replace(ATLAS, ice="001561191000065"), on=NOW.date(), by=None, now=NOW)


def test_a_mandate_opens_its_company_from_its_first_day_to_its_last() -> None:
    company, other = atlas(), zellige()
    accountant = chaima()
    since, until = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    mandate(
        account=accountant, employer=company, function=Function.ACCOUNTANT, since=since, until=until, by=None, now=NOW
    )
    for day, opened in ((since, True), (until, True), (dt.date(2026, 2, 28), False), (dt.date(2026, 4, 1), False)):
        assert Employer.objects.of(accountant, day).filter(pk=company.pk).exists() is opened
    assert not Employer.objects.of(accountant, since).filter(pk=other.pk).exists()


def test_two_mandates_for_one_company_never_share_a_day() -> None:
    company = atlas()
    accountant = chaima(company)
    with pytest.raises(AlreadyMandated):
        mandate(
            account=accountant, employer=company, function=Function.STAFF, since=dt.date(2026, 1, 1), by=None, now=NOW
        )
