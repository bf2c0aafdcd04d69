"""Cases of the cast, at each moment of their life."""

import datetime as dt
import uuid
from typing import Any

from macnss.cases.engine import Holder
from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.cases.services import drafts, examining, sending
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, office
from macnss.insured.models import Insured

ANSWERS = {"topic": "wages", "words": "My wage of March is missing."}


def of_person(person: Insured) -> Holder:
    return Holder(Audience.INSURED, person.account, person)


def of_company(company: Employer, account: Account) -> Holder:
    return Holder(Audience.EMPLOYER, account, company=company)


def draft(
    holder: Holder, kind: str = "message", answers: dict[str, Any] | None = None, *, now: dt.datetime = NOW
) -> Case:
    """A draft with these answers."""
    case = drafts.begin(kind=kind, holder=holder, start_key=uuid.uuid4(), language="fr", now=now)
    return drafts.save(case=case, answers=ANSWERS if answers is None else answers, now=now)


def sent(
    holder: Holder, kind: str = "message", answers: dict[str, Any] | None = None, *, now: dt.datetime = NOW
) -> Case:
    """A case that waits for an agent at the office of Fes."""
    office()
    return sending.send(case=draft(holder, kind, answers, now=now), by=holder.account, now=now)


def examined(by: Account, holder: Holder, kind: str = "message", answers: dict[str, Any] | None = None) -> Case:
    """A case that this agent has taken."""
    return examining.take(case=sent(holder, kind, answers), by=by, now=NOW)
