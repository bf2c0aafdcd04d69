"""The queue: the next case is given to one agent only; the filters that an agent keeps."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from macnss.cases.models import Case, CaseQuerySet, SavedFilter
from macnss.cases.services.examining import take
from macnss.identity.models import Account
from macnss.kernel.errors import DomainError

MOST_FILTERS = 20


@transaction.atomic
def take_next(*, among: CaseQuerySet, by: Account, now: dt.datetime) -> Case | None:
    """Take the first of these cases that nobody holds at this moment: two agents who ask at once get two cases.

    What the agent may not examine is passed over. None when nothing is left.
    """
    refused: list[int] = []
    while True:
        free = among.exclude(pk__in=refused).select_related(None).only("pk")
        found = free.select_for_update(skip_locked=True, of=("self",)).first()
        if found is None:
            return None
        try:
            return take(case=found, by=by, now=now)
        except DomainError:  # theirs, their decision, or what its kind keeps for others
            refused.append(found.pk)


@transaction.atomic
def keep_filter(*, name: str, query: str, by: Account) -> SavedFilter:
    """Keep the filters of an agent's queue under a name; the same name again replaces them, and the oldest give way."""
    kept, _made = SavedFilter.objects.update_or_create(account=by, name=name.strip(), defaults={"query": query})
    recent = SavedFilter.objects.filter(account=by).order_by("-pk").values("pk")[:MOST_FILTERS]
    SavedFilter.objects.filter(account=by).exclude(pk__in=[each["pk"] for each in recent]).delete()
    return kept


@transaction.atomic
def forget_filter(*, filter_id: UUID, by: Account) -> None:
    """Forget one of one's own filters; somebody else's is not touched."""
    SavedFilter.objects.filter(account=by, public_id=filter_id).delete()
