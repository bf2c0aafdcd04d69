"""A correction that an agent accepted: the record, the account, and the person who is told everywhere."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from macnss.identity.models import Account
from macnss.identity.services.disavowal import link, not_me
from macnss.insured.models import Insured
from macnss.insured.services import CORRECTED, correct
from macnss.personal.services import telling


@transaction.atomic
def correct_record(*, insured: Insured, fields: Mapping[str, Any], by: Account, now: dt.datetime) -> Insured:
    """Write the proved values. Raises AlreadyRegistered, BirthAfterRegistration, NameTaken."""
    if all(getattr(insured, name) == value for name, value in fields.items()):
        return insured
    corrected = correct(insured=insured, fields=fields, by=by, now=now)
    if corrected.account:
        telling.tell(telling.CORRECTED, insured=corrected, now=now, link=not_me(corrected.account, CORRECTED))
    else:
        telling.tell(telling.CORRECTED_NO_ACCOUNT, insured=corrected, now=now, link=link("agencies:list"))
    return corrected
