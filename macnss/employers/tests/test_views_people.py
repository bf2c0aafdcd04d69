"""Who acts for the company, on screen: the head gives and takes back, the others see as far as it concerns them."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from macnss.employers.enums import InvitationState, Right
from macnss.employers.models import Employer, Invitation, Membership
from macnss.employers.services.mandates import end
from macnss.employers.tests.factories import atlas, chaima, head_of, invited, last_secret, with_rights, zellige
from macnss.identity.enums import Method
from macnss.identity.models import Account
from macnss.identity.tests.factories import account, come_in
from macnss.ui.bidi import bare_numbers

pytestmark = pytest.mark.django_db


@dataclass
class Desk:
    """Atlas, its head, and the browser of whoever sits there."""

    client: Client
    company: Employer
    head: Account

    def as_(self, who: Account, method: Method = Method.PASSKEY) -> "Desk":
        come_in(self.client, who, method)
        return self

    def address(self, name: str, *arguments: object) -> str:
        return reverse(f"employers:{name}", args=[self.company.public_id, *arguments])

    def status(self, name: str, *arguments: object) -> int:
        return self.client.get(self.address(name, *arguments)).status_code

    def html(self, name: str, *arguments: object) -> str:
        answer = self.client.get(self.address(name, *arguments))
        assert answer.status_code == 200
        return answer.content.decode()

    def of(self, who: Account) -> Membership:
        return Membership.objects.get(account=who, employer=self.company)


@pytest.fixture
def desk(client: Client) -> Desk:
    client.cookies["macnss_language"] = "fr"
    company = atlas()
    head = head_of(company)
    return Desk(client, company, head).as_(head)


def typed(**changed: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "name": "Nadia Chraibi",
        "email": "nadia@example.org",
        "function": "accountant",
        "rights": ["declare", "pay"],
        "since": today.isoformat(),
        "until": (today + dt.timedelta(days=300)).isoformat(),
    } | changed


def test_the_head_invites_and_the_invitation_waits_in_the_list(desk: Desk) -> None:
    answer = desk.client.post(desk.address("invite"), typed())
    assert answer["Location"] == desk.address("people")
    sent = Invitation.objects.get()
    assert (sent.email, sent.rights, sent.sent_by) == ("nadia@example.org", ["declare", "pay"], desk.head)
    html = desk.html("people")
    assert "nadia@example.org" in html
    assert desk.address("invitation_sent", sent.public_id) in html
    assert last_secret() not in html


@pytest.mark.parametrize(
    ("field", "value"),
    [("rights", []), ("until", ""), ("function", "head"), ("email", "not an e-mail"), ("since", "2020-01-01")],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_sent(desk: Desk, field: str, value: object) -> None:
    answer = desk.client.post(desk.address("invite"), typed(**{field: value}))
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_inviting_twice_says_what_to_do(desk: Desk) -> None:
    desk.client.post(desk.address("invite"), typed())
    answer = desk.client.post(desk.address("invite"), typed())
    assert answer.status_code == 422
    assert Invitation.objects.count() == 1


def test_inviting_asks_for_a_fresh_proof(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + dt.timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = desk.client.post(desk.address("invite"), typed())
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("identity:prove"))
    assert not Invitation.objects.exists()


def test_staff_reads_the_list_and_changes_nothing(desk: Desk) -> None:
    staff = with_rights(desk.company, Right.PAY)
    accountant = chaima(desk.company)
    sent, _secret = invited(desk.company, desk.head)
    desk.as_(staff)
    html = desk.html("people")
    assert "CHAIMA IDRISSI" in html
    assert desk.address("invite") not in html
    assert desk.status("invite") == 404
    assert desk.client.post(desk.address("invite"), typed(email="x@example.org")).status_code == 404
    for name in ("member", "member_end"):
        assert desk.status(name, desk.of(accountant).public_id) == 404
        assert desk.client.post(desk.address(name, desk.of(accountant).public_id)).status_code == 404
    assert desk.client.post(desk.address("invitation_sent", sent.public_id)).status_code == 404
    assert Invitation.objects.get().state == InvitationState.SENT


def test_an_accountant_sees_their_own_mandate_only_and_may_give_it_up(desk: Desk) -> None:
    accountant, staff = chaima(desk.company, zellige()), with_rights(desk.company, Right.PAY)
    desk.as_(accountant)
    mine = desk.of(accountant).public_id
    assert desk.status("people") == 404
    assert desk.status("member", desk.of(staff).public_id) == 404
    assert "CHAIMA" in desk.html("member", mine)
    assert desk.client.post(desk.address("member_end", mine)).status_code == 302
    assert desk.status("member", mine) == 404
    assert (
        reverse("declarations:company", args=[desk.company.public_id])
        not in desk.client.get("/companies/").content.decode()
    )


def test_nobody_widens_their_own_rights(desk: Desk) -> None:
    staff = with_rights(desk.company, Right.PAY)
    desk.as_(staff)
    desk.client.post(desk.address("member", desk.of(staff).public_id), {"rights": ["declare"], "until": ""})
    assert desk.of(staff).all_rights == {Right.PAY}


def test_the_head_changes_rights_and_ends_a_mandate(desk: Desk) -> None:
    staff = with_rights(desk.company, Right.PAY)
    mandate = desk.of(staff).public_id
    answer = desk.client.post(desk.address("member", mandate), {"rights": ["declare", "register"], "until": ""})
    assert answer.status_code == 302
    assert desk.of(staff).all_rights == {Right.DECLARE, Right.REGISTER}
    assert desk.client.get(desk.address("member_end", mandate)).status_code == 200
    assert desk.of(staff).revoked_at is None
    assert desk.client.post(desk.address("member_end", mandate)).status_code == 302
    assert desk.of(staff).revoked_at
    desk.as_(staff)
    assert desk.client.get(reverse("declarations:company", args=[desk.company.public_id])).status_code == 404


def test_the_rights_of_an_accountant_keep_their_last_day(desk: Desk) -> None:
    accountant = chaima(desk.company)
    answer = desk.client.post(
        desk.address("member", desk.of(accountant).public_id), {"rights": ["declare"], "until": ""}
    )
    assert answer.status_code == 422
    assert 'href="#id_until' in answer.content.decode()


def test_the_last_head_is_told_why_they_stay(desk: Desk) -> None:
    answer = desk.client.post(desk.address("member_end", desk.of(desk.head).public_id))
    assert answer.status_code == 422
    assert desk.of(desk.head).revoked_at is None


def test_the_rights_of_a_head_are_not_cut(desk: Desk) -> None:
    other = head_of(desk.company, "leila", "LEILA FASSI")
    desk.client.post(desk.address("member", desk.of(other).public_id), {"rights": ["pay"], "until": ""})
    assert desk.of(other).all_rights == frozenset(Right)


def test_an_invitation_is_sent_again_or_withdrawn(desk: Desk) -> None:
    sent, before = invited(desk.company, desk.head)
    page = desk.address("invitation_sent", sent.public_id)
    assert "nadia@example.org" in desk.html("invitation_sent", sent.public_id)
    desk.client.post(page, {"act": "again"})
    assert last_secret() != before
    desk.client.post(page, {"act": "withdraw"})
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    assert desk.client.get(page).status_code == 404


def test_the_history_says_who_gave_what_to_whom(desk: Desk) -> None:
    accountant = chaima(desk.company)
    end(membership=desk.of(accountant), by=desk.head, now=timezone.now())
    html = desk.html("people")
    assert html.count("CHAIMA IDRISSI") >= 3  # among those who no longer act, given, ended
    assert html.count("KARIM BERRADA") >= 2


def test_the_objects_of_another_company_do_not_exist(desk: Desk) -> None:
    other = zellige()
    stranger = head_of(other, "stranger", "STRANGER")
    theirs = Membership.objects.get(account=stranger).public_id
    sent, _secret = invited(other, stranger)
    for name, public_id in (("member", theirs), ("member_end", theirs), ("invitation_sent", sent.public_id)):
        assert desk.status(name, public_id) == 404, name
        assert desk.client.post(desk.address(name, public_id), {"act": "withdraw"}).status_code == 404, name
    assert Invitation.objects.get().state == InvitationState.SENT
    assert desk.client.get(reverse("employers:people", args=[other.public_id])).status_code == 404


def test_a_password_alone_opens_no_company_and_does_not_say_which_exist(desk: Desk) -> None:
    desk.as_(desk.head, Method.PASSWORD)
    answer = desk.client.get(desk.address("people"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("identity:prove"))
    assert desk.client.get("/companies/")["Location"].startswith(reverse("identity:prove"))
    assert desk.client.get(reverse("employers:people", args=[zellige().public_id])).status_code == 404


def test_a_mandate_of_tomorrow_opens_nothing_today(desk: Desk) -> None:
    staff = with_rights(desk.company, Right.DECLARE)
    Membership.objects.filter(account=staff).update(since=timezone.localdate() + dt.timedelta(days=1))
    assert "SAID RAMI" in desk.html("people")
    desk.as_(staff)
    assert desk.status("people") == 404


def test_a_company_of_many_costs_as_many_queries_as_one_of_few(
    desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(15):
        with_rights(desk.company, Right.DECLARE, login=f"staff{place}")
        invited(desk.company, desk.head, email=f"guest{place}@example.org")
    with django_assert_max_num_queries(14):
        desk.html("people")


def test_no_number_of_an_arabic_page_is_turned_round(desk: Desk) -> None:
    accountant = chaima(desk.company)
    sent, _secret = invited(desk.company, desk.head)
    desk.client.cookies["macnss_language"] = "ar"
    for name, arguments in (
        ("people", []),
        ("invite", []),
        ("member", [desk.of(accountant).public_id]),
        ("member_end", [desk.of(accountant).public_id]),
        ("invitation_sent", [sent.public_id]),
    ):
        assert bare_numbers(desk.html(name, *arguments)) == [], name


def test_too_many_invitations_are_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from macnss.identity.services import limits

    few = limits.Window(2, limits.HOUR, limits.HOUR)
    monkeypatch.setitem(limits.WINDOWS, limits.Act.INVITATION, limits.Windows(few, few, few))
    for place in range(4):
        desk.client.post(desk.address("invite"), typed(email=f"guest{place}@example.org"))
    assert Invitation.objects.count() == 2


def test_somebody_without_a_mandate_finds_nothing(desk: Desk) -> None:
    desk.as_(account("omar", "OMAR"))
    for name in ("people", "invite"):
        assert desk.status(name) == 404
