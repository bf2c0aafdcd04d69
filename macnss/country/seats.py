"""The cast takes its seats: accounts, records, mandates, roles. Each then comes in by the door of their kind."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from macnss.agencies.services import directory
from macnss.country import cast
from macnss.employers import services as employers
from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.identity import services as identity
from macnss.identity.enums import Level, ProvedBy, Role
from macnss.identity.models import Account, Office
from macnss.identity.services import agents
from macnss.insured import services as insured
from macnss.relations.queries import DIRECTORATE


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of the cast who signs in, and what to look at with them."""

    email: str
    name: str
    name_ar: str
    can: str
    phone: str = ""
    roles: tuple[Role, ...] = ()


CAST = (
    Seat(
        "amina@example.org",
        "Amina Bennani",
        "أمينة بناني",
        "insured: her wages, a month that Atlas SARL left out",
        phone="+212661234567",
    ),
    Seat("brahim@example.org", "Brahim El Alaoui", "إبراهيم العلوي", "insured: irregular days, two employers"),
    Seat("zineb@example.org", "Zineb Tazi", "زينب التازي", "insured: a stranger, who must see nothing of the others"),
    Seat("karim@example.org", "Karim Berrada", "كريم برادة", "head of Atlas SARL: declares, says who acts for it"),
    Seat("chaima@example.org", "Chaïma Alami", "شيماء العلمي", "accountant by mandate of three companies"),
    Seat(
        "driss@example.org",
        "Driss Filali",
        "إدريس الفيلالي",
        "agent of the fund: finds a person by number, looks at activations",
        roles=(Role.FRONT_DESK, Role.FILE_OFFICER),
    ),
    Seat(
        "salma@example.org",
        "Salma Chraibi",
        "سلمى الشرايبي",
        "supervisor: proposes the roles of agents",
        roles=(Role.SUPERVISOR,),
    ),
    Seat(
        "youssef@example.org",
        "Youssef Naciri",
        "يوسف الناصري",
        "supervisor: decides what Salma proposes",
        roles=(Role.SUPERVISOR,),
    ),
    Seat(
        "nadia@example.org",
        "Nadia Sefrioui",
        "نادية الصفريوي",
        "reference data: proposes a template of message, the hours of an agency",
        roles=(Role.REFERENCE_DATA,),
    ),
    Seat(
        "hamza@example.org",
        "Hamza Rifi",
        "حمزة الريفي",
        "reference data: decides what Nadia proposes",
        roles=(Role.REFERENCE_DATA,),
    ),
)
AMINA, BRAHIM, ZINEB, KARIM, CHAIMA = range(5)
YOUSSEF = 7
MANDATE_LASTS = dt.timedelta(days=365)
STAFFED = ("01", "02", "10", "13", "20")  # Casablanca, Rabat, Fes, Tangier, Marrakech
CONCILIATION = {
    "code": DIRECTORATE,
    "name": "Direction de la conciliation",
    "name_ar": "مديرية التوفيق",
    "town": "RABAT",
}


@transaction.atomic
def take(numbers: list[int], companies: list[Employer], password: str, now: dt.datetime) -> None:
    """Open the accounts of the cast, tie them to their records, give the mandates and the roles."""
    accounts = [_account(seat, password, now) for seat in CAST]
    for index, person in ((AMINA, cast.AMINA), (BRAHIM, cast.BRAHIM), (ZINEB, cast.ZINEB)):
        own = accounts[index]
        identity.confirm_identity(account=own, level=Level.SUBSTANTIAL, proved_by=ProvedBy.COUNTER, by=None, now=now)
        insured.give_account(number=numbers[person], account=own, by=None, now=now)
    _mandate(accounts[KARIM], companies[cast.ATLAS], Function.HEAD, now)
    for firm in (cast.ATLAS, cast.BRAHIMS, cast.ZINEBS):
        _mandate(accounts[CHAIMA], companies[firm], Function.ACCOUNTANT, now)
    _post(accounts, now)


def _account(seat: Seat, password: str, now: dt.datetime) -> Account:
    """Agents have no password: they make a passkey by the address that the demonstration prints."""
    return identity.open_account(
        email=seat.email,
        phone=seat.phone,
        confirmed=True,
        name=seat.name,
        name_ar=seat.name_ar,
        password="" if seat.roles else password,
        is_agent=bool(seat.roles),
        now=now,
    )


def _mandate(account: Account, company: Employer, function: Function, now: dt.datetime) -> None:
    """The head for ever; an accountant since a year ago and until a year from now, as mandates have an end."""
    by_mandate = function == Function.ACCOUNTANT
    employers.mandate(
        account=account,
        employer=company,
        function=function,
        since=(now - MANDATE_LASTS).date() if by_mandate else company.affiliated_on,
        until=(now + MANDATE_LASTS).date() if by_mandate else None,
        by=None,
        now=now,
    )


def _post(accounts: list[Account], now: dt.datetime) -> None:
    """The invented agencies open; the agents of the cast work for some of them, one supervisor conciliates too."""
    agencies = directory.read(directory.DEMONSTRATION)
    directory.load(entries=agencies, by=None, now=now, is_demonstration=True)
    agents.open_office(**CONCILIATION, by=None, now=now)
    offices = Office.objects.filter(code__in=STAFFED).order_by("code")
    for account, seat in zip(accounts, CAST, strict=True):
        for office in offices:
            for role in seat.roles:
                agents.post(account=account, role=role, office=office, since=now.date(), by=None, now=now)
    office = Office.objects.get(code=CONCILIATION["code"])
    agents.post(account=accounts[YOUSSEF], role=Role.SUPERVISOR, office=office, since=now.date(), by=None, now=now)
