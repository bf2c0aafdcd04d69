"""The cast: companies that declare, and who acts for them. All of them are invented."""

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from macnss.employers.enums import Function, LegalForm, Right, Sector
from macnss.employers.models import Employer, Invitation
from macnss.employers.services import Company, affiliate, mandate
from macnss.employers.services.invitations import invite
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, account
from macnss.kernel.secrets import unseal
from macnss.outbox.models import Message

ATLAS = Company(
    name="ATLAS SARL",
    name_ar="شركة الأطلس",
    legal_form=LegalForm.SARL,
    sector=Sector.TRADE,
    activity="COMMERCE DE GROS",
    town="FES",
)
ZELLIGE = Company(
    name="ZELLIGE SERVICES",
    name_ar="زليج للخدمات",
    legal_form=LegalForm.SARL_AU,
    sector=Sector.SERVICES,
    activity="ENTRETIEN DE BUREAUX",
    town="MEKNES",
)


def atlas(**other: str) -> Employer:
    """The employer of most stories."""
    return affiliated(replace(ATLAS, **other))


def zellige(**other: str) -> Employer:
    """Another employer, for those who work in two places."""
    return affiliated(replace(ZELLIGE, **other))


def affiliated(company: Company) -> Employer:
    return affiliate(company=company, on=dt.date(2006, 1, 2), by=None, now=NOW)


def chaima(*companies: Employer) -> Account:
    """An accountant who acts for these companies."""
    accountant = account("chaima", "CHAIMA IDRISSI")
    for employer in companies:
        mandate(
            account=accountant,
            employer=employer,
            function=Function.ACCOUNTANT,
            since=dt.date(2020, 1, 1),
            by=None,
            now=NOW,
        )
    return accountant


def head_of(company: Employer, login: str = "karim", name: str = "KARIM BERRADA") -> Account:
    """The head of a company."""
    head = account(login, name)
    mandate(
        account=head, employer=company, function=Function.HEAD, since=dt.date(2020, 1, 1), by=None, now=timezone.now()
    )
    return head


def with_rights(company: Employer, *rights: Right, login: str = "said") -> Account:
    """Somebody of the staff who may do that for the company, and nothing else."""
    own = account(login, "SAID RAMI")
    since = dt.date(2020, 1, 1)
    mandate(account=own, employer=company, function=Function.STAFF, rights=rights, since=since, by=None, now=NOW)
    return own


def invited(
    company: Employer,
    by: Account,
    *rights: Right,
    email: str = "nadia@example.org",
    function: Function = Function.ACCOUNTANT,
    now: dt.datetime | None = None,
    **days: dt.date,
) -> tuple[Invitation, str]:
    """Nadia, whom the head invites for a year: the invitation, and the secret of the address that she received."""
    moment = now or timezone.now()
    since = days.get("since", timezone.localdate(moment))
    sent = invite(
        employer=company,
        email=email,
        name="NADIA CHRAIBI",
        function=function,
        rights=rights or [Right.DECLARE],
        since=since,
        until=days.get("until", since + dt.timedelta(days=365)),
        by=by,
        language="fr",
        now=moment,
    )
    return sent, last_secret()


def last_secret() -> str:
    """The one-time address that was sent last."""
    message = Message.objects.filter(kind__endswith=".invitation").latest("pk")
    address: str = unseal(message.content, "outbox")["address"]
    return address.rstrip("/").rsplit("/", 1)[-1]
