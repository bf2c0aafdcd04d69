"""Mandates of a company: given, changed, ended; the last head stays; nothing is done twice."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from macnss.audit.models import Event
from macnss.employers.enums import Function, InvitationState, Right
from macnss.employers.models import Employer, Invitation, Membership
from macnss.employers.queries import membership_of
from macnss.employers.services import ENDED, GIVEN_UP, AlreadyMandated, AlreadyOver, LastHead, NotAPeriod, TooLong
from macnss.employers.services.invitations import (
    AlreadyInvited,
    BeginsTooEarly,
    accept,
    join,
    refuse,
    send_again,
    withdraw,
)
from macnss.employers.services.mandates import change, end, latest_end
from macnss.employers.tests.factories import atlas, chaima, head_of, invited, last_secret, with_rights, zellige
from macnss.identity.models import Account
from macnss.identity.services import EmailTaken
from macnss.identity.services.invited import InvitationSpent, newcomer
from macnss.identity.tests.factories import account
from macnss.kernel.errors import DomainError
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def of(account: Account, company: Employer) -> Membership:
    return Membership.objects.get(account=account, employer=company)


def now() -> dt.datetime:
    return timezone.now()


# Ending


def test_a_mandate_that_was_ended_opens_nothing_at_once() -> None:
    company = atlas()
    head, accountant = head_of(company), chaima(company)
    end(membership=of(accountant, company), by=head, now=now())
    assert membership_of(accountant, company.public_id, timezone.localdate()) is None
    assert Event.objects.about_company(company.pk)[0].action == ENDED
    assert Message.objects.filter(account=accountant, kind="employer.mandate_ended").exists()


def test_who_holds_a_mandate_may_give_it_up_and_the_head_is_told() -> None:
    company = atlas()
    head, accountant = head_of(company), chaima(company)
    end(membership=of(accountant, company), by=accountant, now=now())
    assert Event.objects.about_company(company.pk)[0].action == GIVEN_UP
    assert Message.objects.filter(account=head, kind="employer.mandate_given_up").exists()


def test_a_company_keeps_its_last_head() -> None:
    company = atlas()
    head = head_of(company)
    with pytest.raises(LastHead):
        end(membership=of(head, company), by=head, now=now())
    other = head_of(company, "leila", "LEILA FASSI")
    end(membership=of(head, company), by=other, now=now())
    with pytest.raises(LastHead):
        end(membership=of(other, company), by=other, now=now())


def test_a_head_of_another_company_does_not_count() -> None:
    company, other = atlas(), zellige()
    head = head_of(company)
    head_of(other, "leila", "LEILA FASSI")
    with pytest.raises(LastHead):
        end(membership=of(head, company), by=head, now=now())


def test_a_mandate_ends_once() -> None:
    company = atlas()
    head, accountant = head_of(company), chaima(company)
    mandate = of(accountant, company)
    end(membership=mandate, by=head, now=now())
    with pytest.raises(AlreadyOver):
        end(membership=mandate, by=head, now=now())


def test_the_invitations_of_a_head_who_goes_go_too() -> None:
    company = atlas()
    head, other = head_of(company), head_of(company, "leila", "LEILA FASSI")
    sent, secret = invited(company, head)
    end(membership=of(head, company), by=other, now=now())
    with pytest.raises(InvitationSpent):
        accept(secret=secret, by=account("nadia", "NADIA"), now=now())
    assert Invitation.objects.get(pk=sent.pk).state == InvitationState.WITHDRAWN


def test_an_ended_mandate_can_be_given_again() -> None:
    company = atlas()
    head, accountant = head_of(company), chaima(company)
    end(membership=of(accountant, company), by=head, now=now())
    _sent, secret = invited(company, head, email=accountant.email or "")
    accept(secret=secret, by=accountant, now=now())
    assert membership_of(accountant, company.public_id, timezone.localdate())


# Changing


def test_rights_change_from_now_on_and_the_person_is_told() -> None:
    company = atlas()
    head, staff = head_of(company), with_rights(company, Right.DECLARE)
    change(membership=of(staff, company), rights=[Right.PAY], until=None, by=head, now=now())
    assert of(staff, company).all_rights == {Right.PAY}
    assert Message.objects.filter(account=staff, kind="employer.mandate_changed").exists()


def test_the_mandate_of_an_accountant_keeps_a_last_day_within_three_years() -> None:
    company = atlas()
    head, accountant = head_of(company), chaima(company)
    today = timezone.localdate()
    for until in (None, latest_end(today) + DAY):
        with pytest.raises(TooLong):
            change(membership=of(accountant, company), rights=[Right.PAY], until=until, by=head, now=now())
    change(membership=of(accountant, company), rights=[Right.PAY], until=latest_end(today), by=head, now=now())
    with pytest.raises(NotAPeriod):
        change(membership=of(accountant, company), rights=[Right.PAY], until=today - DAY, by=head, now=now())


def test_the_29th_of_february_has_an_anniversary() -> None:
    assert latest_end(dt.date(2028, 3, 1)) == dt.date(2031, 2, 28)
    assert latest_end(dt.date(2026, 11, 23)) == dt.date(2029, 11, 22)


def test_a_mandate_that_is_over_does_not_change() -> None:
    company = atlas()
    head, staff = head_of(company), with_rights(company, Right.DECLARE)
    end(membership=of(staff, company), by=head, now=now())
    with pytest.raises(AlreadyOver):
        change(membership=of(staff, company), rights=[Right.PAY], until=None, by=head, now=now())


def test_the_head_holds_every_right_whatever_is_written() -> None:
    company = atlas()
    head = head_of(company)
    Membership.objects.filter(account=head).update(rights=[])
    assert of(head, company).all_rights == frozenset(Right)


# Inviting


def test_one_invitation_waits_at_a_time_for_an_email() -> None:
    company = atlas()
    head = head_of(company)
    invited(company, head)
    with pytest.raises(AlreadyInvited):
        invited(company, head, email="NADIA@example.org")
    invited(zellige(), head)


def test_an_invitation_that_nobody_answered_leaves_its_place() -> None:
    company = atlas()
    head = head_of(company)
    long_ago = now() - dt.timedelta(days=15)
    sent, _secret = invited(company, head, now=long_ago)
    invited(company, head)
    assert Invitation.objects.get(pk=sent.pk).state == InvitationState.WITHDRAWN


def test_who_acts_already_is_not_invited() -> None:
    company = atlas()
    head, accountant = head_of(company), chaima(company)
    with pytest.raises(AlreadyMandated):
        invited(company, head, email=accountant.email or "")


def test_a_mandate_neither_begins_yesterday_nor_ends_before_it_begins() -> None:
    company = atlas()
    head, today = head_of(company), timezone.localdate()
    with pytest.raises(BeginsTooEarly):
        invited(company, head, since=today - DAY)
    with pytest.raises(NotAPeriod):
        invited(company, head, since=today + DAY, until=today)


def test_what_is_accepted_is_what_was_offered() -> None:
    company = atlas()
    head = head_of(company)
    sent, secret = invited(company, head, Right.PAY, Right.READ_WAGES)
    nadia = account("nadia", "NADIA CHRAIBI")
    mandate = accept(secret=secret, by=nadia, now=now())
    assert (mandate.account, mandate.employer, mandate.function) == (nadia, company, Function.ACCOUNTANT)
    assert mandate.all_rights == {Right.PAY, Right.READ_WAGES}
    assert (mandate.since, mandate.until) == (sent.since, sent.until)
    nadia.refresh_from_db()
    assert nadia.needs_second_factor
    assert Message.objects.filter(account=head, kind="employer.invitation_accepted").exists()
    assert Message.objects.filter(account=nadia, kind="employer.mandate_begun").exists()


def test_a_mandate_accepted_late_begins_that_day() -> None:
    company = atlas()
    _sent, secret = invited(company, head_of(company), now=now() - 5 * DAY)
    assert accept(secret=secret, by=account("nadia", "NADIA"), now=now()).since == timezone.localdate()


def test_an_invitation_is_answered_once() -> None:
    company = atlas()
    _sent, secret = invited(company, head_of(company))
    accept(secret=secret, by=account("nadia", "NADIA"), now=now())
    with pytest.raises(InvitationSpent):
        accept(secret=secret, by=account("omar", "OMAR"), now=now())
    with pytest.raises(InvitationSpent):
        refuse(secret=secret, by=None, now=now())


@pytest.mark.parametrize("days", [14, 20])
def test_an_invitation_is_dead_after_fourteen_days(days: int) -> None:
    company = atlas()
    _sent, secret = invited(company, head_of(company), now=now() - days * DAY)
    with pytest.raises(InvitationSpent):
        accept(secret=secret, by=account("nadia", "NADIA"), now=now())


def test_an_offer_whose_last_day_has_passed_is_dead() -> None:
    company = atlas()
    before = now() - 5 * DAY
    since = timezone.localdate(before)
    _sent, secret = invited(company, head_of(company), now=before, since=since, until=since + DAY)
    with pytest.raises(InvitationSpent):
        accept(secret=secret, by=account("nadia", "NADIA"), now=now())


def test_sent_again_it_has_another_address_and_the_one_before_is_dead() -> None:
    company = atlas()
    head = head_of(company)
    sent, before = invited(company, head)
    send_again(invitation=sent, by=head, language="fr", now=now())
    after, nadia = last_secret(), account("nadia", "NADIA")
    assert after != before
    with pytest.raises(InvitationSpent):
        accept(secret=before, by=nadia, now=now())
    accept(secret=after, by=nadia, now=now())


def test_withdrawn_it_is_dead_and_answered_it_is_not_withdrawn() -> None:
    company = atlas()
    head = head_of(company)
    sent, secret = invited(company, head)
    withdraw(invitation=sent, by=head, now=now())
    with pytest.raises(InvitationSpent):
        accept(secret=secret, by=account("nadia", "NADIA"), now=now())
    other, answered = invited(company, head)
    refuse(secret=answered, by=None, now=now())
    for act in (withdraw, lambda **named: send_again(language="fr", **named)):
        with pytest.raises(InvitationSpent):
            act(invitation=other, by=head, now=now())


def test_a_refusal_of_the_database_leaves_the_invitation_waiting() -> None:
    company = atlas()
    head, staff = head_of(company), with_rights(company, Right.PAY)
    sent, secret = invited(company, head, email="elsewhere@example.org")
    with pytest.raises(AlreadyMandated):
        accept(secret=secret, by=staff, now=now())
    assert Invitation.objects.get(pk=sent.pk).state == InvitationState.SENT


def test_who_had_no_account_opens_one_whose_email_is_confirmed() -> None:
    company = atlas()
    _sent, secret = invited(company, head_of(company))
    who = newcomer(name="Nadia Chraibi", raw="three calm purple camels", phone="+212661000000", language="fr")
    mandate = join(secret=secret, newcomer=who, now=now())
    opened = mandate.account
    assert (opened.email, opened.phone) == ("nadia@example.org", "+212661000000")
    assert opened.email_confirmed_at
    assert not opened.phone_confirmed_at
    assert opened.needs_second_factor
    assert opened.check_password("three calm purple camels")


def test_an_email_that_has_an_account_opens_no_second_one_and_nothing_is_accepted() -> None:
    company = atlas()
    sent, secret = invited(company, head_of(company))
    account("nadia", "NADIA")
    who = newcomer(name="Nadia", raw="three calm purple camels", phone="", language="fr")
    with pytest.raises(EmailTaken):
        join(secret=secret, newcomer=who, now=now())
    assert Invitation.objects.get(pk=sent.pk).state == InvitationState.SENT


# At the same moment


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each act in a connection of its own; what became of each."""

    def done(act: Callable[[], object]) -> str:
        try:
            act()
            return "done"
        except DomainError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as side_by_side:
        return sorted(side_by_side.map(done, acts))


@pytest.mark.django_db(transaction=True)
def test_of_two_persons_who_accept_at_once_one_acts() -> None:
    company = atlas()
    _sent, secret = invited(company, head_of(company))
    people = [account("nadia", "NADIA"), account("omar", "OMAR")]
    answers = [lambda who=who: accept(secret=secret, by=who, now=now()) for who in people]
    assert at_once(*answers) == ["done", "invitation-spent"]
    assert Membership.objects.filter(function=Function.ACCOUNTANT).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_heads_who_end_each_other_at_once_leave_one() -> None:
    company = atlas()
    one, other = head_of(company), head_of(company, "leila", "LEILA FASSI")
    mandates = {each: of(each, company) for each in (one, other)}
    said = at_once(
        lambda: end(membership=mandates[one], by=other, now=now()),
        lambda: end(membership=mandates[other], by=one, now=now()),
    )
    assert said == ["done", "last-head"]


@pytest.mark.django_db(transaction=True)
def test_two_invitations_sent_at_once_to_one_email_are_one() -> None:
    company = atlas()
    head = head_of(company)
    assert at_once(*[lambda: invited(company, head)] * 4) == ["already-invited"] * 3 + ["done"]
