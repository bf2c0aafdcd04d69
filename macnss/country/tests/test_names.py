import re

import pytest

from macnss.country.firms import FORMS, SECTORS
from macnss.country.names.companies import LEGAL_FORMS, ROOTS, TRADES
from macnss.country.names.people import FEMALE, FOREIGN, MALE, SURNAMES
from macnss.country.names.places import REGIONS, STREETS
from macnss.country.names.writing import Name, name
from macnss.country.population import CIN_PREFIXES, DOCUMENTS
from macnss.country.published import REGIONS as REGION_SHARES
from macnss.employers.enums import LegalForm, Sector
from macnss.insured.enums import IdentityDocument

FOREIGN_NAMES = [name for lists in FOREIGN.values() for listed in lists for name in listed]
PLACES = [place for region in REGIONS for town in region.towns for place in (town.name, town.commune)]
TRADE_NAMES = [name for trades in TRADES.values() for trade in trades for name in (trade.suffix, trade.activity)]
EVERY_NAME = [*MALE, *FEMALE, *SURNAMES, *FOREIGN_NAMES, *PLACES, *STREETS, *ROOTS, *TRADE_NAMES]


def test_there_are_enough_names_and_none_twice() -> None:
    for listed, least in ((MALE, 120), (FEMALE, 120), (SURNAMES, 250)):
        assert len({name.latin for name in listed}) == len(listed) >= least


def test_every_name_is_written_in_both_scripts() -> None:
    for written in EVERY_NAME:
        assert re.fullmatch(r"[A-Z0-9]+( [A-Z0-9]+)*", written.latin), written
        assert re.fullmatch(r"[\u0621-\u0652]+( [\u0621-\u0652]+)*", written.arabic), written


def test_names_fit_the_fields_of_a_file() -> None:
    assert max(len(name.latin) for name in (*MALE, *FEMALE, *SURNAMES, *FOREIGN_NAMES)) <= 30
    assert max(len(place.latin) for place in PLACES) <= 20
    assert max(len(trade.activity.latin) for trades in TRADES.values() for trade in trades) <= 40


def test_two_names_stand_side_by_side_in_each_script() -> None:
    assert name("TAZI التازي").then(name("ZINEB زينب")) == Name("TAZI ZINEB", "التازي زينب")


def test_a_name_without_arabic_is_refused() -> None:
    with pytest.raises(ValueError, match="TAZI"):
        name("TAZI")


def test_the_letters_of_an_identity_card_belong_to_one_region() -> None:
    assert len(set(CIN_PREFIXES)) == len(CIN_PREFIXES)
    assert all(re.fullmatch("[A-Z]{1,2}", prefix) for prefix in CIN_PREFIXES)


def test_towns_have_postcodes_of_five_digits() -> None:
    assert all(re.fullmatch(r"\d{5}", town.postcode) for region in REGIONS for town in region.towns)


def test_sectors_forms_regions_and_documents_are_those_of_the_registers() -> None:
    assert set(SECTORS) == set(Sector.values) == set(TRADES)
    assert set(FORMS) == set(LegalForm.values) == set(LEGAL_FORMS)
    assert set(DOCUMENTS) == set(IdentityDocument.values)
    assert [region.key for region in REGIONS] == list(REGION_SHARES)
