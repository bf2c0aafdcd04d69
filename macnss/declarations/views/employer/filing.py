"""Declare by file: send it, follow its check, have it checked again; the list that a file answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from macnss.declarations.ebds.file_names import file_name, pre_established_name
from macnss.declarations.ebds.header import Kind
from macnss.declarations.forms import UploadForm
from macnss.declarations.models import Upload
from macnss.declarations.queries import pre_established_file
from macnss.declarations.services import uploads
from macnss.declarations.views.employer.report import report_page, upload_of
from macnss.declarations.views.employer.standing import month_of
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.kernel.access import open_to
from macnss.kernel.months import Month
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import long_moment

RECENT = 10


@require_http_methods(["GET", "POST"])
@open_to(may(Right.DECLARE))
def upload(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """Send the file of a month."""
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    file, now = form.cleaned_data["file"], timezone.now()
    received = uploads.receive_and_queue(
        employer=request.employer, file_name=file.name, chunks=file.chunks(), by=request.user, now=now
    )
    if received.received_at != now:
        sentence = _("You had already sent this same file on %(moment)s. It was kept once: this is its report.")
        messages.info(request, sentence % {"moment": long_moment(received.received_at)})
    address = reverse("declarations:upload_report", args=[request.employer.public_id, received.public_id])
    return HttpResponseClientRedirect(address) if _by_htmx(request) else redirect(address)


def _upload_page(request: EmployerRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    month = Month.of(timezone.localdate()).plus(-1)
    affiliation = request.employer.affiliation_number
    said = {
        "form": form,
        "month": month,
        "main_name": file_name(Kind.MAIN, affiliation, month),
        "complementary_name": file_name(Kind.COMPLEMENTARY, affiliation, month, 1),
        "recent": Upload.objects.filter(employer=request.employer).order_by("-received_at")[:RECENT],
    }
    return page(request, "declarations/employer/upload.html", said, status=status)


@require_GET
@open_to(may(Right.DECLARE))
def upload_report(request: EmployerRequest, /, upload_id: UUID, **_company: object) -> HttpResponse:
    """How far the check is, then what it found."""
    sent = upload_of(request, upload_id)
    if sent.settled:
        return HttpResponseClientRefresh() if _by_htmx(request) else report_page(request, sent)
    said = {"upload": sent, "stuck": timezone.now() - sent.received_at > uploads.STUCK_AFTER}
    template = "progress" if _by_htmx(request) else "wait"
    return page(request, f"declarations/employer/{template}.html", said)


@require_POST
@open_to(may(Right.DECLARE))
def upload_again(request: EmployerRequest, /, upload_id: UUID, **_company: object) -> HttpResponse:
    """Check once more a file whose check was interrupted."""
    sent = upload_of(request, upload_id)
    uploads.queue(upload=sent)
    return redirect("declarations:upload_report", request.employer.public_id, sent.public_id)


@require_GET
@open_to(may(Right.DECLARE))
def pre_established(request: EmployerRequest, /, year: int, month: int, **_company: object) -> HttpResponse:
    """The list of the staff that payroll software completes and sends back."""
    today = timezone.localdate()
    asked = month_of(request.employer, year, month, last=Month.of(today))
    name = pre_established_name(request.employer.affiliation_number, asked)
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(
        pre_established_file(request.employer, asked, today),
        content_type="text/plain; charset=us-ascii",
        headers={"Content-Disposition": disposition},
    )


def _by_htmx(request: EmployerRequest) -> bool:
    return "HX-Request" in request.headers
