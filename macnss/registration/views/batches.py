"""Many employees by one file: the template, the file, what it brought, what to correct, the sending, the erasing."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.cases.engine import Holder
from macnss.cases.enums import Audience, State
from macnss.cases.models import Case, CaseQuerySet
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.registration.enums import Work
from macnss.registration.forms import BatchFile
from macnss.registration.models import Batch, BatchLine
from macnss.registration.queries.batches import done_of
from macnss.registration.queries.requests import complete_in, rows_of, with_papers
from macnss.registration.services.batches import erasing, reading, receiving, sending, sheets
from macnss.registration.services.batches.columns import columns
from macnss.registration.services.batches.guide import to_write
from macnss.registration.services.batches.lines import Fault
from macnss.ui.items import NavigationItem
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import language, number

LISTS = {"lines": gettext_lazy("Lines to correct"), "drafts": gettext_lazy("Requests to complete or send")}
DRAFTS_A_PAGE = 15
LINES_A_PAGE = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"xlsx": (sheets.template_xlsx, XLSX), "csv": (sheets.template_csv, "text/csv; charset=utf-8")}
UNDER_WAY = {Work.READING, Work.ERASING}  # while the lines or the drafts come and go, none is shown


@require_http_methods(["GET", "POST"])
@open_to(may(Right.REGISTER))
def batch_new(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Send a list; its report comes at once, or shows how far the reading is."""
    form, missing = BatchFile(request.POST or None, request.FILES or None), ()
    if request.method == "POST" and form.is_valid():
        file, now = form.cleaned_data["file"], timezone.now()
        try:
            made = receiving.receive(
                employer=request.employer,
                file_name=file.name,
                content=file.read(reading.LARGEST * reading.MEGABYTE + 1),
                language=language(),
                by=request.user,
                now=now,
            )
            return redirect("registration:batch", request.employer.public_id, made.public_id)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
            missing = refusal.details.get("columns", ())
    guide = [(column, to_write(column.question)) for column in columns()]
    said = {"form": form, "missing": missing, "guide": guide}
    return page(request, "registration/batch_new.html", said, status=422 if form.errors else 200)


@require_GET
@open_to(may(Right.REGISTER))
def batch_template(request: EmployerRequest, /, kind: str, **_company: object) -> HttpResponse:  # noqa: ARG001
    """The empty list, with its headers in both languages and an example."""
    if kind not in TEMPLATES:
        raise Http404
    make, content_type = TEMPLATES[kind]
    return _download(make(), content_type, f"immatriculation.{kind}")


@require_GET
@open_to(may(Right.REGISTER))
def batch(request: EmployerRequest, /, batch_id: UUID, **_company: object) -> HttpResponse:
    """What a file brought: requests and what each lacks, lines to correct; while something is done, how far that is."""
    found = _batch(request, batch_id)
    said = {"batch": found, "going": bool(found.work), "works": Work}
    if found.work:
        said["done"] = done_of(found)
    if request.headers.get("HX-Request"):
        if found.work:
            return page(request, "registration/parts/progress.html", said)
        return HttpResponse(headers={"HX-Refresh": "true"})
    if found.work not in UNDER_WAY:
        said |= _brought(request, found)
    return page(request, "registration/batch.html", said)


@require_GET
@open_to(may(Right.REGISTER))
def batch_errors(request: EmployerRequest, /, batch_id: UUID, **_company: object) -> HttpResponse:
    """The lines to correct, as a file to correct and send again."""
    found, today = _batch(request, batch_id), timezone.localdate()
    holder = Holder(Audience.EMPLOYER, request.user, company=request.employer)
    lines = found.lines.exclude(sealed=b"").order_by("number")
    told = (
        (
            line.number,
            line.refused["cells"],
            [_told(fault) for fault in receiving.faults_of(line, holder, today)],
        )
        for line in lines.iterator(500)
    )
    return _download(sheets.errors_csv(told), "text/csv; charset=utf-8", f"a-corriger-{found.received_at:%Y-%m-%d}.csv")


@require_POST
@open_to(may(Right.REGISTER))
def batch_send(request: EmployerRequest, /, batch_id: UUID, **_company: object) -> HttpResponse:
    """Send all that is complete, at once."""
    found, now = _batch(request, batch_id), timezone.now()
    drafts = Case.objects.filter(batch_line__batch=found, state=State.DRAFT)
    try:
        complete = complete_in(drafts, timezone.localdate(now))
        sending.ask_to_send(batch=found, complete=complete, by=request.user, now=now)
        messages.success(request, _("The requests are leaving: you may go on with something else."))
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("registration:batch", request.employer.public_id, found.public_id)


@require_http_methods(["GET", "POST"])
@open_to(may(Right.REGISTER))
def batch_erase(request: EmployerRequest, /, batch_id: UUID, **_company: object) -> HttpResponse:
    """Erase every draft of a file, after one question that says how many."""
    found = _batch(request, batch_id)
    cases = Case.objects.filter(batch_line__batch=found)
    drafts = cases.filter(state=State.DRAFT).count()
    if request.method == "POST":
        try:
            erasing.ask_to_erase(batch=found, by=request.user, now=timezone.now())
        except DomainError as refusal:
            messages.warning(request, str(refusal))
    if request.method == "POST" or found.work or not drafts:
        return redirect("registration:batch", request.employer.public_id, found.public_id)
    said = {"batch": found, "drafts": drafts, "sent": cases.count() - drafts}
    return page(request, "registration/batch_erase.html", said)


def _brought(request: EmployerRequest, found: Batch) -> dict[str, object]:
    """How much a file brought, and one of its two lists, page by page."""
    cases = Case.objects.filter(batch_line__batch=found)
    drafts, lines = cases.filter(state=State.DRAFT), found.lines.exclude(sealed=b"")
    counts = {"lines": lines.count(), "drafts": drafts.count()}
    asked = request.GET.get("show", "")
    shown = asked if counts.get(asked) else next((name for name, count in counts.items() if count), "")
    listed = _lines(request, lines) if shown == "lines" else _drafts(request, drafts)
    return {
        "brought": True,
        "sent": cases.count() - counts["drafts"],
        "counts": counts,
        "complete": complete_in(drafts, timezone.localdate()),
        "shown": shown,
        "tabs": [_tab(name, count, current=name == shown) for name, count in counts.items()],
        **listed,
    }


def _lines(request: EmployerRequest, lines: QuerySet[BatchLine]) -> dict[str, object]:
    """The lines to correct, and what is wrong with each."""
    holder = Holder(Audience.EMPLOYER, request.user, company=request.employer)
    found = Paginator(lines.order_by("number"), LINES_A_PAGE).get_page(request.GET.get("page"))
    wrong = [(line, receiving.faults_of(line, holder, timezone.localdate())) for line in found]
    return {"rows_page": found, "wrong": wrong}


def _drafts(request: EmployerRequest, drafts: CaseQuerySet) -> dict[str, object]:
    """The requests to complete or send, and what each lacks."""
    found = Paginator(with_papers(drafts).order_by("batch_line__number"), DRAFTS_A_PAGE)
    rows_page = found.get_page(request.GET.get("page"))
    return {"rows_page": rows_page, "rows": rows_of(rows_page, timezone.localdate())}


def _tab(name: str, count: int, *, current: bool) -> NavigationItem:
    words = _("%(state)s (%(count)s)") % {"state": LISTS[name], "count": number(count)}
    return NavigationItem(words, f"?show={name}", current=current)


def _batch(request: EmployerRequest, batch_id: UUID) -> Batch:
    return get_object_or_404(Batch.objects.defer("unread"), employer=request.employer, public_id=batch_id)


def _told(fault: Fault) -> str:
    return f"{fault.column.ar if language() == 'ar' else fault.column.fr}: {fault.words}"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition or ""})
