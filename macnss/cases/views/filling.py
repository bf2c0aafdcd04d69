"""Filling a draft: one screen at a time, saved at every answer; then reading it again, and sending it."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.cases.access import CaseRequest, holds_case, sends_case
from macnss.cases.definition import Sheet
from macnss.cases.engine import kind_of
from macnss.cases.enums import State
from macnss.cases.forms.sheet import SheetForm
from macnss.cases.forms.talk import Declaration
from macnss.cases.models import Case
from macnss.cases.queries.answers import sections_of
from macnss.cases.queries.filling import Filling, filling_of
from macnss.cases.services import drafts, sending
from macnss.cases.services.refusals import Incomplete
from macnss.cases.views.pages import actor_of, list_of, named, show
from macnss.cases.views.pictures import qr_of
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError

AUTOSAVE = "X-Autosave"  # sent by static/js/cases.js when a field is left


@require_http_methods(["GET", "POST"])
@open_to(holds_case)
def sheet(request: CaseRequest, case_id: UUID, sheet: str) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """One screen of questions. What is sound in it is kept even when the rest is not."""
    case, now = request.case, timezone.now()
    if case.state != State.DRAFT:
        return _moved_on(request, case)
    filling = filling_of(case)
    asked = filling.definition.sheet(sheet)
    if asked is None:
        raise Http404
    if not filling.place(asked):
        return redirect(filling.goes_on_at())
    today = timezone.localdate(now)
    form = SheetForm(filling, asked, request.POST if request.method == "POST" else None, on=today)
    if form.is_bound:
        sound, kept = form.is_valid(), _keep(form, now)
        if request.headers.get(AUTOSAVE):
            return JsonResponse({"saved": kept, "asked": form.names_asked()})
        if not kept:
            return _moved_on(request, case)
        if sound:
            return redirect(_next(request, form))
    return _sheet_page(request, filling, asked, form)


def _keep(form: SheetForm, now: dt.datetime) -> bool:
    """Save what is sound. False when the draft was sent meanwhile, from another tab."""
    try:
        drafts.save(case=form.filling.case, answers=form.sound, now=now)
    except DomainError:
        return False
    return True


def _next(request: CaseRequest, form: SheetForm) -> str:
    """The same screen when its answers bring another question, else the one that follows."""
    if form.asks_more:
        return request.get_full_path()
    saved = filling_of(Case.objects.select_related("person", "company", "account").get(pk=form.filling.case.pk))
    return saved.back_to_review() if _from_review(request) else saved.after(form.sheet)


def _from_review(request: CaseRequest) -> bool:
    return request.GET.get("back") == "review"


def _sheet_page(request: CaseRequest, filling: Filling, sheet: Sheet, form: SheetForm) -> HttpResponse:
    before = filling.address("review") if _from_review(request) else filling.before(sheet)
    said = {
        "case": filling.case,
        "sheet": sheet,
        "form": form,
        "place": filling.place(sheet),
        "screens": filling.screens,
        "back": before or list_of(request, filling.case),
        "first": not before,
    }
    return show(request, "cases/sheet.html", said, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@open_to(sends_case)
def review(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """All that was answered, each with its way back; what follows; then it is sent, once."""
    case, now = request.case, timezone.now()
    if case.state != State.DRAFT:
        return _sent(case) if request.method == "POST" else _moved_on(request, case)
    form, lacks = Declaration(request.POST if request.method == "POST" else None), None
    if not kind_of(case).definition.oath:
        del form.fields["honest"]
    if form.is_valid():
        try:
            sending.send(case=case, by=actor_of(request), now=now)
            return _sent(case)
        except Incomplete as incomplete:
            lacks = incomplete
    return _review_page(request, case, form, lacks, timezone.localdate(now))


def _review_page(
    request: CaseRequest, case: Case, form: Declaration, lacks: Incomplete | None, on: dt.date
) -> HttpResponse:
    filling, lacks = filling_of(case), lacks or sending.missing(case, on)
    given = {piece.name: piece for piece in case.pieces.all()}
    said = {
        "case": case,
        "form": form,
        "filling": filling,
        "sections": sections_of(case),
        "papers": [(paper, given.get(paper.name)) for paper in filling.papers],
        "papers_page": named("cases:papers", case_id=case.public_id),
        "effects": filling.kind.effects(filling.said, filling.holder, on),
        "definition": filling.definition,
        "lacks": lacks,
        "left": _left(filling, lacks) if lacks else [],
        "papers_left": _papers_left(filling, lacks) if lacks else [],
        "back": filling.last(),
    }
    return show(request, "cases/review.html", said, status=422 if form.is_bound else 200)


def _left(filling: Filling, lacks: Incomplete) -> list[tuple[object, str, str]]:
    """What must still be answered or corrected: the question, what is wrong with it, the screen where it stands."""
    return [
        (question.label, str(lacks.questions[question.name]), filling.change(sheet))
        for sheet in filling.sheets
        for question in sheet.asked(filling.said)
        if question.name in lacks.questions
    ]


def _papers_left(filling: Filling, lacks: Incomplete) -> list[tuple[object, str]]:
    """The papers that are still missing, each with its page."""
    return [
        (paper.title, named("cases:paper", case_id=filling.case.public_id, piece=paper.name))
        for paper in filling.papers
        if paper.name in lacks.papers
    ]


@require_GET
@open_to(holds_case)
def receipt(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """It was sent: the reference, the days, what comes next."""
    case = request.case
    if case.state == State.DRAFT:
        return redirect("cases:review", case_id=case.public_id)
    said = {
        "case": case,
        "definition": filling_of(case).definition,
        "qr": qr_of(str(case.reference)),
        "print_page": named("cases:print", case_id=case.public_id),
        "list": list_of(request, case),
    }
    return show(request, "cases/receipt.html", said)


@require_http_methods(["GET", "POST"])
@open_to(holds_case)
def discard(request: CaseRequest, case_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """Erase a draft, after a last question."""
    case = request.case
    if case.state != State.DRAFT:
        return _moved_on(request, case)
    back = kind_of(case).back_from_draft(case) or list_of(request, case)
    if request.method == "POST":
        try:
            drafts.discard(case=case, by=actor_of(request), now=timezone.now())
        except DomainError:
            return _moved_on(request, case)
        messages.success(request, _("The draft is erased."))
        return redirect(back)
    return show(request, "cases/discard.html", {"case": case, "back": back})


def _sent(case: Case) -> HttpResponse:
    return redirect("cases:receipt", case_id=case.public_id)


def _moved_on(request: CaseRequest, case: Case) -> HttpResponse:
    """It was sent already, perhaps from another tab: its page says where it stands."""
    messages.info(request, _("This request was already sent: here is where it stands."))
    return redirect("cases:case", case_id=case.public_id)
