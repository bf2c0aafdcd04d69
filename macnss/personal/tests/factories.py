"""Bank accounts of the cast: sound numbers that no bank has given to anybody."""

import datetime as dt
import uuid

from django.utils import timezone

from macnss.cases.models import Case
from macnss.identity.tests.factories import NOW
from macnss.insured.models import Insured
from macnss.outbox.models import Message
from macnss.personal.models import BankAccount
from macnss.personal.services import bank, verifying


def rib(last: str = "1", code: str = "230") -> str:
    """A sound RIB whose account ends in that digit: the sandbox of banks answers by it."""
    first = f"{code}780{'0' * 15}{last}"
    return f"{first}{97 - int(first) * 100 % 97:02d}"


def declared(
    person: Insured, number: str = "", *, holder: str = "AMINA BENNANI", now: dt.datetime = NOW
) -> BankAccount | Case:
    assert person.account
    return bank.declare(
        insured=person,
        rib=number or rib(),
        holder=holder,
        start_key=uuid.uuid4(),
        language="fr",
        by=person.account,
        now=now,
    )


def kept(person: Insured, number: str = "", *, now: dt.datetime = NOW) -> BankAccount:
    account = declared(person, number, now=now)
    assert isinstance(account, BankAccount)
    return account


def used(person: Insured, number: str = "", *, now: dt.datetime = NOW) -> BankAccount:
    """An account that was verified and is used since two days later."""
    account = kept(person, number, now=now)
    verifying.ask_banks(now=now)
    verifying.use_those_due(now=now + dt.timedelta(days=2))
    account.refresh_from_db()
    return account


def stop_link(person: Insured) -> str:
    """The end of the address by which an account declared a moment ago is cancelled."""
    kept(person, now=timezone.now())
    sent = Message.objects.filter(kind__in=["personal.bank_declared", "personal.bank_changed"]).latest("pk")
    return str(sent.data["link"]).rstrip("/").rsplit("/", 1)[-1]


def without_account(person: Insured) -> Insured:
    """The same person, as an agent at the counter finds them: nobody opens their space."""
    person.account = None
    person.save(update_fields=["account"])
    return person
