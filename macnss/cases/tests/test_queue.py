"""The queue of the agents, by its doors: order, filters, keys kept, the next case."""

import datetime as dt
import re
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from macnss.cases.engine import KINDS
from macnss.cases.enums import Pile, State, Urgency
from macnss.cases.models import Case, SavedFilter
from macnss.cases.queries.agent import Desk, Wanted, counts_of, free_of, rows_of
from macnss.cases.services import examining, queueing
from macnss.cases.tests.factories import examined, of_company, of_person, sent
from macnss.cases.tests.many import many_cases
from macnss.employers.services import mandate
from macnss.employers.tests.factories import atlas
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, account, agent, come_in, driss, office
from macnss.insured.tests.factories import amina, asks_for_a_check, brahim, referred, zineb

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
QUEUE = reverse("cases:queue")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def desk(client: Client) -> Account:
    """Driss at his desk, in French."""
    who = driss()
    come_in(client, who)
    client.cookies["macnss_language"] = "fr"
    return who


def references(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{QUEUE}{query}").content.decode()
    return re.findall(r"<bdi dir=\"ltr\">([A-Z]{2,3}-\w{4}-\w{4})</bdi>", page)


def due(case: Case, days: int, **more: Any) -> Case:
    Case.objects.filter(pk=case.pk).update(target_on=NOW.date() + days * DAY, **more)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_late_stand_at_the_top_and_say_it(client: Client, desk: Account, language: str) -> None:
    client.cookies["macnss_language"] = language
    later, late = due(sent(of_person(amina())), 5), due(sent(of_person(brahim())), -3)
    assert references(client) == [late.reference, later.reference]
    page = client.get(QUEUE).content.decode()
    assert "tone-danger" in page
    assert "circle-alert" in page


def test_each_pile_holds_its_own(client: Client, desk: Account) -> None:
    other = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    free, mine, theirs = (
        sent(of_person(amina())),
        examined(desk, of_person(brahim())),
        examined(other, of_person(zineb())),
    )
    assert set(references(client)) == {free.reference, mine.reference}
    assert references(client, "?pile=free") == [free.reference]
    assert references(client, "?pile=mine") == [mine.reference]
    assert len(references(client, "?pile=all")) == 3
    examining.set_aside(case=mine, until=NOW.date() + 2 * DAY, by=desk, now=NOW)
    assert references(client, "?pile=mine") == []
    assert references(client, "?pile=aside") == [mine.reference]
    examining.ask_papers(case=theirs, papers={"attachment": "The payslip."}, by=other, now=NOW)
    assert references(client, "?pile=waiting") == [theirs.reference]
    Case.objects.filter(pk=free.pk).update(state=State.SECOND_LOOK, taken_by=other)
    assert references(client, "?pile=second") == [free.reference]


def test_filters_narrow_and_nonsense_is_left_out(client: Client, desk: Account) -> None:
    late = due(sent(of_person(amina())), -1)
    old = due(sent(of_person(brahim())), 9, sent_at=NOW - 40 * DAY)
    assert references(client, "?urgency=late") == [late.reference]
    assert references(client, "?age=old&kind=message") == [old.reference]
    assert len(references(client, "?age=nonsense&kind=../etc&pile=9&state=draft&office=77&page=x")) == 2
    assert references(client, "?kind=family_birth") == []


def test_each_filter_says_how_many_it_would_show(desk: Account) -> None:
    due(sent(of_person(amina())), -1)
    due(sent(of_person(brahim())), 1)
    at = Desk(desk, [office()], True, NOW.date())
    counts = counts_of(at, Wanted())
    assert (counts.total, counts.late, counts.piles[Pile.FREE], counts.piles[Pile.MINE]) == (2, 1, 2, 0)
    assert counts.urgencies == {Urgency.LATE: 1, Urgency.SOON: 1}
    assert counts_of(at, Wanted(urgency=Urgency.LATE.value)).total == 1
    assert counts_of(at, Wanted(age="new")).total == 2
    assert sum(counts_of(at, Wanted(urgency=Urgency.LATE.value)).urgencies.values()) == 2


def test_each_pile_holds_as_many_as_it_says(desk: Account) -> None:
    hind = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    many_cases(600, of=amina(), offices=[office()], agents=[desk, hind], kinds=["message"], now=NOW)
    taken = Case.objects.filter(state=State.EXAMINED, taken_by=desk).values_list("pk", flat=True)
    Case.objects.filter(pk__in=list(taken)[::3]).update(set_aside_until=NOW.date() + DAY)
    at = Desk(desk, [office()], True, NOW.date())
    for wanted in [Wanted(pile=pile) for pile in Pile] + [Wanted(urgency=each.value, age="month") for each in Urgency]:
        assert counts_of(at, wanted).total == rows_of(at, wanted).count(), wanted
    assert all(counts_of(at, Wanted()).piles.values())


def test_the_cases_of_another_office_and_ones_own_are_not_there(client: Client, desk: Account) -> None:
    elsewhere = sent(of_person(amina()))
    Case.objects.filter(pk=elsewhere.pk).update(office=office("20", "RABAT", "وكالة الرباط"))
    own = brahim()
    own.account = desk
    own.save()
    sent(of_person(own))
    firm = atlas()
    mandate(account=desk, employer=firm, function="clerk", since=dt.date(2020, 1, 1), by=None, now=NOW)
    sent(of_company(firm, account("karim", "KARIM")))
    assert references(client, "?pile=all") == []


def test_whoever_decides_nothing_has_no_second_look(client: Client) -> None:
    come_in(client, agent("hind", "HIND LAHLOU", Role.FRONT_DESK))
    assert "pile=second" not in client.get(QUEUE).content.decode()


def test_a_filter_is_kept_applied_and_forgotten(client: Client, desk: Account) -> None:
    kept = client.post(reverse("cases:filters"), {"name": "En retard", "query": "urgency=late&kind=nonsense&x=y"})
    assert kept["Location"] == f"{QUEUE}?urgency=late"
    saved = SavedFilter.objects.get()
    assert saved.query == "urgency=late"
    assert "En retard" in client.get(QUEUE).content.decode()
    wrong = client.post(reverse("cases:filters"), {"name": "", "query": "urgency=late"})
    assert wrong.status_code == 422
    other = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    come_in(stranger := Client(), other)
    stranger.post(reverse("cases:filters"), {"forget": saved.public_id})
    assert SavedFilter.objects.exists()
    client.post(reverse("cases:filters"), {"forget": saved.public_id})
    assert not SavedFilter.objects.exists()


def test_the_older_lists_stand_beside_with_what_waits(client: Client, desk: Account) -> None:
    referred()
    asks_for_a_check(amina())
    page = client.get(QUEUE).content.decode()
    assert f'href="{reverse("insured:referrals")}">Activations (1)' in page
    assert f'href="{reverse("insured:identity_checks")}"' in page


def test_the_next_is_the_most_urgent_that_nobody_has_within_the_filters(client: Client, desk: Account) -> None:
    due(sent(of_person(amina())), 4)
    urgent = due(sent(of_person(brahim())), -2)
    taken = client.post(reverse("cases:next"))
    assert taken["Location"] == reverse("cases:examine", args=[urgent.public_id])
    urgent.refresh_from_db()
    assert urgent.taken_by == desk
    client.get(f"{QUEUE}?urgency=late")
    nothing = client.post(reverse("cases:next"))
    assert nothing["Location"] == f"{QUEUE}?urgency=late"


def test_the_next_passes_over_what_the_agent_filled_for_somebody(desk: Account) -> None:
    case = sent(of_person(amina()))
    Case.objects.filter(pk=case.pk).update(audience="counter", account=desk)
    at = Desk(desk, [office()], True, NOW.date())
    assert queueing.take_next(among=free_of(at, Wanted()), by=desk, now=NOW) is None


def test_the_queue_takes_as_many_queries_for_one_case_as_for_hundreds(client: Client, desk: Account) -> None:
    sent(of_person(amina()))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{QUEUE}?pile=all").status_code == 200
        return len(queries)

    asked()
    one = asked()
    many_cases(300, of=brahim(), offices=[office()], agents=[desk], kinds=["message"], now=NOW)
    assert asked() == one
    assert one <= 14


def test_the_rows_come_by_an_index(desk: Account) -> None:
    many_cases(3000, of=amina(), offices=[office()], agents=[desk], kinds=["message"], now=NOW)
    at = Desk(desk, [office()], True, NOW.date())
    plan = rows_of(at, Wanted(pile=Pile.ALL))[:25].explain()
    assert "cases_in_the_queue" in plan
    assert "Sort" not in plan


def test_every_kind_stands_in_the_filter(client: Client, desk: Account) -> None:
    sent(of_person(amina()))
    assert KINDS["message"].definition.title.fr in client.get(QUEUE).content.decode()


def in_threads(works: list[Callable[[], Any]]) -> list[Any]:
    """Run these at once, each on its own connection; what one raises is its answer."""
    answers: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(rank: int, work: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers[rank] = work()
        except Exception as error:
            answers[rank] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_agents_who_press_at_once_get_two_cases() -> None:
    agents = [agent(f"agent{rank}", f"AGENT {rank}", Role.FILE_OFFICER) for rank in range(4)]
    for person in (amina(), brahim(), zineb()):
        sent(of_person(person))

    def press(who: Account) -> Case | None:
        at = Desk(who, [office()], True, NOW.date())
        return queueing.take_next(among=free_of(at, Wanted()), by=who, now=NOW)

    got = in_threads([partial(press, who) for who in agents])
    taken = [case.pk for case in got if isinstance(case, Case)]
    assert len(taken) == len(set(taken)) == 3
    assert got.count(None) == 1
