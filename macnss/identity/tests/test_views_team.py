"""Supervisors on screen: their own offices only, two by two; and what each role of the fund opens."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.identity.enums import Method, ProposalState, Role
from macnss.identity.models import Account, Posting, Proposal
from macnss.identity.queries import roles_of
from macnss.identity.services import agents
from macnss.identity.tests.factories import agent, come_in, driss, office, supervisor, youssef
from macnss.insured.tests.factories import amina
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db
TEAM, PROPOSALS = reverse("identity:team"), reverse("identity:proposals")


def member(who: Account) -> str:
    return reverse("identity:team_member", args=[who.public_id])


def page_of(proposal: Proposal) -> str:
    return reverse("identity:proposal", args=[proposal.public_id])


def role(**changed: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    said = {"act": "give", "role": "payments", "office": "10", "since": today, "until": "", "reason": "A leave."}
    return said | changed


def test_a_role_is_proposed_by_one_and_accepted_by_another(client: Client) -> None:
    salma, second, about = supervisor(), youssef(), driss()
    come_in(client, salma)
    assert "DRISS FILALI" in client.get(TEAM).content.decode()
    assert client.post(member(about), role())["Location"] == PROPOSALS
    proposal = Proposal.objects.get()
    assert 'value="accept"' not in client.get(page_of(proposal)).content.decode()
    assert client.post(page_of(proposal), {"act": "accept"}).status_code == 422
    assert Role.PAYMENTS not in roles_of(about, timezone.localdate())
    come_in(client, second)
    assert page_of(proposal) in client.get(PROPOSALS).content.decode()
    assert client.post(page_of(proposal), {"act": "accept"})["Location"] == PROPOSALS
    assert Role.PAYMENTS in roles_of(about, timezone.localdate())
    assert client.post(page_of(proposal), {"act": "refuse"}).status_code == 422


def test_a_role_is_taken_back_by_two_and_its_pages_close_at_once(client: Client) -> None:
    salma, second, about = supervisor(), youssef(), agent("samir", "SAMIR", Role.FRONT_DESK)
    desk = come_in(Client(), about)
    assert desk.get(reverse("portals:agent_home")).status_code == 200
    come_in(client, salma)
    held = Posting.objects.get(account=about)
    client.post(member(about), {"act": "end", "posting": str(held.public_id), "reason": "Gone."})
    assert desk.get(reverse("portals:agent_home")).status_code == 200
    come_in(client, second)
    client.post(page_of(Proposal.objects.get()), {"act": "accept"})
    assert desk.get(reverse("portals:agent_home")).status_code == 404


def test_a_supervisor_proposes_nothing_for_themselves(client: Client) -> None:
    salma = supervisor()
    come_in(client, salma)
    assert 'value="give"' not in client.get(member(salma)).content.decode()
    assert client.post(member(salma), role()).status_code == 422
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("changed", [{"reason": ""}, {"office": "20"}, {"role": "king"}, {"since": "2020-01-01"}])
def test_what_is_wrong_proposes_nothing(client: Client, changed: dict[str, str]) -> None:
    office("20", "OUJDA", "وكالة وجدة")
    about = driss()
    come_in(client, supervisor())
    assert client.post(member(about), role(**changed)).status_code == 422
    assert not Proposal.objects.exists()


def test_another_office_is_out_of_sight(client: Client) -> None:
    far = supervisor("hind", "HIND", at=office("20", "OUJDA", "وكالة وجدة"))
    salma, about = supervisor(), driss()
    proposal = agents.propose_posting(
        account=about,
        role=Role.PAYMENTS,
        office=office(),
        since=timezone.localdate(),
        until=None,
        reason="A leave.",
        by=salma,
        now=timezone.now(),
    )
    held = Posting.objects.filter(account=about).first()
    assert held
    come_in(client, far)
    assert "DRISS" not in client.get(TEAM).content.decode()
    assert page_of(proposal) not in client.get(PROPOSALS).content.decode()
    assert client.get(page_of(proposal)).status_code == 404
    assert client.post(page_of(proposal), {"act": "accept"}).status_code == 404
    ends = {"act": "end", "posting": str(held.public_id), "reason": "x"}
    assert client.post(member(about), ends).status_code == 404
    assert client.post(member(about), ends | {"posting": "x"}).status_code == 404
    assert Proposal.objects.get().state == ProposalState.PROPOSED


def test_another_agent_is_found_by_email_and_nobody_else_is(client: Client) -> None:
    newcomer, person = agent("samir", "SAMIR"), amina()
    come_in(client, supervisor())
    assert client.post(TEAM, {"email": "Samir@example.org"})["Location"] == member(newcomer)
    assert client.post(TEAM, {"email": "amina@example.org"}).status_code == 422
    assert person.account
    assert client.get(member(person.account)).status_code == 404


@pytest.mark.parametrize("held", list(Role))
def test_each_role_opens_its_own_doors_and_no_other(client: Client, held: Role) -> None:
    person = amina()
    come_in(client, agent("samir", "SAMIR", held))
    reads = held in {Role.FRONT_DESK, Role.FILE_OFFICER, Role.SUPERVISOR}
    file = reverse("portals:person", args=[person.public_id])
    assert (client.get(reverse("portals:agent_home")).status_code == 200) is reads
    assert (client.post(file, {"purpose": "request"}, follow=True).status_code == 200) is reads
    decides = {TEAM: {Role.SUPERVISOR}, PROPOSALS: {Role.SUPERVISOR, Role.REFERENCE_DATA}}
    for address, roles in decides.items():
        assert (client.get(address).status_code == 200) is (held in roles)
        assert (f'href="{address}"' in client.get("/home/", follow=True).content.decode()) is (held in roles)


def test_an_agent_without_a_role_opens_nothing_and_is_told_why(client: Client) -> None:
    person = amina()
    come_in(client, agent("samir", "SAMIR"))
    for address in (TEAM, PROPOSALS, reverse("portals:agent_home"), reverse("portals:person", args=[person.public_id])):
        assert client.get(address).status_code == 404
    assert client.get("/home/").status_code == 200


def test_a_role_opens_nothing_without_a_passkey(client: Client) -> None:
    come_in(client, supervisor(), Method.PASSWORD_AND_CODE)
    for address in (TEAM, PROPOSALS, reverse("portals:agent_home")):
        assert client.get(address).status_code == 404


def test_deciding_asks_for_a_fresh_passkey(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    about = driss()
    come_in(client, supervisor())
    later = timezone.now() + dt.timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.post(member(about), role())["Location"].startswith(reverse("identity:prove"))
    assert not Proposal.objects.exists()


def test_no_number_of_an_arabic_page_is_turned_round(client: Client) -> None:
    salma, about = supervisor(), driss()
    client.cookies["macnss_language"] = "ar"
    come_in(client, salma)
    client.post(member(about), role())
    for address in (TEAM, member(about), PROPOSALS, page_of(Proposal.objects.get())):
        assert bare_numbers(client.get(address).content.decode()) == [], address
