"""The register of persons: who enters it, whose account is whose, who reads a file."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.audit.models import Event
from macnss.identity import services as accounts
from macnss.identity.enums import NameKind
from macnss.identity.models import Account
from macnss.insured.enums import IdentityDocument, Purpose
from macnss.insured.models import Insured
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.check_digits import registration_number_from
from macnss.kernel.numbers.identifiers import Cin, Identifier, Phone

ACCOUNT_GIVEN = audit.action("insured.account_given", _("An account was tied to your record."))
REGISTERED = audit.action("insured.registered", _("You were registered with the fund."))
READ_BY_AGENT = audit.action("insured.read_by_agent", _("An agent of the fund opened your file."))
REVEALED = audit.action("insured.detail_revealed", _("An agent of the fund read a hidden detail of your file."))


class AlreadyRegistered(DomainError):
    code = "already-registered"
    message = _("Somebody is already registered with this identity document: look for their number.")


class HasAccount(DomainError):
    code = "has-account"
    message = _("This record already has an account. Its owner opens it again by “I can't get in”.")


class OwnFile(DomainError):
    code = "own-file"
    message = _("This file is yours: read it in your own space. A colleague serves you here.")


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who a person is: names in both scripts, birth, document, ways to reach them."""

    last_name: str
    first_name: str
    birth_date: dt.date
    sex: str
    document_number: str
    document: str = IdentityDocument.CIN
    last_name_ar: str = ""
    first_name_ar: str = ""
    birth_place: str = ""
    nationality: str = "MA"
    address: str = ""
    town: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def register(*, identity: Identity, on: dt.date, by: Account | None, now: dt.datetime) -> Insured:
    """Give a person their number for life and open their record. Raises AlreadyRegistered, NumberRefused."""
    insured = Insured(number=next_number(), registered_on=on, updated_at=now, **vars(normalised(identity)))
    with broken_promise("one_person_a_document", means=AlreadyRegistered):
        insured.save(force_insert=True)
    audit.record(REGISTERED, insured, by=by, at=now, person=insured.pk)
    return insured


@transaction.atomic
def open_file(*, insured: Insured, by: Account, purpose: Purpose, now: dt.datetime) -> Event:
    """Let an agent read a person's file: the person will see the day and the purpose."""
    return audit.record(READ_BY_AGENT, insured, by=by, at=now, person=insured.pk, purpose=purpose.value)


@transaction.atomic
def open_for_agent(*, insured: Insured, by: Account, purpose: Purpose, now: dt.datetime) -> Event:
    """The same for the whole file, which nobody opens as an agent when it is their own. Raises OwnFile."""
    if insured.account_id == by.pk:
        raise OwnFile
    return open_file(insured=insured, by=by, purpose=purpose, now=now)


@transaction.atomic
def reveal(*, insured: Insured, detail: str, by: Account, now: dt.datetime) -> Event:
    """Let an agent read a hidden detail of a file that they opened: the person will see it too. Raises OwnFile."""
    if insured.account_id == by.pk:
        raise OwnFile
    return audit.record(REVEALED, insured, by=by, at=now, person=insured.pk, detail=detail)


@transaction.atomic
def give_account(*, number: int, account: Account, by: Account | None, now: dt.datetime) -> Insured:
    """Tie an account to the person it belongs to. Raises HasAccount when another is tied to them already."""
    insured = Insured.objects.select_for_update().get(number=number)
    if insured.account_id not in (None, account.pk):
        raise HasAccount
    insured.account = account
    insured.updated_at = now
    insured.save(update_fields=["account", "updated_at"])
    for kind, name in (
        (NameKind.REGISTRATION_NUMBER, insured.registration_number),
        (NameKind.DOCUMENT, insured.document_number),
    ):
        accounts.give_sign_in_name(account=account, kind=kind, name=name, by=by, now=now)
    audit.record(ACCOUNT_GIVEN, insured, by=by, at=now, person=insured.pk, account=account.pk)
    return insured


def normalised(identity: Identity) -> Identity:
    """The identity with its numbers as the register writes them. Raises NumberRefused, with every reason."""
    a_card = identity.document == IdentityDocument.CIN
    number = Cin.parse(identity.document_number) if a_card else Identifier.normalise(identity.document_number)
    phone = Phone.parse(identity.phone) if identity.phone else ""
    return replace(identity, document_number=number, phone=phone, email=identity.email.strip().lower())


def next_number() -> int:
    """The next registration number of the fund, key included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('insured_registration')")
        (drawn,) = cursor.fetchone()
    return registration_number_from(drawn)
