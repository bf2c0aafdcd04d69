"""The report of a checked file: what was accepted, or everything to correct, on the page and as a table."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from macnss.declarations.ebds.codes import Code
from macnss.declarations.forms import FindingsFilter
from macnss.declarations.models import Upload
from macnss.declarations.services import checking, uploads
from macnss.declarations.templatetags.filing import record_name, severity_name, told
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.employers.models import Employer
from macnss.kernel.access import open_to
from macnss.kernel.months import Month
from macnss.ui.bidi import isolate
from macnss.ui.items import Text
from macnss.ui.pages import page
from macnss.ui.templatetags.formats import language

FINDINGS_A_PAGE = 25
COLUMNS: dict[str, Text] = {
    "line": _("Line"),
    "record": _("Record"),
    "field": _("Field"),
    "code": _("Code"),
    "severity": _("Severity"),
    "found": _("Found"),
    "expected": _("Expected"),
    "message": _("Message"),
}
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class KindOfFinding:
    """One kind of mistake in a report: how often, how grave, and what the first one says."""

    code: str
    severity: str
    count: int
    example: Mapping[str, Any]


def upload_of(request: EmployerRequest, upload_id: UUID) -> Upload:
    mine = Upload.objects.filter(employer=request.employer).select_related("declaration", "uploaded_by")
    return get_object_or_404(mine, public_id=upload_id)


def report_page(request: EmployerRequest, sent: Upload) -> HttpResponse:
    report = sent.report or {}
    found: list[dict[str, Any]] = report.get("findings", [])
    kinds = _kinds(found)
    form = FindingsFilter(request.GET, _offered(found, kinds))
    shown = [each for each in found if form.wanted.items() <= each.items()]
    said = {
        "upload": sent,
        "declaration": sent.declaration,
        "month": Month.parse(report["month"]) if report.get("month") else None,
        "totals": report.get("totals", {}),
        "refusal": report.get("refusal", ""),
        "first": report.get("first", ""),
        "unknown_numbers": report.get("numbers", []),
        "errors": report.get("errors", 0),
        "warnings": report.get("warnings", 0),
        "kept": len(found),
        "kinds": kinds,
        "form": form,
        "findings": Paginator(shown, FINDINGS_A_PAGE).get_page(request.GET.get("page")),
        "other_company": _other_company(request, found),
    }
    return page(request, "declarations/employer/report.html", said)


@require_GET
@open_to(may(Right.DECLARE))
def upload_findings(request: EmployerRequest, /, upload_id: UUID, **_company: object) -> HttpResponse:
    """Every finding as a table for a spreadsheet, in the language of the page."""
    sent = upload_of(request, upload_id)
    if not sent.report:
        raise Http404
    name = f"{Path(sent.file_name).stem}-{language()}.csv"
    disposition = content_disposition_header(True, name) or "attachment"
    response = HttpResponse(
        BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )
    table = csv.writer(response, delimiter=";")
    table.writerow(map(str, COLUMNS.values()))
    for each in _all_findings(sent):
        shown = {**each, "severity": severity_name(each["severity"]), "message": told(each)}
        table.writerow([_harmless(shown[column]) for column in COLUMNS])
    return response


def _kinds(found: Sequence[dict[str, Any]]) -> list[KindOfFinding]:
    """The kinds of mistakes, errors first, the most frequent first."""
    counts = Counter(each["code"] for each in found)
    first = {each["code"]: each for each in reversed(found)}
    kinds = [KindOfFinding(code, first[code]["severity"], count, first[code]) for code, count in counts.most_common()]
    return sorted(kinds, key=lambda kind: kind.severity)


def _offered(found: Sequence[dict[str, Any]], kinds: Sequence[KindOfFinding]) -> dict[str, list[tuple[str, Any]]]:
    """What a report can be filtered by: only what it holds."""
    severities = sorted({each["severity"] for each in found})
    records = sorted({each["record"] for each in found if each["record"]})
    return {
        "severity": [(each, severity_name(each)) for each in severities],
        "record": [(each, f"{isolate(each)} – {record_name(each)}") for each in records],
        "code": [(kind.code, isolate(f"{kind.code} ({kind.count})")) for kind in kinds],
    }


def _other_company(request: EmployerRequest, found: Sequence[dict[str, Any]]) -> Employer | None:
    """The company that the file names instead, if this person acts for it too: who keeps forty books mistakes one."""
    named = next((each["found"] for each in found if each["code"] == Code.AFFILIATE_UNEXPECTED), None)
    if named is None:
        return None
    return (
        Employer.objects.of(request.user, timezone.localdate(), Right.DECLARE).filter(affiliation_number=named).first()
    )


def _all_findings(sent: Upload) -> list[dict[str, Any]]:
    """Those of the report, or where it could not keep them all, those of a new reading."""
    report = sent.report or {}
    if len(report["findings"]) >= report["errors"] + report["warnings"]:
        return list(report["findings"])
    with uploads.opened(sent) as stream:
        return checking.check_upload(sent, stream, timezone.localdate(sent.checked_at)).findings()


def _harmless(cell: object) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
