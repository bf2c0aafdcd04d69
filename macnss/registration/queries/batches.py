"""How far the worker is with a list of employees."""

from macnss.cases.enums import State
from macnss.cases.models import Case
from macnss.registration.enums import Work
from macnss.registration.models import Batch


def done_of(batch: Batch) -> int:
    """Of `work_total`: lines read, requests sent, or drafts erased. One query."""
    cases = Case.objects.filter(batch_line__batch=batch)
    match batch.work:
        case Work.READING:
            done = batch.lines.count()
        case Work.SENDING:
            done = cases.filter(sent_at__gte=batch.work_since).count()
        case Work.ERASING:
            done = batch.work_total - cases.filter(state=State.DRAFT).count()
        case _:
            done = batch.work_total
    return max(min(done, batch.work_total), 0)
