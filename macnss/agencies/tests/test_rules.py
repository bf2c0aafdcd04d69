"""Hours, closures and times, without a database."""

import datetime as dt

from macnss.agencies.rules import Shut, Spell, Timetable

MONDAY, FRIDAY, SATURDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 27), dt.date(2026, 11, 28)
WEEK = Timetable(
    (
        *(Spell(day, dt.time(8, 30), dt.time(16, 30)) for day in range(4)),
        Spell(4, dt.time(14), dt.time(16, 30)),
        Spell(4, dt.time(8, 30), dt.time(12)),
    )
)


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute))


def test_it_is_open_until_the_end_of_its_hours_and_not_a_minute_longer() -> None:
    assert WEEK.standing(moment(MONDAY, 16, 29), 14).closes == dt.time(16, 30)
    assert not WEEK.standing(moment(MONDAY, 16, 30), 14).is_open


def test_before_opening_it_says_at_what_time_today() -> None:
    found = WEEK.standing(moment(MONDAY, 7), 14)
    assert (found.opens_on, found.opens_at) == (MONDAY, dt.time(8, 30))


def test_between_two_spells_of_a_day_it_opens_again_today() -> None:
    found = WEEK.standing(moment(FRIDAY, 12, 30), 14)
    assert (found.opens_on, found.opens_at) == (FRIDAY, dt.time(14))


def test_on_saturday_it_opens_on_monday() -> None:
    assert WEEK.standing(moment(SATURDAY, 10), 14).opens_on == dt.date(2026, 11, 30)


def test_a_closure_moves_the_next_opening() -> None:
    closed = Timetable(WEEK.spells, (Shut(MONDAY, MONDAY + dt.timedelta(days=1), "works"),))
    assert closed.standing(moment(MONDAY, 10), 14).opens_on == dt.date(2026, 11, 25)
    assert list(closed.times_on(MONDAY, 20)) == []


def test_an_agency_without_hours_never_opens() -> None:
    found = Timetable(()).standing(moment(MONDAY, 10), 14)
    assert (found.is_open, found.opens_on) == (False, None)


def test_an_appointment_ends_before_the_doors_close() -> None:
    times = list(WEEK.times_on(FRIDAY, 60))
    assert times == [dt.time(8, 30), dt.time(9, 30), dt.time(10, 30), dt.time(14), dt.time(15)]
