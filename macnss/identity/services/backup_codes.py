"""Backup codes: ten printed at once, each good once, for the day when the phone is lost."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.models import Account, BackupCode
from macnss.kernel.numbers.identifiers import ascii_digits
from macnss.kernel.secrets import digest

PRINTED = 10
DIGITS = 10

MADE = audit.action("account.backup_codes_made", _("New backup codes were made; those of before no longer work."))
USED = audit.action("account.backup_code_used", _("A backup code was used to come in."))


@transaction.atomic
def make(*, account: Account, by: Account | None, now: dt.datetime) -> list[str]:
    """Draw ten codes, to be shown this once. Those of before, used or not, are void."""
    Account.objects.select_for_update(of=("self",)).get(pk=account.pk)  # two pages asked at once: the last one counts
    BackupCode.objects.filter(account=account).delete()
    drawn = [_draw() for _each in range(PRINTED)]
    BackupCode.objects.bulk_create(
        BackupCode(account=account, digest=_digest(account, each), created_at=now) for each in drawn
    )
    audit.record(MADE, account, by=by, at=now, account=account.pk)
    return drawn


@transaction.atomic
def use(*, account: Account, typed: str, now: dt.datetime) -> bool:
    """Use up the code that was typed, spaces and dashes apart. False when it is none of those left."""
    taken = BackupCode.objects.filter(account=account, digest=_digest(account, typed), used_at=None)
    if not taken.update(used_at=now):  # one statement: of two uses at once, one
        return False
    audit.record(USED, account, by=account, at=now, account=account.pk)
    return True


def left(account: Account) -> int:
    """How many of the codes can still be used."""
    return BackupCode.objects.filter(account=account, used_at=None).count()


def _draw() -> str:
    drawn = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return f"{drawn[:5]}-{drawn[5:]}"


def _digest(account: Account, typed: str) -> bytes:
    digits = "".join(filter(str.isdigit, ascii_digits(typed)))
    return digest(f"{account.public_id}:{digits}", "backup code")
