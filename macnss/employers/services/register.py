"""Companies enter the register."""

import datetime as dt
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.employers.models import Employer
from macnss.identity.models import Account
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.check_digits import NumberRule, affiliation_number_from
from macnss.kernel.numbers.identifiers import AffiliationNumber, Ice

AFFILIATED = audit.action("employer.affiliated", _("The company was affiliated to the fund."))


class AlreadyAffiliated(DomainError):
    code = "already-affiliated"
    message = _("A company with this ICE is already affiliated.")


class NumberTaken(DomainError):
    code = "affiliation-number-taken"
    message = _("Another company already bears this affiliation number.")


@dataclass(frozen=True, kw_only=True)
class Company:
    """What a company says of itself when it affiliates."""

    name: str
    legal_form: str
    sector: str
    activity: str
    name_ar: str = ""
    ice: str = ""
    trade_register: str = ""
    tax_number: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    agency_code: str = "01"


@transaction.atomic
def affiliate(
    *, company: Company, on: dt.date, by: Account | None, now: dt.datetime, number: str | None = None
) -> Employer:
    """Enter a company in the register, under `number` when it already bears one.

    Raises AlreadyAffiliated, NumberTaken, NumberRefused.
    """
    bears = AffiliationNumber.parse(number, NumberRule(settings.NUMBER_RULE)) if number else next_number()
    company = replace(company, ice=Ice.parse(company.ice) if company.ice else "")
    employer = Employer(affiliation_number=bears, affiliated_on=on, **vars(company))
    with (
        broken_promise("one_company_an_ice", means=AlreadyAffiliated),
        broken_promise("employers_employer_affiliation_number_key", means=NumberTaken),
    ):
        employer.save(force_insert=True)
    audit.record(AFFILIATED, employer, by=by, at=now, company=employer.pk)
    return employer


def next_number() -> str:
    """The next affiliation number of the fund, key included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('employers_affiliation')")
        (drawn,) = cursor.fetchone()
    return f"{affiliation_number_from(drawn):07d}"
