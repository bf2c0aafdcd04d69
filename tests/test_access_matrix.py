"""Who may open what: every address of the service by every member of the cast. An address absent from here fails.

ok   opens (a page, or a redirection within the service)      in   asked to sign in
no   does not exist for this person (404)                     post only answers to a form, whoever asks
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.agencies.enums import Service
from macnss.agencies.models import Appointment
from macnss.agencies.queries import days_of, times_of
from macnss.agencies.services.appointments import book
from macnss.agencies.tests.factories import fes
from macnss.cases.enums import AlarmKind
from macnss.cases.models import Alarm, Case
from macnss.cases.services import arrivals, papers, talking
from macnss.cases.tests import factories as cases
from macnss.declarations.services import uploads
from macnss.declarations.tests.files import IN_TIME, answers, enters, main_file
from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.employers.services import mandate
from macnss.employers.tests.factories import atlas, chaima, invited, last_secret, zellige
from macnss.family.tests.factories import child_of
from macnss.identity.enums import Role
from macnss.identity.models import Account, EidAttempt, Proposal
from macnss.identity.services import agents
from macnss.identity.tests.factories import (
    NOW,
    account,
    come_in,
    driss,
    invitation,
    office,
    passkey,
    supervisor,
    unknown_device,
)
from macnss.insured.enums import Relation
from macnss.insured.models import Insured, RelativeMandate
from macnss.insured.services.mandates import Trust, accept, give
from macnss.insured.tests.factories import amina, asks_for_a_check, brahim, referred, zineb
from macnss.kernel.months import Month
from macnss.kernel.tests.files import photo
from macnss.outbox.tests.factories import notice
from macnss.personal.tests.factories import stop_link
from macnss.registration.enums import CardReason
from macnss.registration.services import cards
from macnss.registration.services.batches import receiving as batches
from macnss.registration.tests.test_batches import PERSON, file_of
from tests.test_house import OUTSIDE, routes

PEOPLE = ("visitor", "amina", "zineb", "karim", "chaima", "stranger", "driss")
#                                     visitor amina  zineb  karim  chaima stranger driss
MATRIX = {
    "portals:landing": "ok     ok     ok     ok     ok     ok       ok",
    "portals:home": "in     ok     ok     ok     ok     ok       ok",
    "portals:insured_home": "in     ok     ok     no     no     no       no",
    "portals:journal": "in     ok     ok     no     no     no       no",
    "portals:companies": "in     no     no     ok     ok     ok       no",
    "portals:agent_home": "in     no     no     no     no     no       ok",
    "portals:person": "in     no     no     no     no     no       ok",
    "portals:person_reveal": "post   post   post   post   post   post     post",
    "portals:relative_home": "in     no     no     ok     no     no       no",
    "portals:relative_wages": "in     no     no     ok     no     no       no",
    "insured:mandates": "in     ok     ok     no     no     no       no",
    "insured:mandate_new": "in     ok     ok     no     no     no       no",
    "insured:mandate_end": "in     ok     no     ok     no     no       no",
    "insured:mandate_answer": "no     no     no     no     no     no       no",
    "employers:people": "in     no     no     ok     no     no       no",
    "employers:invite": "in     no     no     ok     no     no       no",
    "employers:member": "in     no     no     ok     ok     no       no",
    "employers:member_end": "in     no     no     ok     ok     no       no",
    "employers:invitation_sent": "in     no     no     ok     no     no       no",
    "employers:invitation": "ok     ok     ok     ok     ok     ok       ok",
    "identity:team": "in     no     no     no     no     no       no",
    "identity:team_member": "in     no     no     no     no     no       no",
    "identity:proposals": "in     no     no     no     no     no       no",
    "identity:proposal": "in     no     no     no     no     no       no",
    "portals:healthz": "ok     ok     ok     ok     ok     ok       ok",
    "portals:readyz": "ok     ok     ok     ok     ok     ok       ok",
    "identity:sign_in": "ok     ok     ok     ok     ok     ok       ok",
    "identity:sign_out": "post   post   post   post   post   post     post",
    "identity:sign_in_company": "ok     ok     ok     ok     ok     ok       ok",
    "identity:sign_in_agent": "ok     ok     ok     ok     ok     ok       ok",
    "identity:cannot_get_in": "ok     ok     ok     ok     ok     ok       ok",
    "identity:second_factor": "in     ok     ok     ok     ok     ok       ok",
    "identity:second_factor_send": "post   post   post   post   post   post     post",
    "identity:passkey_options": "post   post   post   post   post   post     post",
    "identity:passkey_sign_in": "post   post   post   post   post   post     post",
    "identity:prove_passkey": "post   post   post   post   post   post     post",
    "identity:passkeys": "in     ok     ok     ok     ok     ok       ok",
    "identity:passkey_new_options": "post   post   post   post   post   post     post",
    "identity:passkey_new": "post   post   post   post   post   post     post",
    "identity:passkey": "in     ok     no     no     no     no       no",
    "identity:enrol": "ok     ok     ok     ok     ok     ok       ok",
    "identity:enrol_options": "post   post   post   post   post   post     post",
    "identity:security": "in     ok     ok     ok     ok     ok       ok",
    "identity:sessions": "in     ok     ok     ok     ok     ok       ok",
    "identity:sessions_end_all": "post   post   post   post   post   post     post",
    "identity:session_end": "post   post   post   post   post   post     post",
    "identity:history": "in     ok     ok     ok     ok     ok       ok",
    "identity:session_state": "ok     ok     ok     ok     ok     ok       ok",
    "identity:session_stay": "post   post   post   post   post   post     post",
    "identity:prove": "in     ok     ok     ok     ok     ok       ok",
    "identity:prove_send": "post   post   post   post   post   post     post",
    "identity:disown": "ok     ok     ok     ok     ok     ok       ok",
    "identity:eid_start": "post   post   post   post   post   post     post",
    "identity:eid_return": "400    400    400    400    400    400      400",
    "identity:eid_health": "post   post   post   post   post   post     post",
    "identity:eid_jwks": "ok     ok     ok     ok     ok     ok       ok",
    "identity:eid_attempt": "no     ok     no     no     no     no       no",
    "identity:recover": "ok     ok     ok     ok     ok     ok       ok",
    "identity:recover_codes": "ok     ok     ok     ok     ok     ok       ok",
    "identity:recover_send": "post   post   post   post   post   post     post",
    "identity:recover_wait": "ok     ok     ok     ok     ok     ok       ok",
    "identity:recover_new": "ok     ok     ok     ok     ok     ok       ok",
    "identity:recover_done": "in     ok     ok     ok     ok     ok       ok",
    "identity:recover_cancel": "no     no     no     no     no     no       no",
    "identity:recover_open": "no     no     no     no     no     no       no",
    "identity:not_me": "no     no     no     no     no     no       no",
    "identity:password": "in     ok     ok     ok     ok     ok       ok",
    "identity:contacts": "in     ok     ok     ok     ok     ok       ok",
    "identity:contact_confirm": "in     ok     ok     ok     ok     ok       ok",
    "identity:contact_change": "in     ok     ok     ok     ok     ok       ok",
    "identity:backup_codes": "in     ok     ok     ok     ok     ok       ok",
    "identity:levels": "in     ok     ok     ok     ok     ok       ok",
    "insured:activate": "ok     ok     ok     ok     ok     ok       ok",
    "insured:activate_help": "ok     ok     ok     ok     ok     ok       ok",
    "insured:activate_received": "ok     ok     ok     ok     ok     ok       ok",
    "insured:activate_link": "no     no     no     no     no     no       no",
    "insured:activate_eid": "ok     ok     ok     ok     ok     ok       ok",
    "insured:activate_eid_done": "no     no     no     no     no     no       no",
    "insured:activate_contact": "ok     ok     ok     ok     ok     ok       ok",
    "insured:activate_code": "ok     ok     ok     ok     ok     ok       ok",
    "insured:activate_send": "post   post   post   post   post   post     post",
    "insured:activate_finish": "in     ok     ok     ok     ok     ok       ok",
    "insured:activate_reach": "in     ok     ok     ok     ok     ok       ok",
    "insured:activate_reach_code": "in     ok     ok     ok     ok     ok       ok",
    "insured:identity_check": "in     ok     ok     no     no     no       no",
    "insured:referrals": "in     no     no     no     no     no       ok",
    "insured:referral": "in     no     no     no     no     no       ok",
    "insured:identity_checks": "in     no     no     no     no     no       ok",
    "insured:identity_check_decision": "in     no     no     no     no     no       ok",
    "insured:identity_check_picture": "in     no     no     no     no     no       no",
    "insured:counter_identity": "in     no     no     no     no     no       ok",
    "insured:number": "in     ok     ok     no     no     no       no",
    "insured:data": "in     ok     ok     no     no     no       no",
    "family:mine": "in     ok     ok     no     no     no       no",
    "family:act": "post   post   post   post   post   post     post",
    "personal:address": "in     ok     ok     no     no     no       no",
    "personal:language": "in     ok     ok     no     no     no       no",
    "personal:bank": "in     ok     ok     no     no     no       no",
    "personal:bank_declare": "in     ok     ok     no     no     no       no",
    "personal:bank_name": "post   post   post   post   post   post     post",
    "personal:bank_cancel": "post   post   post   post   post   post     post",
    "personal:bank_stop": "ok     ok     ok     ok     ok     ok       ok",
    "declarations:mine": "in     ok     ok     no     no     no       no",
    "declarations:year": "in     ok     no     no     no     no       no",
    "declarations:month": "in     ok     no     no     no     no       no",
    "declarations:company": "in     no     no     ok     ok     no       no",
    "declarations:upload": "in     no     no     ok     ok     no       no",
    "declarations:upload_report": "in     no     no     ok     ok     no       no",
    "declarations:upload_findings": "in     no     no     ok     ok     no       no",
    "declarations:upload_again": "post   post   post   post   post   post     post",
    "declarations:declaration": "in     no     no     ok     ok     no       no",
    "declarations:entry_choice": "in     no     no     ok     ok     no       no",
    "declarations:entry": "in     no     no     ok     ok     no       no",
    "declarations:pre_established": "in     no     no     ok     ok     no       no",
    "declarations:employees": "in     no     no     ok     ok     no       no",
    "declarations:dues": "in     no     no     ok     ok     no       no",
    "declarations:history": "in     no     no     ok     ok     no       no",
    "declarations:contest": "post   post   post   post   post   post     post",
    "declarations:corrections": "in     no     no     ok     ok     no       no",
    "agencies:list": "ok     ok     ok     ok     ok     ok       ok",
    "agencies:agency": "ok     ok     ok     ok     ok     ok       ok",
    "agencies:appointments": "in     ok     ok     ok     ok     ok       ok",
    "agencies:appointment_new": "in     ok     ok     ok     ok     ok       ok",
    "agencies:appointment": "in     ok     no     no     no     no       no",
    "agencies:appointment_move": "in     ok     no     no     no     no       no",
    "agencies:appointment_cancel": "in     ok     no     no     no     no       no",
    "agencies:desk": "in     no     no     no     no     no       ok",
    "agencies:expected": "in     no     no     no     no     no       ok",
    "relations:help": "ok     ok     ok     ok     ok     ok       ok",
    "certificates:mine": "in     ok     ok     no     no     no       no",
    "certificates:desk": "in     no     no     no     no     no       ok",
    "cases:mine": "in     ok     ok     no     no     no       no",
    "cases:choose": "in     ok     ok     no     no     no       no",
    "cases:start": "in     ok     ok     no     no     no       no",
    "cases:company": "in     no     no     ok     ok     no       no",
    "cases:company_choose": "in     no     no     ok     ok     no       no",
    "cases:company_start": "in     no     no     ok     ok     no       no",
    "cases:inquiries": "in     no     no     ok     ok     no       no",
    "cases:inquiry": "in     no     no     ok     ok     no       no",
    "cases:public": "ok     ok     ok     ok     ok     ok       ok",
    "cases:let_go": "post   post   post   post   post   post     post",
    "cases:public_start": "ok     ok     ok     ok     ok     ok       ok",
    "cases:public_code": "ok     ok     ok     ok     ok     ok       ok",
    "cases:public_send": "post   post   post   post   post   post     post",
    "cases:open_by_link": "no     no     no     no     no     no       no",
    "cases:case": "in     ok     no     no     no     no       no",
    "cases:sheet": "in     ok     no     no     no     no       no",
    "cases:review": "in     ok     no     no     no     no       no",
    "cases:receipt": "in     ok     no     no     no     no       no",
    "cases:discard": "in     ok     no     no     no     no       no",
    "cases:write": "post   post   post   post   post   post     post",
    "cases:withdraw": "in     ok     no     no     no     no       no",
    "cases:appeal": "in     ok     no     no     no     no       no",
    "cases:papers": "in     ok     no     no     no     no       no",
    "cases:paper": "in     ok     no     no     no     no       no",
    "cases:page_image": "in     ok     no     no     no     no       no",
    "cases:page_act": "post   post   post   post   post   post     post",
    "cases:papers_given": "post   post   post   post   post   post     post",
    "cases:arrivals": "post   post   post   post   post   post     post",
    "cases:arrival": "in     ok     no     no     no     no       no",
    "cases:queue": "in     no     no     no     no     no       ok",
    "cases:next": "post   post   post   post   post   post     post",
    "cases:filters": "post   post   post   post   post   post     post",
    "cases:scan": "in     no     no     no     no     no       ok",
    "cases:examine": "in     no     no     no     no     no       ok",
    "cases:examine_page": "in     no     no     no     no     no       no",
    "cases:reveal": "post   post   post   post   post   post     post",
    "cases:take": "post   post   post   post   post   post     post",
    "cases:hand_over": "in     no     no     no     no     no       ok",
    "cases:set_aside": "in     no     no     no     no     no       ok",
    "cases:ask_papers": "in     no     no     no     no     no       ok",
    "cases:write_to": "in     no     no     no     no     no       ok",
    "cases:note": "in     no     no     no     no     no       ok",
    "cases:decide": "in     no     no     no     no     no       ok",
    "cases:second": "in     no     no     no     no     no       ok",
    "cases:escalate": "in     no     no     no     no     no       ok",
    "cases:bring": "in     no     no     no     no     no       ok",
    "cases:board": "in     no     no     no     no     no       no",
    "cases:alarms": "in     no     no     no     no     no       no",
    "cases:alarm": "in     no     no     no     no     no       no",
    "cases:counter": "in     no     no     no     no     no       ok",
    "cases:counter_new": "in     no     no     no     no     no       ok",
    "cases:counter_person": "in     no     no     no     no     no       ok",
    "reference:tables": "in     no     no     no     no     no       no",
    "reference:table": "in     no     no     no     no     no       no",
    "reference:new": "in     no     no     no     no     no       no",
    "reference:row": "in     no     no     no     no     no       no",
    "cases:print": "in     ok     no     no     no     no       ok",
    "registration:card": "in     ok     ok     no     no     no       no",
    "registration:card_pdf": "in     ok     ok     no     no     no       no",
    "registration:card_photo": "in     no     no     no     no     no       no",
    "registration:cards": "in     no     no     no     no     no       ok",
    "registration:cards_batch": "post   post   post   post   post   post     post",
    "registration:cards_scan": "post   post   post   post   post   post     post",
    "registration:card_desk": "in     no     no     no     no     no       ok",
    "registration:card_desk_photo": "in     no     no     no     no     no       no",
    "registration:form": "ok     ok     ok     ok     ok     ok       ok",
    "registration:form_of_case": "in     no     no     no     no     no       no",
    "registration:home": "ok     ok     ok     ok     ok     ok       ok",
    "registration:namesakes": "in     no     no     no     no     no       no",
    "registration:company": "in     no     no     ok     ok     no       no",
    "registration:look_up": "in     no     no     ok     ok     no       no",
    "registration:batch_new": "in     no     no     ok     ok     no       no",
    "registration:batch_template": "in     no     no     ok     ok     no       no",
    "registration:batch": "in     no     no     ok     ok     no       no",
    "registration:batch_errors": "in     no     no     ok     ok     no       no",
    "registration:batch_send": "post   post   post   post   post   post     post",
    "registration:batch_erase": "in     no     no     ok     ok     no       no",
    "outbox:inbox": "ok     ok     ok     ok     ok     ok       ok",
    "outbox:inbox_message": "ok     ok     ok     ok     ok     ok       ok",
    "outbox:receipts": "post   post   post   post   post   post     post",
    "gallery": "ok     ok     ok     ok     ok     ok       ok",
}
AGENT_ACTS = (
    "examine",
    "take",
    "hand_over",
    "set_aside",
    "ask_papers",
    "write_to",
    "note",
    "decide",
    "second",
    "escalate",
    "bring",
)


@dataclass
class World:
    """The cast, signed in, and the objects of Amina and of Atlas SARL that the addresses name."""

    clients: dict[str, Client]
    objects: dict[str, dict[str, Any]]

    def address(self, name: str) -> str:
        return reverse(name, kwargs=self.objects.get(name, self.objects.get(name.split(":")[-1])))


@pytest.fixture
def world(db: None) -> World:
    person, company, other = amina(), atlas(), zellige()
    brahim(), zineb()
    upload = uploads.receive(
        employer=company,
        file_name="DS.txt",
        chunks=[main_file(company, entrants=[enters(person)])],
        by=None,
        now=IN_TIME,
    )
    declaration = uploads.check(upload=upload, by=None, now=IN_TIME).declaration
    refused = uploads.receive(
        employer=company, file_name="DS.txt", chunks=[main_file(company, [answers(person)])], by=None, now=IN_TIME
    )
    uploads.check(upload=refused, by=None, now=IN_TIME)
    assert declaration
    assert person.account
    accounts = {
        "amina": person.account,
        "zineb": Account.objects.get(email="zineb@example.org"),
        "karim": head_of(company, "karim"),
        "chaima": chaima(company, other),
        "stranger": head_of(other, "stranger"),
        "driss": driss(),
    }
    clients = {"visitor": Client()}
    for name, known in accounts.items():
        clients[name] = Client()
        come_in(clients[name], known)
    firm: dict[str, Any] = {"employer_id": company.public_id}
    acting = {**firm, "membership_id": company.memberships.get(account=accounts["chaima"]).public_id}
    offered, secret = invited(company, accounts["karim"])
    followed = {"mandate_id": followed_by(accounts["karim"], person).public_id}
    role = proposed(supervisor(), accounts["driss"])
    visit = expected_at_an_agency(person.account)
    expected: dict[str, Any] = {"appointment_id": visit.public_id}
    sent = {**firm, "upload_id": refused.public_id}
    month: dict[str, Any] = {"year": 2026, "month": 3}
    told: dict[str, Any] = {"case_id": cases.sent(cases.of_person(person)).public_id}
    begun: dict[str, Any] = {"case_id": cases.draft(cases.of_person(person)).public_id}
    checked: dict[str, Any] = {"check_id": asks_for_a_check(person).public_id}
    waiting: dict[str, Any] = {"card_id": card_ordered(person)}
    batch = {**firm, "batch_id": listed(company, accounts["karim"])}
    return World(
        clients,
        {
            "person": {"public_id": person.public_id},
            "year": {"year": 2026},
            "month": month,
            **dict.fromkeys(("company", "upload", "entry_choice", "employees", "dues", "history", "corrections"), firm),
            "contest": {**month, "employer": company.public_id},
            "agency": {"agency_id": visit.agency.public_id},
            **dict.fromkeys(("appointment", "appointment_move", "appointment_cancel", "expected"), expected),
            **dict.fromkeys(("upload_report", "upload_findings", "upload_again"), sent),
            **dict.fromkeys(("people", "invite"), firm),
            **dict.fromkeys(("member", "member_end"), acting),
            "invitation_sent": {**firm, "invitation_id": offered.public_id},
            "invitation": {"secret": secret},
            "mandate_answer": {"secret": "wrong"},
            **dict.fromkeys(("mandate_end", "relative_home", "relative_wages"), followed),
            "team_member": {"account_id": accounts["driss"].public_id},
            "proposal": {"proposal_id": role.public_id},
            "declaration": {**firm, "declaration_id": declaration.public_id},
            "inbox_message": {"message_id": notice().public_id},
            "receipts": {"message_id": UUID(int=0), "token": "wrong"},
            **{key: {"token": "wrong"} for key in ("recover_cancel", "recover_open", "not_me")},
            "contact_change": {"channel": "email"},
            "passkey": {"passkey_id": passkey(person.account).public_id},
            "enrol": {"secret": invitation(accounts["driss"])},
            "enrol_options": {"secret": "wrong"},
            "session_end": {"session_id": UUID(int=0)},
            "identity:history": {},
            "disown": {"token": unknown_device(person.account)},
            "activate_link": {"secret": "wrong"},
            "activate_eid_done": {"attempt_id": UUID(int=0)},
            "eid_attempt": {"attempt_id": visit_of(clients["amina"])},
            "referral": {"referral_id": referred().public_id},
            "identity_check_decision": checked,
            "identity_check_picture": {**checked, "picture": "front"},
            "counter_identity": {"public_id": person.public_id},
            "family:act": {"member_id": child_of(person, dt.date(2019, 4, 2)).public_id, "kind": "family_study"},
            "bank_stop": {"secret": stop_link(person)},
            "entry": {**firm, "year": 2026, "month": 4},
            "pre_established": {**firm, **month},
            **dict.fromkeys(("company_choose", "inquiries"), firm),
            "cases:start": {"kind": "message"},
            "cases:alarm": {"alarm_id": stuck(told["case_id"]).public_id},
            "cases:counter_person": {"public_id": person.public_id},
            "portals:person_reveal": {"public_id": person.public_id, "detail": "phone"},
            **{f"reference:{name}": {"table": "banks"} for name in ("table", "new")},
            "reference:row": {"table": "banks", "row": "007"},
            "company_start": {**firm, "kind": "message"},
            "inquiry": {**firm, "inquiry_id": company_asked(company, accounts["driss"])},
            **{key: {"kind": "affiliation"} for key in ("public_start", "public_code", "public_send")},
            "open_by_link": {"secret": "wrong"},
            "registration:home": {},
            "registration:company": firm,
            **dict.fromkeys(("look_up", "batch_new"), firm),
            "batch_template": {**firm, "kind": "csv"},
            **dict.fromkeys(("batch", "batch_errors", "batch_send", "batch_erase"), batch),
            "registration:namesakes": told,
            **dict.fromkeys(("case", "receipt", "write", "withdraw", "appeal"), told),
            **{f"cases:{name}": told for name in AGENT_ACTS},
            "cases:examine_page": {**told, "page_id": UUID(int=0)},
            "cases:reveal": {**told, "detail": "document"},
            **dict.fromkeys(("review", "discard"), begun),
            **dict.fromkeys(("cases:print", "registration:form_of_case"), told),
            **dict.fromkeys(("card_desk", "card_desk_photo"), waiting),
            "sheet": {**begun, "sheet": "subject"},
            **dict.fromkeys(("cases:papers", "cases:papers_given", "cases:arrivals"), begun),
            "cases:paper": {**begun, "piece": "attachment"},
            **{f"cases:{name}": {**begun, **named} for name, named in paper_given(begun["case_id"]).items()},
        },
    )


def card_ordered(person: Insured) -> UUID:
    """The card that waits to be printed at the office of Fes."""
    return cards.order(insured=person, reason=CardReason.FIRST, office=office(), by=None, now=NOW).public_id


def stuck(case_id: UUID) -> Alarm:
    """An alert on a case."""
    case = Case.objects.get(public_id=case_id)
    return Alarm.objects.create(kind=AlarmKind.NOT_TAKEN, case=case, office=case.office, raised_at=NOW)


def paper_given(case_id: UUID) -> dict[str, dict[str, UUID]]:
    """A page of this draft, and a file that is on its way to it."""
    case = Case.objects.get(public_id=case_id)
    paper: dict[str, Any] = {"case": case, "piece_name": "attachment", "file_name": "photo.jpg", "now": NOW}
    piece = papers.add(**paper, content=photo(), by=case.account)
    page = {"page_id": piece.pages.get().public_id}
    coming = arrivals.begin(**paper, length=100)
    return {"page_image": page, "page_act": page, "arrival": {"arrival_id": coming.public_id}}


def company_asked(company: Employer, agent: Account) -> UUID:
    """What the fund asks the company about somebody whom it employed."""
    case = cases.examined(agent, cases.of_person(Insured.objects.get(email="zineb@example.org")))
    return talking.ask_company(case=case, company=company, words="Since when?", by=agent, now=NOW).public_id


def listed(company: Employer, by: Account) -> UUID:
    """A list of employees that the company sent: a sound line, and one that lacks everything but a name."""
    content = file_of(PERSON, {"last_name": "CHRAIBI"})
    return batches.receive(
        employer=company, file_name="liste.csv", content=content, language="fr", by=by, now=NOW
    ).public_id


def expected_at_an_agency(who: Account) -> Appointment:
    """An appointment in the days to come, at the agency of Fes."""
    agency, now = fes(), timezone.now()
    day = [each.day for each in days_of(agency, now) if each.free][-1]
    at = times_of(agency, day, now)[0].at
    return book(agency=agency, subject=Service.WAGES, starts_at=at, start_key=uuid4(), by=who, now=now)


def visit_of(client: Client) -> UUID:
    """The visit to Mon e-ID that this browser began."""
    client.post(reverse("identity:eid_start"), {"purpose": "sign_in"})
    return EidAttempt.objects.get().public_id


def head_of(company: Employer, login: str) -> Account:
    head = account(login, login.upper())
    since = Month(2020, 1).first_day
    mandate(account=head, employer=company, function=Function.HEAD, since=since, by=None, now=NOW)
    return head


def followed_by(relative: Account, person: Insured) -> RelativeMandate:
    """The mandate by which a relative follows this person, wages included."""
    today = timezone.localdate()
    trust = Trust(
        name="Karim",
        email=relative.email or "",
        relation=Relation.SPOUSE,
        reads_wages=True,
        until=today + dt.timedelta(days=30),
    )
    assert person.account
    give(insured=person, trust=trust, by=person.account, language="fr", now=timezone.now())
    return accept(secret=last_secret(), by=relative, now=timezone.now())


def proposed(by: Account, about: Account) -> Proposal:
    today = timezone.localdate()
    return agents.propose_posting(
        account=about,
        role=Role.PAYMENTS,
        office=office(),
        since=today,
        until=None,
        reason="A leave.",
        by=by,
        now=timezone.now(),
    )


def answer(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code == 302 and "/sign-in/" in response["Location"]:
        return "in"
    return {200: "ok", 302: "ok", 404: "no", 405: "post"}.get(response.status_code, str(response.status_code))


def test_every_address_is_in_the_matrix() -> None:
    assert {name for name, _ in routes()} - OUTSIDE == MATRIX.keys()


def test_each_person_opens_what_is_theirs_and_nothing_else(world: World) -> None:
    for name, row in MATRIX.items():
        asked = dict(zip(PEOPLE, row.split(), strict=True))
        found = {person: answer(world.clients[person], world.address(name)) for person in PEOPLE}
        assert found == asked, name


def test_a_mandate_that_ended_opens_nothing_more(world: World) -> None:
    company = Employer.objects.get(name="ATLAS SARL")
    company.memberships.update(until=Month(2026, 1).last_day)
    for name in MATRIX:
        if name.startswith("declarations:") and "employer_id" in (world.objects.get(name.split(":")[-1]) or {}):
            assert answer(world.clients["karim"], world.address(name)) in {"no", "post"}, name


def test_the_objects_of_a_company_do_not_open_under_another(world: World) -> None:
    other = Employer.objects.get(name="ZELLIGE SERVICES").public_id
    for name in ("upload_report", "upload_findings", "declaration"):
        address = reverse(f"declarations:{name}", kwargs={**world.objects[name], "employer_id": other})
        assert answer(world.clients["chaima"], address) == "no", name
        assert answer(world.clients["stranger"], address) == "no", name
