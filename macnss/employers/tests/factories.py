"""The cast: companies that declare, and who acts for them. All of them are invented."""

import datetime as dt
from dataclasses import replace

from macnss.employers.enums import Function, LegalForm, Sector
from macnss.employers.models import Employer
from macnss.employers.services import Company, affiliate, mandate
from macnss.identity.models import Account
from macnss.identity.tests.factories import NOW, account

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
