"""Pièces / وثائق: a file becomes pages of a paper, which are turned, moved, taken out, and shown."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from macnss.audit import services as audit
from macnss.cases.enums import PieceState, State
from macnss.cases.models import Case, Page, Piece
from macnss.cases.queries.papers import OTHER, TAKES_MORE, Sought, asked_since, pages_of, sought
from macnss.cases.services import store
from macnss.cases.services.moves import locked
from macnss.cases.services.refusals import NotNow
from macnss.gateways.antivirus.choice import antivirus
from macnss.gateways.antivirus.protocol import Away
from macnss.identity.models import Account
from macnss.kernel.documents import pictures
from macnss.kernel.documents.pictures import Picture
from macnss.kernel.documents.reading import read
from macnss.kernel.documents.refusals import TooManyPages, Unfit
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import digest

__all__ = ["add", "as_pdf", "changeable", "move_up", "pages_of", "picture_of", "remove", "turn"]

ADDED = audit.action("case.paper_added", _("A paper was added to a request."))
REMOVED = audit.action("case.page_removed", _("A page of a paper was taken out of a request."))
VIRUS = audit.action("case.virus_refused", _("A file that holds a virus was refused."))
_ASIDE = -1  # a place that no page keeps


class NoSuchPaper(Unfit):
    code = "no-such-paper"
    message = _("This paper is not asked for any more. Look at the list of papers.")


class GivenAlready(Unfit):
    code = "given-already"
    message = _("This is the file that you gave before: the agent asks for another one.")


class VirusFound(Unfit):
    code = "virus-found"
    message = _("This file holds a virus: nothing of it was kept. Take a photo of the paper with your phone instead.")


class NotChecked(DomainError):
    """The antivirus did not say: the file is neither kept nor refused."""

    code = "not-checked"
    message = _("We cannot check this file for now. Send it again in a few minutes.")


def add(
    *,
    case: Case,
    piece_name: str,
    content: bytes,
    file_name: str,
    by: Account | None,
    now: dt.datetime,
    patience: float | None = None,
) -> Piece:
    """Make pages of a file and put them at the end of a paper. The same file sent again is there once.

    A paper that is no longer open goes with the other papers when the case still takes some: what was sent while the
    case moved on is not lost. Raises Unfit in words, NotChecked when the antivirus is away, NotNow once it is closed,
    TakesLong when the file is not opened in that many seconds (`patience`).
    """
    paper, source = _open_paper(case, piece_name), _fingerprint(content)
    if known := _same(paper.piece, source):
        return known
    _refuse_viruses(case, content, by, now)
    pages = read(content, most_pages=paper.most_pages, portrait=paper.photo, patience=patience)
    with store.kept([page.content for page in pages], store.PAPERS) as names, transaction.atomic():
        held = _held(case)
        paper = _open_paper(held, piece_name)
        if known := _same(paper.piece, source):  # the same file, sent twice at once
            store.erase_afterwards(names)
            return known
        piece = _ready(held, paper, len(pages), now)
        _put(piece, pages, names, source, now)
        kind = PurePath(file_name).suffix[:8]  # a name may hold a number: the journal never forgets
        _note(ADDED, held, by, now, paper=paper.name, file=kind, pages=len(pages))
    return piece


@transaction.atomic
def remove(*, page: Page, by: Account | None, now: dt.datetime) -> Piece:
    """Take a page out. One that an agent may have seen is kept aside for the record. Raises NotNow."""
    held, piece = _of(page)
    if not changeable(held, [page]):
        raise NotNow
    since = asked_since(held)
    if held.state == State.DRAFT or (since and page.added_at >= since):
        page.delete()
        store.erase_afterwards(store.unnamed([page.document]))
    else:
        page.removed_at = now
        page.save(update_fields=["removed_at"])
    _note(REMOVED, held, by, now, paper=piece.name)
    _settle_empty(piece)
    return piece


@transaction.atomic
def turn(*, page: Page) -> Page:
    """Turn a page a quarter to the right. Raises NotNow."""
    held, _piece = _of(page)
    if not changeable(held, [page]):
        raise NotNow
    before, made = page.document, pictures.turned(picture_of(page))
    page.document = store.keep(made.content, store.PAPERS)
    page.width, page.height, page.size = made.width, made.height, len(made.content)
    page.save(update_fields=["document", "width", "height", "size"])
    store.erase_afterwards(store.unnamed([before]))
    return page


@transaction.atomic
def move_up(*, page: Page) -> Page:
    """Put a page before the one that precedes it; the first stays. Raises NotNow."""
    held, piece = _of(page)
    if not changeable(held, [page]):
        raise NotNow
    before = piece.pages.filter(removed_at=None, place__lt=page.place).order_by("-place").first()
    if before:
        high, low = before.place, page.place
        for moved, place in ((before, _ASIDE), (page, high), (before, low)):
            moved.place = place
            moved.save(update_fields=["place"])
    return page


def changeable(case: Case, pages: Iterable[Page]) -> set[int]:
    """The keys of the pages that their holder may still turn, move or take out.

    A draft is its holder's; afterwards, only what an agent asked to be given anew, while it is awaited.
    """
    since = asked_since(case)
    return {page.pk for page in pages if page.removed_at is None and _is_changeable(case, page, since)}


def _is_changeable(case: Case, page: Page, since: dt.datetime | None) -> bool:
    if case.state == State.DRAFT:
        return True
    return since is not None and (page.added_at >= since or (page.piece.at >= since and page.piece.name != OTHER))


def picture_of(page: Page) -> bytes:
    """The JPEG of a page. Raises store.Lost."""
    return store.opened(page.document)


def as_pdf(piece: Piece) -> bytes:
    """A paper as one PDF, page by page. Raises store.Lost."""
    standing = piece.pages.filter(removed_at=None).order_by("place")
    first, *others = [Image.open(BytesIO(picture_of(page))) for page in standing]
    out = BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=150)
    return out.getvalue()


def _open_paper(case: Case, name: str) -> Sought:
    """Raises NoSuchPaper, NotNow."""
    paper = sought(case, name)
    if (paper is None or not paper.may_add) and case.state in TAKES_MORE:
        paper = sought(case, OTHER)
    if paper and paper.may_add:
        return paper
    raise NoSuchPaper if case.state == State.DRAFT else NotNow


def _same(piece: Piece | None, source: str) -> Piece | None:
    """The paper, when it holds that file already. Raises GivenAlready when an agent wants another one."""
    if piece is None or not piece.pages.filter(source=source, removed_at=None).exists():
        return None
    if piece.state == PieceState.UNFIT:
        raise GivenAlready
    return piece


def _refuse_viruses(case: Case, content: bytes, by: Account | None, now: dt.datetime) -> None:
    try:
        found = antivirus().scan(content)
    except Away as fault:
        raise NotChecked from fault
    if found:
        with transaction.atomic():
            audit.record(VIRUS, case, by=by, at=now, person=case.person_id, company=case.company_id, virus=found[:120])
        raise VirusFound


def _held(case: Case) -> Case:
    return locked(case, State.DRAFT, *TAKES_MORE)


def _ready(case: Case, paper: Sought, more: int, now: dt.datetime) -> Piece:
    """The paper with room for more pages: where it is given anew and they do not fit, the old ones stand aside."""
    piece, _made = Piece.objects.get_or_create(case=case, name=paper.name, defaults={"at": now})
    standing = len(paper.pages)
    if standing + more > paper.most_pages and piece.state == PieceState.UNFIT:
        piece.pages.filter(removed_at=None).update(removed_at=now)
        standing = 0
    if standing + more > paper.most_pages:
        raise TooManyPages(most=paper.most_pages)
    piece.state = PieceState.GIVEN
    piece.save(update_fields=["state"])
    if case.state == State.DRAFT:
        case.saved_at = now
        case.save(update_fields=["saved_at"])
    return piece


def _put(piece: Piece, pages: list[Picture], names: list[str], source: str, now: dt.datetime) -> None:
    last = piece.pages.order_by("-place").values_list("place", flat=True).first() or 0
    for place, (page, name) in enumerate(zip(pages, names, strict=True), last + 1):
        Page.objects.create(
            piece=piece,
            place=place,
            document=name,
            width=page.width,
            height=page.height,
            size=len(page.content),
            source=source,
            doubt=page.doubt,
            added_at=now,
        )


def _of(page: Page) -> tuple[Case, Piece]:
    """The case of a page, held: pages of a case change one after the other. Raises NotNow."""
    held = _held(page.piece.case)
    try:
        page.refresh_from_db()
    except Page.DoesNotExist:
        raise NotNow from None
    return held, page.piece


def _settle_empty(piece: Piece) -> None:
    """A paper without a page is not given any more; one that nobody asked for is forgotten."""
    if piece.pages.filter(removed_at=None).exists():
        return
    if piece.words or piece.pages.exists():
        piece.state = PieceState.UNFIT if piece.words else PieceState.WANTED
        piece.save(update_fields=["state"])
    else:
        piece.delete()


def _note(action: str, case: Case, by: Account | None, now: dt.datetime, **data: Any) -> None:
    """In the journal once the case is sent: until then it is a draft of its holder's own."""
    if case.state != State.DRAFT:
        audit.record(action, case, by=by, at=now, person=case.person_id, company=case.company_id, **data)


def _fingerprint(content: bytes) -> str:
    """Tells a file again without telling anybody which file it is."""
    return digest(hashlib.sha256(content).hexdigest(), "case paper").hex()
