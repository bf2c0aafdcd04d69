"""The cast: persons whom the fund covers, and their accounts. All of them are invented."""

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import Any

from PIL import Image

from macnss.identity.enums import Level, ProvedBy
from macnss.identity.services import confirm_identity
from macnss.identity.tests.factories import NOW, account, driss
from macnss.insured.enums import ReferralReason, Sex
from macnss.insured.models import IdentityCheck, Insured, Referral
from macnss.insured.services import Identity, give_account, identity_checks, register
from macnss.insured.services.pictures import readied
from macnss.insured.services.referrals import refer
from macnss.insured.services.typed import Typed

__all__ = [
    "NOW",
    "amina",
    "asks_for_a_check",
    "brahim",
    "covered",
    "driss",
    "picture",
    "referred",
    "registered",
    "zineb",
]

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
    confirm_identity(account=own, level=Level.SUBSTANTIAL, proved_by=ProvedBy.FUND, by=None, now=NOW)
    return give_account(number=insured.number, account=own, by=None, now=NOW)


def registered(identity: Identity = AMINA, **other: Any) -> Insured:
    """A person of the register who has no account yet."""
    return register(identity=replace(identity, **other), on=dt.date(2014, 9, 1), by=None, now=NOW)


def referred(reason: ReferralReason = ReferralReason.MISSING, **typed: Any) -> Referral:
    """A request of activation that waits for an agent."""
    said: dict[str, Any] = {"identifier": "987654321", "birth_date": AMINA.birth_date, "phone": "+212600000001"}
    return refer(typed=Typed(**{**said, **typed}), reason=reason, about=None, language="fr", now=NOW)


def asks_for_a_check(person: Insured) -> IdentityCheck:
    """Somebody who has sent a card and a face."""
    assert person.account
    made = readied(picture())
    return identity_checks.ask(insured=person, front=made, back=made, face=made, by=person.account, now=NOW)


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 400), **said: Any) -> bytes:
    """A photo of nothing."""
    out = BytesIO()
    Image.new("RGB", size, (180, 140, 90)).save(out, kind, **said)
    return out.getvalue()
