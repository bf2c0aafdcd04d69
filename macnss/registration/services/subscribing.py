"""Souscrire / الاكتتاب: a company to the portal, a person to the voluntary insurance."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.definition import Answers
from macnss.cases.models import Case
from macnss.employers.enums import Function
from macnss.employers.models import Employer
from macnss.employers.services.changes import let_in, name_head
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.lawbook.citations import Citation
from macnss.registration.models import PortalMembership, VoluntaryInsurance

JOINED = audit.action("registration.portal_joined", _("The company was let in on the portal of employers."))
INSURED = audit.action("registration.voluntarily_insured", _("Your voluntary insurance was accepted."))


class InsuredAlready(DomainError):
    code = "voluntarily-insured-already"
    message = _("This person is already voluntarily insured.")


@transaction.atomic
def join_portal(*, case: Case, employer: Employer, answers: Answers, by: Account, now: dt.datetime) -> PortalMembership:
    """Record the membership and invite its user: a head, or somebody of the staff with every right.

    Raises AlreadyMandated, AlreadyInvited.
    """
    today, function = timezone.localdate(now), Function(str(answers["function"]))
    membership = PortalMembership.objects.create(
        employer=employer, case=case, account=answers["account"], mode=answers["mode"], since=today
    )
    email, name = str(answers["user_email"]), str(answers["user_name"])
    if function == Function.HEAD:
        name_head(employer=employer, email=email, name=name, instead_of=None, by=by, language=case.language, now=now)
    else:
        let_in(employer=employer, email=email, name=name, by=by, language=case.language, now=now)
    audit.record(JOINED, membership, by=by, at=now, company=employer.pk, mode=membership.mode)
    return membership


@transaction.atomic
def insure(
    *,
    case: Case,
    person: Insured,
    since: dt.date,
    wage: int,
    pension: int,
    amo: int,
    grounds: Sequence[Citation],
    by: Account,
    now: dt.datetime,
) -> VoluntaryInsurance:
    """Accept the voluntary insurance of a person from that day, on that wage (centimes). Raises InsuredAlready."""
    kept = [{"key": each.key, "since": each.since.isoformat(), "value": each.value} for each in grounds]
    insurance = VoluntaryInsurance(
        insured=person, case=case, since=since, wage=wage, pension=pension, amo=amo, grounds=kept
    )
    with broken_promise("one_voluntary_insurance", means=InsuredAlready):
        insurance.save(force_insert=True)
    audit.record(INSURED, insurance, by=by, at=now, person=person.pk)
    return insurance
