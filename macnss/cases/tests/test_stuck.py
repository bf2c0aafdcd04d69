"""Nothing stays stuck: after a pause, before a second look that nobody gives, when a question is over."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.cases.engine import KINDS, Kind
from macnss.cases.enums import AlarmKind, DecisionState, Outcome, PieceState, State
from macnss.cases.models import Alarm, Case, Decision, Inquiry
from macnss.cases.queries.applicant import following_of, to_answer
from macnss.cases.queries.papers import sought
from macnss.cases.services import alarms, deciding, examining, queueing, sending, talking, watching
from macnss.cases.services.refusals import NotNow, NotYours, OwnCase
from macnss.cases.tests.factories import examined, of_person, sent
from macnss.employers.tests.factories import atlas, head_of
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, agent, come_in, driss, supervisor
from macnss.insured.tests.factories import amina, brahim
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = NOW + 40 * DAY  # after the delay that papers are given


@pytest.fixture
def two_agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message to the fund, decided by two."""
    monkeypatch.setattr(Kind, "needs_second", lambda self, answers: True)


def hind() -> Account:
    return agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)


def waiting_for(*names: str) -> tuple[Account, Case]:
    who = driss()
    case = examined(who, of_person(amina()))
    return who, examining.ask_papers(case=case, papers=dict.fromkeys(names, "La fiche."), by=who, now=NOW)


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_next_passes_over_what_its_kind_keeps_for_others(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    who, theirs, mine = driss(), sent(of_person(amina())), sent(of_person(brahim()))
    kept = type(KINDS["message"])
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(kept, "unfit", lambda self, case, agent: OwnCase() if case.pk == theirs.pk else None)
    among = Case.objects.filter(pk__in=[theirs.pk, mine.pk]).order_by("pk")
    assert queueing.take_next(among=among, by=who, now=NOW) == mine
    come_in(client, who)
    assert client.post(reverse("cases:next")).status_code == 302


def test_papers_of_a_request_that_lapsed_do_not_hold_up_the_next_one() -> None:
    who, case = waiting_for("more_first")
    watching.watch(now=LATER)
    case = examining.ask_papers(case=again(case), papers={"more_second": "Le contrat."}, by=who, now=LATER)
    assert [piece.name for piece in following_of(case, LATER.date()).asked] == ["more_second"]
    second = sought(case, "more_second")
    assert second
    assert second.may_add
    case.pieces.filter(name="more_second").update(state=PieceState.GIVEN)
    assert examining.give_papers(case=case, by=None, now=LATER + DAY).state == State.EXAMINED


def test_no_day_that_has_passed_is_promised_when_a_late_file_goes_on() -> None:
    _who, case = waiting_for("more_first")
    Case.objects.filter(pk=case.pk).update(target_on=NOW.date() - 3 * DAY)
    watching.watch(now=LATER)
    assert again(case).told_late_on == LATER.date()
    assert not Message.objects.filter(kind="cases.resumed").exists()
    assert Message.objects.filter(kind="cases.late").exists()


def test_a_file_set_aside_comes_back_with_its_papers() -> None:
    who = driss()
    case = examined(who, of_person(amina()))
    examining.set_aside(case=case, until=NOW.date() + 30 * DAY, by=who, now=NOW)
    examining.ask_papers(case=case, papers={"more_first": "La fiche."}, by=who, now=NOW)
    case.pieces.update(state=PieceState.GIVEN)
    assert examining.give_papers(case=again(case), by=None, now=NOW + DAY).set_aside_until is None


def test_a_pause_that_nothing_ends_is_an_alert() -> None:
    _who, case = waiting_for("more_first")
    case.steps.filter(ended_at=None).update(target_on=NOW.date() - DAY)
    alarms.sound(now=NOW)
    assert not Alarm.objects.exists(), "its end comes by itself, in the same round"
    alarms.sound(now=NOW + DAY)
    assert Alarm.objects.get().kind == AlarmKind.PAUSE
    watching.watch(now=NOW + DAY)
    assert Alarm.objects.filter(settled_at=None, kind=AlarmKind.PAUSE).count() == 0


def test_a_proposal_that_no_second_agent_looks_at_is_taken_back(two_agents: None) -> None:
    who, other = driss(), hind()
    case = examined(who, of_person(amina()))
    proposed = deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=NOW)
    handed = examining.hand_over(case=again(case), to=other, office=None, words="Absent.", by=who, now=NOW)
    assert (handed.state, handed.taken_by) == (State.EXAMINED, other)
    assert Decision.objects.get(pk=proposed.pk).state == DecisionState.TAKEN_BACK
    with pytest.raises(NotNow):
        deciding.confirm(decision=proposed, by=other, now=NOW)


def test_only_who_proposed_and_their_supervisor_take_a_proposal_back(two_agents: None) -> None:
    who, other = driss(), hind()
    case = examined(who, of_person(amina()))
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=who, now=NOW)
    with pytest.raises(NotYours):
        examining.hand_over(case=again(case), to=other, office=None, words="A moi.", by=other, now=NOW)
    alarm = Alarm.objects.create(kind=AlarmKind.SECOND_LOOK, case=case, office=case.office, raised_at=NOW)
    alarms.hand_over(alarm=alarm, to=other, words="Il est absent.", by=supervisor(), now=NOW)
    assert again(case).taken_by == other


def asked_of_atlas() -> tuple[Inquiry, Account]:
    company = atlas()
    case = sent(of_person(amina()))
    asked = talking.ask_company(case=case, company=company, words="Est-ce vrai ?", by=driss(), now=NOW)
    return asked, head_of(company)


def test_a_question_about_a_file_that_is_over_is_asked_no_more() -> None:
    asked, karim = asked_of_atlas()
    assert to_answer(asked.company).count() == 1
    sending.withdraw(case=again(asked.case), by=None, now=NOW)
    assert to_answer(asked.company).count() == 0
    with pytest.raises(NotNow):
        talking.answer(inquiry=asked, agrees=True, words="", by=karim, now=NOW)


def test_its_page_says_that_it_is_over(client: Client) -> None:
    asked, karim = asked_of_atlas()
    sending.withdraw(case=again(asked.case), by=None, now=NOW)
    come_in(client, karim)
    client.cookies["macnss_language"] = "fr"
    page = client.get(reverse("cases:inquiry", args=[asked.company.public_id, asked.public_id])).content.decode()
    assert "plus rien n’est demandé à l’entreprise" in page
    assert "<textarea" not in page
