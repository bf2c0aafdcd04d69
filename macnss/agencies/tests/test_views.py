"""The doors: agencies for anybody, one's own appointments, the desk."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from macnss.agencies.enums import AppointmentState, Service
from macnss.agencies.models import Appointment
from macnss.agencies.services import directory
from macnss.agencies.services.directory import DEMONSTRATION
from macnss.agencies.tests.factories import TUESDAY, at, booked, fes, tanger
from macnss.identity.enums import Role
from macnss.identity.tests.factories import NOW, account, agent, come_in, driss, office

pytestmark = pytest.mark.django_db
LIST, NEW, DESK = "/agencies/", "/me/appointments/new/", "/agent/appointments/"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_anybody_finds_an_agency_and_how_to_go_there(client: Client, language: str, settings: Settings) -> None:
    agency = fes()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in (LIST, reverse("agencies:agency", args=[agency.public_id])):
        html = client.get(address).content.decode()
        assert ("40 avenue" in html) == (language == "fr")
        assert "geo:34.03310,-5.00030" in html
        assert "tel:0500000010" in html
        assert "//" not in html.split("<main")[1].replace("http://www.w3.org/2000/svg", "")


def test_the_nearest_to_a_town_comes_first(client: Client) -> None:
    fes(), tanger()
    names = [str(each.agency.office.town) for each in client.get(LIST, {"town": "tetouan"}).context["found"]]
    assert names == ["TANGER", "FES"]
    by_phone = client.get(LIST, {"lat": "33.9", "lon": "-4.9"}).context["found"]
    assert [each.agency.office.town for each in by_phone] == ["FES", "TANGER"]


def test_an_unknown_town_is_said_and_the_whole_list_stays(client: Client) -> None:
    fes()
    response = client.get(LIST, {"town": "Atlantis"})
    assert response.status_code == 422
    assert "AGENCE FES" in response.content.decode() or "وكالة فاس" in response.content.decode()
    assert 'value="Atlantis"' in response.content.decode()


def test_the_search_keeps_those_that_are_open_and_offer_the_service(client: Client) -> None:
    fes(), tanger(hours=(directory.Hours(5, dt.time(9), dt.time(12)),))
    assert [each.agency.office.town for each in client.get(LIST, {"open": "on"}).context["found"]] == ["FES"]
    found = client.get(LIST, {"service": "complaints"}).context["found"]
    assert [each.agency.office.town for each in found] == ["TANGER"]
    assert client.get(LIST, {"service": "complaints", "open": "on"}).context["found"] == []


def test_the_list_is_read_in_as_many_queries_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fes()
    with django_assert_num_queries(3):
        client.get(LIST)
    directory.load(entries=directory.read(DEMONSTRATION), by=None, now=NOW, is_demonstration=True)
    with django_assert_num_queries(3):
        html = client.get(LIST).content.decode()
    assert "country-land" in html


def test_an_appointment_is_made_one_answer_a_page(client: Client) -> None:
    agency, person = fes(), account("amina", "AMINA BENNANI")
    come_in(client, person)
    assert "AGENCE FES" in client.get(NEW, headers={"accept-language": "fr"}).content.decode()
    asked = {"agency": str(agency.public_id)}
    assert b"subject=wages" in client.get(NEW, asked).content
    asked["subject"] = "wages"
    assert b"day=2026-11-24" in client.get(NEW, asked).content
    asked["day"] = "2026-11-24"
    page = client.get(NEW, asked)
    assert urlencode({"at": at(9).isoformat()}).encode() in page.content
    asked["at"] = at(9).isoformat()
    confirm = client.get(NEW, asked)
    typed = {"at": confirm.context["at_value"], "start_key": str(confirm.context["start_key"])}
    for _time in range(2):
        response = client.post(f"{NEW}?{urlencode(asked)}", typed)
        assert response.status_code == 302
    made = Appointment.objects.get()
    assert (made.account, made.starts_at, made.subject) == (person, at(9), "wages")
    ticket = client.get(response["Location"]).content.decode()
    assert f"{made.code[:3]} {made.code[3:]}" in ticket
    assert "<svg" in ticket


@pytest.mark.parametrize(
    "asked",
    [{"agency": "x"}, {"agency": "", "day": "never"}, {"at": "2026"}, {"subject": "magic", "day": "2026-99-01"}],
)
def test_an_address_made_up_falls_back_on_the_question_before(client: Client, asked: dict[str, str]) -> None:
    agency = fes()
    come_in(client, account("amina", "AMINA BENNANI"))
    full = {"agency": str(agency.public_id), "subject": "wages", "day": "2026-11-24", **asked}
    assert client.get(NEW, full).status_code == 200


def test_a_place_taken_meanwhile_is_refused_in_words_and_other_times_are_offered(client: Client) -> None:
    agency = fes(counters=1)
    come_in(client, account("amina", "AMINA BENNANI"))
    asked = {"agency": str(agency.public_id), "subject": "wages", "day": "2026-11-24", "at": at(9).isoformat()}
    booked(agency, account("brahim", "BRAHIM EL ALAOUI"))
    assert client.post(f"{NEW}?{urlencode(asked)}", {"at": at(9).isoformat()}).status_code == 422
    times = [time for time in client.get(NEW, {**asked, "at": ""}).context["times"] if time.free]
    assert at(9) not in [time.at for time in times]


def test_one_moves_and_cancels_ones_own_and_nobody_elses(client: Client) -> None:
    agency, person = fes(), account("amina", "AMINA BENNANI")
    made = booked(agency, person)
    move, cancel = (reverse(f"agencies:appointment_{act}", args=[made.public_id]) for act in ("move", "cancel"))
    other = come_in(Client(), account("zineb", "ZINEB TAZI"))
    for address in (move, cancel, reverse("agencies:appointment", args=[made.public_id])):
        assert other.get(address).status_code == 404
    come_in(client, person)
    assert client.post(f"{move}?day=2026-11-24", {"at": at(11).isoformat()}).status_code == 302
    made.refresh_from_db()
    assert made.starts_at == at(11)
    assert client.get(cancel).status_code == 200
    client.post(cancel)
    made.refresh_from_db()
    assert made.state == AppointmentState.CANCELLED
    assert client.get(move).status_code == 404
    assert client.get("/me/appointments/").status_code == 200


def test_the_desk_finds_an_appointment_by_the_code_said_at_the_door(client: Client) -> None:
    made = booked(fes(), account("amina", "AMINA BENNANI"))
    come_in(client, driss())
    assert client.post(DESK, {"code": "ZZZZZZ"}).status_code == 422
    response = client.post(DESK, {"code": f"{made.code[:3]} {made.code[3:].lower()}"})
    assert response["Location"] == reverse("agencies:expected", args=[made.public_id])
    shown = client.get(response["Location"]).content.decode()
    assert "AMINA BENNANI" in shown
    assert 'name="act"' not in shown  # it is tomorrow's


def test_the_desk_notes_who_came(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = booked(fes(), account("amina", "AMINA BENNANI"))
    who = driss()
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(9, 35))
    come_in(client, who)
    assert client.post(reverse("agencies:expected", args=[made.public_id]), {"act": "came"}).status_code == 302
    made.refresh_from_db()
    assert made.state == AppointmentState.CAME


def test_an_agent_of_another_office_sees_neither_the_list_nor_the_appointment(client: Client) -> None:
    made = booked(fes(), account("amina", "AMINA BENNANI"))
    elsewhere = agent("hind", "HIND LAHLOU", Role.FRONT_DESK, at=office("13", "TANGER", "وكالة طنجة"))
    come_in(client, elsewhere)
    assert "AMINA" not in client.get(DESK, {"day": TUESDAY.isoformat()}).content.decode()
    assert client.get(reverse("agencies:expected", args=[made.public_id])).status_code == 404
    assert client.post(DESK, {"code": made.code}).status_code == 422


def test_the_appointments_of_an_office_where_one_holds_another_role_do_not_exist(client: Client) -> None:
    made = booked(fes(), account("amina", "AMINA BENNANI"))
    hind = agent("hind", "HIND LAHLOU", Role.FRONT_DESK, at=office("13", "TANGER", "وكالة طنجة"))
    hind.postings.create(role=Role.REFERENCE_DATA, office=made.agency.office, since=NOW.date())
    come_in(client, hind)
    assert client.get(reverse("agencies:expected", args=[made.public_id])).status_code == 404


def test_the_list_of_a_day_is_read_in_as_many_queries_whatever_its_length(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    agency = fes(services=tuple(Service))
    come_in(client, driss())
    client.get(DESK)
    people = [account(f"p{each}", f"PERSON {each}") for each in range(6)]
    for place, person in enumerate(people):
        booked(agency, person, at(9, 30 if place < 2 else 50) if place < 4 else at(10, 10))
    with django_assert_max_num_queries(6):
        assert client.get(DESK, {"day": TUESDAY.isoformat()}).content.count(b"PERSON") == 6


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_breaks_no_page(client: Client, day: str) -> None:
    agency = fes()
    come_in(client, driss())
    asked: dict[str, str] = {
        "agency": str(agency.public_id),
        "subject": Service.WAGES,
        "day": day,
        "at": f"{day}T00:00:00+14:00",
    }
    assert client.get(DESK, {"day": day}).status_code == 200
    assert client.get(NEW, asked).status_code == 200
