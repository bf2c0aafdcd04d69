"""Affilier / الانخراط: a company gets its number, its head the way in."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from macnss.cases.definition import Answers
from macnss.employers.enums import Function, Right
from macnss.employers.models import Employer
from macnss.employers.services import Company, affiliate, mandate
from macnss.employers.services.changes import open_place
from macnss.employers.services.invitations import invite
from macnss.identity.models import Account

LONGEST_ADDRESS = 120


@transaction.atomic
def enter(*, answers: Answers, head: Account | None, language: str, by: Account, now: dt.datetime) -> Employer:
    """Give the number and open the register; `head` acts at once, else the head who was named is invited by e-mail.

    Raises AlreadyAffiliated, NumberRefused.
    """
    today = timezone.localdate(now)
    employer = affiliate(company=company_of(answers), on=today, by=by, now=now)
    if answers.get("elsewhere") and answers.get("work_address"):
        place, town = str(answers["work_address"]), str(answers.get("work_town") or employer.town)
        open_place(employer=employer, name=employer.name, address=place, town=town, by=by, now=now)
    if head:
        mandate(account=head, employer=employer, function=Function.HEAD, since=today, by=by, now=now)
    else:
        invite(
            employer=employer,
            email=str(answers["head_email"]),
            name=str(answers["head_name"]),
            function=Function.HEAD,
            rights=list(Right),
            since=today,
            until=None,
            by=by,
            language=language,
            now=now,
        )
    return employer


def company_of(answers: Answers) -> Company:
    """The answers as the register of companies wants them."""
    parts = (str(answers.get(name) or "").strip() for name in ("address", "quarter", "commune"))
    plain = ("name", "name_ar", "legal_form", "sector", "activity", "ice", "trade_register", "tax_number", "town")
    said = {name: str(answers.get(name) or "").strip() for name in (*plain, "postcode")}
    return Company(**said, address=", ".join(filter(None, parts))[:LONGEST_ADDRESS])
