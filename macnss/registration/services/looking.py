"""Rechercher un numéro / البحث عن رقم: a company finds the number of somebody who works for it, and of nobody else."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.employers.models import Employer
from macnss.employment.models import Employment
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.numbers.identifiers import Identifier
from macnss.registration.queries.names import plain, plain_ar

LOOKED_UP = audit.action("registration.number_looked_up", _("Your employer looked up your registration number."))


@transaction.atomic
def look_up(
    *,
    employer: Employer,
    document_number: str,
    birth_date: dt.date | None,
    last_name: str,
    by: Account,
    now: dt.datetime,
) -> Insured | None:
    """The person of the company who bears this document and was born that day, or is called so. Journalled.

    Somebody else's employee, an unknown person and a wrong birth date get the same answer.
    """
    today, number = timezone.localdate(now), Identifier.normalise(document_number)
    staff = Employment.objects.filter(employer=employer, insured__document_number=number).during(today, today)
    people = [link.insured for link in staff.select_related("insured").order_by("pk")]
    found = next((each for each in people if _is(each, birth_date, last_name)), None)
    audit.record(
        LOOKED_UP, employer, by=by, at=now, company=employer.pk, person=found.pk if found else None, found=bool(found)
    )
    return found


def _is(person: Insured, birth_date: dt.date | None, last_name: str) -> bool:
    if birth_date:
        return person.birth_date == birth_date
    latin, arabic = plain(last_name), plain_ar(last_name)
    return bool(latin and latin == plain(person.last_name)) or bool(arabic and arabic == plain_ar(person.last_name_ar))
