"""Begin a declaration about somebody of the family: the draft already names them."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from macnss.cases.engine import Holder
from macnss.cases.models import Case
from macnss.cases.services import drafts
from macnss.family.models import Member

ABOUT_MEMBER = ("family_divorce", "family_death", "family_study", "family_disability")
FAMILY = ("family_spouse", "family_birth", "family_adoption", *ABOUT_MEMBER)


@transaction.atomic
def begin_about(*, member: Member, kind: str, holder: Holder, start_key: UUID, language: str, now: dt.datetime) -> Case:
    """A draft of that kind about this member. The same `start_key` is the same draft."""
    case = drafts.begin(kind=kind, holder=holder, start_key=start_key, language=language, now=now)
    return drafts.save(case=case, answers={"member": str(member.public_id)}, now=now)
