"""The cast: persons whom the fund covers, their accounts, and the agent at the counter. All of them are invented."""

import datetime as dt
from dataclasses import replace

from macnss.identity.models import Account
from macnss.identity.services import open_account
from macnss.insured.enums import Sex
from macnss.insured.models import Insured
from macnss.insured.services import Identity, register

# The day on which the tests live: October 2026 was due on the 10th of November.
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
PASSWORD = "a long pass phrase"

AMINA = Identity(
    last_name="BENNANI",
    first_name="AMINA",
    last_name_ar="بناني",
    first_name_ar="أمينة",
    birth_date=dt.date(1992, 3, 14),
    birth_place="FES",
    sex=Sex.FEMALE,
    document_number="CD482915",
    address="12 RUE DES ORANGERS",
    town="FES",
    postcode="30000",
    phone="+212661234567",
    email="amina@example.org",
)
BRAHIM = Identity(
    last_name="EL ALAOUI",
    first_name="BRAHIM",
    last_name_ar="العلوي",
    first_name_ar="إبراهيم",
    birth_date=dt.date(1988, 6, 2),
    birth_place="SEFROU",
    sex=Sex.MALE,
    document_number="C734120",
    town="FES",
    phone="+212662345678",
)
ZINEB = Identity(
    last_name="TAZI",
    first_name="ZINEB",
    last_name_ar="التازي",
    first_name_ar="زينب",
    birth_date=dt.date(1997, 11, 8),
    birth_place="RABAT",
    sex=Sex.FEMALE,
    document_number="AA193847",
    email="zineb@example.org",
)


def amina(**other: str) -> Insured:
    """The insured person of most stories."""
    return covered(replace(AMINA, **other), registered_on=dt.date(2014, 9, 1))


def brahim(**other: str) -> Insured:
    """Amina's husband."""
    return covered(replace(BRAHIM, **other), registered_on=dt.date(2010, 5, 3))


def zineb(**other: str) -> Insured:
    """A stranger, who must see nothing of the others."""
    return covered(replace(ZINEB, **other), registered_on=dt.date(2019, 2, 4))


def covered(identity: Identity, *, registered_on: dt.date) -> Insured:
    """A registered person who has an account."""
    insured = register(identity=identity, on=registered_on, by=None, now=NOW)
    insured.account = account(identity.first_name, f"{identity.first_name} {identity.last_name}")
    insured.save(update_fields=["account"])
    return insured


def driss() -> Account:
    """The agent of the fund."""
    return account("driss", "DRISS FILALI", is_agent=True)


def account(login: str, name: str, *, is_agent: bool = False) -> Account:
    return open_account(
        email=f"{login.lower()}@example.org", name=name, password=PASSWORD, now=NOW, is_agent=is_agent
    )
