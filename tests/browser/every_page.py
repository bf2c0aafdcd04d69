"""Every page that a browser can be on: those of the access matrix, and those that come after something was typed."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.declarations.tests.factories import career
from macnss.employers.models import Employer
from macnss.employers.tests.factories import last_secret
from macnss.identity.enums import EidPurpose, EidState, Level, Method
from macnss.identity.models import Account, EidAttempt, Proposal, Recovery
from macnss.identity.services import recovery
from macnss.identity.sessions import PROOF
from macnss.identity.tests.factories import NOW, PASSWORD, come_in, supervisor
from macnss.insured.enums import Relation
from macnss.insured.models import Insured
from macnss.insured.services.mandates import Trust, give
from macnss.insured.tests.factories import AMINA, registered
from macnss.kernel.months import Month
from macnss.outbox.enums import Channel
from macnss.outbox.models import Message
from macnss.outbox.tests.reading import last_code, last_message, opened
from tests.test_access_matrix import MATRIX, PEOPLE, World

Stage = tuple[Client, str]  # a browser, and the address where it is
# No page of ours: answers to machines, pictures and files.
NO_PAGE = {
    "portals:healthz",
    "portals:readyz",
    "identity:session_state",
    "identity:eid_jwks",
    "identity:eid_return",
    "insured:identity_check_picture",
    "declarations:upload_findings",
    "declarations:pre_established",
    "cases:print",
    "cases:page_image",
    "cases:arrival",
    "registration:card_pdf",
    "registration:form",
    "registration:batch_template",
    "registration:batch_errors",
}
BORN = {"day": "14", "month": "3", "year": "1992"}
LONG_AGO = NOW - dt.timedelta(days=400)


def every_page(world: World) -> list[Stage]:
    """Each page once, with a browser that may open it."""
    _has_worked()
    return [*_of_the_matrix(world), *_of_supervisors(world), *_of_visitors(), *_of_the_insured(world), *_of_visits()]


def _has_worked() -> None:
    """Years before what the matrix declares, with a month left out."""
    amina, company = Insured.objects.get(document_number=AMINA.document_number), Employer.objects.get(name="ATLAS SARL")
    career(amina, company, Month(2024, 9), Month(2025, 8), left_out=[Month(2025, 6)], real=720_000, goes_on=False)
    own = _account("amina")
    own.phone, own.phone_confirmed_at, own.email_confirmed_at = "+212661234567", LONG_AGO, LONG_AGO
    own.save()


def _of_the_matrix(world: World) -> list[Stage]:
    found: list[Stage] = [(Client(), "/nowhere/")]
    for name, row in MATRIX.items():
        who = [person for person, answer in zip(PEOPLE, row.split(), strict=True) if answer == "ok"]
        if who and name not in NO_PAGE:
            found.append((world.clients[who[0]], world.address(name)))
    agents = [(world.clients["driss"], world.address(name)) for name in ("portals:home", "identity:security")]
    return [*found, (world.clients["chaima"], reverse("portals:companies")), *agents]


def _of_supervisors(world: World) -> list[Stage]:
    salma = come_in(Client(), _account("salma") if Account.objects.filter(email="salma@example.org") else supervisor())
    team = [reverse("identity:team_member", args=[_account("driss").public_id]), reverse("identity:team")]
    proposed = [reverse("identity:proposal", args=[Proposal.objects.latest("pk").public_id])]
    return [(salma, address) for address in (*team, reverse("identity:proposals"), *proposed)]


def _of_visitors() -> list[Stage]:
    """Those who activate, who come in, who lost their way."""
    person = registered(document_number="AB123456")
    at_the_code, known, unknown, with_eid, twice, lost, waits = (Client() for _ in range(7))
    _asks_for_an_account(at_the_code, str(person.number))
    _asks_for_an_account(unknown, "190000009")
    unknown.post(reverse("insured:activate_code"), {"code": last_code()})
    _asks_for_an_account(known, str(person.number))
    known.post(reverse("insured:activate_code"), {"code": last_code()})
    known.post(reverse("insured:activate_reach"), {"email": "another@example.org"})
    with_eid.post(reverse("insured:activate_eid"), {"cin": "AB123456"})
    twice.post(reverse("identity:sign_in"), {"identifier": "karim@example.org", "password": PASSWORD})
    return [
        (at_the_code, reverse("insured:activate_code")),
        (unknown, reverse("insured:activate_received")),
        *((known, reverse(f"insured:activate_{page}")) for page in ("finish", "reach", "reach_code")),
        (known, reverse("insured:identity_check")),
        (known, reverse("identity:levels")),
        *((known, reverse(f"portals:{page}")) for page in ("insured_home", "journal")),
        (known, reverse("insured:number")),
        (with_eid, f"{reverse('insured:activate_eid')}?ready"),
        (twice, reverse("identity:second_factor")),
        *_of_the_lost(lost, waits),
    ]


def _asks_for_an_account(client: Client, number: str) -> None:
    reached = {"phone": f"06123{number[-5:]}", "email": "", "channel": "sms"}
    client.post(reverse("insured:activate_contact"), {"identifier": number, **BORN, **reached})


def _of_the_lost(lost: Client, waits: Client) -> list[Stage]:
    lost.post(reverse("identity:recover"), {"identifier": "amina@example.org", "way": "codes"})
    found, codes = Client(), _codes()
    found.post(reverse("identity:recover"), {"identifier": "amina@example.org", "way": "codes"})
    codes = _codes()
    found.post(reverse("identity:recover_codes"), {"email_code": codes["email"], "sms_code": codes["sms"]})
    waits.post(reverse("identity:recover"), {"identifier": "zineb@example.org", "way": "wait"})
    stop = last_message("account.recovery_asked").data["link"]
    over = Client()
    over.post(reverse("identity:recover"), {"identifier": "brahim@example.org", "way": "wait"})
    Account.objects.filter(email="brahim@example.org").update(email_confirmed_at=LONG_AGO)
    day = dt.timedelta(days=1, minutes=1)
    past = {name: F(name) - day for name in ("asked_at", "opens_at", "expires_at")}
    Recovery.objects.filter(account=_account("brahim")).update(**past)
    recovery.tell_those_open(now=timezone.now())
    again = last_message("account.recovery_open").data["link"]
    return [
        (lost, reverse("identity:recover_codes")),
        (found, reverse("identity:recover_new")),
        (waits, reverse("identity:recover_wait")),
        (over, reverse("identity:recover_wait")),
        *((Client(), _path(link)) for link in (stop, again)),
        *((Client(), reverse(f"identity:{name}", args=["wrong"])) for name in ("disown", "not_me", "recover_open")),
        (Client(), reverse("employers:invitation", args=["wrong"])),
    ]


def _codes() -> dict[str, str]:
    """The codes sent last, by channel."""
    sent = [opened(each) for each in Message.objects.filter(kind="account.code").order_by("pk")]
    return {Channel(each.channel).value: str(each.data["code"]) for each in sent}


def _of_the_insured(world: World) -> list[Stage]:
    """A mandate to give and one to answer; an address that changes; a proof that is asked again, in each way."""
    own, today = _account("amina"), timezone.localdate()
    trust = Trust(
        name="Zineb",
        email="zineb@example.org",
        relation=Relation.SPOUSE,
        reads_wages=False,
        until=today + dt.timedelta(days=9),
    )
    give(insured=_insured(own), trust=trust, by=own, language="fr", now=timezone.now())
    answered = reverse("insured:mandate_answer", args=[last_secret()])
    surely, weakly, halfway, changes = (come_in(Client(), own) for _ in range(4))
    session: Any = surely.session
    session[PROOF] = [Method.EID.value, int(Level.HIGH), timezone.now().isoformat()]
    session.save()
    for client in (weakly, halfway):
        come_in(client, own, Method.PASSWORD)
    halfway.get(reverse("identity:password"))
    halfway.post(reverse("identity:prove"), {"act": "password", "password": PASSWORD})
    changes.post(reverse("identity:contact_change", args=["sms"]), {"address": "0698765432"})
    return [
        (surely, reverse("insured:mandate_new")),
        (Client(), answered),
        (world.clients["zineb"], answered),
        (weakly, reverse("portals:insured_home")),
        (weakly, reverse("identity:password")),
        (halfway, reverse("identity:prove")),
        (changes, reverse("identity:contact_confirm")),
        (changes, reverse("identity:contact_change", args=["sms"])),
    ]


def _of_visits() -> list[Stage]:
    """Visits to Mon e-ID: one that waits, one that was verified, one that opens an account."""
    found: list[Stage] = []
    states = [
        (EidState.WAITING, EidPurpose.SIGN_IN, "identity:eid_attempt"),
        (EidState.VERIFIED, EidPurpose.SIGN_IN, "identity:eid_attempt"),
        (EidState.VERIFIED, EidPurpose.ACTIVATE, "insured:activate_eid_done"),
    ]
    for state, purpose, name in states:
        client = Client()
        client.post(reverse("identity:eid_start"), {"purpose": "sign_in"})
        visit = EidAttempt.objects.latest("pk")
        level = Level.SUBSTANTIAL if state == EidState.VERIFIED else None
        EidAttempt.objects.filter(pk=visit.pk).update(state=state, purpose=purpose, failure="", level=level)
        found.append((client, reverse(name, args=[visit.public_id])))
    return found


def _account(login: str) -> Account:
    return Account.objects.get(email=f"{login}@example.org")


def _insured(own: Account) -> Insured:
    return Insured.objects.get(account=own)


def _path(link: str) -> str:
    return "/" + link.split("/", 3)[3]
