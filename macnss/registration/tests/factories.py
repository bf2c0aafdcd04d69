"""People to register, companies to affiliate. All of them are invented."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from macnss.cases.engine import Holder
from macnss.cases.enums import Audience, PieceState
from macnss.cases.models import Case, Piece
from macnss.cases.services import drafts, examining, sending
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, office

NADIA: dict[str, Any] = {
    "last_name": "CHRAIBI",
    "first_name": "NADIA",
    "last_name_ar": "الشرايبي",
    "first_name_ar": "نادية",
    "document": "cin",
    "document_number": "CD771204",
    "birth_date": "2001-05-09",
    "birth_place": "FES",
    "sex": "F",
    "address": "4 RUE DE FES",
    "town": "FES",
    "phone": "+212661000001",
    "email": "nadia@example.org",
    "family_status": "single",
    "hired_on": "2026-11-10",
    "job": "VENDEUSE",
    "contract": False,
}
MINARET: dict[str, Any] = {
    "name": "MINARET TEXTILE",
    "name_ar": "منارة للنسيج",
    "legal_form": "sarl",
    "ice": "001561191000066",
    "trade_register": "12345",
    "subsidiary": False,
    "sector": "industry",
    "activity": "CONFECTION",
    "first_hired_on": "2026-11-01",
    "employees": 3,
    "seat_kind": "work",
    "address": "ZONE INDUSTRIELLE",
    "town": "FES",
    "phone": "+212661000002",
    "email": "minaret@example.org",
    "head_name": "SAAD LAHLOU",
    "head_email": "saad@example.org",
}


def by_company(company: Employer, account: Account) -> Holder:
    return Holder(Audience.EMPLOYER, account, company=company)


def by_visitor() -> Holder:
    return Holder(Audience.PUBLIC)


def drafted(holder: Holder, kind: str, answers: dict[str, Any], *, now: dt.datetime = NOW, papers: bool = True) -> Case:
    """A draft with these answers, and all the papers that they call for."""
    office()
    contact = {"email": "visitor@example.org"} if holder.account is None else None
    case = drafts.begin(kind=kind, holder=holder, start_key=uuid.uuid4(), language="fr", now=now, contact=contact)
    case = drafts.save(case=case, answers=answers, now=now)
    return with_papers(case, now) if papers else case


def with_papers(case: Case, now: dt.datetime = NOW) -> Case:
    """Give every paper of the list, without a page: what is read of them is tested where they are received."""
    from macnss.cases.engine import kind_of

    for paper in kind_of(case).papers(case.said, Holder.of(case)):
        Piece.objects.get_or_create(case=case, name=paper.name, defaults={"state": PieceState.GIVEN, "at": now})
    return case


def sent(holder: Holder, kind: str, answers: dict[str, Any], *, now: dt.datetime = NOW) -> Case:
    return sending.send(case=drafted(holder, kind, answers, now=now), by=holder.account, now=now)


def examined(by: Account, holder: Holder, kind: str, answers: dict[str, Any], *, now: dt.datetime = NOW) -> Case:
    """A case that this agent has taken."""
    return examining.take(case=sent(holder, kind, answers, now=now), by=by, now=now)


def today() -> dt.date:
    return timezone.localdate(NOW)
