"""Correct a record: the new values are written, the old ones stay in the journal, sealed; the account follows."""

import base64
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity import services as accounts
from macnss.identity.enums import NameKind
from macnss.identity.models import Account
from macnss.insured.models import Insured
from macnss.insured.queries import PURPOSE
from macnss.insured.services.register import AlreadyRegistered
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import seal

CORRECTED = audit.action("insured.corrected", _("Your record was corrected."))
NAMES = {"last_name", "first_name", "last_name_ar", "first_name_ar"}


class BirthAfterRegistration(DomainError):
    code = "birth-after-registration"
    message = _("This birth date comes after the day of registration: check it.")


@transaction.atomic
def correct(
    *, insured: Insured, fields: Mapping[str, Any], by: Account | None, now: dt.datetime, act: str = CORRECTED
) -> Insured:
    """Write these values into a record. Values that stand there already change nothing. `act` names it in the journal.

    Raises AlreadyRegistered, BirthAfterRegistration, NameTaken.
    """
    held = Insured.objects.select_for_update(of=("self",)).select_related("account").get(pk=insured.pk)
    before = {name: getattr(held, name) for name, value in fields.items() if getattr(held, name) != value}
    if not before:
        return held
    for name in before:
        setattr(held, name, fields[name])
    held.updated_at = now
    with (
        broken_promise("one_person_a_document", means=AlreadyRegistered),
        broken_promise("registered_after_birth", means=BirthAfterRegistration),
    ):
        held.save(update_fields=[*before, "updated_at"])
    _follow(held, before, by, now)
    audit.record(
        act,
        held,
        by=by,
        at=now,
        person=held.pk,
        account=held.account_id,
        fields=sorted(before),
        sealed=_sealed(before, {name: fields[name] for name in before}),
    )
    return held


def _follow(held: Insured, before: Mapping[str, Any], by: Account | None, now: dt.datetime) -> None:
    """The account bears the name of the record, and opens with its document."""
    if held.account is None:
        return
    if NAMES & before.keys():
        accounts.rename(account=held.account, name=str(held), name_ar=held.name_ar, by=by, now=now)
    if "document_number" in before:
        number = held.document_number
        accounts.change_sign_in_name(account=held.account, kind=NameKind.DOCUMENT, name=number, by=by, now=now)


def _sealed(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Old and new values as the journal keeps them: whoever reads the table reads nothing."""
    plain = {name: [_plain(before[name]), _plain(after[name])] for name in before}
    return base64.b64encode(seal(plain, PURPOSE)).decode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
