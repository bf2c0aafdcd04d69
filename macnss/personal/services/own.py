"""What somebody changes alone, at once: their postal address, the language in which they are written to."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.identity.models import Account
from macnss.identity.services.disavowal import not_me
from macnss.insured.models import Insured
from macnss.insured.services import correct
from macnss.personal.services import telling

MOVED = audit.action("personal.address_changed", _("You changed the postal address of your record."))


@transaction.atomic
def move(*, insured: Insured, address: str, town: str, postcode: str, by: Account, now: dt.datetime) -> Insured:
    """Take a new postal address at once; every address is told."""
    fields = {"address": address, "town": town, "postcode": postcode}
    if all(getattr(insured, name) == value for name, value in fields.items()):
        return insured
    moved = correct(insured=insured, fields=fields, by=by, now=now, act=MOVED)
    if moved.account:
        telling.tell(telling.ADDRESS_CHANGED, insured=moved, now=now, link=not_me(moved.account, MOVED))
    return moved
