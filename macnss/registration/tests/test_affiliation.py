"""Form 322-1-11, what a company changes, when it stops and works again, the portal, the voluntary insurance."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from macnss.audit.models import Event
from macnss.cases.engine import KINDS, CannotAccept, Holder, kind_of
from macnss.cases.enums import Audience, Outcome, State, Verdict
from macnss.cases.models import Case
from macnss.cases.queries.agent import Desk
from macnss.cases.services import deciding, examining
from macnss.cases.services.refusals import OwnCase
from macnss.declarations.queries import company_months, next_to_declare
from macnss.employers.enums import Function, LegalForm, Sector
from macnss.employers.models import Employer, Invitation, Membership
from macnss.employers.services import changes, mandate
from macnss.employers.tests.factories import atlas, chaima, head_of
from macnss.identity.enums import Role
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, account, agent, come_in, driss, office
from macnss.insured.tests.factories import amina
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import affiliation_is_sound
from macnss.lawbook.book import Law
from macnss.outbox.models import Message
from macnss.registration.models import Card, PortalMembership, VoluntaryInsurance
from macnss.registration.rules import affiliate_by, contribution_on, report_by
from macnss.registration.tests.factories import MINARET, by_company, by_visitor, drafted, examined, sent, today

pytestmark = pytest.mark.django_db


def accept(case: Case, by: Account) -> Case:
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=by, now=NOW)
    return Case.objects.get(pk=case.pk)


def accept_by_two(case: Case, first: Account, second: Account) -> Case:
    decision = deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=first, now=NOW)
    deciding.confirm(decision=decision, by=second, now=NOW)
    return Case.objects.get(pk=case.pk)


def verdicts(case: Case) -> dict[str, Verdict]:
    return {check.name: check.verdict for check in kind_of(case).checks(case, today())}


# Affiliation.


def test_a_company_without_an_account_gets_its_number_and_its_head_an_invitation() -> None:
    who = driss()
    case = accept(examined(who, by_visitor(), "affiliation", MINARET), who)
    company = Employer.objects.get(ice="001561191000066")
    assert affiliation_is_sound(int(company.affiliation_number))
    assert case.results["number"] == company.affiliation_number
    offered = Invitation.objects.get(employer=company)
    assert (offered.email, offered.function) == ("saad@example.org", Function.HEAD)
    assert not Membership.objects.filter(employer=company).exists()
    told = Message.objects.get(kind="employer.invitation")
    assert told


def test_who_asks_with_an_account_and_is_the_head_acts_at_once() -> None:
    who, saad = driss(), account("saad", "SAAD LAHLOU")
    holder = Holder(Audience.PUBLIC, saad)
    accept(examined(who, holder, "affiliation", {**MINARET, "is_head": True}), who)
    membership = Membership.objects.get(account=saad)
    assert membership.is_head
    assert not Invitation.objects.exists()


def test_an_accountant_who_asks_names_the_head_who_is_invited() -> None:
    who, samir = driss(), account("samir", "SAMIR NACIRI")
    accept(examined(who, Holder(Audience.PUBLIC, samir), "affiliation", {**MINARET, "is_head": False}), who)
    assert Invitation.objects.get().email == "saad@example.org"
    assert not Membership.objects.filter(account=samir).exists()


def test_a_company_that_is_affiliated_already_gets_no_second_number() -> None:
    who = driss()
    atlas(ice="001561191000066")
    case = examined(who, by_visitor(), "affiliation", MINARET)
    assert verdicts(case)["already_affiliated"] == Verdict.WRONG
    with pytest.raises(CannotAccept):
        accept(case, who)
    assert Employer.objects.count() == 1


def test_the_same_trade_register_or_name_is_pointed_at() -> None:
    atlas(name="Minaret Textile", trade_register="12345")
    assert verdicts(sent(by_visitor(), "affiliation", MINARET))["known"] == Verdict.DOUBT


def test_a_wrong_key_and_an_unknown_parent_are_said_before_sending() -> None:
    case = drafted(
        by_visitor(),
        "affiliation",
        {**MINARET, "ice": "001561191000065", "subsidiary": True, "parent_number": "1000009"},
    )
    assert set(kind_of(case).refusals(case.said, by_visitor(), today())) == {"ice", "parent_number"}


def test_another_place_of_work_is_kept() -> None:
    who = driss()
    elsewhere = {"seat_kind": "domiciled", "elsewhere": True, "work_address": "ROUTE DE SEFROU", "work_town": "SEFROU"}
    accept(examined(who, by_visitor(), "affiliation", {**MINARET, **elsewhere}), who)
    assert Employer.objects.get().establishments.get().town == "SEFROU"


def test_the_choices_of_the_form_are_those_of_the_register() -> None:
    asked = {each.name: each for sheet in KINDS["affiliation"].definition.sheets for each in sheet.questions}
    assert {choice.code for choice in asked["legal_form"].choices} == set(LegalForm.values)
    assert {choice.code for choice in asked["sector"].choices} == set(Sector.values)


def test_the_delays_of_the_law() -> None:
    day = dt.date(2026, 11, 1)
    assert affiliate_by(Law(day), day) == dt.date(2026, 12, 1)
    assert report_by(Law(day), dt.date(2026, 10, 31)) == dt.date(2026, 11, 30)


# Changes.


def test_a_new_address_is_written_and_the_journal_keeps_the_old_one() -> None:
    company, who = atlas(), driss()
    head = head_of(company)
    answers = {"what": "address", "changed_on": "2026-11-01", "address": "12 BD ALLAL BEN ABDELLAH", "town": "MEKNES"}
    case = examined(who, by_company(company, head), "company_change", answers)
    assert any("FES" in str(line.value) for line in kind_of(case).effects(case.said, Holder.of(case), today()))
    accept(case, who)
    company.refresh_from_db()
    assert company.town == "MEKNES"
    assert Event.objects.get(action="employer.rewritten").data["before"]["town"] == "FES"


def test_only_the_head_speaks_for_the_company() -> None:
    company = atlas()
    head, accountant = head_of(company), chaima(company)
    for code in ("company_change", "company_stop"):
        assert KINDS[code].may_open(by_company(company, head), today())
        assert not KINDS[code].may_open(by_company(company, accountant), today())


def test_a_new_head_is_named_by_two_agents_the_old_one_leaves_and_is_told() -> None:
    company, first = atlas(), driss()
    second = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    head = head_of(company)
    membership = company.memberships.get(account=head)
    answers = {
        "what": "head",
        "changed_on": "2026-11-01",
        "head_name": "SAAD LAHLOU",
        "head_email": "saad@example.org",
        "leaves": str(membership.public_id),
    }
    case = examined(first, by_company(company, head), "company_change", answers)
    decision = deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=first, now=NOW)
    case.refresh_from_db()
    assert case.state == State.SECOND_LOOK
    assert not Invitation.objects.exists()
    deciding.confirm(decision=decision, by=second, now=NOW)
    membership.refresh_from_db()
    assert membership.revoked_at
    assert Invitation.objects.get(employer=company).function == Function.HEAD
    assert Message.objects.filter(kind="employer.new_head", account=head).exists()


def test_a_change_that_changes_nothing_is_pointed_at() -> None:
    company = atlas()
    case = sent(
        by_company(company, head_of(company)),
        "company_change",
        {"what": "name", "changed_on": "2026-11-01", "name": company.name},
    )
    assert verdicts(case)["no_change"] == Verdict.WRONG


# Stop and resume.


def test_no_declaration_is_expected_for_the_whole_months_of_a_stop() -> None:
    company, who = atlas(), driss()
    head = head_of(company)
    answers = {"stop": "temporary", "stopped_on": "2026-07-15", "stopped_until": "2026-09-30", "staff_left": False}
    accept(examined(who, by_company(company, head), "company_stop", answers), who)
    months = {each.month for each in company_months(company, today())}
    assert Month(2026, 7) in months  # begun before the stop
    assert not {Month(2026, 8), Month(2026, 9)} & months
    assert Month(2026, 10) in months


def test_the_next_month_to_declare_is_after_the_stop() -> None:
    company = atlas()
    assert next_to_declare(company, dt.date(2026, 7, 20)) == Month(2026, 7)
    first, last = dt.date(2026, 8, 1), dt.date(2026, 9, 30)
    changes.stop(employer=company, since=first, until=last, final=False, by=None, now=NOW)
    assert next_to_declare(company, dt.date(2026, 8, 20)) == Month(2026, 10)
    changes.stop(employer=company, since=dt.date(2026, 11, 1), until=None, final=True, by=None, now=NOW)
    assert next_to_declare(company, dt.date(2026, 11, 20)) is None


def test_a_first_membership_of_a_company_that_has_a_head_is_pointed_at() -> None:
    company, who = atlas(), driss()
    answers = {**USER, "affiliation_number": company.affiliation_number, "function": "staff"}
    case = examined(who, by_visitor(), "portal_membership", answers)
    assert deciding.suggestion_for(case, today()).accept
    head_of(company)
    suggestion = deciding.suggestion_for(case, today())
    assert (suggestion.accept, suggestion.reasons) == (False, ("not_mandated",))


def test_a_company_that_stopped_for_good_may_work_again() -> None:
    company, who = atlas(), driss()
    holder = by_company(company, head_of(company))
    accept(
        examined(who, holder, "company_stop", {"stop": "final", "stopped_on": "2026-08-01", "staff_left": True}), who
    )
    assert KINDS["company_resume"].may_open(holder, today())
    accept(examined(who, holder, "company_resume", {"resumed_on": "2026-11-01", "employees": 2}), who)
    stop = company.stops.get()
    assert stop.until == dt.date(2026, 10, 31)
    assert not KINDS["company_resume"].may_open(holder, today())


def test_two_stops_of_one_day_do_not_stand_together() -> None:
    company, who = atlas(), driss()
    changes.stop(employer=company, since=dt.date(2026, 8, 1), until=None, final=True, by=None, now=NOW)
    answers = {"stop": "temporary", "stopped_on": "2026-09-01", "staff_left": True}
    case = examined(who, by_company(company, head_of(company)), "company_stop", answers)
    assert verdicts(case)["stopped_already"] == Verdict.WRONG
    with pytest.raises(CannotAccept):
        accept(case, who)


# Membership of the portal.

USER = {
    "request": "first",
    "account": "affiliate",
    "mode": "efi",
    "user_name": "SAAD LAHLOU",
    "user_cin": "CD1234",
    "user_email": "saad@example.org",
}


def test_the_user_of_the_portal_is_invited_and_a_head_is_looked_at_twice() -> None:
    company, first = atlas(), driss()
    second = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    answers = {**USER, "affiliation_number": company.affiliation_number, "function": "head"}
    accept_by_two(examined(first, by_visitor(), "portal_membership", answers), first, second)
    assert PortalMembership.objects.get(employer=company).mode == "efi"
    assert Invitation.objects.get(employer=company).email == "saad@example.org"


def test_somebody_of_the_staff_is_invited_with_every_right() -> None:
    company, first, second = atlas(), driss(), agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    karim = head_of(company)
    answers = {**USER, "affiliation_number": company.affiliation_number, "function": "staff"}
    case = examined(first, by_visitor(), "portal_membership", answers)
    proposed = deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=first, now=NOW)
    assert not Invitation.objects.exists(), "the wages of a company open by two agents"
    deciding.confirm(decision=proposed, by=second, now=NOW)
    assert Invitation.objects.get(employer=company).function == Function.STAFF
    assert Message.objects.filter(kind="employer.let_in", account=karim).exists()


def test_nobody_lets_themselves_in_nor_somebody_into_their_own_company() -> None:
    company, who = atlas(), driss()
    answers = {**USER, "affiliation_number": company.affiliation_number, "function": "staff"}
    own = sent(by_visitor(), "portal_membership", {**answers, "user_email": str(who.email)})
    with pytest.raises(OwnCase):
        examining.take(case=own, by=who, now=NOW)
    own = sent(by_visitor(), "affiliation", {**MINARET, "head_email": str(who.email)})
    with pytest.raises(OwnCase):
        examining.take(case=own, by=who, now=NOW)
    mandate(account=who, employer=company, function=Function.STAFF, since=dt.date(2020, 1, 1), by=None, now=NOW)
    case = sent(by_visitor(), "portal_membership", answers)
    with pytest.raises(OwnCase):
        examining.take(case=case, by=who, now=NOW)
    assert case not in Desk(who, [office()], decides=True, today=today()).cases()


def test_an_agent_does_not_examine_what_they_asked_for_without_an_account() -> None:
    who = driss()
    Account.objects.filter(pk=who.pk).update(email="visitor@example.org")
    who.refresh_from_db()
    with pytest.raises(OwnCase):
        examining.take(case=sent(by_visitor(), "affiliation", MINARET), by=who, now=NOW)


def test_a_first_hiring_of_another_age_is_refused_in_words_and_what_was_typed_stays() -> None:
    case = drafted(by_visitor(), "affiliation", {**MINARET, "first_hired_on": "1965-05-01"})
    assert case.said["first_hired_on"] == "1965-05-01"
    assert "first_hired_on" in kind_of(case).refusals(case.said, Holder.of(case), today())


# Voluntary insurance, duplicate of the card.


def test_the_voluntary_insurance_costs_what_the_last_wages_say() -> None:
    due = contribution_on(Law(dt.date(2026, 11, 23)), [800000, 800000, 800000, 800000, 800000, 800000])
    assert due.wage == 800000
    assert due.pension == 77340  # 12.89 % of 6,000 DH
    assert due.amo == 36160  # 4.52 % of 8,000 DH


def test_without_the_days_the_check_says_so_and_without_a_wage_nothing_is_accepted() -> None:
    person, who = amina(), driss()
    holder = Holder(Audience.INSURED, person.account, person)
    answers = {"lost_on": "2026-10-31", "still_employed": False, "agrees": "yes"}
    case = examined(who, holder, "voluntary_insurance", answers)
    found = verdicts(case)
    assert found["days"] == Verdict.WRONG
    assert found["too_late"] == Verdict.FINE
    with pytest.raises(CannotAccept):
        accept(case, who)
    assert not VoluntaryInsurance.objects.exists()


def test_a_request_after_the_twelve_months_is_late() -> None:
    person = amina()
    holder = Holder(Audience.INSURED, person.account, person)
    for lost_on, verdict in (("2025-11-23", Verdict.FINE), ("2025-11-22", Verdict.WRONG)):
        answers = {"lost_on": lost_on, "still_employed": False, "agrees": "yes"}
        case = sent(holder, "voluntary_insurance", answers)
        assert verdicts(case)["too_late"] == verdict


def test_a_lost_card_is_replaced_and_the_one_before_is_worth_nothing() -> None:
    person, who = amina(), driss()
    holder = Holder(Audience.INSURED, person.account, person)
    for _time in range(2):
        accept(examined(who, holder, "card_duplicate", {"what": "lost", "proof": "payslip"}), who)
    assert Card.objects.filter(insured=person, state="cancelled").count() == 1
    assert Card.objects.in_force().get(insured=person).rank == 2


def test_only_the_head_reads_and_sends_what_the_head_began(client: Client) -> None:
    company = atlas()
    head, accountant = head_of(company), chaima(company)
    case = drafted(by_company(company, head), "company_change", {})
    addresses = [reverse(f"cases:{name}", args=[case.public_id]) for name in ("case", "review", "papers", "discard")]
    come_in(client, accountant)
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(addresses[-1]).status_code == 404
    listed = reverse("cases:company", args=[company.public_id])
    assert str(case.public_id) not in client.get(listed).content.decode()
    come_in(client, head)
    assert client.get(addresses[1]).status_code == 200
    assert str(case.public_id) in client.get(listed).content.decode()


def test_an_agent_decides_nothing_of_a_company_for_which_they_act(client: Client) -> None:
    company, who, colleague = atlas(), driss(), agent("front", "FRONT DESK", Role.FRONT_DESK)
    mandate(account=who, employer=company, function=Function.HEAD, since=dt.date(2020, 1, 1), by=None, now=NOW)
    answers = {
        "affiliation_number": company.affiliation_number,
        "stop": "final",
        "stopped_on": "2026-08-01",
        "staff_left": True,
    }
    case = sent(Holder(Audience.COUNTER, colleague), "company_stop", answers)
    come_in(client, who)
    assert client.get(reverse("cases:examine", args=[case.public_id])).status_code == 404
    with pytest.raises(OwnCase):
        examining.take(case=case, by=who, now=NOW)
