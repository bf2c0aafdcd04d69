"""Many employees by one file: the template, the file, what it brought, what to correct, the sending."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.cases.engine import Holder
from macnss.cases.enums import Audience, State
from macnss.cases.models import Case
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError
from macnss.registration.forms import BatchFile
from macnss.registration.models import Batch
from macnss.registration.queries.requests import complete_in, rows_of, with_papers
from macnss.registration.services.batches import reading, receiving, sending, sheets
from macnss.registration.services.batches.columns import columns
from macnss.registration.services.batches.lines import Fault
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import language

ROWS_A_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"xlsx": (sheets.template_xlsx, XLSX), "csv": (sheets.template_csv, "text/csv; charset=utf-8")}


@require_http_methods(["GET", "POST"])
@open_to(may(Right.REGISTER))
def batch_new(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Send a list; its report comes at once."""
    form = BatchFile(request.POST or None, request.FILES or None)
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
    said = {"form": form, "columns": columns(), "most": reading.MOST_LINES}
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
    """What a file brought: requests and what each lacks, lines to correct; while it is being sent, how far that is."""
    found, today = _batch(request, batch_id), timezone.localdate()
    cases = Case.objects.filter(batch_line__batch=found)
    going = found.sending_since is not None
    said = {"batch": found, "sent": cases.exclude(state=State.DRAFT).count(), "going": going}
    if going:
        said["done"] = min(cases.filter(sent_at__gte=found.sending_since).count(), found.to_send)
        if request.headers.get("HX-Request"):
            return page(request, "registration/parts/progress.html", said)
    elif request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    drafts = Paginator(with_papers(cases.filter(state=State.DRAFT)).order_by("batch_line__number"), ROWS_A_PAGE)
    drafts_page = drafts.get_page(request.GET.get("page"))
    refused = found.lines.exclude(sealed=b"").order_by("number")
    holder = Holder(Audience.EMPLOYER, request.user, company=request.employer)
    said |= {
        "rows": rows_of(drafts_page, today),
        "rows_page": drafts_page,
        "drafts": drafts.count,
        "complete": complete_in(cases.filter(state=State.DRAFT), today),
        "refused": refused.count(),
        "wrong": [(line, receiving.faults_of(line, holder, today)) for line in refused[:ROWS_A_PAGE]],
    }
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


def _batch(request: EmployerRequest, batch_id: UUID) -> Batch:
    return get_object_or_404(Batch, employer=request.employer, public_id=batch_id)


def _told(fault: Fault) -> str:
    return f"{fault.column.ar if language() == 'ar' else fault.column.fr}: {fault.words}"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition or ""})
