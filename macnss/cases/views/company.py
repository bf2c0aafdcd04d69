"""The requests of a company, and what the fund asks it about somebody's."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.cases.definition import Type
from macnss.cases.engine import KINDS
from macnss.cases.forms.talk import CompanyAnswer
from macnss.cases.models import Case, Inquiry
from macnss.cases.queries.answers import Answered, sections_of
from macnss.cases.queries.applicant import inquiries_of, requests_of_company, to_answer
from macnss.cases.services import talking
from macnss.cases.views.applicant import listed
from macnss.cases.views.pages import show
from macnss.employers.access import EmployerRequest, acts_for_the_company, may
from macnss.employers.enums import Function, Right
from macnss.kernel.access import open_to
from macnss.kernel.errors import DomainError


@require_GET
@open_to(acts_for_the_company)
def company(request: EmployerRequest, employer_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """What the company asked for, whoever opened it, as far as the mandate reads."""
    as_head = request.membership.function == Function.HEAD
    found = listed(request, requests_of_company(request.employer, request.rights, as_head=as_head))
    asked = 0
    if Right.DECLARE in request.rights:
        asked = to_answer(request.employer).count()
    answers = Right.DECLARE in request.rights
    return show(request, "cases/company.html", {**found, "asked": asked, "answers": answers})


@require_GET
@open_to(may(Right.DECLARE))
def inquiries(request: EmployerRequest, employer_id: UUID) -> HttpResponse:  # noqa: ARG001 - read by the guard
    """What the fund asks the company about somebody's request."""
    said = {"rows": inquiries_of(request.employer), "today": timezone.localdate()}
    return show(request, "cases/inquiries.html", said)


@require_http_methods(["GET", "POST"])
@open_to(may(Right.DECLARE))
def inquiry(request: EmployerRequest, employer_id: UUID, inquiry_id: UUID) -> HttpResponse:  # noqa: ARG001
    """One question: who, what, until when; agree or not, and why."""
    asked = get_object_or_404(
        request.employer.inquiries.select_related("case", "case__person"), public_id=inquiry_id, case__kind__in=KINDS
    )
    form = CompanyAnswer(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            said = form.cleaned_data
            talking.answer(
                inquiry=asked, agrees=said["agrees"], words=said["words"], by=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is sent to the agent. Thank you."))
            return redirect("cases:inquiries", employer_id=request.employer.public_id)
    return _inquiry_page(request, asked, form)


def _inquiry_page(request: EmployerRequest, asked: Inquiry, form: CompanyAnswer) -> HttpResponse:
    said = {
        "inquiry": asked,
        "months": _months(asked.case),
        "form": form if form.is_bound or (asked.answered_at is None and asked.case.is_open) else None,
        "today": timezone.localdate(),
    }
    return show(request, "cases/inquiry.html", said, status=422 if form.is_bound else 200)


def _months(case: Case) -> list[Answered]:
    """The months that the request is about: the company reads nothing else of the answers."""
    return [
        answer
        for section in sections_of(case)
        for answer in section.answers
        if answer.question.type == Type.MONTH and answer.given
    ]
