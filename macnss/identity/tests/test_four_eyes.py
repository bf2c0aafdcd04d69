"""Two persons for what moves rights: never the proposer, never whom it concerns, one decision only."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from macnss.audit.models import Event
from macnss.identity.enums import ProposalState, Role
from macnss.identity.models import Account, Posting, Proposal
from macnss.identity.queries import roles_of
from macnss.identity.services import agents, four_eyes
from macnss.identity.services.agents import AlreadyPosted, NotAnAgent, PostingOver
from macnss.identity.services.four_eyes import AlreadyDecided, ConcernsYou, OwnProposal
from macnss.identity.tests.factories import NOW, account, agent, driss, office, supervisor, youssef
from macnss.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def proposed(by: Account, about: Account, role: Role = Role.PAYMENTS) -> Proposal:
    return agents.propose_posting(
        account=about, role=role, office=office(), since=TODAY, until=None, reason="A leave.", by=by, now=NOW
    )


def test_nothing_changes_before_a_second_person_accepts() -> None:
    salma, other, about = supervisor(), youssef(), driss()
    proposal = proposed(salma, about)
    assert Role.PAYMENTS not in roles_of(about, TODAY)
    four_eyes.accept(proposal=proposal, by=other, now=NOW)
    assert roles_of(about, TODAY)[Role.PAYMENTS] == [office()]
    assert Event.objects.filter(action=agents.POSTED, account=about.pk, actor=other).exists()


def test_the_proposer_decides_neither_way_whatever_the_page() -> None:
    salma, about = supervisor(), driss()
    proposal = proposed(salma, about)
    for decide in (four_eyes.accept, four_eyes.refuse):
        with pytest.raises(OwnProposal):
            decide(proposal=proposal, by=salma, now=NOW)
    assert Proposal.objects.get().state == ProposalState.PROPOSED
    assert Role.PAYMENTS not in roles_of(about, TODAY)


def test_nobody_proposes_nor_decides_about_themselves() -> None:
    salma, other = supervisor(), youssef()
    with pytest.raises(ConcernsYou):
        proposed(salma, salma)
    with pytest.raises(ConcernsYou):
        four_eyes.accept(proposal=proposed(salma, other), by=other, now=NOW)
    assert Role.PAYMENTS not in roles_of(other, TODAY)


def test_a_refusal_does_nothing_and_is_final() -> None:
    salma, other, about = supervisor(), youssef(), driss()
    proposal = four_eyes.refuse(proposal=proposed(salma, about), by=other, now=NOW)
    with pytest.raises(AlreadyDecided):
        four_eyes.accept(proposal=proposal, by=other, now=NOW)
    assert Role.PAYMENTS not in roles_of(about, TODAY)


def test_an_act_that_is_no_longer_possible_is_not_decided_either() -> None:
    salma, other, about = supervisor(), youssef(), driss()
    proposal = proposed(salma, about, Role.FRONT_DESK)
    with pytest.raises(AlreadyPosted):
        four_eyes.accept(proposal=proposal, by=other, now=NOW)
    assert Proposal.objects.get().state == ProposalState.PROPOSED


def test_a_role_that_was_taken_back_is_held_no_more_from_that_moment() -> None:
    salma, other, about = supervisor(), youssef(), driss()
    desk = Posting.objects.get(account=about, role=Role.FRONT_DESK)
    four_eyes.accept(proposal=agents.propose_end(posting=desk, reason="Gone.", by=salma, now=NOW), by=other, now=NOW)
    assert set(roles_of(about, TODAY)) == {Role.FILE_OFFICER}
    with pytest.raises(PostingOver):
        agents.end_posting(posting=desk, by=other, now=NOW)
    agents.post(account=about, role=Role.FRONT_DESK, office=office(), since=TODAY, by=None, now=NOW)


def test_a_role_holds_from_its_first_day_to_its_last() -> None:
    about = agent("samir", "SAMIR")
    until = TODAY + dt.timedelta(days=1)
    agents.post(account=about, role=Role.PAYMENTS, office=office(), since=TODAY, until=until, by=None, now=NOW)
    held = [bool(roles_of(about, TODAY + dt.timedelta(days=days))) for days in (-1, 0, 1, 2)]
    assert held == [False, True, True, False]


def test_a_role_is_for_agents() -> None:
    with pytest.raises(NotAnAgent):
        agents.post(
            account=account("karim", "KARIM"), role=Role.PAYMENTS, office=office(), since=TODAY, by=None, now=NOW
        )


def test_a_proposal_belongs_to_the_supervisors_of_its_office() -> None:
    elsewhere = office("20", "OUJDA", "وكالة وجدة")
    salma, far = supervisor(), supervisor("hind", "HIND", at=elsewhere)
    proposal = proposed(salma, driss())
    assert four_eyes.belongs_to(proposal, roles_of(youssef(), TODAY))
    assert not four_eyes.belongs_to(proposal, roles_of(far, TODAY))
    assert not four_eyes.belongs_to(proposal, roles_of(driss_of(proposal), TODAY))


def driss_of(proposal: Proposal) -> Account:
    return Account.objects.get(public_id=proposal.data["account"])


def test_an_unknown_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(LookupError):
        four_eyes.propose(kind="nothing.known", data={}, reason="", by=supervisor(), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_decides() -> None:
    salma, deciders = supervisor(), [youssef(), supervisor("hind", "HIND")]
    proposal = proposed(salma, driss())

    def decided(by: Account) -> str:
        try:
            with transaction.atomic():
                four_eyes.accept(proposal=Proposal.objects.get(pk=proposal.pk), by=by, now=NOW)
            return "done"
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as side_by_side:
        assert sorted(side_by_side.map(decided, deciders)) == ["already-decided", "done"]
    assert Posting.objects.filter(role=Role.PAYMENTS).count() == 1
