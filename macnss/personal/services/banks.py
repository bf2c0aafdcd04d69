"""The list of banks: kept by two persons, through the reference data."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.models import Account
from macnss.kernel.db import broken_promise
from macnss.kernel.errors import DomainError
from macnss.personal.models import Bank

KEPT = audit.action("bank.listed", _("A bank was entered in the list, or its entry changed."))
FORGOTTEN = audit.action("bank.unlisted", _("A bank was taken out of the list."))


class CodeTaken(DomainError):
    code = "bank-code-taken"
    message = _("Another bank already has this code.")


@transaction.atomic
def keep(
    *, bank: Bank | None, code: str, name_fr: str, name_ar: str, to_check: bool, by: Account | None, now: dt.datetime
) -> Bank:
    """Enter a bank, or change its entry. Raises CodeTaken."""
    kept = bank or Bank()
    kept.code, kept.name_fr, kept.name_ar, kept.to_check = code, name_fr, name_ar, to_check
    with broken_promise("personal_bank_code_key", means=CodeTaken):
        kept.save()
    audit.record(KEPT, kept, by=by, at=now, code=code)
    return kept


@transaction.atomic
def forget(*, bank: Bank, by: Account, now: dt.datetime) -> None:
    """Take a bank out of the list: its code is named no more."""
    audit.record(FORGOTTEN, bank, by=by, at=now, code=bank.code)
    bank.delete()
