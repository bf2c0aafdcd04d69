"""The supervisor's doors: the board, and the list of alerts to empty."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from macnss.cases.enums import Outcome, State
from macnss.cases.models import Alarm, Case, Step
from macnss.cases.queries import board
from macnss.cases.services import deciding, watching
from macnss.cases.tests.factories import examined, of_person, sent
from macnss.identity.enums import Role
from macnss.identity.models import Account, Office
from macnss.identity.services import agents
from macnss.identity.tests.factories import NOW, agent, come_in, driss, office, supervisor
from macnss.insured.tests.factories import amina, brahim, zineb
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = NOW + 10 * DAY
BOARD, ALARMS = reverse("cases:board"), reverse("cases:alarms")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def salma(client: Client) -> Account:
    who = supervisor()
    come_in(client, who)
    client.cookies["macnss_language"] = "fr"
    return who


def span(*offices: Office, kind: str = "") -> board.Span:
    return board.Span(offices or (office(),), kind, 12, LATER.date())


def page_of(alarm: Alarm) -> str:
    return reverse("cases:alarm", args=[alarm.public_id])


def a_late_case() -> Case:
    case = sent(of_person(amina()))
    watching.watch(now=LATER)
    return case


def test_the_load_is_cut_by_kind_state_age_and_office() -> None:
    sent(of_person(amina()))
    sent(of_person(brahim()), now=LATER)
    who = driss()
    waits = examined(who, of_person(zineb()))
    Case.objects.filter(pk=waits.pk).update(state=State.AWAITING, paused_on=NOW.date())
    load = board.load_of(span())
    assert (load.all.in_time, load.all.late, load.all.waiting) == (1, 1, 1)
    assert [(each.name, each.total) for each in load.kinds] == [("message", 3)]
    assert [each.total for each in load.ages] == [1, 0, 2, 0]
    assert board.load_of(span(kind="no_such_kind")).all.total == 0
    assert board.load_of(span(office("11", "RABAT", "وكالة الرباط"))).all.total == 0


def test_the_pace_of_a_step_is_its_median_and_its_ninth_tenth() -> None:
    case = sent(of_person(amina()))
    for days in range(1, 11):
        Step.objects.create(case=case, name="examined", began_at=LATER - days * DAY, ended_at=LATER)
    (pace,) = board.paces_of(span())
    assert (pace.count, str(pace.median), str(pace.most)) == (10, "5.5", "9.1")


def test_what_comes_in_and_goes_out_is_counted_week_by_week() -> None:
    who = driss()
    deciding.decide(case=examined(who, of_person(amina())), outcome=Outcome.ACCEPTED, words="Oui.", by=who, now=LATER)
    weeks = board.weeks_of(span())
    assert len(weeks) == 12
    assert [(week.monday.isoformat(), week.received, week.decided) for week in weeks[-2:]] == [
        ("2026-11-23", 1, 0),
        ("2026-11-30", 0, 1),
    ]


def test_agents_are_read_with_what_they_hold() -> None:
    who = driss()
    examined(who, of_person(amina()))
    assert [(each.agent, each.open, each.late) for each in board.held_by_agents(span())] == [(who, 1, 1)]


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.usefixtures("salma")
def test_the_board_shows_in_both_directions(client: Client, language: str) -> None:
    client.cookies["macnss_language"] = language
    a_late_case()
    examined(driss(), of_person(brahim()))
    answer = client.get(BOARD, {"weeks": "26", "kind": "message"})
    assert answer.status_code == 200
    assert bare_numbers(answer.content.decode()) == []


@pytest.mark.usefixtures("salma")
def test_a_filter_that_means_nothing_is_left_out(client: Client) -> None:
    assert client.get(BOARD, {"weeks": "x", "kind": "y", "office": "z"}).status_code == 200


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_board_is_read_with_the_same_number_of_queries(client: Client, salma: Account) -> None:
    agents.post(
        account=salma, role=Role.SUPERVISOR, office=office("11", "RABAT", "ر"), since=NOW.date(), by=None, now=NOW
    )
    who = driss()
    examined(who, of_person(amina()))
    watching.watch(now=LATER)
    before = [queries_of(client, page) for page in (BOARD, ALARMS)]
    other = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    for person in (brahim(), zineb()):
        examined(other, of_person(person))
    watching.watch(now=LATER)
    assert [queries_of(client, page) for page in (BOARD, ALARMS)] == before


def test_only_supervisors_come_in(client: Client) -> None:
    come_in(client, driss())
    a_late_case()
    for address in (BOARD, ALARMS, page_of(Alarm.objects.all()[0])):
        assert client.get(address).status_code == 404


def test_the_alerts_of_another_office_do_not_exist(client: Client) -> None:
    a_late_case()
    come_in(client, supervisor("omar", "OMAR", at=office("11", "RABAT", "وكالة الرباط")))
    assert "MS-" not in client.get(ALARMS).content.decode()
    assert client.get(page_of(Alarm.objects.all()[0])).status_code == 404


def test_ones_own_case_is_for_another_supervisor(client: Client) -> None:
    person = amina()
    sent(of_person(person))
    watching.watch(now=LATER)
    own = person.account
    assert own
    own.is_agent = True
    own.save()
    agents.post(account=own, role=Role.SUPERVISOR, office=office(), since=NOW.date(), by=None, now=NOW)
    come_in(client, own)
    assert client.get(page_of(Alarm.objects.all()[0])).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_list_is_emptied_with_a_word(client: Client, salma: Account, language: str) -> None:
    client.cookies["macnss_language"] = language
    case = a_late_case()
    assert str(case.reference) in client.get(ALARMS).content.decode()
    for alarm in case.alarms.all():
        shown = client.get(page_of(alarm))
        assert bare_numbers(shown.content.decode()) == []
        assert client.post(page_of(alarm), {"act": "settle", "settle-words": " "}).status_code == 422
        done = client.post(page_of(alarm), {"act": "settle", "settle-words": "Driss takes it today."})
        assert done.status_code == 302
        assert "Driss takes it today." in client.get(page_of(alarm)).content.decode()
    assert str(case.reference) not in client.get(ALARMS).content.decode()
    assert set(Alarm.objects.values_list("settled_by", flat=True)) == {salma.pk}


@pytest.mark.usefixtures("salma")
def test_it_is_handed_over_or_taken_over_from_the_list(client: Client, salma: Account) -> None:
    hind = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    case = a_late_case()
    late, not_taken = case.alarms.get(kind="late"), case.alarms.get(kind="not_taken")
    assert client.post(page_of(late), {"act": "hand", "to-words": "Please."}).status_code == 422
    said = {"act": "hand", "to-words": "Please.", "to-to": str(hind.public_id)}
    assert client.post(page_of(late), said).status_code == 302
    case.refresh_from_db()
    assert case.taken_by == hind
    assert client.post(page_of(not_taken), {"act": "take", "take-words": "I do it."}).status_code == 302
    case.refresh_from_db()
    assert case.taken_by == salma


@pytest.mark.usefixtures("salma")
def test_another_day_is_set_with_its_reason(client: Client) -> None:
    case = a_late_case()
    late = case.alarms.get(kind="late")
    past = {"act": "date", "date-on": "2026-11-25", "date-words": "The register is slow."}
    assert client.post(page_of(late), past).status_code == 422
    assert client.post(page_of(late), {**past, "date-on": "2026-12-20"}).status_code == 302
    case.refresh_from_db()
    assert case.target_on == dt.date(2026, 12, 20)
