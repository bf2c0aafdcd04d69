"""Files that come in parts and are taken up again after a cut: the tus protocol 1.0.0 (core, creation, termination).

https://tus.io/protocols/resumable-upload. A refusal carries its words as plain text; GET, beside the protocol, says
what became of a file once all of it is there.
"""

import base64
import binascii
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from macnss.cases.access import CaseRequest, holds_case
from macnss.cases.enums import ArrivalState
from macnss.cases.models import Arrival
from macnss.cases.services import arrivals as acts
from macnss.cases.views.pages import actor_of
from macnss.kernel.access import open_to
from macnss.kernel.documents.refusals import FileTooLarge
from macnss.kernel.errors import DomainError

VERSION = "1.0.0"
PART = "application/offset+octet-stream"
BLOCK = 512 * 1024  # what is read of a part before it is stored: what came before a cut stays


@require_http_methods(["OPTIONS", "POST"])
@open_to(holds_case)
def arrivals(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """What the protocol can do here (OPTIONS); expect a file (POST)."""
    if request.method == "OPTIONS":
        return _said(204, **{"Tus-Version": VERSION, "Tus-Extension": "creation,termination", **_largest()})
    if refused := _other_version(request):
        return refused
    length, named = _number(request, "Upload-Length"), _metadata(request.headers.get("Upload-Metadata", ""))
    if length is None:
        return _said(400)
    try:
        made = acts.begin(
            case=request.case,
            piece_name=named.get("paper", ""),
            file_name=named.get("filename", ""),
            length=length,
            now=timezone.now(),
        )
    except DomainError as refusal:
        return _refused(refusal, 413 if isinstance(refusal, FileTooLarge) else 422)
    return _said(201, Location=_address(request, made), **{"Upload-Offset": "0"})


@require_http_methods(["HEAD", "GET", "PATCH", "DELETE", "POST"])
@open_to(holds_case)
def arrival(request: CaseRequest, case_id: UUID, arrival_id: UUID) -> HttpResponse:  # noqa: ARG001
    """One file on its way: how far (HEAD), one more part (PATCH), given up (DELETE, or POST from a plain form)."""
    found = request.case.arrivals.select_related("case", "case__account").filter(public_id=arrival_id).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return _state(found)
    if request.method == "POST":
        return _given_up_by_form(request, found)
    if refused := _other_version(request):
        return refused
    if request.method == "HEAD":
        return _said(200, **{"Upload-Offset": str(found.received), "Upload-Length": str(found.length)})
    return _one_more_part(request, found) if request.method == "PATCH" else _given_up(found)


def _one_more_part(request: CaseRequest, found: Arrival) -> HttpResponse:
    if request.content_type != PART:
        return _said(415)
    offset = _number(request, "Upload-Offset")
    if offset is None:
        return _said(400)
    try:
        found = _taken_in(request, found, offset)
    except DomainError:
        return _said(409)
    except UnreadablePostError:  # cut: what came is kept, nobody hears the answer
        return _said(400)
    found = acts.complete(arrival=found, by=actor_of(request), now=timezone.now())
    return _said(204, **{"Upload-Offset": str(found.received)})


def _taken_in(request: CaseRequest, found: Arrival, offset: int) -> Arrival:
    """Raises WrongPlace, NotNow, UnreadablePostError."""
    if found.received != offset:
        raise acts.WrongPlace
    while block := request.read(BLOCK):
        found = acts.append(arrival=found, offset=offset, content=block, now=timezone.now())
        offset = found.received
    return found


def _given_up(found: Arrival) -> HttpResponse:
    try:
        acts.cancel(arrival=found)
    except DomainError as refusal:
        return _refused(refusal, 409)
    return _said(204)


def _given_up_by_form(request: CaseRequest, found: Arrival) -> HttpResponse:
    _given_up(found)
    return redirect("cases:paper", case_id=request.case.public_id, piece=found.piece)


def _state(found: Arrival) -> HttpResponse:
    said = {
        "state": found.state,
        "offset": found.received,
        "length": found.length,
        "words": acts.words_of(found) if found.state == ArrivalState.REFUSED else "",
    }
    return _unkept(JsonResponse(said))


def _address(request: CaseRequest, made: Arrival) -> str:
    return reverse("cases:arrival", kwargs={"case_id": request.case.public_id, "arrival_id": made.public_id})


def _other_version(request: CaseRequest) -> HttpResponse | None:
    spoken = request.headers.get("Tus-Resumable")
    return None if spoken == VERSION else _said(412, **{"Tus-Version": VERSION})


def _metadata(header: str) -> dict[str, str]:
    """`filename cGhvdG8=,paper Y2lu`: names, each with its value in base 64. What is malformed is left out."""
    found = {}
    for pair in header.split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _number(request: CaseRequest, header: str) -> int | None:
    said = request.headers.get(header, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None


def _largest() -> dict[str, str]:
    return {"Tus-Max-Size": str(settings.LARGEST_DOCUMENT)}


def _refused(refusal: DomainError, status: int) -> HttpResponse:
    answer = _said(status)
    answer.content = str(refusal).encode()
    return answer


def _said(status: int, **headers: str) -> HttpResponse:
    answer = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    answer.headers["Tus-Resumable"] = VERSION
    for name, value in headers.items():
        answer.headers[name] = value
    return _unkept(answer)


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
