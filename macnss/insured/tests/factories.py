"""The cast: persons whom the fund covers, and their accounts. All of them are invented."""

import datetime as dt
from dataclasses import replace
from typing import Any

from macnss.identity.tests.factories import NOW, account, driss
from macnss.insured.enums import Sex
from macnss.insured.models import Insured
from macnss.insured.services import Identity, give_account, register

__all__ = ["NOW", "amina", "brahim", "covered", "driss", "zineb"]

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


def amina(**other: Any) -> Insured:
    """The insured person of most stories."""
    return covered(replace(AMINA, **other), registered_on=dt.date(2014, 9, 1))


def brahim(**other: Any) -> Insured:
    """Amina's husband."""
    return covered(replace(BRAHIM, **other), registered_on=dt.date(2010, 5, 3))


def zineb(**other: Any) -> Insured:
    """A stranger, who must see nothing of the others."""
    return covered(replace(ZINEB, **other), registered_on=dt.date(2019, 2, 4))


def covered(identity: Identity, *, registered_on: dt.date) -> Insured:
    """A registered person who has an account."""
    insured = register(identity=identity, on=registered_on, by=None, now=NOW)
    own = account(identity.first_name, f"{identity.first_name} {identity.last_name}")
    return give_account(number=insured.number, account=own, by=None, now=NOW)
