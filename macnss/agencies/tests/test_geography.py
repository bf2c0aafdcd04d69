"""Towns, distances and the drawing."""

import pytest

from macnss.agencies.drawing import draw
from macnss.agencies.geography import ALSO, OUTLINE, Place, spelled, town_named, towns
from macnss.agencies.services.directory import DEMONSTRATION, read


@pytest.mark.parametrize("typed", ["Fès", "fes", " FES ", "فاس", "FÈS"])
def test_a_town_is_found_however_it_is_typed(typed: str) -> None:
    found = town_named(typed)
    assert found
    assert found.key == "FES"


@pytest.mark.parametrize("typed", ["دار البيضاء", "الدار البيضاء", "casablanca"])
def test_the_article_of_an_arabic_name_may_be_left_out(typed: str) -> None:
    found = town_named(typed)
    assert found
    assert found.key == "CASABLANCA"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("casa", "CASABLANCA"),
        ("Casab", "CASABLANCA"),
        ("كازا", "CASABLANCA"),
        ("الدار", "CASABLANCA"),
        ("Dar el-Beïda", "CASABLANCA"),
        ("fez", "FES"),
        ("marra", "MARRAKECH"),
        ("MEK", "MEKNES"),
        ("مراك", "MARRAKECH"),
        ("jadida", "EL JADIDA"),
        ("mellal", "BENI MELLAL"),
        ("hoceima", "AL HOCEIMA"),
        ("tan tan", "TAN TAN"),
        ("casanova", None),
        ("ta", None),
        ("أ", None),
        ("", None),
    ],
)
def test_a_town_is_found_by_the_beginning_of_its_name_or_the_one_that_people_say(typed: str, key: str | None) -> None:
    found = town_named(typed)
    assert (found.key if found else None) == key


def test_no_name_that_people_say_is_that_of_another_town() -> None:
    assert set(ALSO) <= set(towns())
    said = {spelled(name): key for key, names in ALSO.items() for name in names}
    assert not said.keys() & {spelled(town.name.fr) for town in towns().values()}


def test_a_town_that_we_do_not_know_is_not_guessed() -> None:
    assert town_named("Atlantis") is None


def test_distances_are_those_of_the_map() -> None:
    casablanca, rabat = towns()["CASABLANCA"].place, towns()["RABAT"].place
    assert 80 <= casablanca.km_to(rabat) <= 95
    assert casablanca.km_to(casablanca) == 0


def test_every_town_and_every_demonstration_agency_stands_in_the_country() -> None:
    places = [town.place for town in towns().values()]
    places += [Place(float(each.latitude), float(each.longitude)) for each in read(DEMONSTRATION)]
    assert [place for place in places if not _inside(place)] == []


def test_the_closer_view_is_a_part_of_the_sheet() -> None:
    near = draw([towns()["RABAT"].place, towns()["SALE"].place], close=True)
    whole = draw([towns()["RABAT"].place], close=False)
    assert float(near.view.split()[2]) < float(whole.view.split()[2]) / 3
    assert [dot.number for dot in near.dots] == [1, 2]
    assert [dot.x.count(",") for dot in near.dots] == [0, 0]  # whatever the language of the page


def _inside(place: Place) -> bool:
    """By the ray method, with a margin of a few kilometres for towns of the coast: the outline is simplified."""
    steps = (-0.12, 0, 0.12)
    return any(_holds(place.latitude + up, place.longitude + across) for up in steps for across in steps)


def _holds(latitude: float, longitude: float) -> bool:
    within = False
    for (x1, y1), (x2, y2) in zip(OUTLINE, (*OUTLINE[1:], OUTLINE[0]), strict=True):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            within = not within
    return within
