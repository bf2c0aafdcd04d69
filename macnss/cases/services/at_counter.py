"""Au guichet / في الشباك: an agent begins a case for somebody who stands there. Once sent, it is that person's."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from macnss.audit import services as audit
from macnss.cases.engine import Holder
from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.cases.services import drafts
from macnss.cases.services.refusals import OwnCase
from macnss.identity.models import Account
from macnss.insured.models import Insured

BEGUN = audit.action("case.begun_at_counter", _("At a counter, an agent began a request for you."))


@transaction.atomic
def begin(
    *,
    kind: str,
    person: Insured | None,
    contact: Mapping[str, str],
    language: str,
    start_key: UUID,
    by: Account,
    now: dt.datetime,
) -> Case:
    """A draft for somebody present, registered or not yet. Raises OwnCase: a colleague serves an agent."""
    if person is not None and person.account_id == by.pk:
        raise OwnCase
    holder = Holder(Audience.COUNTER, by, person)
    known = Case.objects.filter(start_key=start_key).exists()
    case = drafts.begin(
        kind=kind, holder=holder, start_key=start_key, language=language, now=now, contact=dict(contact)
    )
    if not known:
        audit.record(BEGUN, case, by=by, at=now, person=case.person_id, kind=kind)
    return case
