"""The papers of a case, for whoever holds it: the one list, one paper and its pages, a page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.cases.access import CaseRequest, holds_case
from macnss.cases.engine import kind_of
from macnss.cases.enums import ArrivalState, State
from macnss.cases.models import Arrival, Case, Page
from macnss.cases.queries.filling import filling_of
from macnss.cases.queries.papers import OTHER, TAKES_MORE, Sought, arriving, listed, refused, sought
from macnss.cases.services import arrivals, examining, store
from macnss.cases.services import papers as acts
from macnss.cases.views.pages import actor_of, show
from macnss.kernel.access import open_to
from macnss.kernel.documents import pictures
from macnss.kernel.errors import DomainError

THUMBNAIL = 360
BLOCK = 512 * 1024


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is shown: its rank, and whether its holder may still change it."""

    page: Page
    rank: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """A file that is not a page yet, and how much of it arrived."""

    arrival: Arrival
    percent: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A file that was not even begun."""

    name: str
    words: str


@require_GET
@open_to(holds_case)
def papers(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Every paper of these answers: given, needed, optional, wanted anew."""
    case, found = request.case, listed(request.case)
    waiting, unfit = _by_paper(arriving(case)), _by_paper(refused(case))
    said = {
        "case": case,
        "papers": [(paper, waiting[paper.name], unfit[paper.name]) for paper in found],
        "left": sum(paper.state in {"needed", "again"} for paper in found),
        "takes_other": case.state in TAKES_MORE and all(paper.name != OTHER for paper in found),
        "is_draft": case.state == State.DRAFT,
        "is_awaited": case.state == State.AWAITING,
        "forms": kind_of(case).forms(case),
        "back": _before(case),
    }
    return show(request, "cases/papers/list.html", said)


@require_http_methods(["GET", "POST"])
@open_to(holds_case)
def paper(request: CaseRequest, case_id: UUID, piece: str) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """One paper: its pages, and the ways to add some. The plain form sends several files at once.

    `read` puts aside the files that were refused, once their sender knows why.
    """
    found = sought(request.case, piece)
    if found is None:
        raise Http404
    if request.method == "GET":
        return _paper_page(request, found, [])
    if "read" in request.POST:
        arrivals.put_refused_aside(case=request.case, piece_name=found.name)
        return redirect(_address(request.case, found.name))
    files = [each for name in ("files", "photo") for each in request.FILES.getlist(name)]
    wrong = [refusal for file in files if (refusal := _receive(request, found, file))]
    if files and not wrong:
        return redirect(_address(request.case, found.name))
    nothing = [] if files else [Wrong("", _("Choose a file, or take a photo, then send it."))]
    return _paper_page(request, sought(request.case, piece) or found, wrong + nothing)


@require_POST
@open_to(holds_case)
def page_act(request: CaseRequest, case_id: UUID, page_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Turn a page, take it out, move it before the one that precedes it."""
    page, now = _page(request, page_id), timezone.now()
    try:
        match request.POST.get("act"):
            case "remove":
                acts.remove(page=page, by=actor_of(request), now=now)
            case "turn":
                acts.turn(page=page)
            case "up":
                acts.move_up(page=page)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    name = page.piece.name
    return redirect(_address(request.case, name) if sought(request.case, name) else _list(request.case))


@require_GET
@open_to(holds_case)
def page_image(request: CaseRequest, case_id: UUID, page_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The picture of a page; small for a list."""
    return picture(_page(request, page_id), small="small" in request.GET)


@require_POST
@open_to(holds_case)
def papers_given(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """All that was asked for is there: back to the agent."""
    try:
        examining.give_papers(case=request.case, by=actor_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect(_list(request.case))
    messages.success(request, _("Thank you. Your papers are with the agent, who goes on with your request."))
    return redirect("cases:case", case_id=request.case.public_id)


def picture(page: Page, *, small: bool = False) -> HttpResponse:
    """A page as a JPEG that nobody keeps on the way. One whose file is lost does not exist."""
    try:
        content = acts.picture_of(page)
    except store.Lost as fault:
        raise Http404 from fault
    answer = HttpResponse(pictures.reduced(content, THUMBNAIL) if small else content, content_type="image/jpeg")
    answer.headers["Content-Disposition"] = 'inline; filename="page.jpg"'
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _page(request: CaseRequest, page_id: UUID) -> Page:
    mine = Page.objects.filter(piece__case=request.case, removed_at=None).select_related("piece__case")
    return get_object_or_404(mine, public_id=page_id)


def _receive(request: CaseRequest, paper: Sought, file: UploadedFile) -> Wrong | None:
    name, size = file.name or "", file.size or 0
    try:
        arrivals.receive(
            case=request.case,
            piece_name=paper.name,
            file_name=name,
            length=size,
            chunks=file.chunks(BLOCK),
            by=actor_of(request),
            now=timezone.now(),
        )
    except DomainError as refusal:
        return Wrong(arrivals.plain_name(name), str(refusal))
    return None


def _paper_page(request: CaseRequest, paper: Sought, wrong: Sequence[Wrong]) -> HttpResponse:
    case = request.case
    coming = [_coming(each) for each in arriving(case) if each.piece == paper.name]
    said = {
        "case": case,
        "paper": paper,
        "leaves": _leaves(case, paper),
        "unfinished": [each for each in coming if each.arrival.state == ArrivalState.ARRIVING],
        "checking": [each for each in coming if each.arrival.state == ArrivalState.CHECKING],
        "refused": _by_reason(each for each in refused(case) if each.piece == paper.name),
        "wrong": wrong,
        "megabytes": settings.LARGEST_DOCUMENT // 1024**2,
    }
    return show(request, "cases/papers/paper.html", said, status=422 if wrong else 200)


def _leaves(case: Case, paper: Sought) -> list[Leaf]:
    changeable = acts.changeable(case, paper.pages)
    return [Leaf(page, rank, page.pk in changeable) for rank, page in enumerate(paper.pages, 1)]


def _coming(arrival: Arrival) -> Coming:
    return Coming(arrival, 100 * arrival.received // arrival.length)


def _by_paper(found: Iterable[Arrival]) -> Counter[str]:
    return Counter(each.piece for each in found)


def _by_reason(found: Iterable[Arrival]) -> list[tuple[str, list[str]]]:
    """Why files were refused, each reason once, with their names."""
    names: dict[str, list[str]] = {}
    for each in found:
        names.setdefault(arrivals.words_of(each), []).append(each.file_name)
    return list(names.items())


def _address(case: Case, piece: str) -> str:
    return reverse("cases:paper", kwargs={"case_id": case.public_id, "piece": piece})


def _before(case: Case) -> str:
    """The screen before the papers: the last one of questions, or the page of the case once it is sent."""
    filling = filling_of(case)
    if case.state == State.DRAFT and filling.sheets:
        return filling.address("sheet", sheet=filling.sheets[-1].name)
    return filling.address("case")


def _list(case: Case) -> str:
    return reverse("cases:papers", kwargs={"case_id": case.public_id})
