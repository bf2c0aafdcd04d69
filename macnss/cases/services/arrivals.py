"""Fichiers en cours d'envoi / ملفات قيد الإرسال: a file comes in parts, is taken up again after a cut, is checked.

Each part is sealed and stored by itself before the row of its arrival names it: nothing stands in clear on a disk, and
what a crash leaves between the two is a part that nothing names. Once all of it is there the file is checked: in the
request when it is small, else by the worker. What nobody checked in time is queued again every minute; after its clock
a supervisor is told.
"""

import datetime as dt
import logging
import traceback
import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from macnss.cases.enums import AlarmKind, ArrivalState, State
from macnss.cases.models import Alarm, Arrival, Case
from macnss.cases.queries.papers import TAKES_MORE, sought
from macnss.cases.services import papers, store
from macnss.cases.services.moves import locked
from macnss.cases.services.refusals import NotNow
from macnss.identity.models import Account
from macnss.kernel.documents import refusals as unfit
from macnss.kernel.documents.reading import TakesLong, refuse_size
from macnss.kernel.documents.refusals import Unfit
from macnss.kernel.errors import DomainError
from macnss.kernel.queue import enqueue

MOST_AT_ONCE = 40  # files of a case on their way in
CHECKED_AT_ONCE = 3 * 1024**2  # bytes; a larger file waits for the worker
AT_HAND = 6.0  # seconds that a request gives to a file; what needs more waits for the worker
MOST_PARTS = 500  # of a file: one that comes byte by byte would fill the store
MOST_TRIES = 4
STUCK_AFTER = dt.timedelta(minutes=3)
CLOCK = dt.timedelta(minutes=30)  # after which a file that is not checked is a supervisor's business
KEPT_FOR = {  # nobody comes back to these
    ArrivalState.KEPT: dt.timedelta(days=1),
    ArrivalState.REFUSED: dt.timedelta(days=7),
    ArrivalState.ARRIVING: dt.timedelta(days=7),
}
log = logging.getLogger(__name__)


class WrongPlace(DomainError):
    """This part does not follow what is there: the sender asks where to go on."""

    code = "wrong-place"
    message = _("This part of the file came already, or comes too early.")


class TooManyAtOnce(DomainError):
    code = "too-many-at-once"
    message = _("Too many files are on their way. Wait until some have arrived.")


class PartLost(Unfit):
    code = "part-lost"
    message = _("A part of this file was lost on our side. Send it again, please.")


class NeverChecked(Unfit):
    code = "never-checked"
    message = _("We could not open this file, after several tries. Take a photo of the paper with your phone instead.")


REFUSALS: dict[str, type[DomainError]] = {
    each.code: each
    for each in (
        unfit.EmptyFile,
        unfit.FileTooLarge,
        unfit.UnknownFile,
        unfit.NotAPicture,
        unfit.Damaged,
        unfit.TooManyPixels,
        unfit.PictureTooSmall,
        unfit.LockedPdf,
        unfit.BrokenPdf,
        unfit.TooManyPages,
        unfit.PhotoWanted,
        unfit.LyingDown,
        papers.NoSuchPaper,
        papers.GivenAlready,
        papers.VirusFound,
        NotNow,
        PartLost,
        NeverChecked,
    )
}


@transaction.atomic
def begin(*, case: Case, piece_name: str, file_name: str, length: int, now: dt.datetime) -> Arrival:
    """Expect a file of that length for a paper.

    Raises EmptyFile, FileTooLarge, NoSuchPaper, NotNow, TooManyAtOnce; TooManyPages where no page has room: nobody
    carries a file over a slow line to learn it at the end.
    """
    refuse_size(length)
    held = locked(case, State.DRAFT, *TAKES_MORE)
    paper = sought(held, piece_name)
    if paper is None or not paper.may_add:
        raise papers.NoSuchPaper
    if paper.is_full:
        raise unfit.TooManyPages(most=paper.most_pages)
    if held.arrivals.filter(state__in=[ArrivalState.ARRIVING, ArrivalState.CHECKING]).count() >= MOST_AT_ONCE:
        raise TooManyAtOnce
    return Arrival.objects.create(
        case=held, piece=paper.name, file_name=plain_name(file_name), length=length, began_at=now, moved_at=now
    )


def append(*, arrival: Arrival, offset: int, content: bytes, now: dt.datetime) -> Arrival:
    """Add the part that begins at `offset`; of two that come at once one is taken. The last one calls for the check.

    Raises WrongPlace, NotNow when the file is there already.
    """
    with store.kept([content], store.PARTS) as (name,), transaction.atomic():
        held = Arrival.objects.select_for_update().get(pk=arrival.pk)
        if held.received != offset or offset + len(content) > held.length or not content:
            raise WrongPlace
        if held.state != ArrivalState.ARRIVING:
            raise NotNow
        if len(held.parts) >= MOST_PARTS:
            return _settle(held, PartLost(), now)
        held.parts, held.received, held.moved_at = [*held.parts, [name, len(content)]], offset + len(content), now
        if held.received == held.length:
            held.state = ArrivalState.CHECKING
            if held.length > CHECKED_AT_ONCE:
                _queue(held)
        held.save(update_fields=["parts", "received", "moved_at", "state"])
    return held


def receive(
    *,
    case: Case,
    piece_name: str,
    file_name: str,
    length: int,
    chunks: Iterable[bytes],
    by: Account | None,
    now: dt.datetime,
) -> Arrival:
    """A file that came whole, by a plain form: the same way in. Raises what `begin` raises."""
    arrival = begin(case=case, piece_name=piece_name, file_name=file_name, length=length, now=now)
    for chunk in chunks:
        arrival = append(arrival=arrival, offset=arrival.received, content=chunk, now=now)
    return complete(arrival=arrival, by=by, now=now)


def complete(*, arrival: Arrival, by: Account | None, now: dt.datetime) -> Arrival:
    """Check a small file at once. It is safe whatever happens: what fails here is tried again by the worker."""
    if arrival.state != ArrivalState.CHECKING or arrival.length > CHECKED_AT_ONCE:
        return arrival
    try:
        return check(arrival=arrival, by=by, now=now, patience=AT_HAND)
    except Exception as fault:  # it is tried again; its words may quote a row, the places say enough
        places = "".join(traceback.format_tb(fault.__traceback__))
        log.error("an arrival was not checked: %s\n%s", type(fault).__name__, places)
        return arrival


def check(*, arrival: Arrival, by: Account | None, now: dt.datetime, patience: float | None = None) -> Arrival:
    """Make pages of a file that is there, or refuse it in words. Asking again changes nothing once it is settled.

    An antivirus that is away leaves it as it is, for later. What nobody foresaw raises, and is tried again; a file on
    which every try fails is refused, and a supervisor told.
    """
    if not _take(arrival, now):
        return arrival
    if arrival.tries > MOST_TRIES:
        _sound(arrival, now)
        return _settle(arrival, NeverChecked(), now)
    try:
        papers.add(
            case=arrival.case,
            piece_name=arrival.piece,
            content=_assembled(arrival),
            file_name=arrival.file_name,
            by=by or arrival.case.account,
            now=now,
            patience=patience,
        )
    except papers.NotChecked:
        return _give_back(arrival)
    except TakesLong:
        _queue(arrival)
        return _give_back(arrival)
    except Case.DoesNotExist:  # the draft was erased meanwhile, and the arrival with it
        return arrival
    except DomainError as refusal:
        return _settle(arrival, refusal, now)
    return _settle(arrival, None, now)


@transaction.atomic
def cancel(*, arrival: Arrival) -> None:
    """The sender gives up a file, or has read why it was refused. Raises NotNow while it is being checked."""
    held = Arrival.objects.select_for_update().filter(pk=arrival.pk).first()
    if held is None:
        return
    if held.state == ArrivalState.CHECKING:
        raise NotNow
    store.erase_afterwards(name for name, _size in held.parts)
    held.delete()


def put_refused_aside(*, case: Case, piece_name: str) -> None:
    """The sender has read why these files of a paper were refused. Their parts are erased already."""
    case.arrivals.filter(piece=piece_name, state=ArrivalState.REFUSED).delete()


def resume(*, now: dt.datetime) -> int:
    """Queue again the files that nobody checked, and tell a supervisor of those past their clock. Returns how many."""
    waiting = Arrival.objects.filter(state=ArrivalState.CHECKING, moved_at__lt=now - STUCK_AFTER)
    forgotten = list(waiting.filter(_is_free(now)).select_related("case"))
    for arrival in forgotten:
        _queue(arrival)
    for arrival in waiting.filter(moved_at__lt=now - CLOCK).select_related("case"):
        _sound(arrival, now)
    return len(forgotten)


def forget(*, now: dt.datetime) -> None:
    """Drop the arrivals to which nobody comes back; `store.sweep` then erases their parts."""
    for state, kept_for in KEPT_FOR.items():
        Arrival.objects.filter(state=state, moved_at__lt=now - kept_for).delete()


def words_of(arrival: Arrival) -> str:
    """Why a file was refused, in the language of the page."""
    code, _colon, most = arrival.refusal.partition(":")
    refusal = REFUSALS.get(code)
    if refusal is None:
        return ""
    return str(refusal(most=int(most or 1), megabytes=settings.LARGEST_DOCUMENT // 1024**2))


def plain_name(said: str) -> str:
    """The last part of a file's name, without what no name needs: signs that are not printed or turn the line round."""
    last = said.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    return shown[-120:] or "—"


def _assembled(arrival: Arrival) -> bytes:
    """The whole file. Raises PartLost."""
    try:
        content = b"".join(store.opened(name) for name, _size in arrival.parts)
    except store.Lost as fault:
        raise PartLost from fault
    if len(content) != arrival.length:
        raise PartLost
    return content


def _is_free(now: dt.datetime) -> Q:
    """Nobody checks it, or whoever did has fallen."""
    return Q(taken_at=None) | Q(taken_at__lt=now - STUCK_AFTER)


def _take(arrival: Arrival, now: dt.datetime) -> bool:
    """One check at a time. The try is counted before it is made: a file that kills whoever opens it is given up."""
    free = Arrival.objects.filter(_is_free(now), pk=arrival.pk, state=ArrivalState.CHECKING)
    taken = free.update(taken_at=now, tries=F("tries") + 1)
    arrival.refresh_from_db()
    return bool(taken)


def _give_back(arrival: Arrival) -> Arrival:
    Arrival.objects.filter(pk=arrival.pk).update(taken_at=None, tries=F("tries") - 1)
    arrival.refresh_from_db()
    return arrival


@transaction.atomic
def _settle(arrival: Arrival, refusal: DomainError | None, now: dt.datetime) -> Arrival:
    """Kept or refused: its parts are not needed any more. What another check settled meanwhile stays as it is."""
    unsettled = Arrival.objects.filter(state__in=[ArrivalState.ARRIVING, ArrivalState.CHECKING])
    held = unsettled.select_for_update().filter(pk=arrival.pk).first()
    if held:
        most = refusal.details.get("most") if refusal else None
        held.state = ArrivalState.REFUSED if refusal else ArrivalState.KEPT
        held.refusal = f"{refusal.code}:{most}" if refusal and most else refusal.code if refusal else ""
        store.erase_afterwards(name for name, _size in held.parts)
        held.parts, held.moved_at = [], now
        held.save(update_fields=["state", "refusal", "parts", "moved_at"])
    arrival.refresh_from_db()
    return arrival


def _queue(arrival: Arrival) -> None:
    """Have the worker check it. It waits in the queue at most once, however late the worker is."""
    enqueue("cases.check_arrival", queue="cases", once=f"arrival:{arrival.pk}", arrival=arrival.pk)


def _sound(arrival: Arrival, now: dt.datetime) -> None:
    case = arrival.case
    Alarm.objects.get_or_create(
        case=case, kind=AlarmKind.ARRIVAL, settled_at=None, defaults={"office": case.office, "raised_at": now}
    )
