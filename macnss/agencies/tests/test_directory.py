"""The list of agencies, from its file."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from macnss.agencies.models import Agency, Closure
from macnss.agencies.services import directory
from macnss.agencies.services.amending import UnreadableHours, hours_of
from macnss.agencies.services.directory import DEMONSTRATION, UnreadableRow
from macnss.identity.models import Office
from macnss.identity.tests.factories import NOW

HEAD = "code,name,name_ar,town,region,address,address_ar,phone,latitude,longitude,services,hours,minutes,counters\n"
LINE = (
    "10,Fès,فاس,Fes,fes-meknes,40 avenue,40 شارع,0500000010,34.03,-5.00,wages;family,"
    '"1-4 08:30-16:30;5 09:00-12:00",20,2\n'
)

pytestmark = pytest.mark.django_db


def test_the_demonstration_list_covers_every_region_and_says_that_it_is_invented() -> None:
    made = directory.load(entries=directory.read(DEMONSTRATION), by=None, now=NOW, is_demonstration=True)
    assert len(made) >= 20
    assert len({each.region for each in made}) == 12
    assert all(each.is_demonstration for each in made)


def test_a_list_loaded_twice_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_text(HEAD + LINE)
    call_command("agencies_load", path, verbosity=0)
    path.write_text(HEAD + LINE.replace("20,2", "30,5"))
    call_command("agencies_load", path, verbosity=0)
    found = Agency.objects.get()
    assert (found.minutes, found.counters, found.hours.count(), found.office.town) == (30, 5, 5, "FES")
    assert Office.objects.count() == 1


@pytest.mark.parametrize(
    ("right", "wrong", "column"),
    [
        ("wages;family", "wages;magic", "services"),
        ("fes-meknes", "paris", "region"),
        ("34.03", "north", "latitude"),
        ("1-4 08:30-16:30", "1-4 16:30-08:30", "hours"),
        ("1-4 08:30-16:30", "1-5 08:30-16:30", "hours"),  # Friday twice at the same time
        (",20,2", ",soon,2", "minutes"),
        (",20,2", ",0,2", "minutes"),
        (",20,2", ",20,-1", "counters"),
        ("34.03", "134.03", "latitude"),
        ("34.03", "NaN", "latitude"),
        ("40 avenue,", ",", "address"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_nothing_is_loaded(
    tmp_path: Path, right: str, wrong: str, column: str
) -> None:
    path = tmp_path / "agencies.csv"
    path.write_text(HEAD + LINE.replace(right, wrong))
    with pytest.raises(UnreadableRow) as refusal:
        directory.read(path)
    assert refusal.value.details == {"line": 2, "column": column}
    with pytest.raises(CommandError):
        call_command("agencies_load", path, verbosity=0)
    assert not Agency.objects.exists()


def test_closures_come_from_a_file_and_an_empty_code_closes_every_agency(tmp_path: Path) -> None:
    agencies, closures = tmp_path / "agencies.csv", tmp_path / "closures.csv"
    agencies.write_text(HEAD + LINE + LINE.replace("10,F", "11,F"))
    closures.write_text("code,since,until,reason,reason_ar\n,2027-01-11,2027-01-11,Férié,عطلة\n")
    call_command("agencies_load", agencies, closures=closures, verbosity=0)
    call_command("agencies_load", closures=closures, verbosity=0)
    assert Closure.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("99,2027-01-11,2027-01-11,Férié,عطلة", "code"),  # nobody's: it would close nothing, in silence
        ("10,2027-01-12,2027-01-11,Férié,عطلة", "until"),
        ("10,2027-01-11,2027-01-11,,عطلة", "reason"),
    ],
)
def test_a_closure_that_is_wrong_is_named_and_nothing_is_closed(tmp_path: Path, line: str, column: str) -> None:
    agencies, closures = tmp_path / "agencies.csv", tmp_path / "closures.csv"
    agencies.write_text(HEAD + LINE)
    closures.write_text(f"code,since,until,reason,reason_ar\n10,2027-01-01,2027-01-01,Férié,عطلة\n{line}\n")
    with pytest.raises(CommandError, match=column):
        call_command("agencies_load", agencies, closures=closures, verbosity=0)
    assert not Closure.objects.exists()


def test_spans_of_a_day_never_overlap() -> None:
    with pytest.raises(UnreadableHours):
        hours_of("1 08:30-12:30\n1 12:00-16:30")
    assert len(hours_of("1 08:30-12:30\n1 12:30-16:30")) == 2
