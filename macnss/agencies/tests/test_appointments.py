"""Appointments by the services: one place is given once, whoever asks at the same time."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macnss.agencies.enums import AppointmentState, Service
from macnss.agencies.models import Agency, Appointment
from macnss.agencies.queries import days_of, times_of
from macnss.agencies.services import amending, appointments, directory
from macnss.agencies.services.appointments import AlreadyExpected, AppointmentOver, NotFree, NotReceived
from macnss.agencies.tests.factories import TUESDAY, at, booked, fes
from macnss.audit.models import Event
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, account, driss
from macnss.kernel.errors import DomainError
from macnss.outbox.models import Message

DAY = dt.timedelta(days=1)


@pytest.mark.django_db
def test_a_booking_takes_a_place_gives_a_code_and_is_told() -> None:
    agency, person = fes(), account("amina", "AMINA BENNANI")
    made = booked(agency, person)
    assert len(made.code) == 6
    assert [time.free for time in times_of(agency, TUESDAY, NOW) if time.at == at(9)] == [1]
    assert Message.objects.filter(kind="agencies.booked").exists()
    assert Event.objects.about_account(person.pk).filter(action="appointment.booked").count() == 1


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_one_appointment() -> None:
    agency, person, key = fes(), account("amina", "AMINA BENNANI"), uuid.uuid4()
    said = {"agency": agency, "subject": Service.WAGES, "starts_at": at(9), "start_key": key, "by": person, "now": NOW}
    first = appointments.book(**said)  # type: ignore[arg-type]
    assert appointments.book(**said) == first  # type: ignore[arg-type]
    assert Message.objects.filter(kind="agencies.booked").count() == 1


@pytest.mark.django_db
def test_the_last_place_is_not_given_twice() -> None:
    agency = fes(counters=1)
    booked(agency, account("amina", "AMINA BENNANI"))
    with pytest.raises(NotFree):
        booked(agency, account("brahim", "BRAHIM EL ALAOUI"))


@pytest.mark.django_db
def test_one_has_one_open_appointment_for_a_thing() -> None:
    agency, person = fes(), account("amina", "AMINA BENNANI")
    first = booked(agency, person)
    with pytest.raises(AlreadyExpected):
        booked(agency, person, at(10))
    booked(agency, person, at(10), Service.FAMILY)
    appointments.cancel(appointment=first, by=person, now=NOW)
    assert booked(agency, person, at(10)).state == AppointmentState.BOOKED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "when", [at(9, 31), at(16, 30), at(9, 30, dt.date(2026, 11, 28)), at(9, 30, dt.date(2027, 2, 2))]
)
def test_a_time_that_is_not_offered_is_not_given(when: dt.datetime) -> None:
    with pytest.raises(NotFree):
        booked(fes(), account("amina", "AMINA BENNANI"), when)


@pytest.mark.django_db
def test_it_is_too_late_for_a_time_within_two_hours() -> None:
    times = [time.at for time in times_of(fes(), NOW.date(), NOW)]
    assert times[0] == at(13, 10, NOW.date())  # at eleven, one comes at one at the earliest


@pytest.mark.django_db
def test_an_agency_receives_for_what_it_says_only() -> None:
    with pytest.raises(NotReceived):
        booked(fes(), account("amina", "AMINA BENNANI"), subject=Service.HEALTH)


@pytest.mark.django_db
def test_moving_frees_the_former_time_and_is_told() -> None:
    agency, person = fes(counters=1), account("amina", "AMINA BENNANI")
    made = booked(agency, person)
    code = made.code
    moved = appointments.move(appointment=made, starts_at=at(11), by=person, now=NOW)
    assert (moved.starts_at, moved.code) == (at(11), code)
    assert booked(agency, account("brahim", "BRAHIM EL ALAOUI")).starts_at == at(9)
    assert Message.objects.filter(kind="agencies.moved").exists()


@pytest.mark.django_db
def test_whoever_moves_to_a_full_time_keeps_the_one_they_had() -> None:
    agency, person = fes(counters=1), account("amina", "AMINA BENNANI")
    made = booked(agency, person)
    booked(agency, account("brahim", "BRAHIM EL ALAOUI"), at(11))
    with pytest.raises(NotFree):
        appointments.move(appointment=made, starts_at=at(11), by=person, now=NOW)
    made.refresh_from_db()
    assert made.starts_at == at(9)


@pytest.mark.django_db
def test_the_reminder_leaves_once_the_day_before() -> None:
    agency, person = fes(), account("amina", "AMINA BENNANI")
    booked(agency, person, at(9, 30, dt.date(2026, 11, 26)))
    assert appointments.remind(now=NOW) == 0
    assert appointments.remind(now=NOW + 2 * DAY) == 1
    assert appointments.remind(now=NOW + 2 * DAY) == 0
    assert Message.objects.filter(kind="agencies.reminder").exists()


@pytest.mark.django_db
def test_whoever_books_for_tomorrow_is_not_reminded_on_the_same_day() -> None:
    booked(fes(), account("amina", "AMINA BENNANI"))
    assert appointments.remind(now=NOW) == 0


@pytest.mark.django_db
def test_arrival_is_noted_on_the_day_and_not_before() -> None:
    who, made = driss(), booked(fes(), account("amina", "AMINA BENNANI"))
    with pytest.raises(AppointmentOver):
        appointments.note_arrival(appointment=made, by=who, now=NOW)
    came = appointments.note_arrival(appointment=made, by=who, now=at(9, 25))
    assert (came.state, came.settled_by) == (AppointmentState.CAME, who)
    with pytest.raises(AppointmentOver):
        appointments.note_absence(appointment=made, by=who, now=at(10))


@pytest.mark.django_db
def test_whoever_was_noted_as_missing_may_still_come_that_day() -> None:
    who, made = driss(), booked(fes(), account("amina", "AMINA BENNANI"))
    appointments.note_absence(appointment=made, by=who, now=at(9, 50))
    assert appointments.note_arrival(appointment=made, by=who, now=at(10)).state == AppointmentState.CAME


@pytest.mark.django_db
def test_an_appointment_that_nobody_noted_no_longer_keeps_one_from_another() -> None:
    agency, person = fes(), account("amina", "AMINA BENNANI")
    made = booked(agency, person)
    later = NOW + 3 * DAY
    again = appointments.book(
        agency=agency,
        subject=Service.WAGES,
        starts_at=at(9, 30, dt.date(2026, 11, 27)),
        start_key=uuid.uuid4(),
        by=person,
        now=later,
    )
    made.refresh_from_db()
    assert (made.state, again.state) == (AppointmentState.MISSED, AppointmentState.BOOKED)


@pytest.mark.django_db
def test_a_closure_cancels_and_tells_those_who_were_expected() -> None:
    agency = fes()
    made = booked(agency, account("amina", "AMINA BENNANI"))
    words = {"reason": "Travaux", "reason_ar": "أشغال"}
    assert directory.close(agency=agency, since=TUESDAY, until=TUESDAY, by=None, now=NOW, **words) == 1
    made.refresh_from_db()
    assert made.state == AppointmentState.CANCELLED
    assert Message.objects.filter(kind="agencies.closed").exists()
    open_days = [each.day for each in days_of(Agency.objects.with_hours().get(pk=agency.pk), NOW)]
    assert TUESDAY not in open_days


def amended(agency: Agency, **other: Any) -> Agency:
    said: dict[str, Any] = {
        "address_fr": agency.address,
        "address_ar": agency.address_ar,
        "phone": agency.phone,
        "services": list(agency.services),
        "hours": "1-5 08:30-16:30",
        "minutes": agency.minutes,
        "counters": agency.counters,
    }
    return amending.amend(agency=agency, by=driss(), now=NOW, **{**said, **other})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"hours": "1-5 11:00-16:30"}, False),  # shorter hours
        ({"hours": "1 08:30-16:30\n3-5 08:30-16:30"}, False),  # a day of the week that it no longer opens
        ({"hours": "1-5 08:30-09:40"}, False),  # the doors would close before the end
        ({"services": ["registration", "family"]}, False),
        ({"hours": "1-5 09:30-09:50"}, True),
        ({"minutes": 45, "counters": 1}, True),  # what was promised is kept
        ({"phone": "0500000011"}, True),
    ],
)
def test_whoever_a_changed_agency_no_longer_receives_is_told_and_nobody_else(
    change: dict[str, Any], kept: bool
) -> None:
    agency, person = fes(), account("amina", "AMINA BENNANI")
    made = booked(agency, person)
    amended(agency, **change)
    made.refresh_from_db()
    assert made.is_booked == kept
    assert Message.objects.filter(kind="agencies.changed").exists() != kept
    cancelled = Event.objects.about_account(person.pk).filter(action="appointment.cancelled")
    assert cancelled.exists() != kept


@pytest.mark.django_db
def test_whoever_a_list_loaded_again_no_longer_receives_is_told() -> None:
    made = booked(fes(), account("amina", "AMINA BENNANI"))
    fes()
    made.refresh_from_db()
    assert made.is_booked
    fes(services=(Service.FAMILY,))
    made.refresh_from_db()
    assert made.state == AppointmentState.CANCELLED
    assert Message.objects.filter(kind="agencies.changed").exists()


def _books(agency: Agency, person: Account) -> object:
    return booked(agency, person)


def _moves(agency: Agency, person: Account) -> object:
    made = Appointment.objects.get(account=person)
    return appointments.move(appointment=made, starts_at=at(9), by=person, now=NOW)


def _closes(agency: Agency) -> object:
    words = {"reason": "Travaux", "reason_ar": "أشغال"}
    return directory.close(agency=agency, since=TUESDAY, until=TUESDAY, by=None, now=NOW, **words)


def _shortens(agency: Agency) -> object:
    return amended(agency, hours="1-5 11:00-16:30")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shuts", [_closes, _shortens])
@pytest.mark.parametrize("takes", [_books, _moves])
def test_nobody_takes_a_place_while_an_agency_shuts(
    takes: Callable[[Agency, Account], object], shuts: Callable[[Agency], object]
) -> None:
    agency, person, asked = fes(), account("amina", "AMINA BENNANI"), threading.Event()
    if takes is _moves:
        booked(agency, person, at(9, 30, TUESDAY + DAY) if shuts is _closes else at(14))

    def take() -> bool:
        try:
            asked.set()
            takes(agency, person)
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            shuts(agency)
            won = beside.submit(take)
            asked.wait()
            threading.Event().wait(0.3)  # it asks while nothing is committed yet
        assert not won.result()
    connections.close_all()
    assert not Appointment.objects.booked().filter(starts_at=at(9)).exists()


@pytest.mark.django_db(transaction=True)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.integers(3, 8), counters=st.integers(1, 3))
def test_whoever_asks_at_the_same_time_never_shares_a_place(people: int, counters: int) -> None:
    Appointment.objects.all().delete()
    agency = fes(counters=counters)
    askers = [
        Account.objects.filter(email=f"p{each}@example.org").first() or account(f"p{each}", f"PERSON {each}")
        for each in range(people)
    ]

    def ask(who: Account) -> bool:
        try:
            booked(agency, who)
        except DomainError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(people) as crowd:
        won = sum(crowd.map(ask, askers))
    connections.close_all()
    held = list(Appointment.objects.holding().filter(starts_at=at(9)).values_list("place", flat=True))
    assert won == len(held) == min(people, counters)
    assert sorted(held) == list(range(1, won + 1))
